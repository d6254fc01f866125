"""Whether the camera still looks where it looked when it was calibrated.

Corners of the reference view (ORB, Rublee et al. 2011) are looked for in the present picture, and a similarity is
fitted to their shifts by random samples (RANSAC). People who walk through are not in the reference, or move each in
their own way, and are outvoted. Where too little is recognised again nothing is said: night or fog is not a move.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import cv2
import numpy as np

from sightline.errors import CalibrationError, Text

if TYPE_CHECKING:
    from sightline.values import Floats, Picture

FEATURES = 1000
FEWEST = 25
"""Corners that the reference view must have."""
AGREEING = 12
"""Corners that must tell of one and the same shift."""
UNLIKE = 0.8
"""The best match must be that much better than the second (Lowe 2004)."""
TOLERANCE = 2.0
"""Pixels by which corners may stray from the common shift."""
MOVED = 0.005
"""Share of the picture's diagonal by which a camera has moved: 5 pixels of 960."""


class Verdict(StrEnum):
    """What is known of the view."""

    STEADY = "steady"
    MOVED = "moved"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DriftState:
    """The verdict, the largest shift of a corner of the picture in pixels (NaN where unknown), and why."""

    verdict: Verdict
    shift: float
    why: Text


class Drift:
    """Compares pictures with the view in which the camera was calibrated.

    >>> view = np.random.default_rng(1).integers(0, 255, (240, 320, 3), np.uint8)
    >>> view = cv2.GaussianBlur(view, (9, 9), 2)
    >>> drift = Drift(view)
    >>> drift.check(view).verdict, drift.check(np.roll(view, 9, axis=1)).verdict
    (<Verdict.STEADY: 'steady'>, <Verdict.MOVED: 'moved'>)
    >>> drift.check(np.zeros_like(view)).verdict
    <Verdict.UNKNOWN: 'unknown'>
    """

    def __init__(self, reference: Picture) -> None:
        self._size = (reference.shape[1], reference.shape[0])
        self._finder = cv2.ORB.create(FEATURES, fastThreshold=10)
        self._matcher = cv2.BFMatcher(cv2.NORM_HAMMING)
        self._points, self._marks = self._seen(reference)
        if len(self._points) < FEWEST:
            raise CalibrationError(
                f"参考图片里只找到 {len(self._points)} 个可辨认的角点，无法判断摄像机是否动过：换一张清晰的白天图片",
                f"the reference picture has only {len(self._points)} corners to go by, so drift cannot be told: "
                "take a sharp one by day",
            )

    def check(self, image: Picture) -> DriftState:
        """Tell whether the camera has moved since the reference view."""
        if (image.shape[1], image.shape[0]) != self._size:
            return DriftState(
                Verdict.MOVED,
                float("nan"),
                Text("画面尺寸与标定时不同", "the picture has another size than when calibrated"),
            )
        points, marks = self._seen(image)
        pairs = self._paired(marks)
        shift = self._shift(points, pairs) if len(pairs) >= AGREEING else float("nan")
        if np.isnan(shift):
            return DriftState(
                Verdict.UNKNOWN,
                shift,
                Text(
                    "画面与参考图片没有足够的共同点，无法判断",
                    "too little of the reference view is recognised to tell",
                ),
            )
        moved = shift > MOVED * float(np.hypot(*self._size))
        return DriftState(
            Verdict.MOVED if moved else Verdict.STEADY,
            shift,
            Text(
                f"画面相对标定时移动了 {shift:.1f} 像素",
                f"the view has shifted by {shift:.1f} px since it was calibrated",
            ),
        )

    def _seen(self, image: Picture) -> tuple[Floats, Picture]:
        """Give the corners [n, 2] of a picture and what they look like."""
        grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
        corners, marks = self._finder.detectAndCompute(grey, None)
        points = np.array([corner.pt for corner in corners], np.float64).reshape(-1, 2)
        return points, np.zeros((0, 32), np.uint8) if marks is None else np.asarray(marks, np.uint8)

    def _paired(self, marks: Picture) -> list[tuple[int, int]]:
        """Pair corners of the reference with those of the present that look far more alike than any other."""
        if len(marks) < 2:  # noqa: PLR2004
            return []
        found = self._matcher.knnMatch(self._marks, marks, k=2)
        return [
            (best.queryIdx, best.trainIdx)
            for best, second in found
            if best.distance < UNLIKE * second.distance
        ]

    def _shift(self, points: Floats, pairs: list[tuple[int, int]]) -> float:
        """Give how far the corners of the picture have moved at most; NaN where too few agree."""
        then = self._points[[pair[0] for pair in pairs]]
        now = points[[pair[1] for pair in pairs]]
        cv2.setRNGSeed(0)
        turned, agreeing = cv2.estimateAffinePartial2D(
            then, now, method=cv2.RANSAC, ransacReprojThreshold=TOLERANCE
        )
        if turned is None or int(np.sum(agreeing)) < AGREEING:
            return float("nan")
        width, height = self._size
        ends = np.array([[0.0, 0], [width, 0], [width, height], [0, height]])
        gone = ends @ np.asarray(turned, np.float64)[:, :2].T + np.asarray(turned)[:, 2] - ends
        return float(np.hypot(*gone.T).max())
