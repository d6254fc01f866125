"""How far apart people stand, on real video with surveyed truth: `vtest.avi` and the 66 rows of `gt_pets.csv`.

The product's own chain is measured: detector, tracker, ground. It is calibrated twice, each time by the rows of every
other labelled frame as marks, and each calibration is reported on the frames that it has not seen.
"""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.sightline.shared import vision
from bench.timing import Answer, Line, Skipped

if TYPE_CHECKING:
    from sightline.measure import Camera, Placed
    from sightline.values import Floats

WHAT = "person–person distance on vtest.avi"
FILM = Path("/usr/share/doc/opencv-doc/examples/data/vtest.avi")
FOLDS = (0, 1)
LEAST_OVERLAP = 0.5
MARGIN = 1.0
"""Metres around the marks in which the calibration is believed here."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Of every pair of people: the true distance, and the measured with its interval, metres; and lone errors."""

    truth: Floats
    found: Floats
    places: Floats
    lost: int

    @property
    def errors(self) -> Floats:
        """Give by how much each distance is off."""
        return np.abs(self.found[:, 0] - self.truth)

    @property
    def held(self) -> float:
        """Give the share of intervals that hold the truth."""
        inside = (self.found[:, 1] <= self.truth) & (self.truth <= self.found[:, 2])
        return float(inside.mean())


def run() -> Iterator[Answer]:
    """Measure every pair of people that the chain follows and the survey knows."""
    rows = vision() / "gt_pets.csv"
    for needed in (rows, FILM):
        if not needed.exists():
            yield Skipped(WHAT, f"{needed.name} is absent")
            return
    from sightline.recognise.models.folder import Folder, default_folder

    folder = Folder(default_folder(os.environ, Path.home()))
    if "nanodet-int8" in folder.absent():
        yield Skipped(WHAT, "no models: run `jianghai watch models install`")
        return
    surveyed = survey(rows)
    yield from lines(measured(surveyed, followed(folder, max(surveyed))))


def survey(path: Path) -> dict[int, Floats]:
    """Read the rows: by frame, x, y, width and height of each box in pixels, then X and Y in metres.

    MOT files count pixels from one.
    """
    frames: dict[int, list[list[float]]] = defaultdict(list)
    with path.open(encoding="utf-8") as file:
        for row in csv.reader(file):
            frames[int(row[0])].append([float(cell) for cell in row[2:]])
    first = np.array([1.0, 1.0, 0.0, 0.0, 0.0, 0.0])
    return {frame: np.array(rows) - first for frame, rows in frames.items()}


def followed(folder: object, last: int) -> dict[int, tuple[Floats, tuple[str, ...]]]:
    """Recognise and follow through the film up to a frame, as `jianghai watch` does: boxes and kinds by frame."""
    import cv2

    from sightline.measure import as_seen
    from sightline.recognise.recogniser import Recogniser
    from sightline.recognise.settings import DetectSettings
    from sightline.track import Tracker
    from sightline.values import Frame

    recogniser, tracker = Recogniser(DetectSettings.read({}), folder), Tracker()  # type: ignore[arg-type]
    film = cv2.VideoCapture(str(FILM))
    start, boxes = datetime(2009, 3, 1, 12, tzinfo=UTC), {}
    for number in range(1, last + 1):
        at = start + timedelta(seconds=number / 10)
        frame = Frame(np.asarray(film.read()[1], np.uint8), at, number, "vtest")
        found = recogniser.see(frame)
        tracks = tracker.update(found, at)
        boxes[number] = as_seen(tracks, found), tracks.seen.names
    return boxes


def calibrated(rows: Mapping[int, Floats]) -> Camera:
    """Calibrate by the feet of the rows as if each were a surveyed mark."""
    from sightline.measure import camera_of

    told = np.vstack(list(rows.values()))
    feet = np.column_stack([told[:, 0] + told[:, 2] / 2, told[:, 1] + told[:, 3]])
    marks = [
        {"id": f"m{at}", "pixel": foot.tolist(), "metres": row[4:].tolist()}
        for at, (foot, row) in enumerate(zip(feet, told, strict=True))
    ]
    low, high = told[:, 4:].min(axis=0) - MARGIN, told[:, 4:].max(axis=0) + MARGIN
    area = [[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]]]
    ground = {"marks": marks, "area": np.array(area).tolist()}
    return camera_of({"id": "vtest", "size": [768, 576], "ground": ground}, "camera")


def measured(
    surveyed: Mapping[int, Floats], followed: Mapping[int, tuple[Floats, tuple[str, ...]]]
) -> Pairs:
    """Pair what is followed with the rows, each frame by the calibration of the other frames."""
    frames = sorted(surveyed)
    truth, found, places, lost = [], [], [], 0
    for fold in FOLDS:
        camera = calibrated({frame: surveyed[frame] for frame in frames[1 - fold :: 2]})
        for frame in frames[fold::2]:
            rows, (boxes, kinds) = surveyed[frame], followed[frame]
            placed = camera.stand(boxes, kinds)
            pairs = paired(rows, boxes)
            lost += sum(not placed.reliable[which] for _, which in pairs)
            known = [pair for pair in pairs if placed.reliable[pair[1]]]
            places += [np.hypot(*(placed.xy[which] - rows[row, 4:])) for row, which in known]
            for one, other in combinations(known, 2):
                truth.append(float(np.hypot(*(rows[one[0], 4:] - rows[other[0], 4:]))))
                found.append(distance(placed, one[1], other[1]))
    return Pairs(np.array(truth), np.array(found), np.array(places), lost)


def distance(placed: Placed, one: int, other: int) -> tuple[float, float, float]:
    """Give value, low and high."""
    said = placed.distance(one, other)
    return said.value, said.low, said.high


def paired(rows: Floats, boxes: Floats) -> list[tuple[int, int]]:
    """Pair rows with boxes that cover half of both together, the best sum first."""
    from scipy.optimize import linear_sum_assignment

    from sightline.geometry import overlap

    shared = overlap(np.column_stack([rows[:, :2], rows[:, :2] + rows[:, 2:4]]), boxes)
    chosen = zip(*linear_sum_assignment(-shared), strict=True)
    return [(int(row), int(box)) for row, box in chosen if shared[row, box] >= LEAST_OVERLAP]


def lines(pairs: Pairs) -> Iterator[Answer]:
    """Lay the figures beside their targets."""
    count = f"{len(pairs.truth)} pairs, {len(pairs.places)} people"
    middle, far = np.quantile(pairs.errors, [0.5, 0.9])
    yield Line.figure(WHAT, f"median {middle:.3f} m", count, "≤ 0.12 m", hit=bool(middle <= 0.12))
    yield Line.figure(f"{WHAT}, p90", f"{far:.3f} m", count, "≤ 0.35 m", hit=bool(far <= 0.35))
    yield Line.figure(
        f"{WHAT}: stated 95 % intervals that hold",
        f"{pairs.held:.3f}",
        f"median width {np.median(pairs.found[:, 2] - pairs.found[:, 1]):.2f} m",
        "≥ 0.90",
        hit=pairs.held >= 0.9,
    )
    own, worst = np.quantile(pairs.places, [0.5, 0.9])
    yield Line(
        "place of a person on vtest.avi",
        f"median {own:.3f} m, p90 {worst:.3f} m",
        f"{pairs.lost} followed and not placed",
        None,
        "–",
        None,
    )
