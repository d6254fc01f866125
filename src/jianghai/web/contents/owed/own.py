"""What a reader's own enterprise gets by the policies that are listed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jianghai.enterprises import queries
from jianghai.policies.queries import standing
from jianghai.web.contents.owed import owing
from jianghai.web.contents.owed.owing import GROUPS
from jianghai.web.contents.policies import saying, windows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from jianghai.people.models import Person
    from jianghai.policies.models import Column
    from jianghai.web.contents.policies.search import Hit
    from rulebook.policies import Item, Policy

SHOWN = 3  # clauses of a policy in the list


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause as the list shows it: what it gives, when, and where the reader's enterprise stands."""

    item: Item
    gives: str
    standing: windows.Standing
    line: owing.Line | None


@dataclass(frozen=True, slots=True)
class Row:
    """A policy as the list shows it."""

    policy: Policy
    clauses: tuple[ClauseRow, ...]
    more: int
    groups: tuple[tuple[str, str, int], ...]


def case_of(person: Person) -> owing.Case | None:
    """Give the reader's enterprise, if it is one alone; the zone's people and those with several have none."""
    if person.sees_zone:
        return None
    firms = list(queries.of(person)[:2])
    return owing.case(firms[0]) if len(firms) == 1 else None


def rows(hits: Iterable[Hit], case: owing.Case | None, on: date) -> list[Row]:
    """Lay out the policies of a page of the list."""
    lines = {one.item.key: one for one in case.lines} if case else {}
    return [_row(hit, lines, on) for hit in hits]


def _row(hit: Hit, lines: dict[str, owing.Line], on: date) -> Row:
    items = hit.clauses or hit.policy.items
    own = Counter(lines[item.key].group for item in hit.policy.items if item.key in lines)
    return Row(
        hit.policy,
        tuple(clause_row(item, lines.get(item.key), on) for item in items[:SHOWN]),
        len(hit.policy.items) - len(items[:SHOWN]),
        tuple((key, str(word), own[key]) for key, word in GROUPS.items() if own[key]),
    )


def clause_row(item: Item, line: owing.Line | None, on: date) -> ClauseRow:
    """Lay out a clause of the list."""
    return ClauseRow(item, saying.at_most(item), windows.standing(item.window, on), line)


def counts(person: Person, policy: Policy) -> dict[str, Column]:
    """Give how many enterprises of the zone meet each clause, as it was last stored; for those who see the zone."""
    wanted = [item.key for item in policy.items]
    stored = standing.columns_of(person).filter(clause__in=wanted, edition=policy.key)
    return {one.clause.partition("#")[2]: one for one in stored} if person.sees_zone else {}
