"""One enterprise: every clause with its reasons, and the best permitted combination."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from rulebook.entitle.choosing import Dropped, Values, dropped, most_possible, sum_of
from rulebook.entitle.owed import AmountRange, Capped, Entitlements, Owed, Paying, Sum, Totals
from rulebook.entitle.settling import settled
from rulebook.errors import Text
from rulebook.evaluate import explain
from rulebook.machine import run_one
from rulebook.results import Shown
from rulebook.rules.plans import shown_nodes, sources_of
from rulebook.values import Verdict

if TYPE_CHECKING:
    from datetime import date

    from rulebook.graph import Node
    from rulebook.interpreter import Known
    from rulebook.policies.arrangement import Arrangement
    from rulebook.policies.policy import Item, Policy
    from rulebook.policies.shelf import Shelf
    from rulebook.records import Record
    from rulebook.records.inputs import Source
    from rulebook.results import Range, Result


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of one firm: the values of nodes, what each clause leaves to pay, and what does not count."""

    values: Values
    left: Mapping[str, Node]
    out: Mapping[str, Dropped]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """How clauses combine, the nodes that an answer shows, what stands for each of them, and the inputs below."""

    arrangement: Arrangement
    shown: tuple[Node, ...]
    run: tuple[Node, ...]
    sources: tuple[Source, ...]


@lru_cache(maxsize=32)
def plan_of(shelf: Shelf, policies: tuple[Policy, ...], *, paid: bool) -> Plan:
    """Work out what some policies need of a firm, once; of one that was never paid no ledger has to be read."""
    arrangement = shelf.arrangement(policies)
    nodes = [node for item in arrangement.items for node in shown_nodes(item.edition)]
    nodes += [
        part.node for item in arrangement.items if item.formula for part in item.formula.parts
    ]
    shown = tuple(dict.fromkeys((*nodes, *arrangement.nodes())))
    editions = [item.edition for item in arrangement.items]
    sources = sources_of(shown, editions)
    if paid:
        return Plan(arrangement, shown, shown, sources)
    ledgers = frozenset(one.name for one in sources if one.fact.ledger and not one.is_flag)
    smaller = settled(shelf.library.graph, shown, ledgers)
    run = tuple(smaller[node] for node in shown)
    return Plan(arrangement, shown, run, sources_of(run, editions))


def valued(
    record: Record, shelf: Shelf, policies: tuple[Policy, ...]
) -> tuple[Arrangement, Values, Mapping[str, Known]]:
    """Give how clauses combine, the values of all nodes for one firm, and the inputs they came from."""
    ledgers = (fact.id for fact in shelf.library.catalogue.facts.values() if fact.ledger)
    entries = (seen.value for name in ledgers for seen in record.facts.get(name, {}).values())
    plan = plan_of(shelf, policies, paid=any(entries))
    known = {source.name: source.read(record) for source in plan.sources}
    found = run_one(plan.run, known)
    if plan.run is plan.shown:
        return plan.arrangement, found, known
    values = {node: found[small] for node, small in zip(plan.shown, plan.run, strict=True)}
    return plan.arrangement, values, known


def entitle(
    record: Record, shelf: Shelf, on: date, *, policies: Sequence[Policy] | None = None
) -> Entitlements:
    """Tell what one firm is owed on a day, by all policies in force but examples of others, or by those named."""
    chosen = shelf.chosen(on, policies)
    arrangement, values, known = valued(record, shelf, chosen)
    results = explain.results(record, [item.edition for item in arrangement.items], values, known)
    homes = {item.key: policy for policy in chosen for item in policy.items}
    told = Told(values, arrangement.values, dropped(arrangement, values))
    items = tuple(
        owed_of(homes[item.key], result, told, item)
        for item, result in zip(arrangement.items, results, strict=True)
    )
    return Entitlements(
        record=record.id,
        firm=record.name,
        uscc=record.uscc,
        year=record.year,
        on=on,
        items=items,
        total=totals_of(items, arrangement, values),
        capped=tuple(_capped(arrangement, values)),
    )


def owed_of(policy: Policy, result: Result, told: Told, item: Item) -> Owed:
    """Put together what one clause gives, with its reasons."""
    out = told.out.get(item.key)
    amount = _amount(item, result, told)
    paying = amount.sum if amount is not None and out is None else None
    return Owed(
        policy=policy,
        item=item,
        result=result,
        amount=amount,
        kept=out is None and result.verdict is not Verdict.UNMET,
        why=out.why if out else None,
        payers=payers_of(item, paying) if paying else (),
    )


def _amount(item: Item, result: Result, told: Told) -> AmountRange | None:
    if item.key not in told.left or item.formula is None:
        return None
    found = sum_of(told.left[item.key], told.values)
    out = told.out.get(item.key)
    return AmountRange(
        sum=found,
        exact=found.closed and item.formula.sure,
        basis=tuple(_basis(item, told.values)),
        missing=result.missing if not found.closed else (),
        dropped_by=out.group if out else None,
    )


def _basis(item: Item, values: Values) -> Iterable[Text]:
    """Say how an amount was worked out: the rule, the numbers it rests on, and what came of it."""
    formula = item.formula
    if formula is None:
        return
    yield formula.words
    for part in formula.parts:
        shown = Shown(cast("Range", values[part.node]), part.unit)
        yield Text(f"{part.name.zh} {shown.zh}", f"{part.name.en} {shown.en}")
    owed = sum_of(item.owed, values)
    yield Text(f"测算 {owed.zh}", f"comes to {owed.en}")


def payers_of(item: Item, whole: Sum) -> tuple[Paying, ...]:
    """Share an amount among the levels, to the fen: the last takes what rounding leaves."""
    lows = shared(whole.low, [payer.share for payer in item.payers])
    highs = shared(whole.high, [p.share for p in item.payers]) if whole.high is not None else []
    return tuple(
        Paying(payer.level, Sum(lows[place], highs[place] if highs else None))
        for place, payer in enumerate(item.payers)
    )


def shared(fen: int, shares: Sequence[Fraction]) -> list[int]:
    """Share an amount exactly; every part is rounded down and the last takes the rest.

    >>> shared(100, [Fraction(1, 3), Fraction(2, 3)])
    [33, 67]
    """
    parts = [int(fen * share) for share in shares[:-1]]
    return [*parts, fen - sum(parts)] if shares else []


def totals_of(items: Sequence[Owed], arrangement: Arrangement, values: Values) -> Totals:
    """Sum up all clauses; of each only verdict, amount and whether it is negotiated are looked at."""
    certain = sum(sum_of(part, values).low for part in arrangement.assured)
    count = [owed.verdict for owed in items]
    saved = [sum_of(arrangement.values[key], values) for key in arrangement.reliefs]
    relief = sum(one.low for one in saved)
    return Totals(
        certain=certain,
        possible=max(0, most_possible(arrangement, values) - certain),
        unchecked=sum_of(arrangement.total, values).low - certain,
        relief_certain=relief,
        relief_possible=sum(one.high or one.low for one in saved) - relief,
        unbounded=sum(_unlimited(owed) for owed in items),
        met=count.count(Verdict.MET),
        unknown=count.count(Verdict.UNKNOWN),
        review=count.count(Verdict.REVIEW),
        negotiated=sum(owed.negotiated and owed.verdict is not Verdict.UNMET for owed in items),
    )


def _capped(arrangement: Arrangement, values: Values) -> Iterable[Capped]:
    for limited in arrangement.limits:
        before, after = sum_of(limited.before, values), sum_of(limited.after, values)
        high = before.high is not None and after.high is not None
        cut = Sum(before.low - after.low, before.high - after.high if high else None)  # type: ignore[operator]
        if cut.low or cut.high:
            group = limited.group
            yield Capped(group.id, group.name, sum_of(limited.limit, values), cut)


def _unlimited(owed: Owed) -> bool:
    applies = owed.verdict in (Verdict.MET, Verdict.REVIEW)
    return applies and owed.amount is not None and owed.amount.sum.high is None
