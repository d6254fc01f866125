"""A policy as a page: its chain of levels, its clauses in words, its editions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404

from jianghai.web.contents import rulepages
from jianghai.web.contents.policies import saying, windows
from jianghai.web.words import told
from rulebook.policies.terms import LEVELS

if TYPE_CHECKING:
    from datetime import date

    from jianghai.web.contents.owed import owing
    from rulebook.policies import Group, Item, Policy, Shelf


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
    return list(found.items())


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


@dataclass(frozen=True, slots=True)
class Pair:
    """One clause in two editions, as pieces that stayed, went or came."""

    before: Item | None
    after: Item | None
    pieces: tuple[tuple[str, str], ...]

    @property
    def differs(self) -> bool:
        """Tell whether it reads otherwise."""
        return any(kind != "same" for kind, _text in self.pieces)


def pairs(old: Policy, new: Policy) -> list[Pair]:
    """Put the clauses of two editions side by side by their ids, in the order of the later one."""
    before, after = ({item.id: item for item in policy.items} for policy in (old, new))
    ids = dict.fromkeys([*after, *before])
    return [
        Pair(
            before.get(key),
            after.get(key),
            rulepages.pieces(_whole(before.get(key)), _whole(after.get(key))),
        )
        for key in ids
    ]


def _whole(item: Item | None) -> str:
    """Write everything a reader compares of a clause."""
    if item is None:
        return ""
    conditions = [told(clause.needs) for clause in item.edition.walk() if clause.needs]
    parts = [told(item.name), told(item.says), saying.at_most(item), saying.payout(item.payout)]
    return "；".join(part for part in [*parts, *conditions] if part)
