"""Measure in metres: calibrated lenses, grounds and stereo rigs, and what they say of places and lengths."""

from __future__ import annotations

from sightline.measure.camera import Camera, camera_of, marks_of
from sightline.measure.feet import Feet, feet_of
from sightline.measure.ground import Ground, Placed, Reason
from sightline.measure.lengths import Measured, speed
from sightline.measure.lens import Lens, lens_of
from sightline.measure.marks import Mark, MarkRules, fit_ground

__all__ = [
    "Camera",
    "Feet",
    "Ground",
    "Lens",
    "Mark",
    "MarkRules",
    "Measured",
    "Placed",
    "Reason",
    "camera_of",
    "feet_of",
    "fit_ground",
    "lens_of",
    "marks_of",
    "speed",
]
