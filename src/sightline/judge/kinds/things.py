"""Rules about things: left behind by everybody, or taken from where they stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sightline.judge.claims import Claims, subject
from sightline.judge.intervals import K95, beyond
from sightline.judge.kinds.base import Kind, both, unmeasured
from sightline.judge.kinds.distances import widest

if TYPE_CHECKING:
    from sightline.judge.register import Register
    from sightline.judge.rules import Rule
    from sightline.judge.view import Ends, View
    from sightline.values import Flags, Floats, Whole

SETTLED = 1.0
"""A thing stands once it has not moved for so many seconds."""
COVERED = 0.3
"""A thing that is not seen may stand behind what now covers so much of where it was."""


class Standing(Kind):
    """Remembers where a thing stands, since when, and its box."""

    def __init__(self, rule: Rule, register: Register) -> None:
        """Add the columns of where it stands."""
        super().__init__(rule, register)
        names = ("x", "y", "since", "x1", "y1", "x2", "y2")
        self.names = {name: self.column(name) for name in names}

    def stand(self, view: View, who: Whole) -> Floats:
        """Bring forward where things stand; give for how many seconds they have, NaN where unknown."""
        rows, places = view.rows[who], view.moment.places[who]
        columns = {name: self.register.columns[full] for name, full in self.names.items()}
        moved = np.hypot(places[:, 0] - columns["x"][rows], places[:, 1] - columns["y"][rows])
        reach = K95 * widest(view.moment.covariances[who])
        known = np.isfinite(places).all(axis=1)
        stays = moved - reach <= self.limits["still"]
        anew = rows[known & ~stays]
        columns["x"][anew], columns["y"][anew] = places[known & ~stays].T
        columns["since"][anew] = view.clock
        corners = view.moment.boxes[who]
        for place, name in enumerate(("x1", "y1", "x2", "y2")):
            columns[name][rows] = corners[:, place]
        return np.where(known, view.clock - columns["since"][rows], np.nan)


class LeftObject(Standing):
    """Which thing stands still with nobody near enough to own it."""

    def look(self, view: View) -> Claims:
        """Compare the distance of the nearest owner with the limit, for things that stand."""
        who = np.flatnonzero(view.of(self.rule.who))
        stood = self.stand(view, who)
        ends, doubtful = self._alone(view, who)
        grades = beyond(ends[0], ends[2], self.limits["owner"])
        grades = np.where(doubtful & (grades > 1), 1, grades)
        standing = np.where(np.isnan(stood), -1, np.where(stood >= SETTLED, 2, 0)).astype(np.int8)
        found = both(both(grades, standing), self.within(view)[who])
        return self.claims(view, who, found, found, ends)

    def _alone(self, view: View, who: Whole) -> tuple[Ends, Flags]:
        """Give the distance to the nearest owner, infinite without any; and who may have one of unknown place."""
        owners = view.pairs(self.rule.who, self.rule.near)
        count = len(view.moment)
        low, value, high = (np.full(count, np.inf) for _ in range(3))
        doubtful = np.zeros(count, np.bool_)
        for least, ends in zip((low, value, high), owners.ends(), strict=True):
            np.fmin.at(least, owners.first, ends)
        doubtful[owners.first[np.isnan(owners.value)]] = True
        return (low[who], value[who], high[who]), doubtful[who]


class RemovedObject(Standing):
    """Which thing that stood for long enough is no longer where it stood, though nothing covers the place."""

    def look(self, view: View) -> Claims:
        """Look for things that stood and are not seen."""
        who = np.flatnonzero(view.of(self.rule.who))
        self.stand(view, who)
        columns = {name: self.register.columns[full] for name, full in self.names.items()}
        seen = self.register.columns["seen"]
        stood = seen - columns["since"] >= self.limits["present"]
        missing = np.flatnonzero((self.register.ids >= 0) & stood & (seen < view.clock))
        places = np.stack([columns["x"][missing], columns["y"][missing]], axis=1)
        held = np.stack([columns[name][missing] for name in ("x1", "y1", "x2", "y2")], axis=1)
        grades = np.where(_covered(held, view.moment.boxes), -1, 1).astype(np.int8)
        grades[self._back(places, view.moment.places[who])] = 0
        keys = subject(0, np.concatenate([self.register.ids[missing], view.moment.ids[who]]))
        all_places = np.concatenate([places, view.moment.places[who]])
        found = np.concatenate([grades, np.zeros(len(who), np.int8)])
        return Claims(keys, found, found, *unmeasured(len(keys)), all_places)

    def _back(self, places: Floats, now: Floats) -> Flags:
        """Tell where a thing of the same kind stands again."""
        if not len(now):
            return np.zeros(len(places), np.bool_)
        gaps = np.hypot(*(places[:, None] - now[None]).transpose(2, 0, 1))
        return np.asarray((gaps <= self.limits["still"]).any(axis=1))


def _covered(held: Floats, boxes: Floats) -> Flags:
    """Tell which boxes [m, 4] are covered to a good part by one of others [n, 4]."""
    if not len(boxes):
        return np.zeros(len(held), np.bool_)
    corner = np.maximum(held[:, None, :2], boxes[None, :, :2])
    other = np.minimum(held[:, None, 2:], boxes[None, :, 2:])
    shared = np.prod(np.maximum(other - corner, 0), axis=2)
    whole = np.prod(held[:, 2:] - held[:, :2], axis=1)
    return np.asarray((shared >= COVERED * whole[:, None]).any(axis=1))
