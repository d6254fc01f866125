"""Whether the camera still looks where it looked when it was calibrated: asked every few seconds, not every picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from sightline.errors import CalibrationError
from sightline.measure.drift import Drift

if TYPE_CHECKING:
    from datetime import datetime

    from sightline.measure import Camera
    from sightline.values import Frame

#: Seconds between two looks; a look costs as much as recognising.
OFTEN = 2.0


class Drifting:
    """Compares pictures with the reference that the site file names; without one nothing is said."""

    def __init__(self, camera: Camera) -> None:
        """Read the reference; CalibrationError where it is no picture."""
        self._drift = None
        self._next: datetime | None = None
        self._away = False
        if camera.reference is None:
            return
        image = cv2.imread(str(camera.reference))
        if image is None:
            raise CalibrationError(
                "参照画面读不出来，请换成 PNG 或 JPEG",
                "the reference is no picture; give a PNG or a JPEG",
                str(camera.reference),
            )
        self._drift = Drift(np.asarray(image, np.uint8))

    def away(self, frame: Frame) -> bool:
        """Tell whether the view was another when it was last looked at."""
        if self._drift is None:
            return False
        if self._next is None or abs((frame.at - self._next).total_seconds()) >= OFTEN:
            self._next = frame.at
            verdict = self._drift.check(frame.image).verdict
            self._away = verdict.value == "moved" or (self._away and verdict.value == "unknown")
        return self._away
