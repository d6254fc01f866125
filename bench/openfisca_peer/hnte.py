"""高新技术企业, 国科发火〔2016〕32号 and 195号, as OpenFisca variables: conditions and points."""

from __future__ import annotations

from typing import Any

import numpy as np
from kleene import (
    MET,
    UNKNOWN,
    UNMET,
    Column,
    above,
    all_of,
    at_least,
    bounded,
    ends,
    first,
    higher,
    made,
    negated,
    or_else,
    plus,
    review,
    share,
    stepped,
)

WAN = 1e6
JUST_ABOVE_ZERO = float(np.nextafter(0.0, 1.0))
"""The band (0 %, 5 %) leaves 0 out."""

NUMBERS = (
    "age_in_days", "rights_listed", "class_1_unused", "class_2_unused", "self_developed",
    "rd_sum_stated", "rd_ratio_stated", "rd_domestic", "hitech_income", "total_income",
    "main_product_income", "total_liabilities", "net_assets_stated", "results_listed",
    "results_stated", "k1", "k2", "k3", "k4", "k5", "c", "m1", "m2", "m3", "m4", "g1", "g2",
)  # fmt: skip
FLAGS = ("accounts", "ip_supports", "field_supported", "incident_1y", "drafted_standard")

FIRST_CLASS = ((1,), (0, (7, 8)))
SECOND_CLASS = ((1, 3, 5), (0, (1, 2), (3, 4), (5, 6)))
RESULTS = ((1, 2, 3, 4, 5), (0, (1, 6), (7, 12), (13, 18), (19, 24), (25, 30)))
GROWTH = (
    (JUST_ABOVE_ZERO, 0.05, 0.15, 0.25, 0.35),
    (0, (1, 2), (3, 4), (5, 6), (7, 8), (9, 10)),
)


def old_enough(firm: Any, period: Any) -> Column:
    """H1: 365 days since registration, or, where the day is not known, accounts that prove it."""
    age = firm("age_in_days", period)
    proof = np.where(firm("accounts", period) == MET, MET, UNKNOWN)
    return np.where(age != age, proof, at_least(age, 365))  # noqa: PLR0124


def three_years(firm: Any, name: str, period: Any) -> Column:
    """Add the last three years."""
    return firm(name, period.offset(-2)) + firm(name, period.offset(-1)) + firm(name, period)


def rd_sum(firm: Any, period: Any) -> Column:
    """Give R&D of three years, added up or as stated."""
    return first(three_years(firm, "rd_expense", period), firm("rd_sum_stated", period))


def rd_ratio(firm: Any, period: Any) -> Column:
    """Give R&D to sales over three years, computed or as stated."""
    found = share(firm("h_rd_sum", period), three_years(firm, "sales_revenue", period))
    return first(found, firm("rd_ratio_stated", period))


def rd_ratio_end(choose: Any) -> Any:
    """Give an end of the ratio: where it is unknown, the least or greatest of the single years."""

    def formula(firm: Any, period: Any) -> Column:
        years = [firm("ts_to_sales", period.offset(back)) for back in (0, -1, -2)]
        return first(firm("h_rd_ratio", period), choose(choose(years[0], years[1]), years[2]))

    return formula


def enough_research(firm: Any, period: Any) -> Column:
    """H5: the share that the size of the latest sales asks for."""
    sales = firm("sales_revenue", period)
    tier = np.where(sales <= 5000 * WAN, 0.05, np.where(sales <= 20000 * WAN, 0.04, 0.03))
    unknown = np.isnan(sales)
    hard, soft = np.where(unknown, 0.05, tier), np.where(unknown, 0.03, tier)
    low, high = firm("h_rd_ratio_low", period), firm("h_rd_ratio_high", period)
    return (low >= hard).view(np.int8) * np.int8(2) + (~(high < soft)).view(np.int8)


def domestic(firm: Any, period: Any) -> Column:
    """H5b: 60 % of it in mainland China."""
    spent = share(three_years(firm, "rd_domestic", period), firm("h_rd_sum", period))
    return at_least(spent, 0.60)


def rights_low(firm: Any, period: Any) -> Column:
    """Count rights: listed, or both classes as stated, or the larger class that was stated."""
    one, two = firm("class_1_stated", period), firm("class_2_stated", period)
    return first(firm("rights_listed", period), first(one + two, np.fmax(one, two)))


def rights_high(firm: Any, period: Any) -> Column:
    """Count rights at most: without end where only one class was stated."""
    both = firm("class_1_stated", period) + firm("class_2_stated", period)
    return first(firm("rights_listed", period), first(both, np.inf))


def has_rights(firm: Any, period: Any) -> Column:
    """H2.count: one right or more."""
    low, high = firm("h_rights_low", period), firm("h_rights_high", period)
    return (low >= 1).view(np.int8) * np.int8(2) + (~(high < 1)).view(np.int8)


def listed_or_stated(listed: str, stated: str) -> Any:
    """Take a count from the list, or as stated."""
    return lambda firm, period: first(firm(listed, period), firm(stated, period))


def yearly_results(firm: Any, period: Any) -> Column:
    """Give the yearly mean of results commercialised."""
    listed = firm("results_listed", period) / 3
    return first(listed, three_years(firm, "results_stated", period) / 3)


def net_assets(firm: Any, period: Any) -> Column:
    """Subtract liabilities from assets, or take net assets as stated."""
    found = firm("total_assets", period) - firm("total_liabilities", period)
    return first(found, firm("net_assets_stated", period))


def sales_growth(firm: Any, period: Any) -> Column:
    """Average two yearly growths of sales."""
    now, before, earlier = _years(firm, "sales_revenue", period)
    mean = (share(now, before) + share(before, earlier)) / 2 - 1
    return _unless_zero(mean, now, before, earlier)


def asset_growth(firm: Any, period: Any) -> Column:
    """Average two yearly growths of net assets; unknown where they were below zero."""
    now, before, earlier = _years(firm, "h_net_assets", period)
    paces = share(before, np.maximum(earlier, 0.0)), share(now, np.maximum(before, 0.0))
    return _unless_zero((paces[0] + paces[1]) / 2 - 1, now, before, earlier)


def _years(firm: Any, name: str, period: Any) -> list[Column]:
    return [firm(name, period.offset(back)) for back in (0, -1, -2)]


def _unless_zero(mean: Column, now: Column, before: Column, earlier: Column) -> Column:
    """Take the last year alone where the first is zero, nothing where the second is."""
    last = np.where(earlier == 0, share(now, before) - 1, mean)
    return np.where(before == 0, 0.0, last)


def acquired_low(firm: Any, period: Any) -> Column:
    """K4 at least: 1 with rights of one's own or others', else 0."""
    own, any_ = firm("h_K4_own", period), firm("h_H2_count", period)
    return np.where((own == MET) | (any_ == MET), 1.0, 0.0)


def acquired_high(firm: Any, period: Any) -> Column:
    """K4 at most: 6 with own rights, 3 with acquired ones, 0 with none."""
    own, any_ = firm("h_K4_own", period), firm("h_H2_count", period)
    return np.where(own != UNMET, 6.0, np.where(any_ != UNMET, 3.0, 0.0))


def bonus_low(firm: Any, period: Any) -> Column:
    """K5 at least: 1 for a firm that drafted standards."""
    return (firm("drafted_standard", period) == MET).astype(float)


def bonus_high(firm: Any, period: Any) -> Column:
    """K5 at most: 2 unless it is known that there was none."""
    return np.where(firm("drafted_standard", period) != UNMET, 2.0, 0.0)


def capped(end: str) -> Any:
    """Add the points for rights, 30 at most."""
    added = plus(*(f"h_K{n}" for n in range(1, 6)))[0 if end == "low" else 1]
    return lambda firm, period: np.minimum(added(firm, period), 30.0)


def above_70(firm: Any, period: Any) -> Column:
    """H7: more than 70 points; a person decides while it is open."""
    low, high = firm("h_score_low", period), firm("h_score_high", period)
    return review((low > 70).view(np.int8) * np.int8(2) + (high > 70).view(np.int8))


VALUES = {
    "h_rd_sum": rd_sum,
    "h_rd_ratio": rd_ratio,
    "h_class_1": listed_or_stated("class_1_unused", "class_1_stated"),
    "h_class_2": listed_or_stated("class_2_unused", "class_2_stated"),
    "h_yearly_results": yearly_results,
    "h_net_assets": net_assets,
    "h_asset_growth": asset_growth,
    "h_sales_growth": sales_growth,
}
POINTS = {
    "h_rd_ratio": (rd_ratio_end(np.minimum), rd_ratio_end(np.maximum)),
    "h_rights": (rights_low, rights_high),
    "h_K1": bounded("k1", 8),
    "h_K2": bounded("k2", 8),
    "h_P1": stepped("h_P1", "h_class_1", *FIRST_CLASS),
    "h_P2": stepped("h_P2", "h_class_2", *SECOND_CLASS),
    "h_K3": or_else("k3", higher("h_P1", "h_P2")),
    "h_K4": or_else("k4", (acquired_low, acquired_high)),
    "h_K5": or_else("k5", (bonus_low, bonus_high)),
    "h_IP": (capped("low"), capped("high")),
    "h_PC": stepped("h_PC", "h_yearly_results", *RESULTS),
    "h_C": or_else("c", ends("h_PC")),
    "h_M1": bounded("m1", 6),
    "h_M2": bounded("m2", 6),
    "h_M3": bounded("m3", 4),
    "h_M4": bounded("m4", 4),
    "h_M": plus("h_M1", "h_M2", "h_M3", "h_M4"),
    "h_PG1": stepped("h_PG1", "h_asset_growth", *GROWTH),
    "h_G1": or_else("g1", ends("h_PG1")),
    "h_PG2": stepped("h_PG2", "h_sales_growth", *GROWTH),
    "h_G2": or_else("g2", ends("h_PG2")),
    "h_G": plus("h_G1", "h_G2"),
    "h_score": plus("h_IP", "h_C", "h_M", "h_G"),
}
CONDITIONS = ("H1", "H2", "H3", "H4", "H5", "H5b", "H6", "H7", "H8")
VERDICTS = {
    "h_H1": old_enough,
    "h_H2_count": has_rights,
    "h_H2_link": lambda firm, period: review(firm("ip_supports", period)),
    "h_H2": lambda firm, period: all_of(firm("h_H2_count", period), firm("h_H2_link", period)),
    "h_H3": lambda firm, period: review(firm("field_supported", period)),
    "h_H4": lambda firm, period: at_least(firm("ts_tech_share", period), 0.10),
    "h_H5": enough_research,
    "h_H5b": domestic,
    "h_H6_share": lambda firm, period: at_least(
        share(firm("hitech_income", period), firm("total_income", period)), 0.60
    ),
    "h_H6_main": lambda firm, period: above(
        share(firm("main_product_income", period), firm("hitech_income", period)), 0.50
    ),
    "h_H6": lambda firm, period: all_of(firm("h_H6_share", period), firm("h_H6_main", period)),
    "h_H7": above_70,
    "h_H8": lambda firm, period: negated(firm("incident_1y", period)),
    "h_K4_own": lambda firm, period: at_least(firm("self_developed", period), 1),
    "h_verdict": lambda firm, period: all_of(*(firm(f"h_{name}", period) for name in CONDITIONS)),
}
VARIABLES = [
    *(made(name, float) for name in NUMBERS),
    *(made(name, int) for name in FLAGS),
    *(made(name, float, formula) for name, formula in VALUES.items()),
    *(made(f"{name}_low", float, low) for name, (low, _) in POINTS.items()),
    *(made(f"{name}_high", float, high) for name, (_, high) in POINTS.items()),
    *(made(name, int, formula) for name, formula in VERDICTS.items()),
]
