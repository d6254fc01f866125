"""Look for what might be smoke or fire by colour, flicker and growth. It is a suspicion, never an alarm.

Without a trained model nobody can tell fire from a hazard lamp. What is found here is worth a second look by a person.
A cell of the picture counts where it has the colour, had it not all the time, and keeps changing: a red coat that
hangs and a grey wall are there from the beginning, a red coat that walks by is gone before the window is over.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

from sightline.recognise.boxes import joined
from sightline.values import Detections, Flags, Floats, Frame, Picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

CELL = 8
"""Side of a cell in pixels of the shrunk picture."""
WIDE = 320
"""Width in pixels to which a picture is shrunk."""
WINDOW = 2.0
"""Seconds over which change is counted: flames flicker at 1 to 10 Hz (Töreyin et al. 2006 [mem])."""
FEWEST = 8
"""Pictures within the window below which nothing is said."""
CHROMA = 40
"""Least difference between Cr and Cb of a flame (Celik and Demirel 2009, rule 4 [mem])."""
GREY = 20
"""Most difference between the strongest and the weakest colour of smoke (Chen et al. 2006: 15 to 20 [mem])."""
LIGHT = (80, 220)
"""Brightness of dark to light grey smoke, of 255 (Chen et al. 2006 [mem])."""
FILLED = 0.3
"""The share of a cell that must have the colour: a flame is ragged."""
STAYS = 0.6
"""The share of the window in which a cell must have the colour: what passes by does not stay."""
CROSSINGS = {"fire": 4, "smoke": 2}
"""How often in the window a cell's brightness must cross its mean: flicker of 1 Hz, smoke's drift of 0.5 Hz."""
CHANGE = {"fire": 6.0, "smoke": 1.5}
"""Spread of a cell's brightness over the window, of 255: flames flicker, smoke drifts, walls only have noise."""
EDGES = 0.8
"""The share of its edges that a place keeps where smoke goes over it: smoke softens (Töreyin et al. 2005 [mem])."""
LEARNT = 30.0
"""Seconds over which what the place usually looks like is learnt."""
SETTLING = 5.0
"""Seconds after which the usual look is believed."""
LEAST_CELLS = 3
"""Cells that must touch for a region to count."""
FULL_CELLS = 12.0
"""Cells at which a region's size no longer adds to the suspicion."""
CERTAIN_AT_MOST = 0.9
"""No suspicion is surer than this."""
KINDS = ("smoke", "fire")


def flames(image: Picture) -> Flags:
    """Tell which pixels have a flame's colour, by the rules of Celik and Demirel in YCbCr.

    >>> flames(np.array([[[20, 120, 250], [90, 90, 90]]], np.uint8)).tolist()
    [[True, False]]
    """
    turned = cv2.cvtColor(image, cv2.COLOR_BGR2YCrCb)
    mean, (light, red, blue) = cv2.mean(turned), cv2.split(turned)
    above = (light >= mean[0]) & (red >= mean[1]) & (blue <= mean[2]) & (light > blue)
    return np.asarray(above & (cv2.subtract(red, blue) >= CHROMA), np.bool_)


def hazes(image: Picture) -> Flags:
    """Tell which pixels have smoke's colour: grey, neither dark nor white.

    >>> hazes(np.array([[[150, 155, 152], [20, 120, 250], [250, 250, 250]]], np.uint8)).tolist()
    [[True, False, False]]
    """
    blue, green, red = cv2.split(image)
    most, least = cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red)
    grey = cv2.inRange(cv2.subtract(most, least), 0, GREY)
    light = cv2.inRange(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), LIGHT[0], LIGHT[1])
    return np.asarray(cv2.bitwise_and(grey, light) > 0, np.bool_)


COLOURS = {"smoke": hazes, "fire": flames}


def cells(plane: NDArray[np.generic]) -> Floats:
    """Give the mean of every cell of a plane.

    >>> cells(np.eye(16)).tolist()
    [[0.125, 0.0], [0.0, 0.125]]
    """
    tall, wide = (side // CELL for side in plane.shape)
    cut = plane[: tall * CELL, : wide * CELL].astype(np.float32)
    return np.asarray(cv2.resize(cut, (wide, tall), interpolation=cv2.INTER_AREA), np.float64)


@dataclass(frozen=True, slots=True)
class Seen:
    """One picture by cells: when, how bright, how full of edges, and what share has each colour."""

    at: float
    light: Floats
    edges: Floats
    colours: dict[str, Floats]


@dataclass(slots=True)
class Usual:
    """What the place looks like when nothing burns: share of each colour and edges by cell, learnt slowly."""

    colours: dict[str, Floats]
    edges: Floats

    def learn(self, seen: Seen, rate: float) -> None:
        """Go towards what is seen by that rate, 0 to 1."""
        self.edges += rate * (seen.edges - self.edges)
        for kind, now in seen.colours.items():
            self.colours[kind] += rate * (now - self.colours[kind])


@dataclass(slots=True)
class Suspicions:
    """The watch over one camera that stands still; ``kinds`` are ``smoke``, ``fire`` or both."""

    kinds: tuple[str, ...] = KINDS
    window: deque[Seen] = field(default_factory=deque)
    usual: Usual | None = None
    pictures: int = 0
    began: float = 0.0

    def look(self, frame: Frame) -> Detections:
        """Take in one picture; give the regions suspected, with a score of 0 to 0.9."""
        seen = self._seen(frame)
        if self.usual is None or self.usual.edges.shape != seen.edges.shape:
            self.usual = Usual({kind: one.copy() for kind, one in seen.colours.items()}, seen.edges)
            self.window.clear()
            self.began, self.pictures = seen.at, 0
        passed = seen.at - self.window[-1].at if self.window else 0.0
        self.pictures += 1
        self.usual.learn(seen, float(np.clip(passed / LEARNT, 1 / self.pictures, 1.0)))
        self.window.append(seen)
        while self.window[0].at < seen.at - WINDOW or self.window[0].at > seen.at:
            self.window.popleft()
        if len(self.window) < FEWEST or seen.at - self.began < SETTLING:
            return Detections.none(self.kinds)
        return self._regions(frame.size)

    def _seen(self, frame: Frame) -> Seen:
        scale = min(1.0, WIDE / frame.size[0])
        small = cv2.resize(frame.image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        light = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
        edges = np.abs(cv2.Laplacian(light, cv2.CV_32F))
        colours = {kind: cells(COLOURS[kind](small)) for kind in self.kinds}
        return Seen(frame.at.timestamp(), cells(light), cells(edges), colours)

    def suspected(self, kind: str) -> Flags:
        """Tell which cells have the colour now and most of the time, had it not usually, and keep changing."""
        if self.usual is None or not self.window:
            return np.zeros((0, 0), bool)
        coloured = np.stack([one.colours[kind] for one in self.window])
        stays = (coloured >= FILLED).mean(axis=0) >= STAYS
        grown = coloured[-1] - self.usual.colours[kind] >= FILLED
        light = np.stack([one.light for one in self.window])
        above = light > light.mean(axis=0)
        crossings = (above[1:] != above[:-1]).sum(axis=0) >= CROSSINGS[kind]
        found = stays & grown & crossings & (light.std(axis=0) >= CHANGE[kind])
        if kind == "smoke":
            found &= self.window[-1].edges <= EDGES * self.usual.edges
        return np.asarray(found, np.bool_)

    def _regions(self, size: tuple[int, int]) -> Detections:
        found = [Detections.none(self.kinds)]
        for label, kind in enumerate(self.kinds):
            mask = self.suspected(kind)
            told = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)[2][1:]
            told = told[told[:, cv2.CC_STAT_AREA] >= LEAST_CELLS].astype(np.float64)
            corners = np.hstack([told[:, :2], told[:, :2] + told[:, 2:4]])
            boxes = corners * ([size[0] / mask.shape[1], size[1] / mask.shape[0]] * 2)
            scores = np.minimum(CERTAIN_AT_MOST, 0.5 + 0.4 * told[:, 4] / FULL_CELLS)
            found.append(Detections.of(boxes, scores, np.full(len(told), label), self.kinds))
        return joined(found)
