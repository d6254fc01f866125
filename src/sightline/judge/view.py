"""One moment as rules look at it: what several rules ask is worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sightline.judge.intervals import K95
from sightline.judge.shapes import depth, spread
from sightline.values import Flags, Floats, Moment, Whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sightline.judge.register import Register
    from sightline.judge.rules import Zone

Ends = tuple[Floats, Floats, Floats]
TRAIL = 16
SPACING = 0.1
"""A trail holds so many places of a track, at least so many seconds apart."""
SHORTEST, LONGEST = 0.25, 1.5
"""A velocity is taken over a time of so many windows at least and at most."""
_TINY = 1e-9


def trails(register: Register) -> None:
    """Add the columns that remember where every track was."""
    register.column("trail.next", 0.0)
    for name in ("t", "x", "y", "xx", "xy", "yy"):
        register.column(f"trail.{name}", np.nan, TRAIL)


class View:
    """A moment with the rows of its tracks in the register, and the seconds watched so far."""

    def __init__(
        self,
        moment: Moment,
        register: Register,
        rows: NDArray[np.intp],
        clock: float,
        passed: float,
    ) -> None:
        """Look at a moment, so many seconds after the last."""
        self.passed = passed
        self.moment, self.register, self.rows, self.clock = moment, register, rows, clock
        self._masks: dict[frozenset[str], Flags] = {}
        self._depths: dict[str, Ends] = {}
        self._pairs: dict[tuple[frozenset[str], frozenset[str]], Pairs] = {}
        self._motions: dict[float, tuple[Floats, Floats]] = {}

    def of(self, names: frozenset[str]) -> Flags:
        """Tell which tracks are of these classes."""
        if names not in self._masks:
            found = [kind in names for kind in self.moment.kinds]
            self._masks[names] = np.array(found, np.bool_)
        return self._masks[names]

    def depth(self, zone: Zone) -> Ends:
        """Give low, value, high of the signed distance to a zone's edge (m), negative inside."""
        if zone.id not in self._depths:
            value, across = depth(self.moment.places, zone.polygon)
            reach = K95 * spread(self.moment.covariances, across)
            self._depths[zone.id] = value - reach, value, value + reach
        return self._depths[zone.id]

    def pairs(self, who: frozenset[str], near: frozenset[str]) -> Pairs:
        """Give the distances of all pairs of two groups of classes, each pair once."""
        if (who, near) not in self._pairs:
            self._pairs[who, near] = pairs(self.moment, self.of(who), self.of(near))
        return self._pairs[who, near]

    def remember(self) -> None:
        """Add the places of this moment to the trails."""
        columns, rows = self.register.columns, self.rows
        slot = columns["trail.next"][rows].astype(np.intp)
        last = columns["trail.t"][rows, slot - 1]
        known = np.isfinite(self.moment.places).all(axis=1)
        due = known & ~(self.clock - last < SPACING - 1e-6)
        rows, slot = rows[due], slot[due]
        spreads = self.moment.covariances[due]
        told = (
            ("x", self.moment.places[due, 0]), ("y", self.moment.places[due, 1]),
            ("xx", spreads[:, 0, 0]), ("xy", spreads[:, 0, 1]), ("yy", spreads[:, 1, 1]),
        )  # fmt: skip
        columns["trail.t"][rows, slot] = self.clock
        for name, values in told:
            columns[f"trail.{name}"][rows, slot] = values
        columns["trail.next"][rows] = (slot + 1) % TRAIL

    def motion(self, window: float) -> tuple[Floats, Floats]:
        """Give velocities [n, 2] (m/s) over about a window (s) and their covariances; NaN where too little is known.

        Errors of two places are taken as independent and nothing is gained from those between: rather too wide.
        """
        if window not in self._motions:
            self._motions[window] = self._motion(window)
        return self._motions[window]

    def _motion(self, window: float) -> tuple[Floats, Floats]:
        rows = np.arange(len(self.rows))
        held = {name: self.register.columns[f"trail.{name}"][self.rows] for name in _TRAILS}
        ages = self.clock - held["t"]
        fits = (ages >= SHORTEST * window) & (ages <= LONGEST * window)
        best = np.argmin(np.where(fits, np.abs(ages - window), np.inf), axis=1)
        age = np.where(fits[rows, best], ages[rows, best], np.nan)
        then = np.stack([held["x"][rows, best], held["y"][rows, best]], axis=1)
        spreads = np.stack([held[name][rows, best] for name in ("xx", "xy", "xy", "yy")], axis=1)
        velocity = (self.moment.places - then) / age[:, None]
        both = (self.moment.covariances + spreads.reshape(-1, 2, 2)) / (age**2)[:, None, None]
        return velocity, both


_TRAILS = ("t", "x", "y", "xx", "xy", "yy")


class Pairs:
    """Distances of pairs: the places of both in the moment, and low, value, high in metres."""

    def __init__(self, first: Whole, second: Whole, value: Floats, sigma: Floats) -> None:
        """Keep the indexes [m] of both and the distances [m]."""
        self.first, self.second, self.value, self.reach = first, second, value, K95 * sigma

    def ends(self, less: Floats | float = 0.0) -> Ends:
        """Give low, value, high, each less what the second sticks out; never below zero."""
        value = np.maximum(self.value - less, 0.0)
        return np.maximum(value - self.reach, 0.0), value, value + self.reach


def pairs(moment: Moment, who: Flags, near: Flags) -> Pairs:
    """Give the distances between those of two masks, each pair once and nobody with himself."""
    first, second = (np.asarray(one) for one in np.nonzero(who[:, None] & near[None, :]))
    twice = near[first] & who[second] & (first >= second)
    first, second = first[~twice], second[~twice]
    gap = moment.places[first] - moment.places[second]
    value = np.hypot(gap[:, 0], gap[:, 1])
    along = np.where(
        value[:, None] > _TINY, gap / np.maximum(value, _TINY)[:, None], np.array([1.0, 0.0])
    )
    return Pairs(
        first, second, value,
        spread(moment.covariances[first] + moment.covariances[second], along)
        + 0.0 * value,  # an unknown place leaves the distance unknown
    )  # fmt: skip
