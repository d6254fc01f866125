"""The outcome of a trial as bars: everything in percent of a width, drawn without script, so that it prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jianghai.web.drawing import percent
from jianghai.web.words import said, told
from rulebook.policies import terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise

    from jianghai.policies.lab import Outcome
    from jianghai.policies.lab.groups import Share

WAYS: Mapping[str, str | Promise] = {
    "size": gettext_lazy("企业规模"),
    "stage": gettext_lazy("成长阶段"),
    "industry": gettext_lazy("行业"),
}
MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what is sure and what may come on top, and the same before, in percent of the longest."""

    label: str
    sure: float
    most: float
    sure_before: float
    fen: int
    fen_most: int
    before: int | None
    firms: int | None = None


def levels(found: Outcome) -> list[Bar]:
    """Draw the budget by the level that pays."""
    longest = max((max(one.most for one in pair) for pair in found.levels.values()), default=0)
    return [
        Bar(
            told(terms.LEVELS[name]) if name in terms.LEVELS else _("文件没有写由谁出"),
            percent(after.sure, longest),
            percent(after.most, longest),
            percent(before.sure, longest),
            after.sure,
            after.most,
            before.sure,
        )
        for name, (before, after) in found.levels.items()
    ]


def months(found: Outcome) -> list[Bar]:
    """Draw what falls due by month."""
    longest = max((month.paid.most for month in found.months), default=0)
    return [
        Bar(
            month.month,
            percent(month.paid.sure, longest),
            percent(month.paid.most, longest),
            0.0,
            month.paid.sure,
            month.paid.most,
            None,
        )
        for month in found.months
    ]


def spread(found: Outcome) -> list[tuple[str | Promise, list[Bar]]]:
    """Draw who gets how much, by size, stage and industry."""
    return [(WAYS[name], _shares(shares)) for name, shares in found.spread.items() if name in WAYS]


def _shares(shares: tuple[Share, ...]) -> list[Bar]:
    shown = [one for one in shares if one.winners or one.most][:MOST_BARS]
    longest = max((one.most for one in shown), default=0)
    crowd = max((one.winners for one in shown), default=0)
    return [
        Bar(
            said(one.label) or _("未知"),
            percent(one.sure, longest) if longest else percent(one.winners, crowd),
            percent(one.most, longest),
            0.0,
            one.sure,
            one.most,
            None,
            one.winners,
        )
        for one in shown
    ]


@dataclass(frozen=True, slots=True)
class Firm:
    """One firm that wins or loses, in fen."""

    pk: int
    name: str
    before: int
    after: int
    most: int

    @property
    def more(self) -> int:
        """Give what it gets more, below nothing what it loses."""
        return self.after - self.before


def firms(found: Outcome) -> tuple[list[Firm], list[Firm]]:
    """Give winners and losers with their names."""
    winners, losers = (
        [
            Firm(one.enterprise, found.names.get(one.enterprise, ""), *one.sure, one.most[1])
            for one in side
        ]
        for side in (found.effects.winners, found.effects.losers)
    )
    return winners, losers
