"""Rules about people themselves: who fell, and who lacks what should be worn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sightline.judge.kinds.base import Kind, both, unmeasured

if TYPE_CHECKING:
    from sightline.judge.claims import Claims
    from sightline.judge.intervals import Grades
    from sightline.judge.register import Register
    from sightline.judge.rules import Rule
    from sightline.judge.view import View
    from sightline.values import Floats, Whole

UPRIGHT = 1.5
"""A box at least so many times as high as wide is that of somebody upright."""
MEMORY = 0.1
"""How fast the height by width of somebody upright is learnt: this share of each picture."""


class Fall(Kind):
    """Who lies: the torso leans further than a limit; or, where no pose is known, the box collapsed.

    A pose is sure; a collapsed box is only a warning, since who sits down or is half hidden looks the same.
    """

    metric = False

    def __init__(self, rule: Rule, register: Register) -> None:
        """Add the column of how high by wide somebody is when upright."""
        super().__init__(rule, register)
        self.upright = self.column("upright")

    def look(self, view: View) -> Claims:
        """Compare the lean with the limit, and the box with what it was."""
        who = np.flatnonzero(view.of(self.rule.who))
        leans = view.moment.leans[who]
        shares = self._shares(view, who)
        limit, leave_by = self.limits["lean"], self.limits["leave_by"]
        grades, stays = (
            _graded(leans, bound, shares, self.limits["collapse"])
            for bound in (limit, limit - leave_by)
        )
        inside = self.within(view)[who] if self.rule.zones else np.full(len(who), 2, np.int8)
        return self.claims(view, who, both(grades, inside), both(stays, inside), (leans,) * 3)

    def _shares(self, view: View, who: Whole) -> Floats:
        """Give how high by wide each box is, as a share of what it was upright; NaN where that is unknown."""
        rows, aspects = view.rows[who], view.moment.aspects[who]
        column = self.register.columns[self.upright]
        known = column[rows]
        learnt = np.where(np.isnan(known), aspects, known + MEMORY * (aspects - known))
        column[rows] = np.where(aspects >= UPRIGHT, learnt, known)
        return np.where(aspects < 1.0, aspects, np.inf) / known


def _graded(leans: Floats, bound: float, shares: Floats, collapse: float) -> Grades:
    """Grade by the lean where it is known, else by the box, else unknown."""
    by_box = np.where(np.isnan(shares), -1, np.where(shares < collapse, 1, 0))
    return np.where(np.isnan(leans), by_box, np.where(leans > bound, 2, 0)).astype(np.int8)


class Missing(Kind):
    """Who lacks what a model looks for, such as a helmet: where the certainty that it is worn is below a limit."""

    metric = False

    def look(self, view: View) -> Claims:
        """Compare the trait with the limit; where nobody could tell it stays unknown."""
        who = np.flatnonzero(view.of(self.rule.who))
        (trait,) = self.rule.words["trait"]
        worn = view.moment.traits.get(trait, np.full(len(view.moment), np.nan))[who]
        least, leave_by = self.limits["least"], self.limits["leave_by"]
        grades, stays = (
            np.where(np.isnan(worn), -1, np.where(worn < bound, 2, 0)).astype(np.int8)
            for bound in (least, least + leave_by)
        )
        inside = self.within(view)[who] if self.rule.zones else np.full(len(who), 2, np.int8)
        ends = unmeasured(len(who))
        return self.claims(view, who, both(grades, inside), both(stays, inside), ends)
