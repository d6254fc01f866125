"""Measure in metres: calibrated lenses, grounds and stereo rigs, and what they say of places and lengths."""

from __future__ import annotations

from sightline.measure.boards import Board, LensReport, calibrate_lens
from sightline.measure.camera import Camera, camera_of, marks_of
from sightline.measure.drift import Drift, DriftState, Verdict
from sightline.measure.feet import Feet, as_seen, feet_of
from sightline.measure.ground import Ground, Placed, Reason
from sightline.measure.lengths import Measured, speed
from sightline.measure.lens import Lens, lens_of
from sightline.measure.marks import Mark, MarkRules, fit_ground

__all__ = [
    "Board",
    "Camera",
    "Drift",
    "DriftState",
    "Feet",
    "Ground",
    "Lens",
    "LensReport",
    "Mark",
    "MarkRules",
    "Measured",
    "Placed",
    "Reason",
    "Verdict",
    "as_seen",
    "calibrate_lens",
    "camera_of",
    "feet_of",
    "fit_ground",
    "lens_of",
    "marks_of",
    "speed",
]
