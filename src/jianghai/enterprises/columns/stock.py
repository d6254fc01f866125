"""Reading very many enterprises block by block, and keeping what was fetched for inputs that are asked for later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from jianghai.enterprises.columns.reader import Reader
from jianghai.enterprises.columns.records import among
from jianghai.enterprises.columns.rows import Rows, joined
from jianghai.enterprises.models import IDENTITY, Enterprise

if TYPE_CHECKING:
    from rulebook.records.inputs import Source

#: So many enterprises are fetched at once.
BLOCK = 5000


@dataclass(frozen=True, slots=True, eq=False)
class Stock:
    """What was fetched of some enterprises: further inputs are made of it without asking the database again."""

    on: date
    readers: tuple[Reader, ...]

    def holds(self, sources: Iterable[Source]) -> bool:
        """Tell whether some inputs can be made of it; words that nobody asked for were not kept."""
        return all(reader.holds(source) for source in sources for reader in self.readers[:1])

    def rows(self, sources: Iterable[Source]) -> Rows:
        """Make a column of every input."""
        wanted = tuple(sources)
        return joined(
            [
                Rows(
                    reader.pks.tolist(), reader.years, reader.latest, self.on, reader.frame(wanted)
                )
                for reader in self.readers
            ]
        )


def columns(
    pks: Iterable[int], on: date, sources: Iterable[Source], year: int | None = None
) -> Rows:
    """Read the inputs of enterprises for one year, or for the last year each has figures of; in the order of keys."""
    wanted = tuple(sources)
    return fetched(pks, on, wanted, year).rows(wanted)


def fetched(
    pks: Iterable[int], on: date, sources: Iterable[Source], year: int | None = None
) -> Stock:
    """Fetch what some inputs of enterprises are made of; five queries for every block, and one a ledger."""
    keys, facts = sorted(set(pks)), {source.fact.id for source in sources}
    starts = range(0, max(len(keys), 1), BLOCK)
    blocks = [keys[start : start + BLOCK] for start in starts]
    return Stock(on, tuple(_reader(block, on, facts, year) for block in blocks))


def _reader(pks: list[int], on: date, facts: set[str], year: int | None) -> Reader:
    wanted = set(pks)
    found = Enterprise.objects.filter(among(pks, "pk")).order_by("pk")
    firms = [firm for firm in found.values_list("pk", *IDENTITY) if firm[0] in wanted]
    reader = Reader([firm[0] for firm in firms], on, year)
    reader.read(firms, facts)
    return reader
