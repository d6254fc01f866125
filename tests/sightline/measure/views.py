"""A camera whose place is known exactly: what stands where is where it must be measured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sightline.measure import Lens, Mark
from sightline.values import Floats

SIZE = (768, 576)


@dataclass(frozen=True)
class Mast:
    """A camera on a mast at the origin, looking along y and down, without distortion unless it has a lens."""

    height: float = 6.0
    down: float = 25.0
    focal: float = 800.0
    lens: Lens | None = None
    east: float = 0.0
    north: float = 0.0

    def sees(self, places: object, height: object = 0.0) -> Floats:
        """Give the pixels at which points above places on the ground are seen."""
        xy = np.asarray(places, np.float64).reshape(-1, 2) - (self.east, self.north)
        up = np.broadcast_to(np.asarray(height, np.float64), len(xy)) - self.height
        sine, cosine = np.sin(np.radians(self.down)), np.cos(np.radians(self.down))
        ahead = xy[:, 1] * cosine - up * sine
        below = -xy[:, 1] * sine - up * cosine
        flat = np.column_stack([xy[:, 0], below]) / ahead[:, None] * self.focal
        pixels = flat + np.array(SIZE) / 2
        return pixels if self.lens is None else self.lens.bend(pixels)

    def marks(self, places: object, noise: float = 0.0, seed: int = 0) -> list[Mark]:
        """Survey marks at places, clicked with some noise in pixels."""
        xy = np.asarray(places, np.float64).reshape(-1, 2)
        slip = (
            np.random.default_rng(seed).normal(0, noise, xy.shape) if noise else np.zeros(xy.shape)
        )
        return [
            Mark(f"M{at}", (float(pixel[0]), float(pixel[1])), (float(place[0]), float(place[1])))
            for at, (pixel, place) in enumerate(zip(self.sees(xy) + slip, xy, strict=True))
        ]

    def box(
        self, place: tuple[float, float], height: float = 1.7, wide: float = 0.6
    ) -> list[float]:
        """Draw the box around somebody who stands at a place."""
        (x, foot), (_, head) = self.sees([place])[0], self.sees([place], height)[0]
        half = self.focal * wide / 2 / np.hypot(place[1], self.height)
        return [x - half, head, x + half, foot]


YARD = [(-5.0, 9.0), (5.0, 9.0), (6.0, 22.0), (-6.0, 22.0), (0.0, 14.0), (2.5, 17.0), (-3.0, 19.0)]
"""Marks on the yard that the mast overlooks, in metres."""
