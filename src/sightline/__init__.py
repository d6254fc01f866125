"""A brain for cameras: recognise, track, measure in metres, rebuild in 3-D, judge danger.

Pure: no Django, no database, no clock of its own, no settings, no locale. What looks at a picture is loaded when it is
asked for: this module alone needs only numpy.
"""

from __future__ import annotations

from sightline.errors import SightlineError
from sightline.values import Detections, Frame, Moment, Tracks

__all__ = ["Detections", "Frame", "Moment", "SightlineError", "Tracks"]
