"""Match the pictures of a rectified pair: how many pixels everything moves from the left one to the right one.

Semi-global matching (Hirschmüller 2008, OpenCV's full dynamic programming) is asked twice: once for colours with little
smoothing, which sees through gaps, and once for equalised brightness with much, which bridges bare walls. Each answer
is checked from the right to the left. What only one of them knows is kept; where they contradict each other nothing is.
What is hidden from the right camera is filled from the background beside it, for show; it is never measured with.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from sightline.errors import ValueShapeError

if TYPE_CHECKING:
    from sightline.values import Flags, Floats, Picture

FRACTIONS = 16
"""OpenCV counts disparities in sixteenths of a pixel."""
APART = 1.0
"""Pixels by which left and right, or two answers, may differ and still agree."""
SPECK = 120
"""Pixels of the smallest patch that is believed."""
MEDIAN = 5
"""Side of the window over which the middle disparity is taken."""
BRIDGE = 8
"""The widest gap in a row that is filled and still counts as known."""
WINDOW = 5
"""Side of the window in which a surface must be flat to be measured."""
FLAT = 0.1
"""Pixels by which disparities may stray from a plane in that window."""
LEAST = 1.0
"""Pixels of the least disparity that is measured: none is also the answer where there is nothing to match."""
FLOOR = 0.15
"""Standard deviation in pixels of a disparity on a flat surface; both were found on rendered pairs."""
SHARPEN = 63
"""The widest range of the prefilter in OpenCV."""


@dataclass(frozen=True, slots=True)
class Disparity:
    """Disparities [h, w] in pixels with their standard deviations ``sigmas`` [h, w].

    There are ``values`` everywhere; they are ``known`` where matched or nearly so, ``reliable`` where measurable.
    """

    values: Floats
    known: Flags
    reliable: Flags
    sigmas: Floats

    @property
    def dense(self) -> Floats:
        """Give the values with NaN where nothing was matched."""
        return np.where(self.known, self.values, np.nan)


def match(left: Picture, right: Picture, reach: int) -> Disparity:
    """Match two rectified pictures [h, w, 3] of one size with disparities up to ``reach`` pixels.

    >>> rows = np.random.default_rng(7).integers(0, 255, (60, 140), np.uint8)
    >>> wide = cv2.cvtColor(cv2.GaussianBlur(rows, (3, 3), 0), cv2.COLOR_GRAY2BGR)
    >>> found = match(wide[:, :100], wide[:, 12:112], 32)
    >>> bool(abs(np.median(found.values[20:40, 50:80]) - 12) < 0.1)
    True
    """
    if left.shape != right.shape or left.ndim != 3:  # noqa: PLR2004
        raise ValueShapeError(
            "双目的两张图片必须同样大小，且为彩色",
            "both pictures of a pair must be in colour and of one size",
        )
    reach = max(1, -(-reach // FRACTIONS)) * FRACTIONS
    sharp = _checked(left, right, reach, (4, 16))
    smooth = _checked(_even(left), _even(right), reach, (8, 32))
    joined = _joined(sharp, smooth)
    patches = _patches(joined)
    filled = _filled(np.where(patches, joined, np.nan))
    middle = cv2.medianBlur(filled.astype(np.float32), MEDIAN).astype(np.float64)
    mean, stray = _plane(middle)
    reliable = patches & (stray <= FLAT) & (middle >= LEAST)
    return Disparity(
        np.where(reliable, mean, middle),
        patches | (_gaps(patches) <= BRIDGE),
        reliable,
        np.hypot(np.maximum(stray, 0.0), FLOOR),
    )


def _even(image: Picture) -> Picture:
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    return np.asarray(cv2.createCLAHE(2.0, (8, 8)).apply(grey), np.uint8)


def _checked(left: Picture, right: Picture, reach: int, smoothing: tuple[int, int]) -> Floats:
    """Give disparities of the left picture, NaN where the right one does not lead back."""
    there = _raw(left, right, reach, smoothing)
    back = _raw(right[:, ::-1], left[:, ::-1], reach, smoothing)[:, ::-1]
    height, width = there.shape
    column = np.arange(width)[None, :] - np.rint(there).astype(np.int64)
    inside = (column >= 0) & (there >= 0)
    seen = back[np.arange(height)[:, None], np.clip(column, 0, width - 1)]
    checked = np.where(inside & (np.abs(there - seen) <= APART), there, np.nan)
    return np.where(_patches(checked), checked, np.nan)


def _raw(left: Picture, right: Picture, reach: int, smoothing: tuple[int, int]) -> Floats:
    """Match with the left border widened by the reach, which the matcher would else leave out."""
    wide = [
        cv2.copyMakeBorder(np.ascontiguousarray(one), 0, 0, reach, 0, cv2.BORDER_REPLICATE)
        for one in (left, right)
    ]
    matcher = cv2.StereoSGBM.create(
        minDisparity=0,
        numDisparities=reach,
        blockSize=1,
        P1=smoothing[0],
        P2=smoothing[1],
        disp12MaxDiff=-1,
        preFilterCap=SHARPEN,
        uniquenessRatio=0,
        mode=cv2.StereoSGBM_MODE_HH,
    )
    return np.asarray(matcher.compute(*wide)[:, reach:], np.float64) / FRACTIONS


def _joined(first: Floats, second: Floats) -> Floats:
    """Take the mean where both agree, the one that knows where only one does, nothing where they contradict."""
    mean = np.where(
        np.isnan(first), second, np.where(np.isnan(second), first, (first + second) / 2)
    )
    return np.where(np.abs(first - second) > APART, np.nan, mean)


def _patches(values: Floats) -> Flags:
    """Tell which known disparities belong to a patch that is large enough."""
    counted = np.where(np.isnan(values), -FRACTIONS, np.nan_to_num(values) * FRACTIONS)
    counted = counted.astype(np.int16)
    cv2.filterSpeckles(counted, -FRACTIONS, SPECK, APART * FRACTIONS)
    return np.asarray(counted >= 0, np.bool_)


def _beside(known: Flags) -> Floats:
    """Give for every pixel the column of the last known one at or before it in its row; -1 where there is none."""
    columns = np.where(known, np.arange(known.shape[1])[None, :], -1)
    return np.asarray(np.maximum.accumulate(columns, axis=1), np.float64)


def _filled(values: Floats) -> Floats:
    """Fill each gap with the farther of its two sides: what is hidden lies behind."""
    known = ~np.isnan(values)
    sides = []
    for turned, flags in ((values, known), (values[:, ::-1], known[:, ::-1])):
        last = _beside(flags).astype(np.int64)
        taken = np.take_along_axis(turned, np.maximum(last, 0), axis=1)
        sides.append(np.where(last < 0, np.inf, taken))
    farther = np.minimum(sides[0], sides[1][:, ::-1])
    return np.where(known, values, np.where(np.isinf(farther), 0.0, farther))


def _gaps(known: Flags) -> Floats:
    """Tell how wide the gap in its row is in which each pixel lies."""
    before = _beside(known)
    after = known.shape[1] - 1 - _beside(known[:, ::-1])[:, ::-1]
    bounded = (before >= 0) & (after < known.shape[1])
    return np.where(bounded, after - before, np.inf)


def _plane(values: Floats) -> tuple[Floats, Floats]:
    """Fit a plane around every pixel: its value there, and the root mean square by which others stray from it."""
    steps = np.arange(WINDOW) - WINDOW // 2
    across = np.tile(steps / WINDOW**2, (WINDOW, 1))

    def mean(over: Floats, kernel: Floats) -> Floats:
        return np.asarray(cv2.filter2D(over, cv2.CV_64F, kernel, borderType=cv2.BORDER_REFLECT))

    even = np.full((WINDOW, WINDOW), 1 / WINDOW**2)
    middle = mean(values, even)
    slopes = mean(values, across) ** 2 + mean(values, np.ascontiguousarray(across.T)) ** 2
    rest = mean(values**2, even) - middle**2 - slopes / float((steps**2).mean())
    return middle, np.sqrt(np.maximum(rest, 0.0))
