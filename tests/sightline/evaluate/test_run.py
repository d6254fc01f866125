from __future__ import annotations

import json
from pathlib import Path

import pytest

from sightline.errors import SceneError
from sightline.evaluate.run import evaluate, evaluate_tracks

EXAMPLES = Path(__file__).parents[3] / "examples" / "scenes"


def test_the_night_yard_is_told_once_each() -> None:
    report = evaluate(EXAMPLES / "night-yard.yaml")
    assert report.noticed.total.f1 == 1
    assert set(report.noticed.kinds) == {"intrusion", "loitering"}
    assert report.places.median < 0.3


def test_a_report_is_json_and_a_table() -> None:
    report = evaluate(EXAMPLES / "fall.yaml")
    assert json.loads(json.dumps(report.as_dict()))["scenes"] == ["fall"]
    row = next(line for line in report.table.splitlines() if line.startswith("fall"))
    assert row.split()[:5] == ["fall", "1", "1", "0", "0"]
    assert "HOTA" in report.table


def test_a_folder_without_scenes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SceneError, match="no scene file"):
        evaluate(tmp_path)


def test_tracks_beside_the_truth(tmp_path: Path) -> None:
    truth, results = tmp_path / "gt.txt", tmp_path / "lin.txt"
    truth.write_text("".join(f"{n},1,{n},20,30,60,1,1,1\n" for n in range(1, 9)), "ascii")
    results.write_text("".join(f"{n},7,{n},20,30,60,0.9\n" for n in range(1, 9)), "ascii")
    found = evaluate_tracks(results, truth)
    assert (found.hota, found.mota, found.idf1, found.switches) == (1, 1, 1, 0)
