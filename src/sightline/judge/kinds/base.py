"""What all kinds of rule share: a rule, columns of their own, and how claims are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sightline.judge.claims import Claims, subject
from sightline.judge.intervals import Grades, beyond, nearness

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from sightline.judge.register import Register
    from sightline.judge.rules import Rule
    from sightline.judge.view import Ends, View
    from sightline.values import Floats, Whole


class Kind:
    """One rule at work: it looks at every moment and says who is how near to its limit."""

    metric: ClassVar[bool] = True
    """Whether it needs places in metres: such a rule is not judged while the camera is moved."""
    needs: ClassVar[tuple[str, ...]] = ()
    """Models without which it is unavailable."""
    blind: ClassVar[bool] = False
    """Whether it is judged even while the camera sees nothing."""

    def __init__(self, rule: Rule, register: Register) -> None:
        """Begin to watch; add the columns it remembers by."""
        self.rule, self.register = rule, register
        self.limits = rule.limits

    @property
    def covers(self) -> float:
        """Give for how many seconds before a picture what it claims surely held already."""
        return 0.0

    def look(self, view: View) -> Claims:
        """Say who is how near to the limit."""
        raise NotImplementedError

    def column(self, name: str, fill: float = np.nan) -> str:
        """Add a column of this rule; give its name in the register."""
        full = f"{self.rule.id}/{name}"
        self.register.column(full, fill)
        return full

    def within(self, view: View) -> Grades:
        """Tell who is in one of the rule's zones; everybody is where it names none."""
        if not self.rule.zones:
            return np.full(len(view.moment), 2, np.int8)
        found = [nearness(low, high, 0.0) for low, _value, high in map(view.depth, self.rule.zones)]
        return np.asarray(np.max(np.stack(found), axis=0), np.int8)

    def claims(self, view: View, who: Whole, grades: Grades, stays: Grades, ends: Ends) -> Claims:
        """Put together claims of single tracks, given by their places in the moment."""
        keys = subject(0, view.moment.ids[who])
        return Claims(keys, grades, stays, *ends, view.moment.places[who])


def both(first: Grades, second: Grades) -> Grades:
    """Join two conditions: one that is not met decides, else one that is unknown, else the weaker.

    >>> both(np.array([2, 2, 0, 1], np.int8), np.array([1, -1, -1, 2], np.int8)).tolist()
    [1, -1, 0, 1]
    """
    least = np.minimum(first, second)
    return np.where((first == 0) | (second == 0), np.int8(0), least).astype(np.int8)


def below(ends: Ends, limit: ArrayLike, leave_by: float) -> tuple[Grades, Grades]:
    """Give who is below a limit, and who is below what it takes to leave."""
    bound = np.asarray(limit, np.float64)
    return nearness(ends[0], ends[2], bound), nearness(ends[0], ends[2], bound + leave_by)


def above(ends: Ends, limit: ArrayLike, leave_by: float) -> tuple[Grades, Grades]:
    """Give who is above a limit, and who is above what it takes to leave."""
    bound = np.asarray(limit, np.float64)
    return beyond(ends[0], ends[2], bound), beyond(ends[0], ends[2], bound - leave_by)


def joined(parts: list[Claims]) -> Claims:
    """Put claims of several places one after the other."""
    if len(parts) == 1:
        return parts[0]
    return Claims(
        *(np.concatenate([getattr(one, name) for one in parts]) for name in Claims.__slots__)
    )


def nothing() -> Claims:
    """Claim nothing."""
    none, grades = np.zeros(0), np.zeros(0, np.int8)
    return Claims(np.zeros(0, np.int64), grades, grades, none, none, none, np.zeros((0, 2)))


def unmeasured(count: int) -> Ends:
    """Give the interval of what has no measure."""
    return (np.full(count, np.nan),) * 3


def centre(places: Floats) -> Floats:
    """Give the middle of the known places [1, 2], NaN where there is none."""
    known = places[np.isfinite(places).all(axis=1)]
    return known.mean(axis=0, keepdims=True) if len(known) else np.full((1, 2), np.nan)
