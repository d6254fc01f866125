"""Rules about areas: who is in them, who stays in them, how many are in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sightline.judge.claims import CERTAIN, NOBODY, POSSIBLE, Claims, subject
from sightline.judge.intervals import beyond, nearness
from sightline.judge.kinds.base import Kind, below, centre, joined
from sightline.judge.shapes import area

if TYPE_CHECKING:
    from sightline.judge.rules import Zone
    from sightline.judge.view import View


class Intrusion(Kind):
    """Whose foot point is in a zone; staying there too long is the same with a longer time to hold."""

    def look(self, view: View) -> Claims:
        """Compare the signed distance to the edge with zero."""
        return joined([self._zone(view, place, zone) for place, zone in enumerate(self.rule.zones)])

    def _zone(self, view: View, place: int, zone: Zone) -> Claims:
        who = np.flatnonzero(view.of(self.rule.who))
        low, value, high = (one[who] for one in view.depth(zone))
        grades, stays = below((low, value, high), 0.0, self.limits["leave_by"])
        keys = subject(place, view.moment.ids[who])
        return Claims(keys, grades, stays, low, value, high, view.moment.places[who])


class Crowding(Kind):
    """How many are in a zone, or on each square metre of it: surely those surely inside, perhaps also the others."""

    def look(self, view: View) -> Claims:
        """Count who is surely and who is perhaps inside."""
        return joined([self._zone(view, place, zone) for place, zone in enumerate(self.rule.zones)])

    def _zone(self, view: View, place: int, zone: Zone) -> Claims:
        who = view.of(self.rule.who)
        low, value, high = view.depth(zone)
        where = nearness(low, high, 0.0)
        counts = [
            (who & (where == CERTAIN)).sum(),
            (who & (value < 0)).sum(),
            (who & (where >= POSSIBLE)).sum(),
        ]
        worth = 1.0 if "people" in self.limits else 1.0 / area(zone.polygon)
        ends = tuple(np.array([count * worth]) for count in counts)
        limit = self.limits.get("people", self.limits.get("density", 0.0)) - _REACHED * worth
        less = limit - self.limits["leave_by"]
        grades, stays = (beyond(ends[0], ends[2], bound) for bound in (limit, less))
        key = np.array([subject(place, NOBODY)])
        middle = centre(view.moment.places[who & (where >= POSSIBLE)])
        return Claims(key, grades, stays, ends[0], ends[1], ends[2], middle)


_REACHED = 0.5
"""A limit of seven people is reached by seven."""
