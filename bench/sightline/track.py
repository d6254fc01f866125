"""Half of MOT17 followed from the same boxes by us and by BoT-SORT of the package `trackers`."""

from __future__ import annotations

import configparser
import gc
import tarfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bench.peer import PeerError
from bench.sightline.botsort_peer.follower import Follower
from bench.sightline.shared import vision
from bench.timing import Answer, Line, Skipped, interleave
from sightline.evaluate.clear import clear
from sightline.evaluate.hota import hota
from sightline.evaluate.identity import identity
from sightline.evaluate.matching import pedestrians
from sightline.evaluate.motfiles import Rows, read
from sightline.track import Tracker
from sightline.values import Detections, Tracks

WHAT = "tracker, MOT17 second half, 4 recordings"
FILE = "mot17_half.tar.xz"
NAMES = ("MOT17-02", "MOT17-05", "MOT17-09", "MOT17-10")
LEAST = 0.1
"""Boxes of a lower score are given to neither side."""

ROUNDS = 5
START = datetime(2026, 1, 1, tzinfo=UTC)

Table = np.ndarray


@dataclass(frozen=True, slots=True)
class Recording:
    """Truth, boxes as rows of frame, x1, y1, x2, y2, score, label, motions [frames, 2, 3], and pictures a second."""

    true: Rows
    boxes: Table
    motions: Table
    rate: float

    def pictures(self) -> list[tuple[Detections, datetime]]:
        """Give the boxes of each picture and when it was taken."""
        frames = range(1, len(self.motions) + 1)
        each = [self.boxes[self.boxes[:, 0] == frame] for frame in frames]
        return [
            (
                Detections.of(some[:, 1:5], some[:, 5], some[:, 6], ("person",)),
                START + number * timedelta(seconds=1 / self.rate),
            )
            for number, some in enumerate(each)
        ]


@dataclass(frozen=True, slots=True)
class Score:
    """How well one side followed, in points of 100."""

    hota: float
    mota: float
    idf1: float
    switches: int

    @classmethod
    def of(cls, recordings: Mapping[str, Recording], said: Mapping[str, Rows]) -> Score:
        """Count by the rules of MOT17, the same for every side."""
        compared = [pedestrians(one.true, said[name]) for name, one in recordings.items()]
        counted = clear(compared)
        return cls(
            100 * hota(compared).hota,
            100 * counted.mota,
            100 * identity(compared).idf1,
            counted.switches,
        )


def load(folder: Path) -> dict[str, Recording]:
    """Unpack the recordings into a folder and read them."""
    with tarfile.open(vision() / FILE) as archive:
        archive.extractall(folder, filter="data")
    top = folder / "mot17_val"
    return {name: _recording(top, name) for name in NAMES}


def _recording(top: Path, name: str) -> Recording:
    about = configparser.ConfigParser()
    about.read(top / "gt" / f"{name}.ini")
    length = about.getint("Sequence", "seqLength")
    rows = np.loadtxt(top / "det" / f"{name}.txt", delimiter=",", ndmin=2)
    rows = rows[rows[:, 5] >= LEAST]
    rows[:, 3:5] += rows[:, 1:3]
    motions = np.loadtxt(top / "gmc" / f"GMC-{name}.txt")[-length:, 1:7].reshape(-1, 2, 3)
    return Recording(
        read(top / "gt" / f"{name}.txt"),
        np.column_stack([rows, np.zeros(len(rows))]),
        motions,
        about.getfloat("Sequence", "frameRate"),
    )


class Ours:
    """Our tracker, as it comes, over all recordings; it keeps what it followed the last time."""

    def __init__(self, recordings: Mapping[str, Recording], *, motion: bool) -> None:
        """Lay out the pictures."""
        self._given = {
            name: [
                (*picture, shift if motion and number else None)
                for number, (picture, shift) in enumerate(
                    zip(one.pictures(), one.motions, strict=True)
                )
            ]
            for name, one in recordings.items()
        }
        self._said: dict[str, list[Tracks]] = {}

    def follow(self) -> float:
        """Follow all recordings anew and give the seconds that the tracker took."""
        seconds = 0.0
        for name, pictures in self._given.items():
            tracker = Tracker()
            gc.collect()
            start = time.perf_counter()
            self._said[name] = [tracker.update(*picture) for picture in pictures]
            seconds += time.perf_counter() - start
        return seconds

    def rows(self) -> dict[str, Rows]:
        """Give what was followed the last time."""
        return {name: rows_of(said) for name, said in self._said.items()}


def rows_of(said: list[Tracks]) -> Rows:
    """Give tracks of pictures numbered from 1 as rows."""
    frames = np.concatenate([np.full(len(tracks), number) for number, tracks in enumerate(said, 1)])
    return Rows.of(
        frames,
        np.concatenate([tracks.ids for tracks in said]),
        np.concatenate([tracks.seen.boxes for tracks in said]),
    )


def run() -> Iterator[Answer]:
    """Follow by both in turn and compare."""
    if not (vision() / FILE).exists():
        yield Skipped(WHAT, f"../shared/data/vision/{FILE} is absent")
        return
    with TemporaryDirectory() as place:
        folder = Path(place)
        recordings = load(folder)
        try:
            with Follower({name: one.boxes for name, one in recordings.items()}, folder) as peer:
                yield from _measured(recordings, peer)
        except PeerError as error:
            yield Skipped(WHAT, f"the package trackers could not be run: {error}")


def _measured(recordings: Mapping[str, Recording], peer: Follower) -> Iterator[Answer]:
    still, moved = Ours(recordings, motion=False), Ours(recordings, motion=True)
    sides = {"ours": still.follow, "moved": moved.follow, "theirs": peer.follow}
    times = interleave(sides, ROUNDS, tidy=False)
    ours, theirs = Score.of(recordings, still.rows()), Score.of(recordings, peer.rows())
    for name in ("hota", "mota", "idf1"):
        mine, other = getattr(ours, name), getattr(theirs, name)
        yield Line.figure(
            f"{WHAT}: {name.upper()}",
            f"{mine:.2f}",
            f"{other:.2f}",
            "≥ reference",
            hit=mine >= other,
        )
    pictures = sum(len(one.motions) for one in recordings.values())
    mine, other = pictures / times["ours"].median, pictures / times["theirs"].median
    yield Line.at_least(
        f"{WHAT}: pictures a second", f"{mine:.0f}", f"{other:.0f}", mine / other, 4
    )
    with_motion = Score.of(recordings, moved.rows())
    yield Line.figure(
        "the same with the camera-motion files: HOTA",
        f"{with_motion.hota:.2f} (MOTA {with_motion.mota:.2f}, IDF1 {with_motion.idf1:.2f}, "
        f"{pictures / times['moved'].median:.0f} pictures/s)",
        f"{theirs.hota:.2f} without",
        "≥ reference + 1.0",
        hit=with_motion.hota >= theirs.hota + 1.0,
    )
