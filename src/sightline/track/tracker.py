"""Follow what was recognised from picture to picture: the stages of BoT-SORT, all tracks at once in arrays."""

from __future__ import annotations

from collections import deque
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from sightline.geometry import overlap
from sightline.track import appearance
from sightline.track.association import Meeting
from sightline.track.motion import CameraMotion
from sightline.track.roll import Roll
from sightline.track.settings import TrackSettings
from sightline.values import Detections, Flags, Floats, Picture, Tracks, Whole

if TYPE_CHECKING:
    from datetime import datetime

LEARNED = 15
"""Of so many pictures the middle time between two is one ordinary step."""

PATIENCE = 2
"""Ordinary steps that a lost track is remembered at the least, however slow the camera."""


class Tracker:
    """Gives every thing a number that stays; it is told when each picture was taken and has no clock.

    >>> from datetime import UTC, datetime, timedelta
    >>> tracker, start = Tracker(), datetime(2026, 4, 1, tzinfo=UTC)
    >>> for number in range(3):
    ...     seen = Detections.of([[number, 0, number + 10, 20]], [0.9], [0], ("person",))
    ...     tracks = tracker.update(seen, start + number * timedelta(seconds=0.1))
    >>> tracks.ids.tolist(), tracks.seen.names, tracks.sources.tolist()
    ([1], ('person',), [0])
    """

    def __init__(self, settings: TrackSettings | None = None, first: int = 1) -> None:
        """Begin with nothing followed; ids are counted from `first` on."""
        self._settings = settings or TrackSettings()
        self._next = first
        self.reset()

    @property
    def next_id(self) -> int:
        """Give the id of whoever comes next: a tracker begun again from it gives no id twice."""
        return self._next

    def reset(self) -> None:
        """Forget everything but which ids were given."""
        self._roll = Roll()
        self._camera = CameraMotion()
        self._size: tuple[int, ...] | None = None
        self._at: datetime | None = None
        self._clock = self._before = self._period = self._longest = 0.0
        self._classes: tuple[str, ...] = ()
        self._steps: deque[float] = deque(maxlen=LEARNED)

    def update(
        self,
        detections: Detections,
        at: datetime,
        motion: Floats | None = None,
        image: Picture | None = None,
    ) -> Tracks:
        """Take in what was recognised in the picture taken at `at`, and give what is followed in it.

        `motion` is how the camera moved since the picture before: an affine of 2 by 3 in px. A picture of another
        size than the one before begins anew. A clock that stands still or goes back is taken as one ordinary step.
        """
        motion = self._look(detections, motion, image)
        self._name(detections.classes)
        begun = self._at is None
        step = self._advance(at)
        self._roll.filters.predict(step)
        if motion is not None:
            self._roll.warp(motion)
        looks = self._looks(detections, image)
        meeting = self._meet(detections, looks)
        self._roll.see(meeting.sources, detections, self._clock)
        if looks is not None:
            self._roll.remember(meeting.sources, looks)
        sources = self._bury(meeting.sources)
        born = (meeting.boxes & (detections.scores >= self._settings.new)).nonzero()[0]
        if len(born):
            self._bear(detections.take(born), hits=self._settings.confirm if begun else 1)
            sources = np.concatenate([sources, born])
        return self._shown(detections, sources)

    def _look(
        self, detections: Detections, motion: Floats | None, image: Picture | None
    ) -> Floats | None:
        """Begin anew with a picture of another size, and find out how the camera moved where nobody tells."""
        if image is None:
            return motion
        if self._size not in {None, image.shape[:2]}:
            self.reset()
        self._size = image.shape[:2]
        if motion is None and self._settings.camera_motion:
            return self._camera.between(image, detections.boxes)
        return motion

    def _name(self, classes: tuple[str, ...]) -> None:
        """Keep what the labels mean; where they come to mean something else nobody is who he was."""
        if classes and classes != self._classes:
            self._roll = Roll()
            self._classes = classes

    def _looks(self, detections: Detections, image: Picture | None) -> Floats | None:
        if image is None or not self._settings.appearance:
            return None
        return appearance.colours(image, detections.boxes)

    def _advance(self, at: datetime) -> float:
        """Set the clock on and give by how many ordinary steps."""
        elapsed = (at - self._at).total_seconds() if self._at else 0.0
        self._at = at
        if elapsed > 0:
            self._steps.append(elapsed)
        period = median(self._steps) if self._steps else 1.0
        elapsed = elapsed if elapsed > 0 else period
        self._before, self._clock = self._clock, self._clock + elapsed
        # Half a step more, so that pictures are counted whole whatever the clock's last digit.
        self._longest = max(self._settings.memory, PATIENCE * period) + period / 2
        self._period = period
        if elapsed > self._longest:
            self._roll = Roll()
        return elapsed / period

    def _meet(self, detections: Detections, looks: Floats | None) -> Meeting:
        """Find out which box is which track, the surest first."""
        settings, roll, scores = self._settings, self._roll, detections.scores
        meeting = Meeting(len(roll), len(detections))
        if not (len(roll) and len(detections)):
            return meeting
        lost: Flags = roll.seen_at < self._before
        known: Flags = lost | (roll.hits >= settings.confirm)
        sure: Flags = scores >= settings.high
        near = overlap(roll.filters.boxes, detections.boxes)
        near *= roll.labels[:, None] == detections.labels
        fused = near * scores
        if looks is not None and roll.looks.shape[1]:
            fused = appearance.alike(fused, near, roll.looks, looks)
        meeting.pair(fused, known, sure, settings.first)
        meeting.pair(near, known & ~lost, ~sure & (scores > settings.low), settings.second)
        rows, columns = meeting.waiting(known, sure)
        if len(rows) and len(columns):
            there = overlap(roll.last.take(rows, 0), detections.boxes.take(columns, 0))
            there *= roll.labels.take(rows)[:, None] == detections.labels.take(columns)
            meeting.settle(there, rows, columns, settings.again)
        meeting.pair(fused, ~known, sure, settings.third)
        return meeting

    def _bury(self, sources: Whole) -> Whole:
        """Forget who is lost for too long, and who was seen once and not again."""
        roll = self._roll
        known = (roll.hits >= self._settings.confirm) & (
            self._clock - roll.seen_at <= self._longest
        )
        kept: Flags = known | (sources >= 0)
        if not kept.all():
            roll.keep(kept)
            sources = sources[kept]
        return sources

    def _bear(self, born: Detections, hits: int) -> None:
        ids = np.arange(self._next, self._next + len(born))
        self._next += len(born)
        self._roll.add(born, ids, self._clock, hits)

    def _shown(self, detections: Detections, sources: Whole) -> Tracks:
        roll = self._roll
        shown: Flags = sources >= 0
        if self._settings.guessed:
            shown = self._clock - roll.seen_at <= self._settings.guessed + self._period / 2
        shown &= roll.hits >= self._settings.confirm
        sources = sources[shown]
        points = detections.keypoints
        if points is not None:
            nobody = np.full((1, *points.shape[1:]), np.nan)
            points = np.concatenate([points, nobody])[sources]
        seen = Detections(
            roll.filters.boxes[shown],
            roll.scores[shown],
            roll.labels[shown],
            self._classes,
            points,
        )
        return Tracks(roll.ids[shown], seen, sources)
