"""Find where a camera stands from marks on the ground that were clicked in its picture."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import least_squares

from sightline.errors import SceneError
from sightline.scenes.lens import Camera

if TYPE_CHECKING:
    from sightline.values import Floats

LEAST = 4
WORST = 8.0
"""Pixels by which a mark may miss, in the root mean square: a scene's camera has no roll and no distortion."""
GOOD = 1.0
"""Pixels at which the search ends."""
FAR = 1e4
"""What a mark behind the camera counts as, in pixels."""
STARTS = (12.0, 30.0)
"""Metres from the middle of the marks at which the search begins, on eight sides of it."""


def posed(name: str, size: tuple[int, int], metres: Floats, pixels: Floats) -> Camera:
    """Give the camera that sees places [n, 2] at pixels [n, 2] best; SceneError where none does.

    >>> gate = Camera("gate", (1280, 720), (0, -8, 5), (0, 6), 70)
    >>> there = np.array([[-4.0, 2], [4, 2], [5, 15], [-5, 14]])
    >>> found = posed("gate", (1280, 720), there, gate.project(np.column_stack([there, np.zeros(4)])))
    >>> [round(one, 3) + 0 for one in (*found.place, found.view)]
    [0.0, -8.0, 5.0, 70.0]
    """
    if len(metres) < LEAST:
        raise SceneError("至少要四个标志点", "there must be at least four marks")
    points = np.column_stack([metres, np.zeros(len(metres))])
    middle = metres.mean(axis=0)

    def camera(told: Floats) -> Camera:
        x, y, up, right, ahead, view = told.tolist()
        wide = 170 / (1 + np.exp(-view))
        return Camera(name, size, (x, y, float(np.exp(up))), (right, ahead), float(wide))

    def misses(told: Floats) -> Floats:
        seen = camera(told).project(points) - pixels
        return np.asarray(np.clip(np.nan_to_num(seen, nan=FAR), -FAR, FAR).ravel(), np.float64)

    best: tuple[float, Floats] | None = None
    for far, side in product(STARTS, np.arange(8) * np.pi / 4):
        begin = middle + far * np.array([np.cos(side), np.sin(side)])
        start = np.array([*begin, np.log(far / 2), *middle, -0.5])
        told = np.asarray(least_squares(misses, start, x_scale="jac", max_nfev=60).x, np.float64)
        worth = float(np.sqrt((misses(told) ** 2).mean()))
        best = (worth, told) if best is None or worth < best[0] else best
        if worth < GOOD:
            break
    if best is None or best[0] > WORST:
        raise SceneError(
            "这些标志点不像一台端正的相机所见；请核对坐标，或写 place、looks_at、view",
            "no upright camera sees these marks so; check them, or write place, looks_at and view",
        )
    return camera(best[1])
