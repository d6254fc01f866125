"""Rules about how something moves: too fast, or against the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sightline.judge.claims import Claims, subject
from sightline.judge.intervals import K95
from sightline.judge.kinds.base import Kind, above, both, joined
from sightline.judge.shapes import spread
from sightline.judge.view import SHORTEST

if TYPE_CHECKING:
    from sightline.judge.rules import Line
    from sightline.judge.view import View


class Moving(Kind):
    """What judges velocities: any tells of at least SHORTEST of the rule's window."""

    @property
    def covers(self) -> float:
        """Give the shortest time over which a velocity is taken."""
        return SHORTEST * self.limits["window"]


class Speed(Moving):
    """Who is faster than a limit, over about the window of the rule."""

    def look(self, view: View) -> Claims:
        """Compare the length of the velocity with the limit."""
        who = np.flatnonzero(view.of(self.rule.who))
        velocities, covariances = (one[who] for one in view.motion(self.limits["window"]))
        value = np.hypot(velocities[:, 0], velocities[:, 1])
        along = velocities / np.maximum(value, 1e-9)[:, None]
        reach = K95 * spread(covariances, along)
        ends = np.maximum(value - reach, 0.0), value, value + reach
        grades, stays = above(ends, self.limits["faster"], self.limits["leave_by"])
        inside = self.within(view)[who]
        return self.claims(view, who, both(grades, inside), both(stays, inside), ends)


class WrongWay(Moving):
    """Who moves against the way of a line, from its start to its end, faster than a limit."""

    def look(self, view: View) -> Claims:
        """Compare the part of the velocity against the line with the limit."""
        return joined([self._line(view, place, line) for place, line in enumerate(self.rule.lines)])

    def _line(self, view: View, place: int, line: Line) -> Claims:
        who = np.flatnonzero(view.of(self.rule.who))
        velocities, covariances = (one[who] for one in view.motion(self.limits["window"]))
        way = np.array(line.end) - np.array(line.start)
        against = np.broadcast_to(-way / np.hypot(*way), (len(who), 2))
        value = (velocities * against).sum(axis=1)
        reach = K95 * spread(covariances, against)
        ends = value - reach, value, value + reach
        grades, stays = above(ends, self.limits["faster"], self.limits["leave_by"])
        inside = self.within(view)[who]
        keys = subject(place, view.moment.ids[who])
        places = view.moment.places[who]
        return Claims(keys, both(grades, inside), both(stays, inside), *ends, places)
