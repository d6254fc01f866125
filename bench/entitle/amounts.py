"""Amounts of every kind with believable numbers, and conditions, from dice."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

from bench.entitle import asked

Data = dict[str, Any]
Dice = random.Random  # noqa: S311 not for secrets


def condition(dice: Dice) -> str:
    """Draw a condition: a yes/no, a sum or count that reaches a threshold, or a share or growth."""
    what = dice.random()
    if what < 0.4:
        flag = dice.choice(asked.FLAGS)
        return f"not {flag}" if flag == "listed" else flag
    if what < 0.75:
        name = dice.choice(list(asked.NUMBERS))
        unit, bounds = asked.NUMBERS[name]
        return f"{name} >= {dice.choice(bounds)}{unit}"
    share = dice.choice(list(asked.SHARES))
    return f"{share} >= {dice.choice(asked.SHARES[share])}%"


def _wan(dice: Dice, *amounts: int) -> str:
    return f"{dice.choice(amounts or (5, 10, 20, 30, 50, 100))}万元"


def _tiers(dice: Dice) -> list[Data]:
    """Draw three tiers: by one sum from the highest on, or by titles."""
    amounts = sorted(dice.sample((10, 20, 30, 50, 100, 200), 3), reverse=True)
    if dice.random() < 0.5:
        name = dice.choice(("sales_revenue", "rd_expense", "project_investment"))
        bounds = (20000, 8000, 2000) if name != "rd_expense" else (1000, 500, 100)
        asks = [f"{name} >= {bound}万元" for bound in bounds]
    else:
        asks = dice.sample(asked.FLAGS[:10], 3)
    return [
        {"when": when, "is": f"{amount}万元"} for when, amount in zip(asks, amounts, strict=True)
    ]


def _caps(dice: Dice, item: int) -> Data:
    caps: Data = {}
    if dice.random() < 0.5:
        caps["item"] = f"{item}万元"
    if dice.random() < 0.3:
        caps["year"] = f"{item * 2}万元"
    if dice.random() < 0.2:
        caps["lifetime"] = f"{item * 5}万元"
    if dice.random() < 0.15:
        caps["times"] = 3
    return caps


def _fixed(dice: Dice) -> tuple[Data, Data]:
    return {"kind": "fixed", "is": _wan(dice)}, _caps(dice, 200)


def _tier(dice: Dice) -> tuple[Data, Data]:
    return {"kind": "tier", "rows": _tiers(dice)}, _caps(dice, 300)


def _tier_difference(dice: Dice) -> tuple[Data, Data]:
    return {
        "kind": "tier-difference",
        "rows": _tiers(dice),
        "less": dice.choice(asked.RECEIVED),
    }, _caps(dice, 300)


def _top_up(dice: Dice) -> tuple[Data, Data]:
    less = dice.choice(asked.RECEIVED)
    return {"kind": "top-up", "is": _wan(dice, 50, 100, 200), "less": less}, _caps(dice, 300)


def _match(dice: Dice) -> tuple[Data, Data]:
    if dice.random() < 0.3:
        each = {"of": "grants.amount", "where": f"level == {dice.choice(['国家', '省'])}"}
        return {"kind": "match", "ratio": "50%", "each": each, "most_each": "100万元"}, _caps(
            dice, 300
        )
    data: Data = {
        "kind": "match",
        "ratio": dice.choice(["30%", "50%", "100%"]),
        "of": dice.sample(asked.RECEIVED[:3], dice.randint(1, 2)),
        "take": dice.choice(["highest", "sum"]),
    }
    return data, _caps(dice, 500)


def _rate(dice: Dice) -> tuple[Data, Data]:
    data: Data = {
        "kind": "rate",
        "rate": dice.choice(["5%", "10%", "15%", "20%", "30%"]),
        "base": dice.choice(asked.BASES),
    }
    if dice.random() < 0.7:
        data["most"] = _wan(dice, 50, 100, 300)
    if dice.random() < 0.2:
        data["up_to"] = True
    return data, _caps(dice, 500)


def _rate_per_item(dice: Dice) -> tuple[Data, Data]:
    each: Data = {"of": "tapeouts.fee"}
    if dice.random() < 0.5:
        each["where"] = "first"
    rate = dice.choice(["30%", "40%", "50%"])
    data = {"kind": "rate-per-item", "rate": rate, "each": each, "most_each": "200万元"}
    return data, _caps(dice, 500)


def _unit(dice: Dice) -> tuple[Data, Data]:
    data = {
        "kind": "unit",
        "rate": dice.choice(["30%", "50%"]),
        "price": "rent_price",
        "unit_most": dice.choice(["15元", "20元", "30元"]),
        "quantity": "rent_area",
        "per_head": dice.choice(["10平方米", "15平方米"]),
        "heads": "insured",
        "months": "rent_months",
    }
    return data, _caps(dice, 100)


def _staged(dice: Dice) -> tuple[Data, Data]:
    first = dice.randint(0, 1)
    step = {"zh": "节点", "en": "Step"}
    rows = [{"name": step, "when": when, "is": _wan(dice, 50, 100)} for when in asked.STEPS[first:]]
    return {"kind": "staged", "rows": rows}, _caps(dice, 400)


def _ranked(dice: Dice) -> tuple[Data, Data]:
    rows = [
        {"when": f"{asked.RANK} == 1名", "is": "400万元"},
        {
            "when": f"{asked.RANK} >= 2名 and {asked.RANK} <= {dice.choice([5, 10])}名",
            "is": "300万元",
        },
    ]
    return {"kind": "ranked", "rows": rows}, {}


def _instalment(dice: Dice) -> tuple[Data, Data]:
    year = dice.choice(asked.YEARS)
    shares = dice.choice([["40%", "30%", "30%"], ["50%", "50%"]])
    whole = {"is": _wan(dice, 100, 200, 300)} if dice.random() < 0.5 else {"rows": _tiers(dice)}
    return {"kind": "instalment", "shares": shares, "year": year, **whole}, {}


def _schedule(dice: Dice) -> tuple[Data, Data]:
    data = {
        "kind": "schedule",
        "base": dice.choice(asked.BASES),
        "rates": dice.choice([["100%", "100%", "50%"], ["20%", "15%", "10%"]]),
        "year": dice.choice(asked.YEARS),
    }
    return data, _caps(dice, 300)


def _multiplier(dice: Dice) -> tuple[Data, Data]:
    whole = {"is": _wan(dice)} if dice.random() < 0.5 else {"rows": _tiers(dice)}
    data = {"kind": "multiplier", "times": 2, "when": dice.choice(asked.FLAGS[10:]), **whole}
    return data, _caps(dice, 500)


def _either_or(dice: Dice) -> tuple[Data, Data]:
    rate, _ = _rate(dice)
    return {"kind": "either-or", "options": [{"kind": "fixed", "is": _wan(dice)}, rate]}, _caps(
        dice, 500
    )


def _appraisal(dice: Dice) -> tuple[Data, Data]:
    return {"kind": "appraisal", "most": _wan(dice)}, _caps(dice, 200)


def _negotiated(_dice: Dice) -> tuple[Data, Data]:
    return {"kind": "negotiated"}, {}


def _max_only(dice: Dice) -> tuple[Data, Data]:
    return {"kind": "max-only", "most": _wan(dice, 50, 100, 500)}, {}


AMOUNTS: Mapping[str, Callable[[Dice], tuple[Data, Data]]] = {
    "fixed": _fixed,
    "tier": _tier,
    "tier-difference": _tier_difference,
    "top-up": _top_up,
    "match": _match,
    "rate": _rate,
    "rate-per-item": _rate_per_item,
    "unit": _unit,
    "staged": _staged,
    "ranked": _ranked,
    "instalment": _instalment,
    "schedule": _schedule,
    "multiplier": _multiplier,
    "either-or": _either_or,
    "appraisal": _appraisal,
    "negotiated": _negotiated,
    "max-only": _max_only,
}
"""An amount and its caps for each kind."""
