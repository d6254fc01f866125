"""Clauses that exclude one another, and the largest sets of them that do not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING

from rulebook.errors import ExpressionError, Text

if TYPE_CHECKING:
    from rulebook.policies.policy import Group, Item

MOST = 64
"""A component may have so many options; more cannot be explained to anybody."""


class Excluding:
    """Which clauses exclude which: an exclusive group keeps one of its members."""

    def __init__(self, items: Mapping[str, Item], groups: Sequence[Group]) -> None:
        """Look at the groups of which a member is there; one alone excludes nothing, but its payments count."""
        self.groups = list(groups)
        self.against: dict[str, set[str]] = {}
        for group in self.groups:
            members = [key for key in group.members if key in items]
            for key in members if len(members) > 1 else ():
                self.against.setdefault(key, set()).update(set(members) - {key})
        self.components = list(self._components())
        self.homes: dict[str, list[Group]] = {}
        for group in self.groups:
            for key in dict.fromkeys(group.members):
                self.homes.setdefault(key, []).append(group)
        for group in self.groups:
            if group.rule == "priority":
                self._alone(group)

    def _components(self) -> Iterator[tuple[str, ...]]:
        seen: set[str] = set()
        for start in self.against:
            if start in seen:
                continue
            found = self._reached(start)
            seen |= found
            yield tuple(key for key in self.against if key in found)

    def _reached(self, start: str) -> set[str]:
        found, stack = {start}, [start]
        while stack:
            new = self.against[stack.pop()] - found
            found |= new
            stack.extend(new)
        return found

    def _alone(self, group: Group) -> None:
        for other in self.groups:
            if other is not group and set(other.members) & set(group.members):
                raise ExpressionError(
                    Text(
                        f"依次适用的分组 {group.id} 与 {other.id} 有共同成员",
                        f"priority group {group.id} shares members with {other.id}",
                    ),
                    Text("分开，或改用就高", "Keep them apart, or use highest"),
                )

    def groups_of(self, key: str) -> list[Group]:
        """Give the exclusive groups that a clause is in."""
        return self.homes.get(key, [])

    def among(self, keys: Collection[str]) -> tuple[Group, ...]:
        """Give the exclusive groups that some clauses are in."""
        asked = frozenset(keys)
        return tuple(group for group in self.groups if not asked.isdisjoint(group.members))

    def ordered(self, keys: Collection[str]) -> Group | None:
        """Give the priority group that some clauses form."""
        return next((group for group in self.among(keys) if group.rule == "priority"), None)

    def ordered_any(self, keys: Collection[str]) -> bool:
        """Tell whether a priority group is among some clauses."""
        return self.ordered(keys) is not None


def permitted(keys: Sequence[str], excluding: Excluding) -> list[tuple[str, ...]]:
    """List the largest sets of clauses that may be had together; ExpressionError where there are too many."""
    parts: list[list[tuple[str, ...]]] = []
    asked = frozenset(keys)
    for component in excluding.components:
        inside = [key for key in component if key in asked]
        if inside:
            parts.append(list(_largest(inside, excluding)))
    free = tuple(key for key in keys if key not in excluding.against)
    if free:
        parts.append([free])
    count = 1
    for part in parts:
        count *= len(part)
    if count > MOST:
        raise ExpressionError(
            Text(f"互斥条款的组合超过 {MOST} 种", f"more than {MOST} combinations of clauses"),
            Text("把分组拆小", "Make the groups smaller"),
        )
    order = {key: place for place, key in enumerate(keys)}
    return [
        tuple(sorted((key for part in chosen for key in part), key=order.__getitem__))
        for chosen in product(*parts)
    ]


def _largest(keys: Sequence[str], excluding: Excluding) -> Iterator[tuple[str, ...]]:
    """Give every set of clauses without exclusions to which no other can be added, in the order of the clauses."""
    found: set[frozenset[str]] = set()
    for kept in _sets(list(keys), frozenset(), excluding):
        whole = _filled(kept, keys, excluding)
        if whole == kept and kept not in found:
            found.add(kept)
            yield tuple(key for key in keys if key in kept)
            if len(found) > MOST:
                return


def _sets(rest: list[str], kept: frozenset[str], excluding: Excluding) -> Iterator[frozenset[str]]:
    """Give sets without exclusions: each clause taken where it may be, or left where another will exclude it."""
    if not rest:
        yield kept
        return
    key, later = rest[0], rest[1:]
    if not excluding.against[key] & kept:
        yield from _sets(later, kept | {key}, excluding)
        if not excluding.against[key] & set(later):
            return
    yield from _sets(later, kept, excluding)


def _filled(kept: frozenset[str], keys: Iterable[str], excluding: Excluding) -> frozenset[str]:
    return kept | {key for key in keys if not excluding.against[key] & kept}


def within(inner: Group, outer: Group | None) -> bool:
    """Tell whether a limited group lies inside another, or in all."""
    return outer is None or set(inner.members) < set(outer.members)


def nested(caps: Sequence[Group]) -> list[Group]:
    """Sort limited groups from the largest; ExpressionError where two overlap without one holding the other."""
    ordered = sorted(caps, key=lambda group: -len(group.members))
    for place, group in enumerate(ordered):
        for other in ordered[place + 1 :]:
            common = set(group.members) & set(other.members)
            if (common and common != set(other.members)) or set(group.members) == set(
                other.members
            ):
                raise ExpressionError(
                    Text(
                        f"总额上限 {group.id} 与 {other.id} 交叉",
                        f"the limits {group.id} and {other.id} overlap",
                    ),
                    Text(
                        "一个应包含另一个，或互不相干",
                        "One must hold the other, or they must be apart",
                    ),
                )
    return ordered
