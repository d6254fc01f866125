"""One column for every input that the rules ask for, drawn from the made-up zone by what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.made.firms import (
    INDUSTRIES,
    KNOWN,
    MISSING,
    REGION_SHARES,
    REGIONS,
    Zone,
    draw,
    with_holes,
)
from rulebook.records.inputs import Source, under
from rulebook.values import Verdict

if TYPE_CHECKING:
    from rulebook.facts import Fact

Numbers = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.uint8]]
Drawn = Numbers | Flags

YEAR = 2025
"""The year t-1 of every made-up firm; it is judged on the first day of the next."""

CHANCES: Mapping[str, float] = {
    "resident_enterprise": 0.99,
    "abnormal_list": 0.02,
    "serious_dishonesty": 0.01,
    "listed": 0.03,
}
"""How often a yes/no is yes, where a coin would make no sense; others by the words below."""

RARE = (
    "incident",
    "accident",
    "violation",
    "misconduct",
    "dishonest",
    "restricted",
    "prohibited",
    "fraud",
)


def column(firms: Zone, source: Source) -> Drawn:
    """Draw the column of one input: float64 with NaN unknown, or verdict codes for a yes/no."""
    return DRAWERS[source.how](firms, source)


EXPERT_GROUP = "专家与平台评分"
UNSEEN = 0.6
"""Firms that no expert has scored yet; the others have nearly all their scores."""


def _number(firms: Zone, source: Source) -> Numbers:
    fact = source.fact
    if fact.id in KNOWN:
        return draw(firms, fact.id, source.lag - 1)
    drawn = _plain(firms, source)
    if fact.group == EXPERT_GROUP:
        drawn[firms.random("experts").random(firms.rows) < UNSEEN] = np.nan
    return with_holes(firms, source.name, drawn)


def _plain(firms: Zone, source: Source) -> Numbers:
    """Draw a number of which only its unit and bounds are known."""
    fact, dice = source.fact, firms.random(source.name)
    low = float(fact.least) if fact.least is not None else 0.0
    if fact.most is not None:
        lean = 4.0 if fact.group == EXPERT_GROUP else 1.0
        drawn = low + (float(fact.most) - low) * dice.beta(lean, 1.0, firms.rows)
        return np.round(drawn, 4) if fact.suffix == "%" else np.round(drawn)
    if fact.suffix == "%":
        return np.round(dice.beta(2.0, 4.0, firms.rows), 4)
    if fact.suffix.endswith("美元"):
        return np.round(dice.lognormal(23.0, 1.5, firms.rows))
    if fact.suffix.endswith("元"):
        return np.round(firms.revenue[0] * dice.uniform(0.0, 0.2, firms.rows))
    return low + dice.poisson(4.0, firms.rows).astype(np.float64)


def _yesno(firms: Zone, source: Source) -> Flags:
    name = source.fact.id
    chance = CHANCES.get(name, 0.02 if any(word in name for word in RARE) else 0.6)
    return _flags(firms, source, firms.random(source.name).random(firms.rows) < chance)


def _flags(firms: Zone, source: Source, yes: np.ndarray[Any, Any]) -> Flags:
    codes = np.where(yes, np.uint8(Verdict.MET), np.uint8(Verdict.UNMET))
    holes = firms.random(f"holes {source.name}").random(firms.rows) < MISSING
    return np.where(holes, np.uint8(Verdict.UNKNOWN), codes)


SELDOM_SAID: Mapping[str, float] = {"stage_override": 0.9}
"""Facts that most firms leave open, and how many do."""


def word_of(firms: Zone, fact: Fact) -> np.ndarray[Any, np.dtype[np.int8]]:
    """Draw one word per firm, the same for every question: its place in the catalogue from 1, 0 unknown."""
    chosen = firms.random(f"word {fact.id}").integers(1, len(fact.of) + 1, firms.rows)
    holes = firms.random(f"holes {fact.id}").random(firms.rows)
    missing = holes < SELDOM_SAID.get(fact.id, MISSING)
    return np.where(missing, 0, chosen).astype(np.int8)


def _in(firms: Zone, source: Source) -> Flags:
    places = word_of(firms, source.fact)
    among = np.array([False, *(word in source.words for word in source.fact.of)])
    codes = np.where(among[places], np.uint8(Verdict.MET), np.uint8(Verdict.UNMET))
    return np.where(places == 0, np.uint8(Verdict.UNKNOWN), codes)


def _under(firms: Zone, source: Source) -> Flags:
    here = source.fact.id.endswith("region_code")
    words, places = (REGIONS, _region(firms, source.fact)) if here else (INDUSTRIES, firms.industry)
    by_code = np.array([under(code, source.words) for code in words], dtype=np.uint8)
    missing = firms.random(f"holes {source.fact.id}").random(firms.rows) < MISSING
    return np.where(missing, np.uint8(Verdict.UNKNOWN), by_code[places])


def _region(firms: Zone, fact: Fact) -> np.ndarray[Any, Any]:
    """Draw where a firm is registered; one in twenty works or pays tax elsewhere."""
    home = firms.random("region").choice(len(REGIONS), firms.rows, p=REGION_SHARES)
    if fact.id == "region_code":
        return home
    dice = firms.random(fact.id)
    moved = dice.choice(len(REGIONS), firms.rows, p=REGION_SHARES)
    return np.where(dice.random(firms.rows) < 0.05, moved, home)


def _age(firms: Zone, source: Source) -> Numbers:
    """Give the exact age in years of a date: the firm's own, or a later beginning."""
    if source.fact.id == "reg_date":
        return firms.age
    return firms.age * firms.random(f"since {source.fact.id}").uniform(0.3, 1.0, firms.rows)


def _dated(turn: Callable[[Numbers], Numbers]) -> Callable[[Zone, Source], Numbers]:
    def drawn(firms: Zone, source: Source) -> Numbers:
        column = turn(_age(firms, source))
        holes = firms.random(f"holes {source.fact.id}").random(firms.rows) < MISSING
        return np.where(holes, np.nan, column)

    return drawn


def _count(firms: Zone, source: Source) -> Numbers:
    mean = np.clip(firms.employees / 150.0, 0.1, 3.0)
    drawn = firms.random(source.name).poisson(mean).astype(float)
    return with_holes(firms, source.name, drawn)


def _any(firms: Zone, source: Source) -> Flags:
    return _flags(firms, source, firms.random(source.name).random(firms.rows) < 0.12)


SMALL: Mapping[str, float] = {"grants": 0.02, "tapeouts": 0.05}
"""Lists whose sums are a small share of sales, at most so much."""


def _total(firms: Zone, source: Source) -> Numbers:
    dice = firms.random(source.name)
    most = SMALL.get(source.fact.id, 1.0)
    paid = np.round(firms.revenue[0] * most * dice.uniform(0.05, 1.0, firms.rows))
    drawn = np.where(dice.random(firms.rows) < 0.25, paid, 0.0)
    return with_holes(firms, source.name, drawn)


def _on_record(firms: Zone, source: Source) -> Flags:
    """Have accounts of a year on record for most firms that existed then."""
    kept = firms.random(source.name).random(firms.rows) > MISSING
    there = kept & (firms.age > source.lag)
    return np.where(there, np.uint8(Verdict.MET), np.uint8(Verdict.UNKNOWN))


DRAWERS: Mapping[str, Callable[[Zone, Source], Drawn]] = {
    "number": _number,
    "yesno": _yesno,
    "in": _in,
    "under": _under,
    "days_since": _dated(lambda age: np.floor(age * 365.25)),
    "years_since": _dated(np.floor),
    "years_at_year_end": _dated(np.floor),
    "year_of": _dated(lambda age: np.floor(YEAR + 1 - age)),
    "count": _count,
    "any": _any,
    "total": _total,
    "shared": _total,
    "on_record": _on_record,
}
