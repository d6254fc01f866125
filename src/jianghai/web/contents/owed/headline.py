"""The sum above the page of what an enterprise is owed: certain, possible, saved, and what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jianghai.web import drawing
from jianghai.web.contents.policies import saying

if TYPE_CHECKING:
    from jianghai.web.contents.owed.owing import Case
    from rulebook.entitle import Totals


@dataclass(frozen=True, slots=True)
class Headline:
    """The sums in words, the counts, and how far the bar goes: certain up to `sure`, possible beyond."""

    certain: str
    possible: str
    unchecked: str
    saved: str
    saved_more: str
    sure: float
    total: Totals

    @property
    def drawn(self) -> bool:
        """Tell whether there is anything to draw."""
        return bool(self.total.certain or self.total.possible)

    @property
    def open(self) -> float:
        """Give the width of what is possible, in percent."""
        return round(100 - self.sure, 2) if self.total.possible else 0.0


def of(one: Case) -> Headline:
    """Sum up what an enterprise is owed."""
    total = one.survey.total
    whole = total.certain + total.possible
    return Headline(
        certain=saying.money(total.certain),
        possible=saying.money(total.possible) if total.possible else "",
        unchecked=saying.money(total.unchecked) if total.unchecked else "",
        saved=saying.money(total.relief_certain) if total.relief_certain else "",
        saved_more=saying.money(total.relief_possible) if total.relief_possible else "",
        sure=drawing.percent(total.certain, whole),
        total=total,
    )
