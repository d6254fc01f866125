"""What was read of the whole zone, kept in memory for the lab and for the next edition: one state, the newest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from jianghai.enterprises.columns import Rows, fetched
from jianghai.enterprises.corpus import library
from rulebook.entitle.holdings import entitle_all
from rulebook.values import Frame

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jianghai.enterprises.columns import Stock
    from rulebook.entitle.holdings import Holdings
    from rulebook.policies import Policy, Shelf
    from rulebook.records.inputs import Source

#: Of a larger zone nothing is kept: it is read anew each time.
MOST = 20_000
#: After so many changes of some enterprises, whatever is asked for next is read of everybody.
PATCHES = 100


@dataclass(frozen=True, eq=False)
class Held:
    """The inputs of all enterprises, as of one token of the zone's state, and by what they were judged.

    `stocks` is what the inputs are made of: everybody first, then those who were read anew since.
    """

    token: str
    rows: Rows
    shelf: Shelf
    policies: tuple[Policy, ...]
    stocks: tuple[Stock, ...] = ()
    previous: Holdings | None = None

    @cached_property
    def holdings(self) -> Holdings:
        """Give what the policies come to; worked out when first asked for."""
        return entitle_all(
            self.rows.frame,
            self.shelf,
            self.rows.on,
            policies=self.policies,
            previous=self.previous,
        )

    def as_of(self, token: str) -> Held:
        """Give the same under another token, with what was worked out already."""
        return replace(self, token=token, previous=None).known(self)

    def with_sources(self, sources: Iterable[Source]) -> Held:
        """Make the inputs that are lacking of what was fetched; what that does not hold is read anew."""
        lacking = self._lacking(sources)
        if not lacking or not self.rows.pks:
            return self
        stocks = self.stocks
        if not stocks or not all(stock.holds(lacking) for stock in stocks):
            stocks = (fetched(self.rows.pks, self.rows.on, [*everything(), *lacking]),)
        more = stocks[0].rows(lacking)
        for stock in stocks[1:]:
            more = spliced(more, stock.rows(lacking)) or more
        frame = self.rows.frame
        numbers = {**frame.numbers, **more.frame.numbers}
        flags = {**frame.flags, **more.frame.flags}
        rows = replace(self.rows, frame=Frame(frame.rows, numbers, flags))
        return replace(self, rows=rows, stocks=stocks).known(self)

    def read_anew(self, part: Stock, token: str) -> Held | None:
        """Give the zone with some enterprises read anew; None where one of them is not in it."""
        known = self.rows.frame
        names = {*known.numbers, *known.flags}
        sources = [source for source in library().sources.values() if source.name in names]
        rows = spliced(self.rows, part.rows(sources))
        if rows is None:
            return None
        stocks = (*self.stocks, part) if self.stocks and len(self.stocks) < PATCHES else ()
        return Held(token, rows, self.shelf, self.policies, stocks)

    def known(self, other: Held) -> Held:
        """Take over what another worked out by the same policies for the same enterprises."""
        if "holdings" in other.__dict__:
            self.__dict__["holdings"] = other.holdings
        return self

    def _lacking(self, sources: Iterable[Source]) -> list[Source]:
        known = self.rows.frame.numbers.keys() | self.rows.frame.flags.keys()
        return [source for source in sources if source.name not in known]


def everything() -> list[Source]:
    """Give an input of every fact, so that whatever a draft asks for is in stock."""
    return list(library().sources.values())


_kept: list[Held] = []


def keep(held: Held) -> None:
    """Keep a state in place of the one before."""
    _kept[:] = [held] if len(held.rows.pks) <= MOST else []


def forget() -> None:
    """Keep nothing."""
    _kept.clear()


def of(token: str) -> Held | None:
    """Give what is kept of a state, if it is that one."""
    held = _kept[0] if _kept else None
    return held if held is not None and held.token == token else None


def spliced(rows: Rows, part: Rows) -> Rows | None:
    """Put enterprises that were read anew in place; None where one is not among the others."""
    places = {pk: place for place, pk in enumerate(rows.pks)}
    if any(pk not in places for pk in part.pks):
        return None
    at = np.array([places[pk] for pk in part.pks], dtype=np.int64)
    have, need = part.frame, rows.frame
    if not (have.numbers.keys() >= need.numbers.keys() and have.flags.keys() >= need.flags.keys()):
        return None
    numbers = {}
    for name, (low, high) in rows.frame.numbers.items():
        new_low, new_high = part.frame.numbers[name]
        least = low.copy()
        least[at] = new_low
        most = least
        if low is not high or new_low is not new_high:
            most = high.copy()
            most[at] = new_high
        numbers[name] = (least, most)
    flags = {}
    for name, column in rows.frame.flags.items():
        flags[name] = column.copy()
        flags[name][at] = part.frame.flags[name]
    years, latest = rows.years.copy(), rows.latest.copy()
    years[at], latest[at] = part.years, part.latest
    return Rows(rows.pks, years, latest, part.on, Frame(rows.frame.rows, numbers, flags))
