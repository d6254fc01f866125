"""The detector in 8-bit whole numbers against itself in floating point: how fast on one thread, and what it finds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
from scipy.optimize import linear_sum_assignment

from bench.sightline.shared import vision
from bench.timing import Answer, Line, Skipped, interleave
from sightline.geometry import overlap
from sightline.recognise.models.catalogue import catalogue
from sightline.recognise.models.folder import Folder, default_folder
from sightline.recognise.nanodet import NanoDet
from sightline.recognise.recogniser import Recogniser
from sightline.recognise.settings import DetectSettings
from sightline.values import Detections, Floats, Frame, Picture

FILM = Path("/usr/share/doc/opencv-doc/examples/data/vtest.avi")
TRUTH = "gt_pets.csv"
FLOAT, WHOLE = "nanodet", "nanodet-int8"
FASTER, WITHIN = 1.7, 0.01
LEAST = (0.3, 0.4, 0.5)
"""Scores at which people are counted as found: those of the figures this is compared with."""
SAME = 0.5
ROUNDS, EACH = 9, 10

Truth = dict[int, Floats]


def run() -> Iterator[Answer]:
    """Measure both, or say what is missing."""
    folder = Folder(default_folder(os.environ, Path.home()))
    if missing := {FLOAT, WHOLE} - set(folder.installed()):
        yield Skipped("detector", f"not installed: {' '.join(sorted(missing))}")
        return
    if not FILM.exists():
        yield Skipped("detector", "Debian's opencv-doc is not installed")
        return
    detectors = {name: opened(folder, name) for name in (FLOAT, WHOLE)}
    yield from _speed(detectors)
    yield from _recall(detectors)
    yield from _whole(folder)


def opened(folder: Folder, name: str) -> NanoDet:
    """Open a detector as its authors publish it."""
    return NanoDet(folder.session(name), catalogue().models[name].classes)


def pictures(numbers: set[int]) -> dict[int, Picture]:
    """Read pictures of the film by number, counted from 1."""
    film = cv2.VideoCapture(str(FILM))
    read = ((number, film.read()[1]) for number in range(1, max(numbers) + 1))
    return {number: np.asarray(image, np.uint8) for number, image in read if number in numbers}


def _speed(detectors: dict[str, NanoDet]) -> Iterator[Answer]:
    cv2.setNumThreads(1)
    images = list(pictures(set(range(1, 65, 16))).values())

    def look(name: str) -> None:
        for turn in range(EACH):
            detectors[name].see(images[turn % len(images)], LEAST[0])

    taken = interleave(
        {name: lambda name=name: look(name) for name in detectors}, ROUNDS, tidy=False
    )
    ratio = taken[FLOAT].median / taken[WHOLE].median
    what = f"NanoDet INT8, one thread, from picture to boxes, {EACH} pictures"
    yield Line.at_least(what, str(taken[WHOLE]), f"fp32 {taken[FLOAT]}", ratio, FASTER)


def truth() -> Truth:
    """Read the true boxes by number of the picture."""
    rows = np.loadtxt(vision() / TRUTH, delimiter=",")
    boxes = np.hstack([rows[:, 2:4], rows[:, 2:4] + rows[:, 4:6]])
    return {int(number): boxes[rows[:, 0] == number] for number in np.unique(rows[:, 0])}


def found(true: Truth, said: dict[int, Detections], least: float) -> tuple[int, int]:
    """Count the true boxes that were found, and the people that were said, at that least score."""
    hits = people = 0
    for number, boxes in true.items():
        one = said[number]
        kept = one.boxes[(np.array(one.names) == "person") & (one.scores >= least)]
        shared = overlap(boxes, kept)
        mine, theirs = linear_sum_assignment(-np.where(shared >= SAME, shared, 0))
        hits += int((shared[mine, theirs] >= SAME).sum())
        people += len(kept)
    return hits, people


def _recall(detectors: dict[str, NanoDet]) -> Iterator[Answer]:
    what = "NanoDet INT8, recall on the PETS rows"
    if not (vision() / TRUTH).exists():
        yield Skipped(what, f"../shared/data/vision/{TRUTH} is absent")
        return
    true = truth()
    images = pictures(set(true))
    count = sum(len(boxes) for boxes in true.values())
    said = {
        name: {number: detector.see(image, LEAST[0]) for number, image in images.items()}
        for name, detector in detectors.items()
    }
    for least in LEAST:
        shares = {}
        for name in detectors:
            hits, people = found(true, said[name], least)
            shares[name] = (hits / count, hits / max(people, 1))
        (whole, whole_right), (floating, floating_right) = shares[WHOLE], shares[FLOAT]
        yield Line.figure(
            f"{what} at score {least:g} (precision)",
            f"{whole:.3f} ({whole_right:.3f})",
            f"fp32 {floating:.3f} ({floating_right:.3f})",
            "within 0.01",
            hit=whole >= floating - WITHIN,
        )


def _whole(folder: Folder) -> Iterator[Answer]:
    """Print what tiles and the pose model cost above the plain look."""
    images = pictures(set(range(1, 21)))
    settings: dict[str, dict[str, object]] = {
        "one look": {},
        "tiles: auto": {"tiles": "auto"},
        "pose": {"pose": True},
    }
    cameras = {
        name: Recogniser(DetectSettings.read(told), folder) for name, told in settings.items()
    }

    def look(name: str) -> None:
        for frame in _frames(images):
            cameras[name].see(frame)

    taken = interleave({name: lambda name=name: look(name) for name in cameras}, 3, tidy=False)
    plain = taken.pop("one look")
    for name, times in taken.items():
        what = f"recognising 20 pictures with `{name}`, against one look"
        yield Line.printed(what, str(times), str(plain), times.median / plain.median)


def _frames(images: dict[int, Picture]) -> Iterator[Frame]:
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    for number, image in images.items():
        yield Frame(image, begin + timedelta(seconds=number / 10), number, "vtest")
