"""Crossing a line in a direction: once the foot point surely is on the other side, and went through the line itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sightline.judge.claims import Claims, subject
from sightline.judge.incidents import STEP, WALK
from sightline.judge.intervals import K95
from sightline.judge.kinds.base import Kind, joined
from sightline.judge.shapes import spread

if TYPE_CHECKING:
    from sightline.judge.register import Register
    from sightline.judge.rules import Line, Rule
    from sightline.judge.view import View
    from sightline.values import Flags, Floats, Whole

DIRECTIONS = {"left-to-right": (True, False), "right-to-left": (False, True), "both": (True, True)}
HELD = 2.0
"""For so many seconds, or the pictures of ``hits``, a sure crossing is told of; then the new side is one's own."""


class Crossing(Kind):
    """Who went over a line.

    Each track has a side it comes from, of which it was sure. On the other side by its value it has perhaps crossed;
    once its whole interval lies there it surely has. Going back before that is no crossing. Who was never surely on
    the first side, or took it over from a track that was lost just there, has only perhaps crossed.
    """

    def __init__(self, rule: Rule, register: Register) -> None:
        """Add for every line: the side, where it was, whether it went through, and since when it is sure."""
        super().__init__(rule, register)
        names = ("side", "from", "x", "y", "through", "sure")
        self.names = [
            {name: self.column(f"{place}/{name}") for name in names}
            for place in range(len(rule.lines))
        ]
        (direction,) = rule.words["direction"]
        self.rightward, self.leftward = DIRECTIONS[direction]

    def look(self, view: View) -> Claims:
        """Look at every line."""
        found = zip(self.names, self.rule.lines, strict=True)
        return joined([self._line(view, place, *one) for place, one in enumerate(found)])

    def _line(self, view: View, place: int, names: dict[str, str], line: Line) -> Claims:
        who = np.flatnonzero(view.of(self.rule.who))
        places, rows = view.moment.places[who], view.rows[who]
        held = {name: self.register.columns[full][rows] for name, full in names.items()}
        start, end = np.array(line.start), np.array(line.end)
        along = (end - start) / np.hypot(*(end - start))
        across = np.array([-along[1], along[0]])  # to the left of one who looks from start to end
        value = (places - start) @ across
        directions = np.broadcast_to(across, (len(who), 2))
        reach = K95 * spread(view.moment.covariances[who], directions)
        known = np.isfinite(value) & np.isfinite(reach)
        self._inherit(view, held, names, (places, np.sign(value)))
        grades = self._walk(view, held, np.stack([value, reach], axis=1), (places, line))
        for name, full in names.items():
            self.register.columns[full][rows] = held[name]
        found = np.where(known, grades, -1).astype(np.int8)
        keys = subject(place, view.moment.ids[who])
        return Claims(keys, found, found, value - reach, value, value + reach, places)

    def _inherit(
        self, view: View, held: dict[str, Floats], names: dict[str, str], now: tuple[Floats, Floats]
    ) -> None:
        """Give new tracks the side of the nearest track that was lost just there on the other side."""
        columns, seen = self.register.columns, self.register.columns["seen"]
        side = columns[names["side"]]
        grace = self.rule.timing.grace
        recent = (self.register.ids >= 0) & (seen < view.clock) & (seen >= view.clock - grace)
        lost = np.flatnonzero(recent & np.isfinite(side))
        new = np.isnan(held["side"]) & np.isfinite(now[1]) & (now[1] != 0)
        for one in np.flatnonzero(new).tolist() if len(lost) else ():
            gaps = now[0][one] - np.stack(
                [columns[names["x"]][lost], columns[names["y"]][lost]], axis=1
            )
            far = np.hypot(gaps[:, 0], gaps[:, 1])
            fits = (far <= STEP + WALK * (view.clock - seen[lost])) & (side[lost] == -now[1][one])
            if fits.any():
                row = lost[np.argmin(np.where(fits, far, np.inf))]
                for name in ("side", "x", "y"):
                    held[name][one] = columns[names[name]][row]
                held["from"][one] = 0.0
                side[row] = np.nan

    def _walk(
        self, view: View, held: dict[str, Floats], across: Floats, where: tuple[Floats, Line]
    ) -> Whole:
        """Bring forward what is remembered of each track; give its grade."""
        places, line = where
        value, reach = across[:, 0], across[:, 1]
        side, surely = np.sign(value), np.abs(value) > reach
        known = np.isfinite(value) & (side != 0)
        over = known & np.isfinite(held["side"]) & (side != held["side"])
        fresh = over & np.isnan(held["through"])
        went = _through(np.stack([held["x"], held["y"]], axis=1), places, line)
        held["through"] = np.where(fresh, went, np.where(over | ~known, held["through"], np.nan))
        held["sure"] = np.where(
            over & surely & np.isnan(held["sure"]), view.clock, np.where(over, held["sure"], np.nan)
        )
        held_for = max(HELD, self.rule.timing.hits[1] * view.passed)
        done = over & (view.clock - held["sure"] > held_for)
        certain = np.isfinite(held["sure"]) & (held["from"] == 1.0)
        grade = np.where(over & (held["through"] == 1.0), 1 + certain, 0)
        wanted = np.where(side < 0, self.rightward, self.leftward)
        settled = (known & ~over & (surely | np.isnan(held["side"]))) | done
        _settle(held, settled, side)
        held["from"] = np.where(settled, surely, held["from"])
        close = known & ~over  # where it was last on the side it comes from
        held["x"] = np.where(close | done, places[:, 0], held["x"])
        held["y"] = np.where(close | done, places[:, 1], held["y"])
        return np.where(wanted & ~done, grade, 0)


def _settle(held: dict[str, Floats], which: Flags, side: Floats) -> None:
    held["side"] = np.where(which, side, held["side"])
    held["through"] = np.where(which, np.nan, held["through"])
    held["sure"] = np.where(which, np.nan, held["sure"])


def _through(before: Floats, after: Floats, line: Line) -> Floats:
    """Tell (1 or 0) whether the way from before to after meets the line between its ends."""
    start = np.array(line.start)
    along = np.array(line.end) - start
    way = after - before
    cross = along[0] * way[:, 1] - along[1] * way[:, 0]
    gap = before - start
    share = (gap[:, 0] * way[:, 1] - gap[:, 1] * way[:, 0]) / np.where(cross == 0, np.nan, cross)
    return np.where((share >= 0) & (share <= 1), 1.0, 0.0)
