"""Shares and ratios of the whole zone: two sums over its enterprises, kept by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from jianghai.standards.models import ZoneShare
from rulebook.tables import Table, evaluate_all

if TYPE_CHECKING:
    from rulebook.rules.editions import Edition, ShareRule
    from rulebook.values import Frame


@dataclass
class Sum:
    """Numerator and denominator of one share, each a range, over the enterprises that both are known of."""

    rule: ShareRule
    numerator: list[float] = field(default_factory=lambda: [0.0, 0.0])
    denominator: list[float] = field(default_factory=lambda: [0.0, 0.0])
    known: int = 0
    unknown: int = 0
    within: bool = True  # no enterprise has more in the numerator than in the denominator

    def add(self, table: Table) -> None:
        """Add a block of enterprises."""
        ends = [*table.span(self.rule.numerator), *table.span(self.rule.denominator)]
        told = np.all(np.isfinite(ends), axis=0)
        low, high, below, above = (end[told] for end in ends)
        self.numerator = [
            self.numerator[0] + float(low.sum()),
            self.numerator[1] + float(high.sum()),
        ]
        self.denominator = [
            self.denominator[0] + float(below.sum()),
            self.denominator[1] + float(above.sum()),
        ]
        self.known += int(told.sum())
        self.unknown += int((~told).sum())
        self.within &= bool(np.all((low <= below) & (high <= above)))

    @property
    def span(self) -> tuple[float | None, float | None]:
        """Give the range of the share; nothing where the denominator may be zero."""
        if self.denominator[0] <= 0:
            return None, None
        ends = [n / d for n in self.numerator for d in self.denominator]
        return min(ends), min(max(ends), 1.0) if self.within else max(ends)


def begun(editions: Sequence[Edition]) -> list[tuple[Edition, Sum]]:
    """Begin the sums of every share that editions define."""
    return [(edition, Sum(rule)) for edition in editions for rule in edition.shares]


def add(sums: list[tuple[Edition, Sum]], frame: Frame) -> None:
    """Add a block of enterprises to every sum."""
    if not sums:
        return
    table = evaluate_all(frame, list(dict.fromkeys(edition for edition, _ in sums)))
    for _, one in sums:
        one.add(table)


def keep(sums: list[tuple[Edition, Sum]], day: dict[str, object]) -> None:
    """Write the shares of a day in place of those written earlier that day."""
    rows = []
    for edition, one in sums:
        low, high = one.span
        about = {
            "standard": edition.standard,
            "edition": edition.opens.isoformat(),
            "share": one.rule.id,
        }
        rows.append(
            ZoneShare(low=low, high=high, known=one.known, unknown=one.unknown, **about, **day)
        )
    ZoneShare.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=("share", "on"),
        update_fields=("standard", "edition", "low", "high", "known", "unknown", "computed_at"),
    )
