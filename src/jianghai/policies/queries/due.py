"""Who is due what by one clause today, and how sure that is: by column, for a few or for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import Min

from jianghai.enterprises.columns import columns
from jianghai.enterprises.columns.records import among
from jianghai.enterprises.models import Completeness, Enterprise, FactValue, SourceKind
from jianghai.policies import rules
from jianghai.policies.models import Risk
from jianghai.policies.packing import fen
from jianghai.policies.queries.grouped import FREE, Room, room
from rulebook.entitle.holdings import entitle_all
from rulebook.errors import Text
from rulebook.rules.plans import sources_of
from rulebook.values import Verdict

if TYPE_CHECKING:
    from rulebook.policies import Item

#: From here on the authorities say so or the zone has checked it; from the next on others have confirmed it.
OFFICIAL, CONFIRMED = SourceKind.OFFICIAL, SourceKind.PUBLIC


@dataclass(frozen=True, slots=True)
class Found:
    """What a clause gives one firm, in fen; `why_not` is empty where it is due, else the reason in one word.

    `unmet unknown manual_review` are verdicts; `dropped`: another clause counts instead; `inexact`: the amount is a
    range; `nothing`: it was paid already; `pending` and `capped`: other payouts of its group stand in the way.
    """

    enterprise: int
    fen: int
    why_not: str


def found(clause: str, day: date, enterprises: Iterable[int] | None = None) -> list[Found]:
    """Judge some enterprises, or all, by everything in force, so that what counts instead of the clause is seen."""
    shelf = rules.shelf()
    _policy, item = rules.item(shelf, clause, day)
    policies = rules.applied(shelf, day)
    if enterprises is None:
        enterprises = Enterprise.objects.order_by("pk").values_list("pk", flat=True)
    rows = columns(enterprises, day, rules.sources(shelf, policies))
    holdings = entitle_all(rows.frame, shelf, day, policies=policies)
    if clause not in holdings.priced or not rows.pks:
        return []
    low, high = holdings.amount(clause)
    verdicts, amounts = holdings.verdict(clause), fen(low)
    kept = holdings.kept(clause) == int(Verdict.MET)
    exact = (low == high) & (item.formula is not None and item.formula.sure)
    why = np.select(
        [verdicts != int(Verdict.MET), ~kept, ~exact, amounts <= 0],
        ["verdict", "dropped", "inexact", "nothing"],
        "",
    )
    left = room(clause, day, rows.pks)
    return [
        _within(
            left.get(pk, FREE),
            Found(pk, amount, Verdict(verdict).word if reason == "verdict" else reason),
        )
        for pk, amount, verdict, reason in zip(
            rows.pks, amounts.tolist(), verdicts.tolist(), why.tolist(), strict=True
        )
    ]


def _within(left: Room, one: Found) -> Found:
    """Hold what is due against what the clause's groups leave."""
    if one.why_not:
        return one
    most = one.fen if left.most is None else min(one.fen, left.most)
    return Found(one.enterprise, most, left.why_not)


def risks(item: Item, enterprises: list[int]) -> dict[int, tuple[Risk, tuple[Text, ...]]]:
    """Tell how sure an award is for each firm, by the weakest source of any fact it rests on."""
    named = {source.fact.id for source in sources_of((item.owed, item.verdict), (item.edition,))}
    weakest: dict[int, int] = {}
    for rows in (
        FactValue.objects.filter(among(enterprises), fact__in=named, current=True),
        Completeness.objects.filter(among(enterprises), list__in=named, current=True),
    ):
        for pk, kind in rows.order_by().values_list("enterprise").annotate(Min("source__kind")):
            weakest[pk] = min(kind, weakest.get(pk, kind))
    return {pk: _risk(item, weakest.get(pk, SourceKind.OFFICIAL)) for pk in enterprises}


def _risk(item: Item, kind: int) -> tuple[Risk, tuple[Text, ...]]:
    told = SourceKind(kind).label
    if kind < CONFIRMED:
        return Risk.HIGH, (Text(f"依据中有“{told}”", f"It rests on what is '{told}'"),)
    if kind < OFFICIAL:
        return Risk.MID, (Text(f"依据中有“{told}”", f"It rests on what is '{told}'"),)
    if item.mark.mark != "found":
        en = "The clause has not been checked against its document"
        return Risk.MID, (Text("条款尚未与原文核对", en),)
    return Risk.LOW, ()
