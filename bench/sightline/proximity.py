"""People and vehicles before a driving car: what is surely nearer than 5 m, by one camera and with honest intervals.

KITTI's tracking labels: the boxes are the labelled ones, the truth is the distance of the labelled middles on the
ground. Even-numbered sequences were used for what the method has to know; only odd ones are reported.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from bench.sightline.shared import vision
from bench.timing import Answer, Line, Skipped
from sightline.judge import Nearness, nearness
from sightline.measure.ranging import BUILDS, Mount, ranged

if TYPE_CHECKING:
    from sightline.values import Flags, Floats

WHAT = "proximity of people and vehicles, moving camera"
FILE = "kitti_labels.tar.xz"
KINDS = {"Pedestrian": "person", "Car": "car", "Van": "car", "Truck": "truck"}
"""As a general detector would name them. KITTI's own evaluation leaves seated people out as well."""
HEIGHT = 1.65
"""Metres of the camera above ground, as KITTI's setup page states."""
FITTED, REPORTED = range(0, 21, 2), range(1, 21, 2)
LIMITS = (5.0, 3.0)


@dataclass(frozen=True, slots=True)
class Sequence2D:
    """A sequence: frame [n], kind [n], box [n, 4] and true place [n, 2] on the ground; the camera's numbers."""

    frames: Floats
    kinds: tuple[str, ...]
    boxes: Floats
    places: Floats
    focal: float
    centre: tuple[float, float]

    @property
    def size(self) -> tuple[int, int]:
        """Give the picture's size, which the files lack: labels reach to its border."""
        width, height = self.boxes[:, 2:].max(axis=0)
        return int(width) + 1, max(int(height) + 1, 370)

    @property
    def slopes(self) -> Floats:
        """Give how far below the horizon each box ends, as a tangent."""
        return (self.boxes[:, 3] - self.centre[1]) / self.focal


@dataclass(frozen=True, slots=True)
class Pairs:
    """Distances in metres of each person and vehicle: true, on flat ground, on tilted ground, and ours [n, 3]."""

    truth: Floats
    plain: Floats
    tilted: Floats
    stated: Floats


def run() -> Iterator[Answer]:
    """Judge every pair by interval, and by a plain threshold on the same boxes."""
    pack = vision() / FILE
    if not pack.exists():
        yield Skipped(WHAT, f"{FILE} is absent")
        return
    with TemporaryDirectory() as work:
        with tarfile.open(pack) as archive:
            archive.extractall(work, filter="data")
        folder = Path(work) / "kitti"
        tilt = pitch([read(folder, number) for number in FITTED])
        pairs = joined([judged(read(folder, number), tilt) for number in REPORTED])
    for limit in LIMITS:
        yield from lines(pairs, limit)
    held = (pairs.stated[:, 0] <= pairs.truth) & (pairs.truth <= pairs.stated[:, 2])
    near = pairs.truth < 8
    yield Line(
        "proximity: stated 95 % intervals that hold",
        f"{held.mean():.3f} of {len(held)} pairs, {held[near].mean():.3f} of those below 8 m",
        "–",
        None,
        "–",
        None,
    )


def lines(pairs: Pairs, limit: float) -> Iterator[Answer]:
    """Lay precision and recall beside the targets."""
    near = pairs.truth < limit
    grade = nearness(pairs.stated[:, 0], pairs.stated[:, 2], limit)
    alarm, either = grade == Nearness.CERTAIN, grade >= Nearness.POSSIBLE
    plain = "plain threshold P {:.2f} R {:.2f}, with the fitted tilt P {:.2f} R {:.2f}".format(
        *scores(pairs.plain < limit, near), *scores(pairs.tilted < limit, near)
    )
    precision, found = scores(alarm, near)
    yield Line.figure(
        f"proximity < {limit:g} m: precision of certain alarms",
        f"{precision:.3f} ({alarm.sum()} alarms, {100 * found:.0f} % of {near.sum()} near pairs)",
        plain,
        "≥ 0.90",
        hit=bool(alarm.any()) and precision >= 0.90,
    )
    precision, found = scores(either, near)
    yield Line.figure(
        f"proximity < {limit:g} m: recall of alarms and warnings",
        f"{found:.3f} (precision of both {precision:.2f})",
        plain,
        "≥ 0.90",
        hit=found >= 0.90,
    )


def scores(said: Flags, true: Flags) -> tuple[float, float]:
    """Give precision and recall."""
    both = float((said & true).sum())
    return both / max(float(said.sum()), 1.0), both / max(float(true.sum()), 1.0)


def read(folder: Path, number: int) -> Sequence2D:
    """Read labels and the colour camera's calibration of one sequence."""
    calibration = (folder / "calib" / f"{number:04d}.txt").read_text(encoding="ascii")
    camera = next(line.split()[1:] for line in calibration.splitlines() if line.startswith("P2:"))
    matrix = np.array(camera, np.float64).reshape(3, 4)
    labels = (folder / "label" / f"{number:04d}.txt").read_text(encoding="ascii")
    rows = [row for line in labels.splitlines() if (row := line.split())[2] in KINDS]
    return Sequence2D(
        np.array([row[0] for row in rows], np.float64),
        tuple(KINDS[row[2]] for row in rows),
        np.array([row[6:10] for row in rows], np.float64).reshape(-1, 4),
        np.array([(row[13], row[15]) for row in rows], np.float64).reshape(-1, 2),
        matrix[0, 0],
        (matrix[0, 2], matrix[1, 2]),
    )


def pitch(sequences: Sequence[Sequence2D]) -> float:
    """Fit how the camera is tilted on its car, in radians, to things that are wholly seen within 30 m."""
    tilts = []
    for one in sequences:
        face = one.places[:, 1] - [BUILDS[kind].behind[0] for kind in one.kinds]
        whole = (one.boxes[:, 0] > 1) & (one.boxes[:, 2] < one.size[0] - 2)
        near = (face > 3) & (one.places[:, 1] < 30) & (one.boxes[:, 3] < one.size[1] - 2)
        tilts.append((one.slopes - HEIGHT / np.maximum(face, 1))[whole & near])
    return float(np.concatenate(tilts).mean())


def judged(one: Sequence2D, tilt: float) -> Pairs:
    """Range all boxes of each picture, then measure between people and vehicles."""
    mount = Mount(one.focal, one.centre, one.size, HEIGHT, pitch=(tilt, 0.01), loose=0.0)
    plans = (one.places, flat(one, 0.0), flat(one, tilt))
    person = np.array([kind == "person" for kind in one.kinds], bool)
    found = []
    for frame in np.unique(one.frames):
        here = one.frames == frame
        people, vehicles = np.flatnonzero(person[here]), np.flatnonzero(~person[here])
        if not (len(people) and len(vehicles)):
            continue
        kinds = [one.kinds[at] for at in np.flatnonzero(here)]
        stated = ranged(one.boxes[here], kinds, mount).distances(people, vehicles)
        apart = [
            np.linalg.norm(places[here][people, None] - places[here][None, vehicles], axis=-1)
            for places in plans
        ]
        found.append(Pairs(*(plan.ravel() for plan in apart), stated.reshape(-1, 3)))
    return joined(found)


def flat(one: Sequence2D, tilt: float) -> Floats:
    """Place the feet of boxes [n, 2] where they meet a flat ground."""
    ahead = HEIGHT / np.maximum(one.slopes - tilt, 1e-6)
    across = (one.boxes[:, [0, 2]].mean(axis=1) - one.centre[0]) / one.focal
    return np.column_stack([across * ahead, ahead])


def joined(parts: Sequence[Pairs]) -> Pairs:
    """Lay pairs of several pictures together."""
    return Pairs(
        np.concatenate([part.truth for part in parts] or [np.zeros(0)]),
        np.concatenate([part.plain for part in parts] or [np.zeros(0)]),
        np.concatenate([part.tilted for part in parts] or [np.zeros(0)]),
        np.concatenate([part.stated for part in parts] or [np.zeros((0, 3))]),
    )
