"""Which clauses count together, as OpenFisca variables: choices, limits, what is kept, and the total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from kleene import MET, UNMET, Column, negated
from owed_amounts import Data, Formula, Pair, money

if TYPE_CHECKING:
    from owed_clauses import Clauses

Ends = tuple[str, str]
"""The variables of a low and a high end."""


class Groups:
    """Makes the variables of everything that is about several clauses."""

    def __init__(self, clauses: Clauses, plan: Mapping[str, Any]) -> None:
        """Make them all."""
        self.clauses, self.add = clauses, clauses.add
        self.groups: list[Data] = plan["groups"]
        self.exclusive = [group for group in self.groups if group["rule"] != "add"]
        self.order = list(dict.fromkeys(key for g in self.exclusive for key in g["members"]))
        paid_out = [key for key in clauses.priced if key not in clauses.reliefs]
        self.values = {key: (f"e_{key}_low", f"e_{key}_high") for key in clauses.priced}
        self.kept = {key: f"v_{key}" for key in clauses.keys}
        for key in paid_out:
            self.values[key] = self._left(key, self.values[key])
        parts = self._parts(paid_out)
        self.total = self._sum("total", parts)

    def outputs(self) -> dict[str, str]:
        """Name the variable of everything that is kept."""
        found = {f"{key} verdict": f"v_{key}" for key in self.clauses.keys}
        found |= {f"{key} kept": name for key, name in self.kept.items()}
        for key, (low, high) in self.values.items():
            found |= {f"{key} low": low, f"{key} high": high}
        return found | {"total low": self.total[0], "total high": self.total[1]}

    # --- what is left

    def _left(self, key: str, value: Ends) -> Ends:
        for group in self.exclusive:
            paid = self.clauses.paid_of(group)
            if key in group["members"] and group["scope"] != "project" and paid is not None:
                value = self._less(key, group, paid, value)
        return value

    def _less(self, key: str, group: Data, paid: str, value: Ends) -> Ends:
        names = []
        for end, of in zip(("low", "high"), value, strict=True):
            formula = _unless(of, paid)
            if group["rule"] != "once":
                gross = getattr(self.clauses.ends_of(key, "g"), end)
                formula = _within(of, gross, paid)
            names.append(self.add(f"{of}_{group['id']}", float, formula))
        return names[0], names[1]

    # --- parts of the total

    def _parts(self, keys: Sequence[str]) -> list[Ends]:
        """Value limits with what lies in them, choices, and single clauses; here no choice reaches across a limit."""
        parts, seen = [], set()
        for limit in (group for group in self.groups if "cap" in group):
            inside = [key for key in keys if key in limit["members"]]
            seen.update(inside)
            parts.append(self._limited(limit, self._components(inside)))
        return parts + self._components([key for key in keys if key not in seen])

    def _components(self, keys: Sequence[str]) -> list[Ends]:
        found, done = [], set()
        for key in keys:
            if key in done:
                continue
            component = self._reached(key, keys)
            done.update(component)
            found.append(self.values[key] if len(component) == 1 else self._choice(component))
        return found

    def _reached(self, key: str, keys: Sequence[str]) -> list[str]:
        found = {key}
        while True:
            groups = [group for group in self.exclusive if found & set(group["members"])]
            more = {member for group in groups for member in group["members"] if member in keys}
            if more <= found:
                return sorted(found, key=self.order.index) if len(found) > 1 else [key]
            found |= more

    def _limited(self, group: Data, parts: Sequence[Ends]) -> Ends:
        cap, paid = money(group["cap"]), self.clauses.paid_of(group)
        names = []
        for end, before in zip(
            ("low", "high"), self._sum(f"before_{group['id']}", parts), strict=True
        ):
            known = paid if group["scope"] != "project" else None
            names.append(self.add(f"limit_{group['id']}_{end}", float, _up_to(before, cap, known)))
        return names[0], names[1]

    def _sum(self, name: str, parts: Sequence[Ends]) -> Ends:
        return tuple(
            self.add(f"{name}_{end}", float, _added([part[place] for part in parts]))
            for place, end in enumerate(("low", "high"))
        )  # type: ignore[return-value]

    # --- choices

    def _choice(self, keys: Sequence[str]) -> Ends:
        """Value clauses of which some exclude others; on a tie the one that a group names first counts."""
        groups = [group for group in self.exclusive if set(group["members"]) & set(keys)]
        if groups[0]["rule"] == "priority":
            return self._first(groups[0])
        options = list(_options(keys, [set(group["members"]) for group in groups]))
        values = [
            self.values[option[0]]
            if len(option) == 1
            else self._sum(f"both_{'_'.join(option)}", [self.values[key] for key in option])
            for option in options
        ]
        for key in keys:
            formula = _chosen(f"v_{key}", [key in option for option in options], values)
            self.kept[key] = self.add(f"k_{key}", int, formula)
        return tuple(
            self.add(f"best_{keys[0]}_{end}", float, _greatest([value[place] for value in values]))
            for place, end in enumerate(("low", "high"))
        )  # type: ignore[return-value]

    def _first(self, group: Data) -> Ends:
        keys = group["members"]
        paid = self.clauses.paid_of(group) if group["scope"] != "project" else None
        owed = {key: self._owed(key, paid) for key in keys}
        for place, key in enumerate(keys):
            if place:
                formula = _unless_earlier(f"v_{key}", [f"v_{earlier}" for earlier in keys[:place]])
                self.kept[key] = self.add(f"k_{key}", int, formula)
        return (
            self.add(f"first_{keys[0]}_low", float, _first_low(keys, owed)),
            self.add(f"first_{keys[0]}_high", float, _first_high(keys, owed)),
        )

    def _owed(self, key: str, paid: str | None) -> Pair:
        owed = self.clauses.ends_of(key, "o")
        if paid is None:
            return owed
        gross = self.clauses.ends_of(key, "g")
        return Pair(_both(owed.low, gross.low, paid), _both(owed.high, gross.high, paid))


def _options(keys: Sequence[str], exclusive: Sequence[set[str]]) -> Iterator[tuple[str, ...]]:
    """Give the largest sets of clauses that do not exclude one another, in the order in which clauses come first."""
    fits = [
        set(chosen)
        for size in range(1, len(keys) + 1)
        for chosen in combinations(keys, size)
        if all(len(group & set(chosen)) <= 1 for group in exclusive)
    ]
    largest = [chosen for chosen in fits if not any(chosen < other for other in fits)]
    for chosen in sorted(largest, key=lambda chosen: [key not in chosen for key in keys]):
        yield tuple(key for key in keys if key in chosen)


def _unless(of: str, paid: str) -> Formula:
    return lambda firm, period: np.where(firm(paid, period) > 0.0, 0.0, firm(of, period))


def _within(of: str, gross: Formula, paid: str) -> Formula:
    return _both(lambda firm, period: firm(of, period), gross, paid)


def _both(of: Formula, gross: Formula, paid: str) -> Formula:
    def formula(firm: Any, period: Any) -> Column:
        left = np.maximum(gross(firm, period) - firm(paid, period), 0.0)
        return np.minimum(of(firm, period), left)

    return formula


def _up_to(before: str, cap: float, paid: str | None) -> Formula:
    def formula(firm: Any, period: Any) -> Column:
        left = cap if paid is None else np.maximum(cap - firm(paid, period), 0.0)
        return np.minimum(firm(before, period), left)

    return formula


def _added(names: Sequence[str]) -> Formula:
    def formula(firm: Any, period: Any) -> Column:
        total = firm(names[0], period).copy()
        for name in names[1:]:
            total += firm(name, period)
        return total

    return formula


def _greatest(names: Sequence[str]) -> Formula:
    return lambda firm, period: reduce(np.maximum, (firm(name, period) for name in names))


def _chosen(said: str, inside: Sequence[bool], values: Sequence[Ends]) -> Formula:
    """Tell whether a clause counts: it applies, and an option that holds it beats all others, the earlier on a tie."""

    def beats(firm: Any, period: Any, place: int) -> Column:
        low, high = (firm(name, period) for name in values[place])
        answers = []
        for other, ends in enumerate(values):
            least, most = firm(ends[0], period), firm(ends[1], period)
            if other < place:
                answers.append(_said(low > most, high > least))
            elif other > place:
                answers.append(_said(low >= most, high >= least))
        return reduce(np.minimum, answers)

    def formula(firm: Any, period: Any) -> Column:
        wins = [beats(firm, period, place) for place, there in enumerate(inside) if there]
        return np.minimum(firm(said, period), reduce(np.maximum, wins))

    return formula


def _said(won: Column, may: Column) -> Column:
    return won.view(np.int8) * np.int8(2) + may.view(np.int8)


def _unless_earlier(said: str, earlier: Sequence[str]) -> Formula:
    def formula(firm: Any, period: Any) -> Column:
        found = firm(said, period)
        for name in earlier:
            found = np.minimum(found, negated(firm(name, period)))
        return found

    return formula


def _first_low(keys: Sequence[str], owed: Mapping[str, Pair]) -> Formula:
    def formula(firm: Any, period: Any) -> Column:
        total: Any = 0.0
        for key in reversed(keys):
            said, own = firm(f"v_{key}", period), owed[key].low(firm, period)
            open_ = np.where(said == UNMET, total, np.minimum(own, total))
            total = np.where(said == MET, own, open_)
        return total

    return formula


def _first_high(keys: Sequence[str], owed: Mapping[str, Pair]) -> Formula:
    def formula(firm: Any, period: Any) -> Column:
        total: Any = 0.0
        for key in reversed(keys):
            said, own = firm(f"v_{key}", period), owed[key].high(firm, period)
            open_ = np.where(said == UNMET, total, np.maximum(own, total))
            total = np.where(said == MET, own, open_)
        return total

    return formula
