"""A policy as a page: its chain of levels, its clauses in words, its editions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404

from jianghai.web.contents.policies import windows
from rulebook.policies import Policy
from rulebook.policies.terms import LEVELS

if TYPE_CHECKING:
    from datetime import date

    from jianghai.web.contents.policies import owing
    from rulebook.policies import Group, Item, Shelf

__all__ = ["Policy", "chain", "clauses", "edition"]


@dataclass(frozen=True, slots=True)
class Link:
    """A policy in the chain: its name, and whether it is the one shown."""

    policy: Policy
    here: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as the page shows it."""

    item: Item
    standing: windows.Standing
    line: owing.Line | None
    groups: tuple[tuple[Group, tuple[tuple[Policy, Item], ...]], ...]


def edition(shelf: Shelf, name: str, opens: str, current: Policy) -> Policy:
    """Find an edition by the day it begins."""
    if not opens:
        return current
    for one in shelf.policies[name]:
        if one.opens.isoformat() == opens:
            return one
    raise Http404(opens)


def chain(shelf: Shelf, policy: Policy, on: date) -> list[tuple[str, list[Link]]]:
    """Give the policies above and below by level, nation first; nothing where a policy stands alone."""
    there = {
        edition.id: edition for edition in (_latest(shelf, name, on) for name in shelf.policies)
    }
    above = [there[name] for name in policy.upper if name in there]
    below = [one for one in there.values() if policy.id in one.upper and not one.demo]
    if not above and not below:
        return []
    found: dict[str, list[Link]] = {key: [] for key in LEVELS}
    for one in above:
        found[one.level].append(Link(one, here=False))
    found[policy.level].append(Link(policy, here=True))
    for one in below:
        found[one.level].append(Link(one, here=False))
    return [(level, links) for level, links in found.items() if links]


def _latest(shelf: Shelf, name: str, on: date) -> Policy:
    editions = shelf.policies[name]
    begun = [one for one in editions if one.opens <= on]
    return begun[-1] if begun else editions[0]


def clauses(shelf: Shelf, policy: Policy, on: date, case: owing.Case | None) -> list[Clause]:
    """Lay out the clauses of a policy, with where the reader's enterprise stands."""
    lines = {one.item.key: one for one in case.lines} if case else {}
    everything = [_latest(shelf, name, on) for name in shelf.policies]
    homes = {item.key: (home, item) for home in everything for item in home.items}
    groups = shelf.groups([policy])
    return [
        Clause(
            item,
            windows.standing(item.window, on),
            lines.get(item.key),
            tuple(
                (
                    group,
                    tuple(homes[key] for key in group.members if key in homes and key != item.key),
                )
                for group in groups
                if item.key in group.members
            ),
        )
        for item in policy.items
    ]
