"""From what is recognised in one picture to what happens: follow, measure, judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from sightline.judge import Event, Judge
from sightline.measure import as_seen
from sightline.recognise.pose import leans
from sightline.site.guesses import Guesses
from sightline.track import Tracker, TrackSettings
from sightline.values import CameraState, Detections, Floats, Moment, Picture, Tracks

if TYPE_CHECKING:
    from sightline.measure import Placed
    from sightline.site.reading import Site

#: States in which the picture tells nothing of the place.
BLIND = frozenset({CameraState.LOST, CameraState.FROZEN, CameraState.COVERED})

#: NanoDet's scores run lower than those of the detector that BoT-SORT's constants were made for: people are sure from
#: 0.5 on. Who is missed for a moment is thought to go on for 0.3 s, lest two who are near each other are seldom seen
#: both; who comes back within 2 s is known again. Found on the scripted scenes kept for design, not on the recordings
#: that figures are reported of.
SURE = {"high": 0.5, "new": 0.6, "memory": "2 s", "guessed": "0.3 s"}


@dataclass(frozen=True, slots=True)
class Look:
    """What was recognised in one picture, when, and how the camera was.

    ``traits`` are shares of certainty by name, one for each detection, NaN where nobody could tell. ``shift`` is the
    camera's motion since the picture before as a 2×3 affine in pixels, or None; ``image`` serves appearance only.
    ``tell`` gives more traits [n] of those who are followed, by models that look at each of them. ``stand`` places
    boxes by a pair of cameras; ``absent`` names what is missing at this moment alone.
    """

    at: datetime
    number: int
    detections: Detections
    state: CameraState = CameraState.SEEING
    traits: Mapping[str, Floats] = field(default_factory=dict)
    shift: Floats | None = None
    image: Picture | None = None
    tell: Callable[[Tracks], Mapping[str, Floats]] | None = None
    stand: Callable[[Floats], Placed] | None = None
    absent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """What one picture came to: who is followed, where each stands, and what happened."""

    tracks: Tracks
    placed: Placed
    moment: Moment
    events: tuple[Event, ...]


class Chain:
    """Follows, measures and judges at one site; told the time by every look, it has no clock."""

    def __init__(self, site: Site, absent: frozenset[str] = frozenset()) -> None:
        """Begin with nobody followed; `absent` names the models that are not installed.

        A camera that is not calibrated has no metres: that is absent as well.
        """
        self.site = site
        bare = site.camera.ground is None and site.camera.stereo is None
        self.absent = absent | (frozenset({"metres"}) if bare else frozenset())
        self.settings = TrackSettings.read({**SURE, **site.track}, f"{site.document.file}:track")
        self.tracker = Tracker(self.settings)
        self.guesses = Guesses()
        self.judge = Judge(site.rules, site.layout)

    def step(self, look: Look) -> Step:
        """Take one picture in; pictures come in order."""
        seen = Detections.none(look.detections.classes) if look.state in BLIND else look.detections
        tracks = self.tracker.update(seen, look.at, look.shift, look.image)
        tracks = _nobody(tracks) if look.state in BLIND else self.guesses.believed(tracks)
        placed = self._placed(as_seen(tracks, seen), tracks, look)
        moment = Moment(
            at=look.at,
            number=look.number,
            camera=self.site.camera.id,
            ids=tracks.ids,
            kinds=tracks.seen.names,
            boxes=tracks.seen.boxes,
            scores=tracks.seen.scores,
            places=placed.xy,
            covariances=placed.covariance,
            heights=placed.heights,
            leans=leans(tracks.seen.keypoints, len(tracks)),
            traits=_traits(look, tracks),
            state=look.state,
            absent=self.absent | look.absent,
        )
        return Step(tracks, placed, moment, self.judge.step(moment))

    def _placed(self, boxes: Floats, tracks: Tracks, look: Look) -> Placed:
        """Place those followed: on the calibrated ground, else before the pair of cameras."""
        if self.site.camera.ground is None and look.stand is not None:
            return look.stand(boxes)
        return self.site.camera.stand(boxes, tracks.seen.names, look.state)

    def forget(self) -> None:
        """Follow nobody any more: the picture has changed its size or the camera was turned."""
        self.tracker.reset()

    def snapshot(self) -> dict[str, Any]:
        """Give what must outlive a restart, fit for JSON: the incidents that are open."""
        return {"judge": self.judge.snapshot(), "next_id": self.tracker.next_id}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Go on with what `snapshot` gave."""
        self.judge.restore(kept["judge"])
        self.tracker = Tracker(self.settings, first=int(kept["next_id"]))


def _nobody(tracks: Tracks) -> Tracks:
    """Leave out even those of whom it is thought where they go on."""
    none = np.zeros(0, np.int64)
    return Tracks(none, tracks.seen.take(none), none)


def _traits(look: Look, tracks: Tracks) -> dict[str, Floats]:
    """Give every trait of those who are followed."""
    found = {name: _carried(shares, tracks) for name, shares in look.traits.items()}
    return found | dict(look.tell(tracks) if look.tell is not None else {})


def _carried(shares: Floats, tracks: Tracks) -> Floats:
    """Carry the shares of detections over to the tracks they were seen as; NaN where a track was guessed."""
    if not len(shares):
        return np.full(len(tracks), np.nan)
    return np.where(tracks.sources >= 0, shares[tracks.sources], np.nan)
