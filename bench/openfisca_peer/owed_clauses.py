"""The policies of a plan as OpenFisca variables: conditions, verdicts, and what each clause gives within its caps.

Conditions that several clauses share are one variable. Formulas read what they need as plain columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import owed_kinds
from kleene import (
    MET,
    REVIEW,
    UNMET,
    Column,
    all_of,
    any_of,
    at_least,
    at_most,
    below,
    made,
    negated,
    share,
)
from owed_amounts import Amount, Amounts, Data, Formula, Pair, Point, literal, money

COMPARED = re.compile(r"(.+) (>=|<=) ([\d.]+\D*)$")
PLACES = {
    "registration": "region_code",
    "operation": "operation_region_code",
    "tax": "tax_region_code",
}
YEARLY = ("rate", "unit", "schedule", "instalment", "appraisal", "max-only")
TESTS: Mapping[str, Callable[[Column, float], Column]] = {">=": at_least, "<=": at_most, "<": below}


class Clauses:
    """Makes the variables of every clause."""

    def __init__(self, plan: Mapping[str, Any]) -> None:
        """Keep the plan and begin with its inputs."""
        self.plan = plan
        self.variables: list[type] = []
        self.inputs: dict[str, str] = {}
        self.named: dict[str, str] = {}
        self.paid = {
            (tuple(keys), kind): self._input(name, float) for keys, kind, name in plan["ledger"]
        }
        self.amounts = Amounts(self._number, self.verdict)
        self.keys: list[str] = []
        self.priced: dict[str, Data] = {}
        self.made: dict[str, Amount] = {}
        self.grossed = {
            key
            for group in plan["groups"]
            if group["rule"] not in ("add", "once") and group["scope"] != "project"
            for key in group["members"]
            if self.paid_of(group) is not None
        }
        self.reliefs: set[str] = set()
        for policy in plan["policies"]:
            for clause in policy["clauses"]:
                self._clause(policy, clause)

    def add(self, name: str, kind: type, formula: Formula) -> str:
        """Add a variable and give its name."""
        self.variables.append(made(name, kind, formula))
        return name

    def paid_of(self, group: Data) -> str | None:
        """Name the column of what was paid for a group, in the year where it is for a year."""
        kind = "now" if group["scope"] == "year" else "ever"
        return self.paid.get((tuple(group["members"]), kind))

    def _input(self, column: str, kind: type) -> str:
        if column not in self.inputs:
            self.inputs[column] = f"i{len(self.inputs)}"
            self.variables.append(made(self.inputs[column], kind))
        return self.inputs[column]

    def _number(self, written: str) -> str:
        return self._input(self.plan["numbers"][written], float)

    # --- conditions

    def verdict(self, written: str) -> str:
        """Name the variable of a condition, made once."""
        if written in self.plan["flags"]:
            return self._input(self.plan["flags"][written], int)
        if written not in self.named:
            formula = self._condition(written)
            self.named[written] = self.add(f"c{len(self.named)}", int, formula)
        return self.named[written]

    def _condition(self, written: str) -> Formula:
        if written.startswith("not "):
            inner = self.verdict(written[4:])
            return lambda firm, period: negated(firm(inner, period))
        left, test, bound = COMPARED.findall(written)[0]
        edge, compare = literal(bound), TESTS[test]
        if left.endswith(" - 1"):  # a growth reaches a bound where the quotient reaches one more
            left, edge = left[:-4], edge + 1
        name, limit = self._value(left), float(edge)
        return lambda firm, period: compare(firm(name, period), limit)

    def _value(self, written: str) -> str:
        top, _, bottom = written.partition(" / ")
        if not bottom:
            return self._number(written)
        if written not in self.named:
            above, under = self._number(top), self._number(bottom)
            self.named[written] = self.add(
                f"q{len(self.named)}",
                float,
                lambda firm, period: share(firm(above, period), firm(under, period)),
            )
        return self.named[written]

    def _within(self, areas: Data, codes: Sequence[str]) -> list[str]:
        names = []
        for place in areas.get("places", ("registration",)):
            fact = PLACES[place]
            names += [self.verdict(f"{fact} under [{code}]") for code in codes]
            names += [
                self.verdict(f"not {fact} under [{code}]") for code in areas.get("exclude", ())
            ]
        return names

    def _area(self, areas: Data) -> str:
        key = f"area {areas}"
        if key in self.named:
            return self.named[key]
        inside = self._within(areas, areas["codes"])
        near = self._within(areas, areas["reference"]) if "reference" in areas else []

        def formula(firm: Any, period: Any) -> Column:
            found = all_of(*(firm(name, period) for name in inside))
            if not near:
                return found
            may = all_of(*(firm(name, period) for name in near))
            return any_of(found, np.minimum(may, REVIEW))

        self.named[key] = self.add(f"a{len(self.named)}", int, formula)
        return self.named[key]

    def _kept_out(self, exclusions: Sequence[str]) -> str:
        key = f"not {exclusions}"
        if key not in self.named:
            names = [self.verdict(self.plan["exclusions"][name]) for name in exclusions]
            self.named[key] = self.add(
                f"x{len(self.named)}",
                int,
                lambda firm, period: negated(any_of(*(firm(name, period) for name in names))),
            )
        return self.named[key]

    def _said(self, policy: Data, clause: Data) -> Formula:
        names = [self._kept_out(policy["exclusions"])]
        if "areas" in policy:
            names.append(self._area(policy["areas"]))
        names += [self.verdict(row["when"]) for row in clause["all"] if "when" in row]
        either = [
            [self.verdict(r["when"]) for r in row["any"]] for row in clause["all"] if "any" in row
        ]
        manual = any("manual" in row for row in clause["all"])

        def formula(firm: Any, period: Any) -> Column:
            found = firm(names[0], period)
            for name in names[1:]:
                found = np.minimum(found, firm(name, period))
            for one, two in either:
                found = np.minimum(found, np.maximum(firm(one, period), firm(two, period)))
            return np.minimum(found, REVIEW) if manual else found

        return formula

    # --- amounts

    def _clause(self, policy: Data, clause: Data) -> None:
        key = f"{policy['policy']}#{clause['id']}"
        self.keys.append(key)
        self.add(f"v_{key}", int, self._said(policy, clause))
        amount = owed_kinds.amount(self.amounts, clause["amount"], self._shared(key))
        if amount is None:
            return
        if clause["class"] == "relief":
            self.reliefs.add(key)
        self.priced[key], self.made[key] = clause, amount
        self._entitled(key, clause, amount)

    def _shared(self, key: str) -> str | None:
        column = self.plan["shared"].get(key)
        return self._input(column, float) if column is not None else None

    def _entitled(self, key: str, clause: Data, amount: Amount) -> None:
        """Make what a clause gives within its caps (`g`), less what was paid (`o`), and where it applies (`e`)."""
        said = f"v_{key}"
        if isinstance(amount, Point):
            x, top = amount.of, amount.top
            self._ends(key, clause, "", x)
            rest = self._owed(key, clause, self._capped(clause, lambda _firm, _period: top))

            def low(firm: Any, period: Any) -> Column:
                return np.fmax(firm(f"o_{key}", period), 0.0) * (firm(said, period) == MET)

            def high(firm: Any, period: Any) -> Column:
                found = firm(f"o_{key}", period)
                whole = np.where(found != found, rest(firm, period), found)  # noqa: PLR0124
                return np.where(firm(said, period) != UNMET, whole, 0.0)

            self.add(f"e_{key}_low", float, low)
            self.add(f"e_{key}_high", float, high)
            return
        for end, of in (("low", amount.low), ("high", amount.high)):
            self._ends(key, clause, f"_{end}", of)
            self.add(f"e_{key}_{end}", float, _where(f"o_{key}_{end}", said, end))

    def _ends(self, key: str, clause: Data, end: str, of: Formula) -> None:
        gross = self._capped(clause, of)
        if key in self.grossed:
            gross = _column(self.add(f"g_{key}{end}", float, gross))
        self.add(f"o_{key}{end}", float, self._owed(key, clause, gross))

    def ends_of(self, key: str, what: str) -> Pair:
        """Give both ends of `g` or `o` of a clause as formulas."""
        amount = self.made[key]
        if isinstance(amount, Pair):
            return Pair(_column(f"{what}_{key}_low"), _column(f"{what}_{key}_high"))
        clause, top = self.priced[key], amount.top
        rest = self._capped(clause, lambda _firm, _period: top)
        if what == "o":
            rest = self._owed(key, clause, rest)

        def high(firm: Any, period: Any) -> Column:
            x = firm(f"{what}_{key}", period)
            return np.where(x != x, rest(firm, period), x)  # noqa: PLR0124

        return Pair(lambda firm, period: np.fmax(firm(f"{what}_{key}", period), 0.0), high)

    @staticmethod
    def _capped(clause: Data, of: Formula) -> Formula:
        caps = clause.get("caps", {})
        if "item" not in caps:
            return of
        cap = money(caps["item"])
        return lambda firm, period: np.minimum(of(firm, period), cap)

    def _owed(self, key: str, clause: Data, of: Formula) -> Formula:
        caps = clause.get("caps", {})
        yearly = clause.get("every_year", clause["amount"]["kind"] in YEARLY)
        now, ever, times = (self.paid.get(((key,), kind)) for kind in ("now", "ever", "times"))
        before = now if yearly else ever
        limits = [
            (money(caps[cap]), paid)
            for cap, paid in (("year", now), ("lifetime", ever))
            if cap in caps
        ]

        def formula(firm: Any, period: Any) -> Column:
            found = of(firm, period)
            if before is not None:
                found = np.maximum(found - firm(before, period), 0.0)
            for cap, paid in limits:
                left = cap if paid is None else np.maximum(cap - firm(paid, period), 0.0)
                found = np.minimum(found, left)
            if times is not None and "times" in caps:
                found = np.where(firm(times, period) >= caps["times"], 0.0, found)
            return found

        return formula


def _column(name: str) -> Formula:
    return lambda firm, period: firm(name, period)


def _where(name: str, said: str, end: str) -> Formula:
    if end == "low":
        return lambda firm, period: firm(name, period) * (firm(said, period) == MET)
    return lambda firm, period: np.where(firm(said, period) != UNMET, firm(name, period), 0.0)
