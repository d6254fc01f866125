"""What clauses give, as OpenFisca formulas: each kind of amount in a few passes over its columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from kleene import MET, UNMET, Column
from owed_amounts import (
    INF,
    Amount,
    Amounts,
    Data,
    Formula,
    Pair,
    Point,
    literal,
    money,
    pair,
    parted,
    same,
)


def amount(amounts: Amounts, data: Data, shared: str | None) -> Amount | None:
    """Make the amount of a clause; `shared` names the column of a list of which each entry counts for itself."""
    if data["kind"] == "negotiated":
        return None
    if shared is not None:
        return Point(lambda firm, period: firm(shared, period))
    return KINDS[data["kind"]](amounts, data)


def _less(amounts: Amounts, data: Data) -> Amount:
    whole, received = amounts.tiers(data), amounts.column(data["less"])
    ends = pair(whole)

    def low(firm: Any, period: Any) -> Column:
        return np.fmax(ends.low(firm, period) - received(firm, period), 0.0)

    def high(firm: Any, period: Any) -> Column:
        return np.maximum(ends.high(firm, period) - np.fmax(received(firm, period), 0.0), 0.0)

    return Pair(low, high)


def _match(amounts: Amounts, data: Data) -> Amount:
    share = literal(data["ratio"])
    bases = [amounts.column(name) for name in data["of"]]
    if len(bases) == 1:
        return Point(lambda firm, period: parted(bases[0](firm, period), share))
    one, two = bases
    if data["take"] == "sum":
        return Point(lambda firm, period: parted(one(firm, period) + two(firm, period), share))

    def low(firm: Any, period: Any) -> Column:
        return np.fmax(parted(np.fmax(one(firm, period), two(firm, period)), share), 0.0)

    def high(firm: Any, period: Any) -> Column:
        x = parted(np.maximum(one(firm, period), two(firm, period)), share)
        return np.where(x != x, INF, np.maximum(x, 0.0))  # noqa: PLR0124

    return Pair(low, high)


def _rate(amounts: Amounts, data: Data) -> Amount:
    share, base = literal(data["rate"]), amounts.column(data["base"])
    most = money(data["most"]) if "most" in data else INF

    def limited(firm: Any, period: Any) -> Column:
        part = parted(base(firm, period), share)
        return part if most == INF else np.minimum(part, most)

    found = Point(limited, most)
    return Pair(same(0.0), pair(found).high) if data.get("up_to") else found


def _unit(amounts: Amounts, data: Data) -> Amount:
    share, most = literal(data["rate"]), money(data["unit_most"])
    each = float(literal(data["per_head"]))
    price, area, heads, months = (
        amounts.column(data[name]) for name in ("price", "quantity", "heads", "months")
    )

    def low(firm: Any, period: Any) -> Column:
        whole = np.minimum(parted(price(firm, period), share), most)
        whole *= np.minimum(area(firm, period), heads(firm, period) * each)
        whole *= months(firm, period)
        whole += 0.5
        return np.fmax(np.floor(whole, out=whole), 0.0)

    def high(firm: Any, period: Any) -> Column:
        asked, space, staff = price(firm, period), area(firm, period), heads(firm, period) * each
        whole = np.fmin(parted(asked, share), most)
        whole *= np.fmin(space, staff)
        whole *= months(firm, period)
        whole += 0.5
        np.floor(whole, out=whole)
        space = space + staff
        open_ = (whole != whole) | ((asked != asked) & (space != space))  # noqa: PLR0124
        return np.where(open_, INF, whole)

    return Pair(low, high)


def _staged(amounts: Amounts, data: Data) -> Amount:
    rows = [(amounts.verdict(row["when"]), money(row["is"])) for row in data["rows"]]

    def low(firm: Any, period: Any) -> Column:
        total = np.zeros(firm.count)
        for name, amount in rows:
            total += (firm(name, period) == MET) * amount
        return total

    def high(firm: Any, period: Any) -> Column:
        total = np.zeros(firm.count)
        for name, amount in rows:
            total += (firm(name, period) != UNMET) * amount
        return total

    return Pair(low, high)


def _ranked(amounts: Amounts, data: Data) -> Amount:
    first, second = (money(row["is"]) for row in data["rows"])
    last = money(data["rows"][1]["when"].rpartition(" <= ")[2].rstrip("名"))
    place = amounts.column(data["rows"][0]["when"].partition(" == ")[0])

    def prize(firm: Any, period: Any) -> Column:
        x = place(firm, period)
        total = x * 0.0
        total += (x == 1.0) * first
        total += ((x >= 2.0) & (x <= last)) * second
        return total

    return Point(prize, first)


def _by_year(amounts: Amounts, data: Data, percents: Sequence[float]) -> Formula:
    year = amounts.column(data["year"])

    def found(firm: Any, period: Any) -> Column:
        x = year(firm, period)
        total = x * 0.0
        for place, percent in enumerate(percents, 1):
            total += (x == float(place)) * percent
        return total

    return found


def _percents(written: Sequence[str]) -> list[float]:
    return [float(literal(share) * 100) for share in written]


def _instalment(amounts: Amounts, data: Data) -> Amount:
    percents = _percents(data["shares"])
    share = _by_year(amounts, data, percents)
    if "is" in data:
        whole = money(data["is"])
        return Point(lambda f, p: share(f, p) * (whole / 100.0), whole * max(percents) / 100.0)
    ends = pair(amounts.tiers(data))

    def low(firm: Any, period: Any) -> Column:
        return np.fmax(ends.low(firm, period) * share(firm, period) / 100.0, 0.0)

    def high(firm: Any, period: Any) -> Column:
        part = share(firm, period)
        part = np.where(part != part, max(percents), part)  # noqa: PLR0124
        return ends.high(firm, period) * part / 100.0

    return Pair(low, high)


def _schedule(amounts: Amounts, data: Data) -> Amount:
    percents = _percents(data["rates"])
    share, base = _by_year(amounts, data, percents), amounts.column(data["base"])

    def low(firm: Any, period: Any) -> Column:
        part = base(firm, period) * share(firm, period)
        part /= 100.0
        part += 0.5
        return np.fmax(np.floor(part, out=part), 0.0)

    def high(firm: Any, period: Any) -> Column:
        percent = share(firm, period)
        percent = np.where(percent != percent, max(percents), percent)  # noqa: PLR0124
        part = base(firm, period) * percent
        part /= 100.0
        part += 0.5
        np.floor(part, out=part)
        return np.where(part != part, np.where(percent == 0.0, 0.0, INF), part)  # noqa: PLR0124

    return Pair(low, high)


def _multiplier(amounts: Amounts, data: Data) -> Amount:
    ends, more = pair(amounts.tiers(data)), float(data["times"] - 1)
    when = amounts.verdict(data["when"])

    def low(firm: Any, period: Any) -> Column:
        return ends.low(firm, period) * (1.0 + (firm(when, period) == MET) * more)

    def high(firm: Any, period: Any) -> Column:
        return ends.high(firm, period) * (1.0 + (firm(when, period) != UNMET) * more)

    return Pair(low, high)


def _either_or(amounts: Amounts, data: Data) -> Amount:
    fixed, rate = data["options"]
    least, ends = money(fixed["is"]), pair(_rate(amounts, rate))
    return Pair(
        lambda firm, period: np.maximum(ends.low(firm, period), least),
        lambda firm, period: np.maximum(ends.high(firm, period), least),
    )


def _at_most(_amounts: Amounts, data: Data) -> Amount:
    most = money(data["most"])
    return Pair(same(0.0), same(most))


KINDS: Mapping[str, Callable[[Amounts, Data], Amount]] = {
    "fixed": Amounts.tiers,
    "tier": Amounts.tiers,
    "tier-difference": _less,
    "top-up": _less,
    "match": _match,
    "rate": _rate,
    "unit": _unit,
    "staged": _staged,
    "ranked": _ranked,
    "instalment": _instalment,
    "schedule": _schedule,
    "multiplier": _multiplier,
    "either-or": _either_or,
    "appraisal": _at_most,
    "max-only": _at_most,
}
