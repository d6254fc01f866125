"""A full disk loses nothing that was seen."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sightline.errors import EvidenceError
from sightline.evidence import Keeper, Settings, Tools, packets, verify
from sightline.evidence.disk import Disk
from tests.sightline.evidence.made import ORIGIN, SmallDisk, keep, occasion, watch


def happen(keeper: Keeper, *seconds: float) -> list[str]:
    """Let something happen at these seconds; give what became of it."""
    for second in seconds:
        watch(keeper, second - 2, second)
        keeper.keep(occasion(second, f"{second:.0f}"))
        watch(keeper, second, second + 4)
    return [str(note.kind) for note in keeper.notes()]


def files(folder: Path) -> list[list[str]]:
    return [sorted(one.name for one in kept.path.iterdir()) for kept in packets(folder)]


def test_where_only_the_record_fits_it_is_written_first_and_the_pictures_later(
    tmp_path: Path,
) -> None:
    disk = SmallDisk(4_000)
    keeper = Keeper(tmp_path, ORIGIN, tools=Tools(disk=disk))
    assert happen(keeper, 10.0) == ["full", "kept"]
    assert files(tmp_path) == [["manifest.json", "seen.json"]]
    assert verify(tmp_path) == ()
    disk.room = 10_000_000
    watch(keeper, 14, 20)
    assert [str(note.kind) for note in keeper.notes()] == ["space", "completed"]
    assert files(tmp_path) == [
        ["clip.mp4", "manifest-later.json", "manifest.json", "seen.json", "snapshot.jpg"]
    ]
    assert verify(tmp_path) == ()


def test_where_nothing_fits_it_waits_and_the_operator_is_told_once(tmp_path: Path) -> None:
    disk = SmallDisk(0)
    keeper = Keeper(tmp_path, ORIGIN, tools=Tools(disk=disk))
    assert happen(keeper, 10.0, 20.0, 30.0) == ["full"]
    assert packets(tmp_path) == ()
    assert keeper.waiting == 3
    disk.room = 10_000_000
    watch(keeper, 40, 41)
    assert [str(note.kind) for note in keeper.notes()] == ["space", "kept", "kept", "kept"]
    assert keeper.waiting == 0
    assert [len(one) for one in files(tmp_path)] == [4, 4, 4]
    assert verify(tmp_path) == ()


class NoClips(Disk):
    """A disk with room for everything but clips."""

    def write(self, path: Path, content: bytes) -> None:
        """Refuse a clip."""
        if path.name == "clip.mp4":
            raise OSError(errno.ENOSPC, "No space left on device")
        super().write(path, content)


def test_a_watch_that_ends_on_a_full_disk_leaves_a_snapshot_and_says_what_is_lost(
    tmp_path: Path,
) -> None:
    keeper = Keeper(tmp_path, ORIGIN, tools=Tools(disk=NoClips()))
    assert happen(keeper, 10.0) == ["full", "kept"]
    keeper.finish()
    assert [str(note.kind) for note in keeper.notes()] == ["completed", "lost"]
    assert files(tmp_path) == [
        ["manifest-later.json", "manifest.json", "seen.json", "snapshot.jpg"]
    ]
    assert verify(tmp_path) == ()


def test_memory_that_waits_is_bounded_and_records_stay(tmp_path: Path) -> None:
    disk = SmallDisk(0)
    keeper = Keeper(tmp_path, ORIGIN, Settings(memory=40_000), Tools(disk=disk))
    assert "lost" in happen(keeper, *(10.0 * n for n in range(1, 9)))
    disk.room = 10_000_000
    watch(keeper, 90, 91)
    assert len(packets(tmp_path)) == 8
    assert verify(tmp_path) == ()


@pytest.mark.parametrize("room", [300, 900, 1_500, 2_500, 20_000, 35_000, 50_000])
def test_nothing_is_ever_half_written(tmp_path: Path, room: int) -> None:
    keeper = Keeper(tmp_path, ORIGIN, tools=Tools(disk=SmallDisk(room)))
    happen(keeper, 10.0, 20.0)
    assert verify(tmp_path) == ()
    assert list(tmp_path.glob("**/.*")) == []


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """Mount a real disk of 60 kB, where one may."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=60k", "tmpfs", str(folder)]
    if os.name != "posix" or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be mounted by root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_real_full_disk_loses_nothing_that_was_seen(tiny: Path) -> None:
    (tiny / "ballast").write_bytes(b"x" * 40_000)
    keeper = Keeper(tiny, ORIGIN)
    assert happen(keeper, 10.0)[0] == "full"
    assert verify(tiny) == ()
    (tiny / "ballast").unlink()
    watch(keeper, 14, 20)
    assert keeper.waiting == 0
    assert verify(tiny) == ()
    assert "clip.mp4" in files(tiny)[0]


def test_a_ledger_that_is_broken_while_watching_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path, ORIGIN)
    happen(keeper, 10.0)
    ledger = tmp_path / "gate" / "ledger.jsonl"
    whole = ledger.read_text()
    ledger.write_text("x\n")
    assert happen(keeper, 20.0) == ["full"]
    ledger.write_text(whole)
    assert happen(keeper, 30.0) == ["space", "kept", "kept"]
    assert verify(tmp_path) == ()


def test_a_folder_that_cannot_be_used_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "gate").write_text("in the way")
    with pytest.raises(EvidenceError, match="cannot be used"):
        Keeper(tmp_path, ORIGIN)


def test_a_camera_starts_although_the_disk_is_full(tmp_path: Path) -> None:
    keep(tmp_path, 10.0)
    keeper = Keeper(tmp_path, ORIGIN, tools=Tools(disk=SmallDisk(0)))
    assert happen(keeper, 20.0) == ["full"]
