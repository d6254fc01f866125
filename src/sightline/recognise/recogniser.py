"""Recognise all that a site asks for in the pictures of one camera: things, people lying, traits, suspicions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sightline.recognise.likely import Likely
from sightline.recognise.models.catalogue import catalogue
from sightline.recognise.nanodet import NanoDet
from sightline.recognise.people import together
from sightline.recognise.pose import MoveNet
from sightline.recognise.tiles import look

if TYPE_CHECKING:
    from sightline.recognise.models.folder import Folder
    from sightline.recognise.settings import DetectSettings
    from sightline.values import Detections, Frame, Picture

FLOOR = 0.05
"""The score from which NanoDet's own evaluation takes boxes; what is likely here decides about the weak ones."""
POSE, POSE_LEAST = "movenet-multipose", 0.15
"""Poses of a lower score are hardly ever people: its authors show those from 0.25."""


class Recogniser:
    """What one camera recognises with. It has its own sessions: one for each thread."""

    def __init__(self, settings: DetectSettings, folder: Folder, beside: Path = Path()) -> None:
        """Open the models that are installed; ModelError where the detector itself is not."""
        self.settings = settings
        self.hashes: dict[str, str] = {}
        self._likely = Likely() if settings.still else None
        self._detector = self._detect(folder)
        self._pose = self._open_pose(folder)

    def _detect(self, folder: Folder) -> NanoDet:
        name = self.settings.model
        self._name(folder, name)
        return NanoDet(folder.session(name), catalogue().models[name].classes)

    def _open_pose(self, folder: Folder) -> MoveNet | None:
        if not self.settings.pose or POSE not in folder.installed():
            return None
        self._name(folder, POSE)
        return MoveNet(folder.session(POSE))

    def _name(self, folder: Folder, name: str) -> None:
        listed = folder.installed().get(name)
        self.hashes[name] = listed.sha256 if listed is not None else ""

    @property
    def absent(self) -> frozenset[str]:
        """Name what rules may ask for and no model or watch here tells."""
        return frozenset({"pose"} if self._pose is None else ()) | frozenset(
            {"helmet", "smoke", "fire"}
        )

    def see(self, frame: Frame) -> Detections:
        """Give all that is recognised in one picture; pictures come in order."""
        found = look(self._raw, frame.image, FLOOR, self.settings.tiling)
        if self._likely is not None:
            found = self._likely.judge(frame, found)
        if self._pose is not None:
            found = together(found, self._pose.see(frame.image, POSE_LEAST))
        return found.take(found.scores >= self.settings.least)

    def _raw(self, image: Picture, least: float) -> Detections:
        found = self._detector.see(image, least)
        wanted = [
            found.classes.index(name) for name in self.settings.classes if name in found.classes
        ]
        return found.take(np.isin(found.labels, wanted))
