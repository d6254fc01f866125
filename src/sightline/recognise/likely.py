"""What is likely at this camera: people move now and then, and are as tall as others who stood at the same place.

A detector sees one picture and takes a traffic cone or a sign for a person again and again. A camera that stands still
has seen what moves and how tall people are at each place, and doubts what never moved or is too small or too large.
Nothing is told to it: both are learnt while it watches, and until then they say nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from sightline.recognise.boxes import best_of_each
from sightline.values import Detections, Flags, Floats, Frame, Picture, Whole

WIDE = 256
"""Width in pixels to which a picture is shrunk before motion is looked for: people, not leaves, are to be seen."""
MEMORY = 300.0
"""Seconds for which a place that moved is remembered: few people stand quite still for five minutes."""
FADING = 50.0
"""Seconds over which the background is learnt: the 500 pictures of OpenCV's MOG2 at ten a second."""
SETTLING = 1.0
"""Seconds after which the background is believed."""
SHAKEN = 0.5
"""The share of a picture in motion from which it is the light or the camera that changed, and nothing is concluded."""
MOVING_SHARE = 0.2
"""The share of a box that must move for the box to count as moving: arms and legs alone are less than half of one."""
HABITS = np.array([0.6, 0.3, 0.1])
"""How likely a person moves now, has moved within memory, has never moved: a judgement, not measured."""
WEAK = 0.2
"""Boxes scored below this are hardly ever people: what they do is what is to be expected of anything else."""
DOUBT = 10.0
"""Weak boxes imagined in equal shares before any was seen, so that the first do not decide."""
SPREAD = 0.25
"""Spread of the logarithm of a person's height: bodies, bending and the detector's own error together."""
ODDITY = 1 / (2 * math.log(6))
"""Density of that logarithm for half of what is no person: from a sixth to six times as tall, evenly. The other half is
as tall as weak boxes were here."""
ENOUGH = 30.0
"""People who must have been seen walking before heights are expected."""
FORGETTING = 0.999
"""What remains of a height learnt when the next is learnt."""
BOUNDS = (0.1, 1.0)
"""Odds are never raised: NanoDet's score tells how well the box fits too (quality focal loss, Li et al. 2020), and that
something moves says nothing of that. And never lowered further: what looks like a person without doubt stays one."""
MOST_OVERLAP = 0.5
"""The overlap above which, of two boxes of people, only the one that is likelier at this camera stays."""
SURE = 0.6
"""Score from which a moving box teaches how tall people are."""
UPRIGHT = (1.5, 4.5)
"""Height by width of the boxes of people who stand or walk."""


@dataclass(slots=True)
class Motion:
    """Where something moves, moved within memory, or never did, in pictures of a camera that stands still."""

    model: object = field(
        default_factory=lambda: cv2.createBackgroundSubtractorMOG2(detectShadows=True)
    )
    began: float = math.nan
    seen: float = math.nan
    pictures: int = 0
    last: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    now: Flags = field(default_factory=lambda: np.zeros((0, 0), bool))
    quiet: bool = True
    weak: Floats = field(default_factory=lambda: np.full(3, DOUBT / 3))

    def look(self, image: Picture, at: float) -> None:
        """Take in one picture, so many seconds after any fixed moment."""
        scale = min(1.0, WIDE / image.shape[1])
        small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        if self.last.shape != small.shape[:2]:
            self.last = np.full(small.shape[:2], -np.inf)
            self.began = at
        passed = 0.0 if math.isnan(self.seen) else max(0.0, at - self.seen)
        self.pictures += 1
        rate = max(1 - math.exp(-passed / FADING), 1 / (2 * self.pictures))
        told = self.model.apply(small, learningRate=rate)  # type: ignore[attr-defined]
        self.now = np.asarray(cv2.medianBlur(told, 3) == 255, np.bool_)  # noqa: PLR2004 - 127 is shadow
        self.seen = at
        self.quiet = at - self.began < SETTLING or self.now.mean() > SHAKEN
        if not self.quiet:
            self.last[self.now] = at

    def kinds(self, boxes: Floats, size: tuple[int, int]) -> Whole:
        """Tell of each box [n] whether it moves (0), has moved (1) or never has (2)."""
        moves = shares(self.now, boxes, size) >= MOVING_SHARE
        moved = shares(self.last >= self.seen - MEMORY, boxes, size) >= MOVING_SHARE
        return np.where(moves, 0, np.where(moved, 1, 2))

    def odds(self, boxes: Floats, weak: Flags, size: tuple[int, int]) -> tuple[Floats, Flags]:
        """Give by what each box's odds of being a person change, and which move; ones while nothing is known."""
        if self.quiet or not len(boxes):
            return np.ones(len(boxes)), np.zeros(len(boxes), bool)
        kinds = self.kinds(boxes, size)
        self.weak = self.weak * FORGETTING ** weak.sum() + np.bincount(kinds[weak], minlength=3)
        return (HABITS / (self.weak / self.weak.sum()))[kinds], kinds == 0


def shares(mask: Flags, boxes: Floats, size: tuple[int, int]) -> Floats:
    """Give the share [n] of each box that the mask covers; boxes are in pixels of a picture of that width and height.

    >>> mask = np.zeros((2, 4), bool); mask[:, :2] = True
    >>> shares(mask, np.array([[0.0, 0, 40, 20], [20, 0, 40, 20]]), (40, 20)).tolist()
    [0.5, 0.0]
    """
    tall, wide = mask.shape
    sums = cv2.integral(mask.astype(np.uint8))
    scale = np.array([wide / size[0], tall / size[1]] * 2)
    corners = np.rint(boxes * scale).astype(int)
    left, right = np.clip(corners[:, 0], 0, wide - 1), np.clip(corners[:, 2], 1, wide)
    top, bottom = np.clip(corners[:, 1], 0, tall - 1), np.clip(corners[:, 3], 1, tall)
    right, bottom = np.maximum(right, left + 1), np.maximum(bottom, top + 1)
    total = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
    return np.asarray(total / ((right - left) * (bottom - top)), np.float64)


@dataclass(slots=True)
class Heights:
    """How tall people stand in the picture by where their feet are: a plane, fitted as they walk by."""

    products: Floats = field(default_factory=lambda: np.diag([1e-3, 1e-1, 1e-1]))
    results: Floats = field(default_factory=lambda: np.zeros(3))
    count: float = 0.0
    weak: Floats = field(default_factory=lambda: np.array([DOUBT, 0.0, DOUBT]))

    def learn(self, boxes: Floats, size: tuple[int, int]) -> None:
        """Take in boxes of people who walk, in pixels of a picture of that width and height; cut ones are left out."""
        sides = boxes[:, 2:] - boxes[:, :2]
        aspect = sides[:, 1] / np.maximum(sides[:, 0], 1e-9)
        inner = (boxes[:, :2] > 1).all(axis=1) & (boxes[:, 2:] < np.array(size) - 1).all(axis=1)
        kept = boxes[inner & (aspect > UPRIGHT[0]) & (aspect < UPRIGHT[1])]
        if len(kept):
            rows = _rows(kept, size)
            fading = FORGETTING ** len(kept)
            self.products = self.products * fading + rows.T @ rows
            self.results = self.results * fading + rows.T @ (kept[:, 3] - kept[:, 1])
            self.count = self.count * fading + len(kept)

    def expected(self, boxes: Floats, size: tuple[int, int]) -> Floats:
        """Give the height [n] in pixels of a person whose feet are there; NaN where none can be expected."""
        if self.count < ENOUGH:
            return np.full(len(boxes), np.nan)
        found = _rows(boxes, size) @ np.linalg.solve(self.products, self.results)
        return np.where(found > 1, found, np.nan)

    def odds(self, boxes: Floats, weak: Flags, size: tuple[int, int]) -> Floats:
        """Give by what each box's odds of being a person change; one where nothing is expected."""
        tall = np.maximum(boxes[:, 3] - boxes[:, 1], 1e-9)
        off = np.log(tall / self.expected(boxes, size))
        known = ~np.isnan(off) & (
            boxes[:, 3] < size[1] - 1
        )  # no height follows of feet out of sight
        strays = off[weak & known]
        fading = FORGETTING ** len(strays)
        self.weak = self.weak * fading + [len(strays), strays.sum(), (strays**2).sum()]
        count, total, squares = self.weak
        mean = total / count
        spread = max(SPREAD, math.sqrt(max(0.0, squares / count - mean**2)))
        others = (normal(off, mean, spread) + ODDITY) / 2
        return np.where(known, normal(off, 0.0, SPREAD) / others, 1.0)


def normal(values: Floats, mean: float, spread: float) -> Floats:
    """Give the density of the normal distribution, never quite zero.

    >>> normal(np.array([0.0, 99.0]), 0.0, 1.0).round(3).tolist()
    [0.399, 0.0]
    """
    off = (values - mean) / spread
    return np.asarray(
        np.exp(-np.minimum(off**2, 200) / 2) / (spread * math.sqrt(2 * math.pi)), np.float64
    )


def _rows(boxes: Floats, size: tuple[int, int]) -> Floats:
    feet = (boxes[:, 0] + boxes[:, 2]) / 2
    return np.column_stack([np.ones(len(boxes)), boxes[:, 3] / size[1], feet / size[0]])


def revised(scores: Floats, odds: Floats) -> Floats:
    """Give scores of 0 to 1 after their odds were multiplied.

    >>> revised(np.array([0.5, 0.9]), np.array([3.0, 0.1])).round(2).tolist()
    [0.75, 0.47]
    """
    sure = np.clip(scores, 1e-6, 1 - 1e-6)
    after = sure / (1 - sure) * odds
    return np.asarray(after / (1 + after), np.float64)


@dataclass(slots=True)
class Likely:
    """What one camera has learnt. Only people are judged by it: a parked car is a car."""

    person: str = "person"
    motion: Motion = field(default_factory=Motion)
    heights: Heights = field(default_factory=Heights)

    def judge(self, frame: Frame, found: Detections) -> Detections:
        """Give the same detections with the scores of people put right, and learn from them."""
        self.motion.look(frame.image, frame.at.timestamp())
        people = np.array([name == self.person for name in found.names], bool)
        boxes = found.boxes[people]
        weak = found.scores[people] < WEAK
        by_motion, moves = self.motion.odds(boxes, weak, frame.size)
        odds = by_motion * self.heights.odds(boxes, weak, frame.size)
        self.heights.learn(boxes[moves & (found.scores[people] >= SURE)], frame.size)
        scores = found.scores.copy()
        scores[people] = revised(found.scores[people], np.clip(odds, *BOUNDS))
        after = Detections(found.boxes, scores, found.labels, found.classes, found.keypoints)
        kept = best_of_each(boxes, scores[people], np.zeros(len(boxes), np.int64), MOST_OVERLAP)
        return after.take(np.concatenate([np.flatnonzero(people)[kept], np.flatnonzero(~people)]))
