"""Stereo on Middlebury's motorcycle, which ships with scikit-image, against plain semi-global matching in the same run.

Its constants were chosen on another pair, the aloe of opencv-doc at a half and a third of its size, and on rendered
pairs; docs/reference says which on which.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from bench.timing import Answer, Line, Skipped

if TYPE_CHECKING:
    from sightline.measure.stereo import Disparity, Rig, Spots
    from sightline.values import Flags, Floats, Picture

Made = TypeVar("Made")

WHAT = "stereo, motorcycle"
REACH = 64
LENGTHS = 40_000
SHORTEST, LONGEST = 0.1, 2.0
"""Metres between which lengths are measured."""


def run() -> Iterator[Answer]:
    """Match the pair both ways, and measure lengths between random points."""
    try:
        from skimage.data import stereo_motorcycle
    except ImportError:
        yield Skipped(WHAT, "scikit-image is not installed")
        return
    from sightline.measure.stereo import Rig, match

    left, right, told = stereo_motorcycle()
    pair = [np.ascontiguousarray(image[:, :, ::-1]) for image in (left, right)]
    truth = np.where(np.isfinite(told), told, np.nan).astype(np.float64)
    # As scikit-image states them for this pair: focal length, centre, baseline, and offset between the centres.
    rig = Rig(994.978, (311.193, 254.877), 0.193001, 31.086)
    plain, plain_seconds = timed(lambda: semi_global(*pair))
    found, seconds = timed(lambda: match(pair[0], pair[1], REACH))
    yield from dense(truth, found.dense, seconds, (plain, plain_seconds))
    yield from long(truth, found, rig)


def timed(thing: Callable[[], Made]) -> tuple[Made, float]:
    """Do it, and tell how many seconds it took."""
    start = time.perf_counter()
    return thing(), time.perf_counter() - start


def semi_global(left: Picture, right: Picture) -> Floats:
    """Match as OpenCV's documentation suggests for a small block."""
    import cv2

    block, channels = 3, 3
    matcher = cv2.StereoSGBM.create(
        minDisparity=0,
        numDisparities=REACH,
        blockSize=block,
        P1=8 * channels * block**2,
        P2=32 * channels * block**2,
        disp12MaxDiff=1,
        preFilterCap=63,
        uniquenessRatio=10,
        speckleWindowSize=100,
        speckleRange=2,
        mode=cv2.StereoSGBM_MODE_SGBM_3WAY,
    )
    found = np.asarray(matcher.compute(left, right), np.float64) / 16
    return np.where(found > 0, found, np.nan)


def quality(truth: Floats, found: Floats) -> tuple[float, float]:
    """Give the share of known disparities that were found, and of these the share that is off by over 2 pixels."""
    known = np.isfinite(truth)
    both: Flags = known & np.isfinite(found)
    wrong = np.abs(found - truth)[both] > 2
    return float(both.sum() / known.sum()), float(wrong.mean())


def dense(
    truth: Floats, found: Floats, seconds: float, reference: tuple[Floats, float]
) -> Iterator[Answer]:
    """Lay density and errors beside those of plain matching."""
    density, wrong = quality(truth, found)
    plain_density, plain_wrong = quality(truth, reference[0])
    yield Line.figure(
        f"{WHAT}: bad2",
        f"{wrong:.2%} at density {density:.1%}, {seconds:.2f} s",
        f"plain SGBM {plain_wrong:.2%} at {plain_density:.1%}, {reference[1]:.2f} s",
        "≤ 5 % at ≥ 90 %",
        hit=wrong <= 0.05 and density >= 0.9,
    )


def long(truth: Floats, found: Disparity, rig: Rig) -> Iterator[Answer]:
    """Measure lengths between random points of which the truth is known."""
    known = np.argwhere(np.isfinite(truth))[:, ::-1].astype(np.float64)
    rng = np.random.default_rng(0)
    ends = [known[rng.integers(0, len(known), LENGTHS)] for _ in range(2)]
    exact = replace(found, values=np.where(np.isfinite(truth), truth, 1.0))
    ours = [rig.spots(found, end) for end in ends]
    right = between([rig.spots(exact, end) for end in ends])
    chosen = (right > SHORTEST) & (right < LONGEST) & ours[0].reliable & ours[1].reliable
    length = between(ours)
    error = np.abs(length - right)[chosen] / right[chosen]
    share = float(found.reliable[np.isfinite(truth)].mean())
    middle, far = np.quantile(error, [0.5, 0.9])
    yield Line.figure(
        f"{WHAT}: lengths between reliable points",
        f"p90 {far:.2%}, median {middle:.2%}; {share:.1%} of all points reliable",
        f"{int(chosen.sum())} lengths of 0.1 to 2 m",
        "p90 ≤ 2 %, ≥ 80 % reliable",
        hit=bool(far <= 0.02) and share >= 0.8,
    )
    held = np.abs(length - right)[chosen] <= 1.96 * deviation(ours)[chosen]
    yield Line(
        f"{WHAT}: stated 95 % intervals that hold", f"{held.mean():.3f}", "–", None, "–", None
    )


def between(ends: list[Spots]) -> Floats:
    """Give the lengths [n] between two lists of points, metres."""
    return np.asarray(np.linalg.norm(ends[1].xyz - ends[0].xyz, axis=1), np.float64)


def deviation(ends: list[Spots]) -> Floats:
    """Give the stated standard deviations [n] of these lengths, metres."""
    gap = ends[1].xyz - ends[0].xyz
    along = gap / np.maximum(between(ends), 1e-12)[:, None]
    both = ends[0].covariance + ends[1].covariance
    return np.asarray(np.sqrt(np.einsum("ni,nij,nj->n", along, both, along)), np.float64)
