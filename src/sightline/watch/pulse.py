"""How fast pictures go through: counted over the last seconds by a clock that is handed in."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 3.0


class Pulse:
    """Counts what passes.

    >>> ticks = iter([0.0, 0.1, 0.2, 0.3])
    >>> pulse = Pulse(lambda: next(ticks))
    >>> for _ in range(4):
    ...     pulse.beat()
    >>> round(pulse.rate, 3)
    10.0
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """Take the clock; it may begin anywhere and never goes back."""
        self._now = monotonic
        self._beats: deque[float] = deque()
        self.count = 0

    def beat(self) -> None:
        """Count one."""
        now = self._now()
        self._beats.append(now)
        self.count += 1
        while now - self._beats[0] > SECONDS:
            self._beats.popleft()

    @property
    def rate(self) -> float:
        """Give how many pass in a second, or 0 before there are two."""
        if len(self._beats) < 2:  # noqa: PLR2004 - one beat has no pace
            return 0.0
        return (len(self._beats) - 1) / max(self._beats[-1] - self._beats[0], 1e-9)
