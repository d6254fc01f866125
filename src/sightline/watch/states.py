"""What state a camera is in by what happened to its source, and by whether its view still is the reference's."""

from __future__ import annotations

from sightline.ingest import IncidentKind
from sightline.values import CameraState

BEGINS = {
    IncidentKind.LOST: CameraState.LOST,
    IncidentKind.FROZEN: CameraState.FROZEN,
    IncidentKind.COVERED: CameraState.COVERED,
}
ENDS = {
    IncidentKind.BACK: CameraState.LOST,
    IncidentKind.MOVING: CameraState.FROZEN,
    IncidentKind.UNCOVERED: CameraState.COVERED,
}
#: What is told when several hold: the first of these.
GRAVEST = (CameraState.LOST, CameraState.COVERED, CameraState.FROZEN, CameraState.MOVED)


class States:
    """Which states hold.

    >>> states = States()
    >>> states.hear(IncidentKind.FROZEN)
    >>> states.hear(IncidentKind.LOST)
    >>> states.now.value
    'lost'
    >>> states.hear(IncidentKind.BACK)
    >>> states.now.value
    'frozen'
    """

    def __init__(self) -> None:
        """Begin with a camera that sees."""
        self._holding: set[CameraState] = set()

    def hear(self, kind: IncidentKind) -> None:
        """Take in what happened to the source."""
        if kind in BEGINS:
            self._holding.add(BEGINS[kind])
        if kind in ENDS:
            self._holding.discard(ENDS[kind])

    def turned(self, *, away: bool) -> None:
        """Take in whether the view, or the picture's size, is another than the calibration was made in."""
        (self._holding.add if away else self._holding.discard)(CameraState.MOVED)

    @property
    def now(self) -> CameraState:
        """Give the gravest that holds."""
        return next((one for one in GRAVEST if one in self._holding), CameraState.SEEING)
