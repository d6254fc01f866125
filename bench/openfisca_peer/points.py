"""创新积分: eighteen indicators, ranked inside a cohort and weighed by stage, as OpenFisca variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from kleene import (
    MET,
    UNKNOWN,
    UNMET,
    Column,
    Ends,
    above,
    all_of,
    any_of,
    at_least,
    at_most,
    below,
    first,
    made,
    plus,
    share,
)

WAN = 1e6

NUMBERS = (
    "age_in_years", "operating_revenue", "inv_apps", "pct_apps", "tech_contracts", "postgrad_staff",
    "tax_saved", "net_profit", "fresh_grads", "platforms", "awards_2y", "projects_2y", "venture",
)  # fmt: skip
CODES = ("stage_code", "field_code")
"""Choices as small numbers, 0 for none or not known: OpenFisca's own Enum would be slower."""

WEIGHTS = {
    "IP01": (6, 8, 9), "IP02": (8, 8, 6), "IP03": (14, 9, 8), "IP04": (12, 7, 6), "IP05": (10, 8, 8),
    "IP06": (4, 4, 4), "IP07": (6, 6, 4), "IP08": (3, 6, 8), "IP09": (3, 6, 8), "IP10": (7, 8, 7),
    "IP11": (6, 5, 4), "IP12": (3, 5, 6), "IP13": (3, 5, 7), "IP14": (2, 2, 2), "IP15": (3, 4, 5),
    "IP16": (2, 3, 3), "IP17": (3, 3, 3), "IP18": (5, 3, 2),
}  # fmt: skip
GROUPS = {
    "ip_T": [f"ip_IP{n:02d}" for n in range(1, 8)],
    "ip_G": [f"ip_IP{n:02d}" for n in range(8, 14)],
    "ip_A": [f"ip_IP{n:02d}" for n in range(14, 19)],
}


@dataclass(frozen=True)
class RankTable:
    """Sorted values of a cohort with the percentile at and above each, after one below all."""

    values: Column
    at: Column
    above: Column

    def rank(self, x: Column) -> Column:
        """Give the percentile of every x; a NaN is put right by the caller."""
        place = np.searchsorted(self.values, x, side="right") - 1
        return np.where(self.values[place] == x, self.at[place], self.above[place])


TABLES: dict[str, dict[int, RankTable]] = {}


def read_tables(data: Mapping[str, Any]) -> dict[str, dict[int, RankTable]]:
    """Read values and percentiles by indicator and cohort."""
    return {
        name: {int(code): _table(one) for code, one in codes.items()}
        for name, codes in data["tables"].items()
    }


def _table(one: Mapping[str, Any]) -> RankTable:
    values, at, upto = (np.array(one[key]) for key in ("values", "at", "above"))
    return RankTable(np.r_[-np.inf, values], np.r_[0.0, at], np.r_[0.0, upto])


# --- stage and cohort


def young(firm: Any, period: Any) -> Column:
    """Tell firms of five years or less and below 20 million."""
    age, revenue = firm("age_in_years", period), firm("operating_revenue", period)
    return all_of(at_most(age, 5), below(revenue, 2000 * WAN))


def settled(firm: Any, period: Any) -> Column:
    """Tell firms of more than ten years or from 400 million."""
    age, revenue = firm("age_in_years", period), firm("operating_revenue", period)
    return any_of(above(age, 10), at_least(revenue, 40000 * WAN))


def stage(firm: Any, period: Any) -> Column:
    """Give the stage less one where it is certain, 3 where it may be any, 4 for growth or stable."""
    small, large = firm("ip_young", period), firm("ip_settled", period)
    later = np.where(large == MET, 2, np.where(large == UNMET, 1, 4))
    reckoned = np.where(small == MET, 0, np.where(small == UNMET, later, 3))
    stated = firm("stage_code", period)
    return np.where(stated > 0, stated - 1, reckoned).astype(np.int8)


def cohort(firm: Any, period: Any) -> Column:
    """Give stage × 100 + field, NaN while the stage is open."""
    known = firm("ip_stage", period)
    code = (known + 1.0) * 100 + firm("field_code", period)
    return np.where(known < 3, code, np.nan)


def by_cohort(firm: Any, period: Any) -> Column:
    """Sort the firms by cohort once, for all eighteen searches."""
    return np.argsort(firm("ip_cohort", period), kind="stable").astype(np.float64)


# --- the eighteen values


def capped_growth(name: str) -> Callable[..., Column]:
    """Give growth cut at −100 % and +200 %, the top from zero; NaN where unknown."""

    def formula(firm: Any, period: Any) -> Column:
        now, before = firm(name, period), firm(name, period.offset(-1))
        with np.errstate(divide="ignore", invalid="ignore"):
            found = np.minimum(2.0, np.maximum(-1.0, now / before - 1))
        return np.where(before == 0, np.where(now > 0, 2.0, np.nan), found)

    return formula


def intensity(firm: Any, period: Any) -> Column:
    """Divide R&D by operating revenue, or take the share as stated."""
    found = share(firm("rd_expense", period), firm("operating_revenue", period))
    return first(found, firm("rd_intensity_stated", period))


def postgraduates(firm: Any, period: Any) -> Column:
    """Divide staff with a master's degree by all staff."""
    return share(firm("postgrad_staff", period), firm("employees", period))


def profitability(firm: Any, period: Any) -> Column:
    """Divide net profit by net assets, 0 where those are not above zero."""
    net = firm("h_net_assets", period)
    return np.where(net <= 0, 0.0, share(firm("net_profit", period), net))


VALUES: Mapping[str, str | Callable[..., Column]] = {
    "IP01": "rd_expense",
    "IP02": capped_growth("rd_expense"),
    "IP03": intensity,
    "IP04": "ts_tech_share",
    "IP05": "inv_apps",
    "IP06": "pct_apps",
    "IP07": "tech_contracts",
    "IP08": "hitech_income",
    "IP09": "operating_revenue",
    "IP10": capped_growth("operating_revenue"),
    "IP11": postgraduates,
    "IP12": "tax_saved",
    "IP13": profitability,
    "IP14": "fresh_grads",
    "IP15": "platforms",
    "IP16": "awards_2y",
    "IP17": "projects_2y",
    "IP18": "venture",
}
OPEN_TOP = {"IP02": 2.0, "IP10": 2.0}
"""Where a value is unknown it still has a greatest possible: its own rank bounds the points."""


def value(name: str) -> str:
    """Name the variable that holds an indicator."""
    found = VALUES[name]
    return found if isinstance(found, str) else f"ip_value_{name}"


# --- ranks and points


def ranked(name: str) -> Ends:
    """Make the range of an indicator's rank: 0 for nothing, anything while value or cohort is open."""

    def low(firm: Any, period: Any) -> Column:
        x = firm(value(name), period)
        rank = _search(name, x, firm("ip_cohort", period), firm("ip_order", period))
        return np.where(x > 0, first(rank, 0.0), 0.0)

    def high(firm: Any, period: Any) -> Column:
        x, codes = firm(value(name), period), firm("ip_cohort", period)
        most = np.where(x > 0, firm(f"ip_rank_{name}_low", period), 0.0)
        open_ = (x != x) | ((x > 0) & ~_has_table(name, codes))  # noqa: PLR0124
        most[open_] = 1.0
        if name in OPEN_TOP:
            rows = np.flatnonzero((x != x) & _has_table(name, codes))  # noqa: PLR0124
            most[rows] = _tops(name, OPEN_TOP[name])(codes[rows])
        return most

    return low, high


def _search(name: str, x: Column, codes: Column, order: Column) -> Column:
    """Look every value up in its cohort's table, cohort after cohort; NaN without a table."""
    rank = np.full(len(x), np.nan)
    rows = order.astype(np.intp)
    sorted_codes = codes[rows]
    tables = TABLES.get(name, {})
    known = sorted_codes[sorted_codes == sorted_codes]  # noqa: PLR0124
    codes_there, starts = np.unique(known, return_index=True)
    for code, start, end in zip(codes_there, starts, [*starts[1:], len(known)], strict=True):
        if int(code) in tables:
            own = rows[start:end]
            rank[own] = tables[int(code)].rank(x[own])
    return rank


def _has_table(name: str, codes: Column) -> Column:
    there = np.zeros(400, dtype=bool)
    there[[code for code in TABLES.get(name, {}) if code < 400]] = True
    return there[first(codes, 0.0).astype(np.intp)]


def _tops(name: str, top: float) -> Callable[[Column], Column]:
    tops = np.ones(400)
    for code, table in TABLES.get(name, {}).items():
        if code < 400:
            tops[code] = table.rank(np.array([top]))[0]
    return lambda codes: tops[codes.astype(np.intp)]


def weighed(name: str) -> Ends:
    """Make the points of an indicator: weight of the stage times rank."""
    seed, grown, stable = WEIGHTS[name]
    low = np.array([seed, grown, stable, min(WEIGHTS[name]), min(grown, stable)], dtype=float)
    high = np.array([seed, grown, stable, max(WEIGHTS[name]), max(grown, stable)], dtype=float)
    return (
        lambda firm, period: low[firm("ip_stage", period)] * firm(f"ip_rank_{name}_low", period),
        lambda firm, period: high[firm("ip_stage", period)] * firm(f"ip_rank_{name}_high", period),
    )


def capped(end: int) -> Callable[..., Column]:
    """Add the groups, 100 at most."""
    added = plus(*GROUPS)[end]
    return lambda firm, period: np.minimum(added(firm, period), 100.0)


def certain(firm: Any, period: Any) -> Column:
    """Answer met once the score is one number."""
    low, high = firm("ip_score_low", period), firm("ip_score_high", period)
    return np.where(low == high, MET, UNKNOWN)


POINTS = {
    **{f"ip_rank_{name}": ranked(name) for name in WEIGHTS},
    **{f"ip_{name}": weighed(name) for name in WEIGHTS},
    **{name: plus(*parts) for name, parts in GROUPS.items()},
    "ip_score": (capped(0), capped(1)),
}
VARIABLES = [
    *(made(name, float) for name in NUMBERS),
    *(made(name, int) for name in CODES),
    *(made(f"ip_value_{n}", float, f) for n, f in VALUES.items() if not isinstance(f, str)),
    made("ip_young", int, young),
    made("ip_settled", int, settled),
    made("ip_stage", int, stage),
    made("ip_cohort", float, cohort),
    made("ip_order", float, by_cohort),
    *(made(f"{name}_low", float, low) for name, (low, _) in POINTS.items()),
    *(made(f"{name}_high", float, high) for name, (_, high) in POINTS.items()),
    made("ip_verdict", int, certain),
]
