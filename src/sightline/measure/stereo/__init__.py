"""Two cameras side by side: matched, and measured with."""

from __future__ import annotations

from sightline.measure.stereo.matching import Disparity, match
from sightline.measure.stereo.rig import Rig, Spots, rig_of
from sightline.measure.stereo.standing import stand

__all__ = ["Disparity", "Rig", "Spots", "match", "rig_of", "stand"]
