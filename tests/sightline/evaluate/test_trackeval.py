"""Our scores against those of TrackEval, the reference of the benchmarks."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sightline.evaluate.clear import clear
from sightline.evaluate.hota import hota
from sightline.evaluate.identity import identity
from sightline.evaluate.matching import Compared, compare, pedestrians
from sightline.evaluate.motfiles import Rows, read
from tests.sightline.evaluate.recordings import made_up, truth


@pytest.fixture
def reference(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(np, "float", float, raising=False)
    monkeypatch.setattr(np, "int", int, raising=False)
    with contextlib.redirect_stdout(io.StringIO()):
        return pytest.importorskip("trackeval", reason="TrackEval is not installed").metrics


def told(compared: Compared) -> dict[str, Any]:
    """Lay a recording out as TrackEval wants it."""
    return {
        "num_timesteps": len(compared.steps),
        "num_gt_ids": compared.true_ids,
        "num_tracker_ids": compared.said_ids,
        "num_gt_dets": compared.true_boxes,
        "num_tracker_dets": compared.said_boxes,
        "gt_ids": [step.true for step in compared.steps],
        "tracker_ids": [step.said for step in compared.steps],
        "similarity_scores": [step.likeness for step in compared.steps],
    }


def theirs(reference: Any, recordings: Sequence[Compared]) -> dict[str, float]:
    """Score by TrackEval, several recordings as one."""
    found: dict[str, float] = {}
    for metric in (
        reference.HOTA(),
        reference.CLEAR({"PRINT_CONFIG": False}),
        reference.Identity({"PRINT_CONFIG": False}),
    ):
        each = {str(i): metric.eval_sequence(told(one)) for i, one in enumerate(recordings)}
        found |= {key: np.mean(value) for key, value in metric.combine_sequences(each).items()}
    return found


def ours(recordings: Sequence[Compared]) -> dict[str, float]:
    high, counted, kept = hota(recordings), clear(recordings), identity(recordings)
    return {
        "HOTA": high.hota,
        "DetA": high.detection,
        "AssA": high.association,
        "LocA": high.location,
        "MOTA": counted.mota,
        "MOTP": counted.motp,
        "CLR_FP": counted.false,
        "CLR_FN": counted.missed,
        "IDSW": counted.switches,
        "Frag": counted.breaks,
        "IDF1": kept.idf1,
        "IDP": kept.precision,
        "IDR": kept.recall,
    }


def agree(reference: Any, recordings: Sequence[Compared]) -> None:
    other = theirs(reference, recordings)
    assert ours(recordings) == pytest.approx({name: other[name] for name in ours(recordings)})


@pytest.mark.parametrize("wrong", [0.0, 0.1, 0.4])
def test_recordings_made_up_score_as_trackeval_says(reference, wrong):
    agree(reference, [made_up(seed, wrong) for seed in range(4)])


def test_each_recording_alone_scores_as_trackeval_says(reference):
    for seed in range(10, 20):
        agree(reference, [made_up(seed)])


def test_where_nothing_was_followed_the_scores_are_trackevals(reference):
    true = truth(np.random.default_rng(1))
    agree(reference, [compare(true, Rows.of([], [], [])), made_up(2)])
    agree(reference, [compare(Rows.of([], [], []), true), made_up(2)])


def test_the_rules_of_mot17_are_trackevals(reference, shared_vision, tmp_path):
    import tarfile

    from trackeval.datasets import MotChallenge2DBox

    with tarfile.open(shared_vision / "mot17_half.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    name = "MOT17-09"
    true = read(tmp_path / "mot17_val" / "gt" / f"{name}.txt")
    detections = read_detections(tmp_path / "mot17_val" / "det" / f"{name}.txt")
    home = tmp_path / "tried"
    laid_out(home, name, tmp_path, detections)
    with contextlib.redirect_stdout(io.StringIO()):
        data = MotChallenge2DBox(
            {
                "GT_FOLDER": str(home / "gt"),
                "TRACKERS_FOLDER": str(home / "said"),
                "SEQ_INFO": {name: 263},
                "SKIP_SPLIT_FOL": True,
                "PRINT_CONFIG": False,
            }
        )
        raw = data.get_raw_seq_data("us", name)
        wanted = data.get_preprocessed_seq_data(raw, "pedestrian")
    compared = pedestrians(true, detections)
    assert (compared.true_boxes, compared.said_boxes) == (
        wanted["num_gt_dets"],
        wanted["num_tracker_dets"],
    )
    assert clear([compared]).mota == pytest.approx(
        reference.CLEAR({"PRINT_CONFIG": False}).eval_sequence(wanted)["MOTA"]
    )


def read_detections(path: Path) -> Rows:
    """Give detections as if each were a track of its own."""
    table = np.loadtxt(path, delimiter=",")
    table = table[table[:, 5] > 0.5]
    boxes = table[:, 1:5]
    boxes[:, 2:] += boxes[:, :2]
    return Rows.of(table[:, 0], np.arange(1, len(table) + 1), boxes)


def laid_out(home: Path, name: str, held: Path, said: Rows) -> None:
    """Put truth and rows where TrackEval looks for them."""
    from sightline.evaluate.motfiles import write

    (home / "gt" / name / "gt").mkdir(parents=True)
    (home / "said" / "us" / "data").mkdir(parents=True)
    told_truth = (held / "mot17_val" / "gt" / f"{name}.txt").read_bytes()
    (home / "gt" / name / "gt" / "gt.txt").write_bytes(told_truth)
    write(home / "said" / "us" / "data" / f"{name}.txt", said)
