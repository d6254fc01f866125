"""Whatever is changed or taken away shows."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sightline.errors import EvidenceError
from sightline.evidence import Dismissal, Keeper, dismiss, packets, verify
from tests.sightline.evidence.made import NOON, ORIGIN, keep


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evidence")
    keep(folder, 10.0, 20.0, 30.0)
    dismiss(folder, packets(folder)[0].packet, Dismissal("chen", "路锥", NOON))
    assert verify(folder) == ()
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "evidence"))


def middle(folder: Path) -> Path:
    return packets(folder)[1].path


def change(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1] + b"x")


def cut_line(path: Path, number: int) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:number] + lines[number + 1 :]))


HARMS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a clip is changed": (lambda folder: change(middle(folder) / "clip.mp4"), "file"),
    "a record is changed": (lambda folder: change(middle(folder) / "seen.json"), "file"),
    "a snapshot is removed": (lambda folder: (middle(folder) / "snapshot.jpg").unlink(), "file"),
    "a manifest is changed": (lambda folder: change(middle(folder) / "manifest.json"), "seal"),
    "a packet is removed": (lambda folder: shutil.rmtree(middle(folder)), "missing"),
    "a packet is renamed": (lambda folder: middle(folder).rename(middle(folder).with_name("x")), "missing"),
    "a file is added": (lambda folder: (middle(folder) / "more.txt").write_text("x"), "extra"),
    "a packet is added": (lambda folder: shutil.copytree(middle(folder), middle(folder).with_name("x")), "unknown"),
    "a line is removed": (lambda folder: cut_line(folder / "gate/ledger.jsonl", 1), "chain"),
    "the first line is removed": (lambda folder: cut_line(folder / "gate/ledger.jsonl", 0), "chain"),
    "the ledger is nonsense": (lambda folder: (folder / "gate/ledger.jsonl").write_text("x\n"), "chain"),
    "a dismissal is changed": (lambda folder: change(next(folder.glob("gate/dismissed/*"))), "file"),
}  # fmt: skip


@pytest.mark.parametrize("harm", HARMS)
def test_harm_is_found(folder: Path, harm: str) -> None:
    do, kind = HARMS[harm]
    do(folder)
    found = verify(folder)
    assert kind in {one.kind for one in found}
    assert all(" / " in str(one) for one in found)


def test_an_end_cut_off_shows_by_a_seal_kept_elsewhere(tmp_path: Path) -> None:
    seal = keep(tmp_path, 10.0, 20.0)[-1].seal
    assert verify(tmp_path, seal) == ()
    cut_line(tmp_path / "gate/ledger.jsonl", 1)
    shutil.rmtree(packets(tmp_path)[0].path)
    assert verify(tmp_path) == ()
    assert [one.kind for one in verify(tmp_path, seal)] == ["head"]


def test_half_a_line_left_by_a_power_cut_is_mended(folder: Path) -> None:
    ledger = folder / "gate/ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes() + b'{"number":5,"ki')
    keep(folder, 40.0)
    assert verify(folder) == ()
    assert len(packets(folder)) == 4


def test_a_packet_written_but_not_chained_is_chained_at_the_next_start(tmp_path: Path) -> None:
    keep(tmp_path, 10.0, 20.0)
    cut_line(tmp_path / "gate/ledger.jsonl", 1)
    assert [one.kind for one in verify(tmp_path)] == ["unknown"]
    Keeper(tmp_path, ORIGIN)
    assert verify(tmp_path) == ()


def test_what_was_begun_and_never_finished_is_gone_at_the_next_start(folder: Path) -> None:
    (middle(folder).parent / ".half.part").mkdir()
    Keeper(folder, ORIGIN)
    assert not (middle(folder).parent / ".half.part").exists()
    assert len(packets(folder)) == 3


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="no such folder"):
        verify(tmp_path / "nothing")
