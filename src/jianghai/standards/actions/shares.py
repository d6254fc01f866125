"""Shares and ratios of the whole zone: two sums over its enterprises, kept by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from jianghai.standards.models import ZoneShare
from rulebook.tables import Column, Table, evaluate_all

if TYPE_CHECKING:
    from rulebook.rules.editions import Edition, ShareRule
    from rulebook.values import Frame


@dataclass
class Sum:
    """Numerator and denominator of one share, each a range, over the enterprises that both are known of.

    An enterprise of which only a range is known counts from its least to its most, and among those that lack data; one
    of which nothing is known is left out.
    """

    rule: ShareRule
    numerator: list[float] = field(default_factory=lambda: [0.0, 0.0])
    denominator: list[float] = field(default_factory=lambda: [0.0, 0.0])
    known: int = 0
    unknown: int = 0
    within: bool = True  # no enterprise has more in the numerator than in the denominator

    def add(self, table: Table) -> None:
        """Add a block of enterprises."""
        nodes = [node for node in (self.rule.numerator, self.rule.denominator) if node is not None]
        ends = np.array([end for node in nodes for end in table.span(node)])
        told = np.all(np.isfinite(ends), axis=0)
        low, high, *below = ends[:, told]
        self.numerator = _more(self.numerator, low, high)
        if below:
            self.denominator = _more(self.denominator, *below)
            self.within &= bool(np.all((low <= below[0]) & (high <= below[1])))
        certain = np.all(ends[::2] == ends[1::2], axis=0) & told
        self.known += int(certain.sum())
        self.unknown += int((~certain).sum())

    @property
    def span(self) -> tuple[float | None, float | None]:
        """Give the range of the share or total; nothing where the denominator may be zero or nobody counts."""
        if self.rule.denominator is None:
            return (self.numerator[0], self.numerator[1]) if self.known else (None, None)
        if self.denominator[0] <= 0:
            return None, None
        ends = [n / d for n in self.numerator for d in self.denominator]
        return min(ends), min(max(ends), 1.0) if self.within else max(ends)


def _more(sums: list[float], low: Column, high: Column) -> list[float]:
    return [sums[0] + float(low.sum()), sums[1] + float(high.sum())]


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
