"""What is known of one picture of a scene: what was recognised, what it really was, and where everybody really is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sightline.values import CameraState, Detections, Floats, Whole

Traits = Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Truth:
    """Where everybody is at one second, in the order of the scene's actors; NaN for who is absent.

    ``boxes`` [n, 4] pixels without noise, cut off where the picture ends; ``places`` [n, 2] and ``lengths`` [n]
    metres, ``leans`` [n] degrees,
    ``visible`` [n] the share of the box that nothing hides, 0 outside the picture.
    """

    second: float
    boxes: Floats
    places: Floats
    lengths: Floats
    leans: Floats
    visible: Floats


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture as a recogniser would tell it.

    ``actors`` [n] is the number of the actor behind each detection, -1 where nobody is. ``at`` is what the camera's
    clock says. A lost picture has none of them.
    """

    number: int
    at: datetime
    state: CameraState
    detections: Detections
    actors: Whole
    truth: Truth
    traits: Traits = field(default_factory=dict)
