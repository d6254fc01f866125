"""The kinds of rule, by the word that rule files use."""

from __future__ import annotations

from sightline.judge.kinds.areas import Crowding, Intrusion
from sightline.judge.kinds.base import Kind
from sightline.judge.kinds.crossing import Crossing
from sightline.judge.kinds.distances import Clearance, Proximity
from sightline.judge.kinds.motion import Speed, WrongWay
from sightline.judge.kinds.people import Fall, Missing
from sightline.judge.kinds.pictures import Suspected, Tampering
from sightline.judge.kinds.things import LeftObject, RemovedObject

KINDS: dict[str, type[Kind]] = {
    "intrusion": Intrusion,
    "loitering": Intrusion,
    "crossing": Crossing,
    "crowding": Crowding,
    "proximity": Proximity,
    "clearance": Clearance,
    "speed": Speed,
    "wrong-way": WrongWay,
    "left-object": LeftObject,
    "removed-object": RemovedObject,
    "fall": Fall,
    "missing": Missing,
    "suspected": Suspected,
    "tampering": Tampering,
}

__all__ = ["KINDS", "Kind"]
