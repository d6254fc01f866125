"""Give every picture its moment, from the source's own seconds and, where it is live, the receiving clock.

The moments of one source never go back: whoever follows and judges divides by the time between them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sightline.ingest.incidents import Incident, IncidentKind
from sightline.ingest.options import DAY, Limits

_LEAST = timedelta(milliseconds=1)
_SLEW = 0.002  # seconds a second: more than any quartz drifts, too little to bend a speed
_SHORTEST = 0.001
_FEW = 3.0  # times the usual distance: less than that is a slow camera, not a gap
_UNEVEN = 0.25  # pictures may be this much out of order without a clock being wrong


class Timeline:
    """The clock of one source.

    Recorded: the first picture is taken at ``start``, the others as many seconds later as the recording says.
    Live: the seconds of the stream place pictures between each other, so that a burst after a stall is not taken for
    haste, while the whole is drawn slowly to the receiving clock.

    >>> from datetime import UTC
    >>> clock = Timeline("gate", Limits(), datetime(2026, 4, 1, tzinfo=UTC))
    >>> [clock.place(s)[0].second for s in (5.0, 5.5, 6.0)]
    [0, 0, 1]
    >>> moment, told = clock.place(3.0)
    >>> moment.second, [str(one.kind) for one in told]
    (1, ['clock_back'])
    """

    def __init__(self, source: str, limits: Limits, start: datetime, rate: float = 0.0) -> None:
        """Begin at ``start``, with ``rate`` pictures a second where that is known."""
        self._source = source
        self._limits = limits
        self._start = start
        self._known = rate > 0
        self._usual = 1.0 / rate if rate > 0 else 0.1
        self._shift = 0.0
        self._seconds: float | None = None
        self._timed = False
        self._ahead = 0.0
        self.last: datetime | None = None

    def begin_again(self) -> None:
        """Forget the stream's own seconds: a new connection counts anew."""
        self._seconds = None

    def place(
        self, seconds: float | None, received: datetime | None = None
    ) -> tuple[datetime, list[Incident]]:
        """Give the picture's moment and what is odd about it."""
        now = None if received is None else (received - self._start).total_seconds()
        told, step = self._follow(seconds, now)
        if now is not None:
            told += self._draw(now, step)
        moment = self._start + timedelta(seconds=self._at())
        if self.last is not None:
            moment = max(moment, self.last + _LEAST)
        self.last = moment
        return moment, [self._incident(kind, size, moment) for kind, size in told]

    def _follow(
        self, seconds: float | None, now: float | None
    ) -> tuple[list[tuple[IncidentKind, float]], float]:
        """Go to the picture's own second; give what is odd and how many seconds went by."""
        last, timed = self._seconds, self._timed
        self._timed = seconds is not None
        if last is None:
            self._seconds = seconds or 0.0
            self._shift = (0.0 if now is None else now + self._ahead) - self._seconds
            return [], 0.0
        step = self._usual if seconds is None or not timed else seconds - last
        self._seconds = last + self._usual if seconds is None else seconds
        self._shift += step - (self._seconds - last)
        if step < -_UNEVEN or step > DAY:
            self._shift += self._usual - step
            kind = IncidentKind.CLOCK_BACK if step < 0 else IncidentKind.CLOCK_JUMP
            return [(kind, abs(step))], self._usual
        usual = self._usual if self._known else max(step, _SHORTEST)
        self._usual, self._known = (
            usual + 0.1 * (min(max(step, _SHORTEST), 2 * usual) - usual),
            True,
        )
        if step > max(self._limits.gap, _FEW * usual):
            return [(IncidentKind.GAP, step)], step
        return [], max(step, 0.0)

    def _draw(self, now: float, step: float) -> list[tuple[IncidentKind, float]]:
        """Draw towards the receiving clock, unless that clock itself was moved."""
        late = now + self._ahead - self._at()
        if late < -self._limits.clock:
            self._ahead -= late
            return [(IncidentKind.CLOCK_BACK, -late)]
        if late > self._limits.clock:
            taken = min(self._ahead, late)
            self._ahead -= taken
            self._shift += late - taken
            return [(IncidentKind.CLOCK_JUMP, late)]
        most = _SLEW * step
        self._shift += min(max(late, -most), most)
        return []

    def _at(self) -> float:
        return (self._seconds or 0.0) + self._shift

    def _incident(self, kind: IncidentKind, seconds: float, at: datetime) -> Incident:
        return Incident(kind, at, self._source, seconds)
