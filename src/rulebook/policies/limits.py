"""What is left to pay: caps for one item, a year and a lifetime, less what the ledger says was paid already."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rulebook.graph import Node, Op
from rulebook.language.scope import refuse
from rulebook.policies.policy import Caps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from rulebook.policies.formulas import Formula
    from rulebook.policies.maker import Maker

LEDGER = "payouts"
"""The list in which every payment of this system stands: what is not in it was not paid."""
YEARLY = frozenset({"rate", "unit", "schedule", "instalment", "appraisal", "max-only"})
"""Kinds that rest on one year's figures: what was paid in earlier years was for those."""


def caps_of(make: Maker, data: Mapping[str, Any]) -> Caps:
    """Read the caps of a clause."""
    found = {
        key: make.fixed(data[key]) for key in ("item", "project", "year", "lifetime") if key in data
    }
    return Caps(**found, times=data.get("times"))


def gross(make: Maker, formula: Formula, caps: Caps) -> Node:
    """Give a formula's amount within its caps; ExpressionError where a cap lies below what the formula fixes."""
    _fits(formula, caps)
    node = make.node(Op.MAX, make.none(), formula.node)
    for cap in (caps.item, caps.project):
        if cap is not None:
            node = make.node(Op.MIN, node, make.graph.const(cap))
    return node


def owed(make: Maker, formula: Formula, caps: Caps, data: Mapping[str, Any]) -> Node:
    """Give what is left to pay: the amount within its caps, less what the ledger says was paid for the clause.

    What a clause gives once and for all is not owed again in a later year; what it gives for a year's figures, or what
    says `every_year`, is less only what was paid this year.
    """
    node = gross(make, formula, caps)
    if formula.kind == "negotiated":
        return node
    keys = (data["key"],)
    ever, now = paid(make, keys), paid(make, keys, this_year=True)
    yearly = data.get("every_year", formula.kind in YEARLY)
    node = make.rest(node, now if yearly else ever)
    for cap, before in ((caps.year, now), (caps.lifetime, ever)):
        if cap is not None:
            node = make.node(Op.MIN, node, make.rest(make.graph.const(cap), before))
    if caps.times is not None and LEDGER in make.scope.catalogue:
        times = make.number(f"count({LEDGER} where {_among(keys)})")
        reached = make.node(Op.GE, times, make.graph.const(caps.times))
        node = make.node(Op.PICK, reached, make.none(), node)
    return node


def paid(make: Maker, keys: Sequence[str], *, this_year: bool = False) -> Node:
    """Give what was paid for some clauses, ever or since the year judged began; nothing where no ledger is kept."""
    if LEDGER not in make.scope.catalogue:
        return make.none()
    when = " and not during(date, t-99, t-1)" if this_year else ""
    return make.money(f"total({LEDGER}.amount where {_among(keys)}{when})")


def _among(keys: Sequence[str]) -> str:
    listed = ", ".join(f'"{key}"' for key in keys)
    return f"clause in [{listed}]"


def _fits(formula: Formula, caps: Caps) -> None:
    named = (
        ("item", caps.item),
        ("project", caps.project),
        ("year", caps.year),
        ("lifetime", caps.lifetime),
    )
    for name, cap in named:
        if cap is not None and formula.least is not None and cap < formula.least:
            raise refuse(
                0,
                (
                    f"上限 {name} {_money(cap)} 低于条款给出的 {_money(formula.least)}",
                    f"cap {name} of {_money(cap)} lies below the {_money(formula.least)} that the clause gives",
                ),
                ("提高上限或改金额", "Raise the cap or change the amount"),
            )


def _money(fen: Fraction) -> str:
    return f"{float(fen / 10**6):,.6g}万元"
