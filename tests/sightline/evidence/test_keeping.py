"""How long evidence is kept, and what people say of it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from sightline.errors import EvidenceError
from sightline.evidence import (
    Keeper,
    Settings,
    Tally,
    Tools,
    dismiss,
    dismissals,
    packets,
    tally,
    verify,
)
from sightline.evidence.review import Dismissal
from tests.sightline.evidence.made import NOON, ORIGIN, after, frame, keep

CONE = Dismissal("chen", "路锥，不是人", after(60))
TODAY = Tools(now=lambda: after(30))
MONTH = timedelta(days=31).total_seconds()


def look_again(folder: Path, seconds: float, settings: Settings | None = None) -> Keeper:
    """Start a camera so much later."""
    keeper = Keeper(folder, ORIGIN, settings, Tools(now=lambda: after(seconds)))
    keeper.add(frame(0))
    return keeper


def test_evidence_older_than_a_month_is_deleted_and_its_line_stays(tmp_path: Path) -> None:
    keep(tmp_path, 10.0, tools=TODAY)
    [note] = look_again(tmp_path, MONTH).notes()
    assert (note.kind, note.detail) == ("deleted", "age")
    assert packets(tmp_path) == ()
    assert verify(tmp_path) == ()
    last = json.loads((tmp_path / "gate/ledger.jsonl").read_text().splitlines()[-1])
    assert (last["kind"], last["why"], last["packet"]) == ("deleted", "age", note.packet)
    assert last["at"] == after(MONTH).isoformat()


def test_an_old_film_watched_today_makes_new_evidence(tmp_path: Path) -> None:
    years_later = Tools(now=lambda: after(100 * MONTH))
    [note] = keep(tmp_path, 10.0, tools=years_later)
    assert note.kind == "kept"
    assert look_again(tmp_path, 100 * MONTH + 60).notes() == ()


def test_evidence_of_yesterday_stays(tmp_path: Path) -> None:
    keep(tmp_path, 10.0, tools=TODAY)
    assert look_again(tmp_path, 86_400).notes() == ()
    assert len(packets(tmp_path)) == 1


def test_above_so_many_bytes_the_oldest_goes(tmp_path: Path) -> None:
    keep(tmp_path, 10.0, 20.0, 30.0, tools=TODAY)
    newest = packets(tmp_path)[0]
    size = sum(path.stat().st_size for path in newest.path.iterdir())
    notes = look_again(tmp_path, 60, Settings(most=int(1.5 * size))).notes()
    assert [note.detail for note in notes] == ["size", "size"]
    assert packets(tmp_path) == (newest,)
    assert verify(tmp_path) == ()


def test_chen_dismisses_a_false_alarm_with_one_press(tmp_path: Path) -> None:
    keep(tmp_path, 10.0, 20.0, tools=TODAY)
    dismiss(tmp_path, packets(tmp_path)[0].packet, CONE)
    assert [one.dismissed for one in packets(tmp_path)] == [True, False]
    assert tally(tmp_path) == {"too-near": Tally(2, 1)}
    assert tally(tmp_path)["too-near"].share == 0.5


def test_a_dismissal_outlives_its_pictures(tmp_path: Path) -> None:
    keep(tmp_path, 10.0, tools=TODAY)
    kept = dismiss(tmp_path, packets(tmp_path)[0].packet, CONE)
    look_again(tmp_path, MONTH)
    [said] = dismissals(tmp_path)
    assert kept.suffix == ".json"
    assert (said["by"], said["why"], said["at"]) == ("chen", "路锥，不是人", after(60).isoformat())
    assert said["seen"]["occasion"]["seen"]["tracks"] == [4, 7]
    assert tally(tmp_path) == {"too-near": Tally(1, 1)}
    assert verify(tmp_path) == ()


def test_dismissing_twice_counts_once(tmp_path: Path) -> None:
    keep(tmp_path, 10.0, tools=TODAY)
    name = packets(tmp_path)[0].packet
    assert dismiss(tmp_path, name, CONE) == dismiss(tmp_path, name, Dismissal("wei", "", NOON))
    assert tally(tmp_path) == {"too-near": Tally(1, 1)}


def test_a_harmed_record_is_listed_and_not_dismissed(tmp_path: Path) -> None:
    keep(tmp_path, 10.0, 20.0, tools=TODAY)
    (packets(tmp_path)[0].path / "seen.json").write_text("{")
    *_, harmed = packets(tmp_path)
    assert (harmed.rule, harmed.at) == ("", "")
    with pytest.raises(EvidenceError, match="verify the seals"):
        dismiss(tmp_path, harmed.packet, CONE)


@pytest.mark.parametrize("name", ["nothing", "../gate", ""])
def test_dismissing_what_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    keep(tmp_path, 10.0, tools=TODAY)
    with pytest.raises(EvidenceError, match="no such evidence"):
        dismiss(tmp_path, name, CONE)
