"""Two cameras side by side: matched, and measured with."""

from __future__ import annotations

from sightline.measure.stereo.around import placed
from sightline.measure.stereo.matching import Disparity, match
from sightline.measure.stereo.mount import Mount, stereo_of
from sightline.measure.stereo.rig import Rig, Spots, rig_of
from sightline.measure.stereo.standing import stand

__all__ = ["Disparity", "Mount", "Rig", "Spots", "match", "placed", "rig_of", "stand", "stereo_of"]
