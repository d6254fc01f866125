"""How long and how often a subject has shown what a rule looks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sightline.judge.claims import Tick
    from sightline.judge.events import Event
    from sightline.judge.rules import Timing

SHORTEST_PAUSE = 0.5
"""Before it opens an incident may be seen not to hold for so many seconds, or half of its time to hold, and goes on."""
SLACK = 1e-6
"""Times that differ by less are the same."""


@dataclass(slots=True)
class Run:
    """How long one level has been holding."""

    bits: int = 0
    begun: float | None = None
    begun_at: str = ""
    last: float = 0.0

    def mark(self, tick: Tick, timing: Timing, *, hit: bool) -> None:
        """Note a picture that shows it, or one that shows it is not so; what is not seen is not noted.

        Seen otherwise it ends after a pause, not seen at all after the grace.
        """
        gap = tick.clock - self.last
        self.bits = ((self.bits << 1) | hit) & ((1 << timing.hits[1]) - 1)
        if hit:
            if self.begun is None or gap > max(timing.grace, tick.passed) + SLACK:
                self.begun, self.begun_at = tick.clock, tick.at.isoformat()
            self.last = tick.clock
        elif gap > min(timing.grace, max(timing.hold / 2, SHORTEST_PAUSE)) + SLACK:
            self.begun = None

    def ready(self, clock: float, timing: Timing) -> bool:
        """Tell whether it has been shown often and long enough."""
        if self.begun is None or self.bits.bit_count() < timing.hits[0]:
            return False
        return clock - self.begun >= timing.hold - SLACK


@dataclass(slots=True)
class Progress:
    """What is known of one subject: both levels, the incident open now, and until when it stays quiet after one."""

    possible: Run = field(default_factory=Run)
    certain: Run = field(default_factory=Run)
    event: Event | None = None
    last_in: float = 0.0
    last_seen: float = 0.0
    place: tuple[float, float] | None = None
    quiet_until: float = -1.0
    quiet_level: int = 0
    tracks: tuple[int, ...] = ()
