"""People recognised and followed on real video, against the plain detector with BoT-SORT of the package `trackers`.

The film is `vtest.avi` of Debian's opencv-doc; of its 795 pictures 14 have a truth, 66 boxes: 1 box is 0.015 of MOTA.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bench.peer import PeerError
from bench.sightline.botsort_peer.follower import Follower
from bench.sightline.shared import vision
from bench.sightline.track import rows_of
from bench.timing import Answer, Line, Skipped
from sightline import ingest
from sightline.evaluate.clear import Clear, clear
from sightline.evaluate.identity import Identity, identity
from sightline.evaluate.matching import compare
from sightline.evaluate.motfiles import Rows
from sightline.recognise.boxes import best_of_each, letterbox
from sightline.recognise.models.catalogue import catalogue
from sightline.recognise.models.folder import Folder, default_folder
from sightline.recognise.nanodet import MOST_OVERLAP, NanoDet, decoded, prepared
from sightline.recognise.recogniser import Recogniser
from sightline.recognise.settings import DetectSettings
from sightline.site.chain import SURE
from sightline.track import Tracker, TrackSettings
from sightline.values import Detections, Frame, Picture, Tracks

WHAT = "detect and track on vtest.avi"
FILM = Path("/usr/share/doc/opencv-doc/examples/data/vtest.avi")
TRUTH = "gt_pets.csv"
PLAIN = "nanodet"
OURS = {"classes": ["person"], "tiles": "auto"}
"""What the site file of a camera that watches people in the distance says; the tracker is as every site has it."""

FLOORS = (0.1, 0.4)
"""Scores from which the reference is given boxes: all it looks at, or as people set a detector; the better counts."""

CUTS = range(0, 11, 2)
"""Pixels cut off at the left and top: another grid for the model, the same people. The first is the film as it is."""

Table = np.ndarray


@dataclass(frozen=True, slots=True)
class Score:
    """How well one side did on the pictures that have a truth."""

    counted: Clear
    kept: Identity

    @classmethod
    def of(cls, true: Rows, said: Rows) -> Score:
        """Compare on those pictures alone."""
        compared = [compare(true, said.take(np.isin(said.frames, true.frames)))]
        return cls(clear(compared), identity(compared))

    def __str__(self) -> str:
        """Show the figures."""
        one = self.counted
        return (
            f"{one.mota:.3f} (IDF1 {self.kept.idf1:.3f}, {one.missed} missed, {one.false} false, "
            f"{one.switches} switches)"
        )


class Plain:
    """The detector as its authors publish it: the whole picture, their own suppression, fp32."""

    def __init__(self, folder: Folder) -> None:
        """Open the model."""
        self._model = NanoDet(folder.session(PLAIN), catalogue().models[PLAIN].classes)

    def see(self, image: Picture) -> Table:
        """Give people as rows of x1, y1, x2, y2, score."""
        model = self._model
        fitted, fit = letterbox(image, *model.size)
        (name,) = model.session.inputs
        outputs = list(model.session.ask({name: prepared(fitted)}).values())
        boxes, scores, labels = decoded(outputs, model.size, FLOORS[0])
        kept = best_of_each(boxes, scores, labels, MOST_OVERLAP)
        kept = kept[labels[kept] == model.classes.index("person")]
        found = fit.back(boxes[kept], (image.shape[1], image.shape[0]))
        return np.column_stack([found, scores[kept]])


def truth() -> Rows:
    """Read the boxes of the truth; its frames are counted from 1."""
    table = np.loadtxt(vision() / TRUTH, delimiter=",")
    boxes = table[:, 2:6].copy()
    boxes[:, 2:] += boxes[:, :2]
    return Rows.of(table[:, 0], table[:, 1], boxes)


def seen_of(tracks: Tracks) -> Tracks:
    """Leave out who is guessed: a guess is not said to be seen."""
    seen = tracks.sources >= 0
    return Tracks(tracks.ids[seen], tracks.seen.take(seen), tracks.sources[seen])


def pictures(cut: int, last: int) -> Iterator[Frame]:
    """Give the film up to a picture, less so many pixels at the left and at the top."""
    options = ingest.Options(name="vtest", start=datetime(2026, 1, 1, tzinfo=UTC))
    with ingest.open_source(str(FILM), options) as source:
        frames = (item for item in source if isinstance(item, Frame))
        for frame in islice(frames, last):
            yield replace(frame, image=np.ascontiguousarray(frame.image[cut:, cut:]))


def watched(folder: Folder, cut: int, last: int) -> tuple[Rows, Table]:
    """Look once: what we say, and the plain detector's rows of frame, x1, y1, x2, y2, score, label, uncut."""
    ours = Recogniser(DetectSettings.read(OURS), folder)
    tracker = Tracker(TrackSettings.read(SURE))
    plain, said, rows = Plain(folder), [], []
    for frame in pictures(cut, last):
        found: Detections = ours.see(frame)
        said.append(seen_of(tracker.update(found, frame.at)))
        boxes = plain.see(frame.image)
        number = np.full(len(boxes), len(said))
        rows.append(np.column_stack([number, boxes, np.zeros(len(boxes))]))
    told, table = rows_of(said), np.concatenate(rows)
    table[:, 1:5] += cut
    return replace(told, boxes=told.boxes + cut), table


def run() -> Iterator[Answer]:
    """Watch the film by both and compare where the truth is known."""
    folder = Folder(default_folder(os.environ, Path.home()))
    if not FILM.exists() or not (vision() / TRUTH).exists():
        yield Skipped(WHAT, f"Debian's opencv-doc or ../shared/data/vision/{TRUTH} is absent")
        return
    if missing := {PLAIN, DetectSettings().model} - set(folder.installed()):
        yield Skipped(WHAT, f"not installed: {' '.join(sorted(missing))}")
        return
    true = truth()
    seen = [watched(folder, cut, int(true.frames.max())) for cut in CUTS]
    ours = [Score.of(true, said) for said, _ in seen]
    try:
        theirs = _reference(true, [table for _, table in seen])
    except PeerError as error:
        yield Skipped(WHAT, f"the package trackers could not be run: {error}")
        return
    yield _line(f"{WHAT}: MOTA", ours[:1], {floor: some[:1] for floor, some in theirs.items()})
    yield _line(f"{WHAT}: mean MOTA of {len(CUTS)} cuts of 0 to {CUTS[-1]} px", ours, theirs)


def _line(what: str, ours: list[Score], theirs: Mapping[float, list[Score]]) -> Line:
    floor, best = max(theirs.items(), key=lambda one: _mean(one[1]))
    told = str(ours[0]) if len(ours) == 1 else f"{_mean(ours):.3f}"
    against = str(best[0]) if len(ours) == 1 else f"{_mean(best):.3f}"
    return Line.figure(
        what,
        told,
        f"given boxes from {floor}, its better: {against}",
        "≥ reference + 0.05",
        hit=_mean(ours) >= _mean(best) + 0.05,
    )


def _mean(scores: list[Score]) -> float:
    return float(np.mean([score.counted.mota for score in scores]))


def _reference(true: Rows, tables: list[Table]) -> dict[float, list[Score]]:
    """Let the reference follow all that the plain detector saw, from each floor on."""
    given = {
        f"{floor} {at}": table[table[:, 5] >= floor]
        for floor in FLOORS
        for at, table in enumerate(tables)
    }
    with TemporaryDirectory() as place, Follower(given, Path(place)) as peer:
        peer.follow()
        rows = peer.rows()
    return {
        floor: [Score.of(true, rows[f"{floor} {at}"]) for at in range(len(tables))]
        for floor in FLOORS
    }
