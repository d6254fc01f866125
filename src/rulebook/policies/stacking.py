"""Which clauses may be had together: groups of which one counts, sums with a limit, and the best of what is left.

Clauses that exclude one another form components; each component has a few *options*, the largest sets of clauses that
do not exclude one another. What a component gives is the greatest of its options, a limited group the sum of what lies
in it up to its limit, and all together the sum. Since more of one clause never makes the best less, the best of the low
ends and the best of the high ends are the ends of the best, and everything here is ordinary nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from rulebook.errors import ExpressionError, Text
from rulebook.graph import Node, Op
from rulebook.policies.arrangement import Arrangement, Choice, Limited, Option
from rulebook.policies.limits import paid
from rulebook.policies.options import Excluding, nested, permitted, within
from rulebook.policies.policy import Group, Item

if TYPE_CHECKING:
    from rulebook.policies.maker import Maker


def arrange(items: Sequence[Item], groups: Iterable[Group], make: Maker) -> Arrangement:
    """Work out which clauses exclude, limit or reduce one another; ExpressionError where groups cannot be combined.

    Reliefs save money that is never paid out: they are valued, but do not count towards the total.
    """
    valued = [
        item for item in items if item.formula is not None and item.formula.kind != "negotiated"
    ]
    paid_out = [item for item in valued if item.class_ != "relief"]
    here = {item.key for item in paid_out}
    present = [group for group in groups if here.intersection(group.members)]
    found = _Arranger(paid_out, present, make).arrangement(tuple(items))
    confirmed = [item for item in paid_out if item.assured]
    assured = found.parts
    if len(confirmed) < len(paid_out):
        assured = _Arranger(confirmed, present, make).arrangement(()).parts
    saved = {item.key: item.entitled for item in valued if item.key not in here}
    return replace(found, values={**found.values, **saved}, assured=assured, reliefs=tuple(saved))


class _Arranger:
    def __init__(self, items: Sequence[Item], groups: Sequence[Group], make: Maker) -> None:
        self.items = {item.key: item for item in items}
        self.make = make
        self.excluding = Excluding(self.items, [group for group in groups if group.exclusive])
        self.caps = nested([group for group in groups if group.cap is not None])
        self.values = {key: self._left(key, item.entitled) for key, item in self.items.items()}
        self.choices: list[Choice] = []
        self.limits: list[Limited] = []

    def arrangement(self, items: tuple[Item, ...]) -> Arrangement:
        parts = self._parts(None)
        kept = {item.key: item.verdict for item in items}
        for choice in self.choices:
            kept.update(choice.kept)
        return Arrangement(
            items,
            self.values,
            tuple(self.choices),
            tuple(self.limits),
            kept,
            tuple(parts),
            self._sum(parts),
        )

    # --- values ----------------------------------------------------------------------------------

    def _left(self, key: str, value: Node) -> Node:
        """Limit what a clause gives, so that with what was paid for its groups no more is had than its amount."""
        make, item = self.make, self.items[key]
        for group in self.excluding.groups_of(key):
            if group.scope == "project":  # payments tell no project: a person compares those
                continue
            received = paid(make, group.members, this_year=group.scope == "year")
            if group.rule == "once":
                before = make.node(Op.GT, received, make.none())
                value = make.node(Op.PICK, before, make.none(), value)
            else:
                value = make.node(Op.MIN, value, make.rest(item.gross, received))
        return value

    def _sum(self, nodes: Sequence[Node]) -> Node:
        return self.make.added(nodes)

    def _members(self, cap: Group | None) -> list[str]:
        return [key for key in self.items if cap is None or key in cap.members]

    # --- from the limits inwards -----------------------------------------------------------------

    def _parts(self, cap: Group | None) -> list[Node]:
        """List what adds up inside a limited group, or in all."""
        parts = []
        for units in self._joined(cap):
            inner = [unit for unit in units if isinstance(unit, Group)]
            keys = [unit for unit in units if isinstance(unit, str)]
            if not inner:
                parts.append(self._choose(keys))
            elif len(units) == 1:
                parts.append(self._note(inner[0], self._sum(self._parts(inner[0]))))
            else:
                parts.append(self._straddling(units))
        return parts

    def _note(self, cap: Group, before: Node) -> Node:
        """Limit what lies in a group, and keep what the limit does to be told."""
        limit = self._limit(cap)
        after = self.make.node(Op.MIN, before, limit)
        self.limits.append(Limited(cap, tuple(self._members(cap)), before, limit, after))
        return after

    def _limit(self, cap: Group) -> Node:
        make = self.make
        whole = make.graph.const(cap.cap or 0)
        if cap.scope == "project":
            return whole
        return make.rest(whole, paid(make, cap.members, this_year=cap.scope == "year"))

    def _units(self, cap: Group | None) -> dict[str, Group | str]:
        """Give for each clause the largest thing inside a group that holds it: a smaller group, or itself."""
        smaller = [group for group in self.caps if group is not cap and within(group, cap)]
        return {
            key: next((group for group in smaller if key in group.members), key)
            for key in self._members(cap)
        }

    def _joined(self, cap: Group | None) -> list[list[Group | str]]:
        """Put together what cannot be valued apart: units that share a component."""
        units = self._units(cap)
        homes: dict[int | str, list[Group | str]] = {_mark(u): [u] for u in units.values()}
        for component in self.excluding.components:
            touched = [homes[_mark(units[key])] for key in component if key in units]
            classes = list({id(each): each for each in touched}.values())
            if len(classes) > 1:
                whole = [unit for each in classes for unit in each]
                homes.update((_mark(unit), whole) for unit in whole)
        return list({id(each): each for each in homes.values()}.values())

    def _choose(self, keys: list[str]) -> Node:
        if len(keys) == 1:
            return self.values[keys[0]]
        first = self.excluding.ordered(keys)
        if first is not None:
            return self._first(first)
        return self._best(keys, lambda chosen: self._sum([self.values[key] for key in chosen]))

    def _straddling(self, units: Sequence[Group | str]) -> Node:
        """Value clauses that exclude one another across limits: every option for itself."""
        keys = [
            key
            for unit in units
            for key in (self._members(unit) if isinstance(unit, Group) else [unit])
        ]
        if self.excluding.ordered_any(keys):
            raise ExpressionError(
                Text(
                    "依次适用的分组不能跨越总额上限", "a priority group cannot reach across a limit"
                ),
                Text("把成员放进同一总额上限", "Put its members under the same limit"),
            )
        inside = [group for group in self.caps if set(group.members) & set(keys)]
        for group in inside:
            self._note(group, self._sum([self.values[key] for key in self._members(group)]))
        return self._best(keys, lambda chosen: self._capped(units, frozenset(chosen)))

    def _capped(self, units: Iterable[Group | str], chosen: frozenset[str]) -> Node:
        parts = []
        for unit in units:
            if isinstance(unit, Group):
                inner = self._capped(dict.fromkeys(self._units(unit).values()), chosen)
                parts.append(self.make.node(Op.MIN, inner, self._limit(unit)))
            elif unit in chosen:
                parts.append(self.values[unit])
        return self._sum(parts)

    # --- choices ---------------------------------------------------------------------------------

    def _best(self, keys: Sequence[str], value_of: Callable[[Sequence[str]], Node]) -> Node:
        options = [Option(chosen, value_of(chosen)) for chosen in permitted(keys, self.excluding)]
        best = self.make.greatest([option.value for option in options])
        self.choices.append(
            Choice(
                tuple(self.items[key] for key in keys),
                self.excluding.among(keys),
                tuple(options),
                best,
                self._kept(keys, options),
            )
        )
        return best

    def _kept(self, keys: Sequence[str], options: Sequence[Option]) -> dict[str, Node]:
        node = self.make.node
        wins = []
        for place, option in enumerate(options):
            over = [
                node(Op.GT if other < place else Op.GE, option.value, options[other].value)
                for other in range(len(options))
                if other != place
            ]
            wins.append(reduce(lambda a, b: node(Op.AND, a, b), over))
        kept = {}
        for key in keys:
            chosen = [win for win, option in zip(wins, options, strict=True) if key in option.keys]
            kept[key] = node(
                Op.AND, self.items[key].verdict, reduce(lambda a, b: node(Op.OR, a, b), chosen)
            )
        return kept

    def _first(self, group: Group) -> Node:
        """Value a group of which the first that applies counts."""
        node = self.make.node
        keys = [key for key in group.members if key in self.items]
        value = self.make.none()
        for key in reversed(keys):
            item = self.items[key]
            value = node(Op.PICK, item.verdict, self._left(key, item.owed), value)
        kept: dict[str, Node] = {}
        earlier: list[Node] = []
        for key in keys:
            verdict = self.items[key].verdict
            kept[key] = reduce(lambda a, b: node(Op.AND, a, node(Op.NOT, b)), earlier, verdict)
            earlier.append(verdict)
        options = tuple(Option((key,), self.values[key]) for key in keys)
        items = tuple(self.items[key] for key in keys)
        self.choices.append(Choice(items, (group,), options, value, kept, ordered=True))
        return value


def _mark(unit: Group | str) -> int | str:
    """Give what tells units apart quickly."""
    return unit if isinstance(unit, str) else id(unit)
