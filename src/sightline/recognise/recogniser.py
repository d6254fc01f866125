"""Recognise all that a site asks for in the pictures of one camera: things, people lying, traits, suspicions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from sightline.errors import ModelError, Text
from sightline.recognise.boxes import joined
from sightline.recognise.likely import Likely
from sightline.recognise.models.catalogue import catalogue
from sightline.recognise.nanodet import NanoDet
from sightline.recognise.people import together
from sightline.recognise.plug.adapter import open_adapter, read_adapter
from sightline.recognise.plug.plugged import Plugged, shares_of
from sightline.recognise.pose import MoveNet
from sightline.recognise.suspect import Suspicions
from sightline.recognise.tiles import look

if TYPE_CHECKING:
    from sightline.recognise.models.folder import Folder
    from sightline.recognise.settings import DetectSettings
    from sightline.values import Detections, Floats, Frame, Picture, Tracks

FLOOR = 0.05
"""The score from which NanoDet's own evaluation takes boxes; what is likely here decides about the weak ones."""
POSE, POSE_LEAST = "movenet-multipose", 0.15
"""Poses of a lower score are hardly ever people: its authors show those from 0.25."""
ASKED = frozenset({"pose", "helmet", "smoke", "fire"})
"""What the shipped rules ask for beyond what the detector itself knows."""
PERSON = "person"
KEPT = 8
"""Pictures of which the things found are kept: who judges may be some pictures behind who sees."""


class Detector(Protocol):
    """Anything that gives detections of a picture."""

    def see(self, image: Picture, least: float) -> Detections:
        """Give what it recognises with a score of at least that."""


class Recogniser:
    """What one camera recognises with. It has its own sessions: one for each thread."""

    def __init__(self, settings: DetectSettings, folder: Folder, beside: Path = Path()) -> None:
        """Open the models; adapter files lie beside the site file, in ``beside``.

        ModelError where the detector is not installed, or where any model is not what its hash says. An adapter whose
        model is not there is left out: what it would tell is ``absent``, and ``complaints`` say so.
        """
        self.settings = settings
        self.hashes: dict[str, str] = {}
        self.complaints: list[Text] = []
        self._plugged = {one.adapter.name: one for one in self._plug(beside)}
        self._detector: Detector = self._plugged.get(settings.model) or self._detect(folder)
        self._pose = self._open_pose(folder)
        self.forget()

    def forget(self) -> None:
        """Begin anew with what was learnt of the place: the camera was turned, or its picture has another size."""
        told = self.settings
        self._likely = Likely() if told.still else None
        self._suspicions = Suspicions(told.suspect) if told.suspect else None
        self._things: dict[int, dict[str, Detections]] = {}

    def _plug(self, beside: Path) -> list[Plugged]:
        opened = []
        for name in self.settings.adapters:
            file = beside / name
            adapter = read_adapter(file)
            if not (file.parent / adapter.file).exists():
                self.complaints.append(
                    Text(f"缺少模型文件 {adapter.file}", f"model file {adapter.file} is absent")
                )
                continue
            opened.append(Plugged(adapter, open_adapter(adapter, file.parent)))
            self.hashes[adapter.name] = adapter.sha256
        return opened

    def _detect(self, folder: Folder) -> Detector:
        name = self.settings.model
        known = catalogue().models.get(name)
        if known is None or known.task != "detector":
            raise ModelError(
                f"没有名为 {name} 的检测模型；可用 nanodet-int8、nanodet，或适配文件中的名称",
                f"no detector is called {name}; use nanodet-int8, nanodet, or the name of an adapter",
                "detect.model",
            )
        self.hashes[name] = folder.hashes().get(name, "")
        return NanoDet(folder.session(name), known.classes, voting=True)

    def _open_pose(self, folder: Folder) -> MoveNet | None:
        if not self.settings.pose or POSE not in folder.installed():
            return None
        self.hashes[POSE] = folder.hashes()[POSE]
        return MoveNet(folder.session(POSE))

    @property
    def absent(self) -> frozenset[str]:
        """Name what the shipped rules may ask for and nothing here tells."""
        told = [one.adapter.supplies for one in self._plugged.values()]
        posed = {"pose"} if self._pose is not None else set()
        return ASKED.difference(posed, self.settings.suspect, *told)

    def glance(self, frame: Frame) -> Detections:
        """Give what the detector alone says of a picture: in any order, and from several threads at once."""
        return look(self._raw, frame.image, FLOOR, self.settings.tiling)

    def see(self, frame: Frame, glanced: Detections | None = None) -> Detections:
        """Give all that is recognised in one picture; pictures come in order, with what `glance` said if asked."""
        found = self.glance(frame) if glanced is None else glanced
        if self._likely is not None:
            found = self._likely.judge(frame, found)
        if self._pose is not None:
            found = together(found, self._pose.see(frame.image, POSE_LEAST))
        things = {
            name: found if one is self._detector else one.see(frame.image)
            for name, one in self._plugged.items()
            if one.adapter.task == "detector"
        }
        # A new mapping each time: whoever asks for traits meanwhile, in another thread, reads the old one to its end.
        kept = list((self._things | {frame.number: things}).items())
        self._things = dict(kept[-KEPT:])
        others = [one for one in things.values() if one is not found]
        suspected = [self._suspicions.look(frame)] if self._suspicions is not None else []
        everything = joined([found, *others, *suspected])
        return everything.take(everything.scores >= self.settings.least)

    def _raw(self, image: Picture, least: float) -> Detections:
        found = self._detector.see(image, least)
        if isinstance(self._detector, Plugged):
            return found
        wanted = [
            found.classes.index(name) for name in self.settings.classes if name in found.classes
        ]
        return found.take(np.isin(found.labels, wanted))

    def traits(self, frame: Frame, tracks: Tracks) -> dict[str, Floats]:
        """Give how sure it is [n] that each person followed has each trait, 0 to 1; NaN where nobody can tell.

        Traits told by things take those found in that picture, or, where nobody looked at it, in the last one.
        """
        kept = self._things
        things = kept.get(frame.number, next(reversed(kept.values()), {}))
        people = np.array([name == PERSON for name in tracks.seen.names], bool)
        told: dict[str, Floats] = {}
        for name, one in self._plugged.items():
            trait = one.adapter.trait
            if trait is None:
                continue
            shares = np.full(len(tracks), np.nan)
            boxes = tracks.seen.boxes[people]
            if name in things:
                shares[people] = shares_of(things[name], trait, boxes)
            else:
                shares[people] = one.shares(frame.image, boxes)
            told[trait.name] = shares
        return told
