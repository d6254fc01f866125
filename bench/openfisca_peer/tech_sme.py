"""科技型中小企业, 国科发政〔2017〕115号, as OpenFisca variables. Amounts in fen."""

from __future__ import annotations

from typing import Any

from kleene import (
    Column,
    above_zero,
    all_of,
    any_of,
    at_most,
    first,
    higher,
    made,
    negated,
    plus,
    reaches,
    share,
    stepped,
)

WAN = 1e6

NUMBERS = (
    "tech_staff", "employees", "tech_staff_share_stated", "rd_expense", "sales_revenue",
    "rd_intensity_stated", "cost_expense", "total_assets", "class_1_listed", "class_1_stated",
    "class_2_listed", "class_2_stated",
)  # fmt: skip
FLAGS = (
    "resident", "restricted", "incident", "abnormal", "dishonest", "holds_hnte", "state_award",
    "institution", "led_standard",
)  # fmt: skip

STAFF = ((0.10, 0.15, 0.20, 0.25, 0.30), (0, 4, 8, 12, 16, 20))
SALES = ((0.02, 0.03, 0.04, 0.05, 0.06), (0, 10, 20, 30, 40, 50))
COST = ((0.10, 0.15, 0.20, 0.25, 0.30), (0, 10, 20, 30, 40, 50))
FIRST_CLASS = ((1,), (0, 30))
SECOND_CLASS = ((1, 2, 3, 4), (0, 6, 12, 18, 24))


def tech_share(firm: Any, period: Any) -> Column:
    """Divide S&T staff by all staff, or take the share as stated."""
    found = share(firm("tech_staff", period), firm("employees", period))
    return first(found, firm("tech_staff_share_stated", period))


def to_sales(firm: Any, period: Any) -> Column:
    """Divide R&D by sales, or take the share as stated."""
    found = share(firm("rd_expense", period), firm("sales_revenue", period))
    return first(found, firm("rd_intensity_stated", period))


def to_cost(firm: Any, period: Any) -> Column:
    """Divide R&D by costs and expenses."""
    return share(firm("rd_expense", period), firm("cost_expense", period))


def class_1(firm: Any, period: Any) -> Column:
    """Count class I rights, listed or stated."""
    return first(firm("class_1_listed", period), firm("class_1_stated", period))


def class_2(firm: Any, period: Any) -> Column:
    """Count class II rights, listed or stated."""
    return first(firm("class_2_listed", period), firm("class_2_stated", period))


def size(firm: Any, period: Any) -> Column:
    """T2: staff, sales and assets below their limits."""
    return all_of(*(firm(f"ts_T2_{part}", period) for part in ("staff", "sales", "assets")))


def conduct(firm: Any, period: Any) -> Column:
    """T4: no incident, on no list."""
    return all_of(
        *(firm(f"ts_T4_{part}", period) for part in ("incidents", "abnormal", "dishonesty"))
    )


def scored(firm: Any, period: Any) -> Column:
    """T5: 60 points, and some for staff."""
    return all_of(firm("ts_T5_score", period), firm("ts_T5_staff", period))


def direct(firm: Any, period: Any) -> Column:
    """T6: any of the four direct ways."""
    return any_of(*(firm(f"ts_T6_{way}", period) for way in (1, 2, 3, 4)))


def verdict(firm: Any, period: Any) -> Column:
    """Meet the four conditions and either the score or a direct way."""
    base = all_of(*(firm(f"ts_{name}", period) for name in ("T1", "T2", "T3", "T4")))
    return any_of(all_of(base, firm("ts_T5", period)), all_of(base, firm("ts_T6", period)))


def same(name: str) -> Any:
    """Take an input as it is."""
    return lambda firm, period: firm(name, period)


def turned(name: str) -> Any:
    """Take the opposite of an input."""
    return lambda firm, period: negated(firm(name, period))


def limit(name: str, most: float) -> Any:
    """Test that an input does not pass a limit."""
    return lambda firm, period: at_most(firm(name, period), most)


VERDICTS = {
    "ts_T1": same("resident"),
    "ts_T2_staff": limit("employees", 500),
    "ts_T2_sales": limit("sales_revenue", 20000 * WAN),
    "ts_T2_assets": limit("total_assets", 20000 * WAN),
    "ts_T2": size,
    "ts_T3": turned("restricted"),
    "ts_T4_incidents": turned("incident"),
    "ts_T4_abnormal": turned("abnormal"),
    "ts_T4_dishonesty": turned("dishonest"),
    "ts_T4": conduct,
    "ts_T5_score": reaches("ts_score", 60),
    "ts_T5_staff": above_zero("ts_TS1"),
    "ts_T5": scored,
    "ts_T6_1": same("holds_hnte"),
    "ts_T6_2": same("state_award"),
    "ts_T6_3": same("institution"),
    "ts_T6_4": same("led_standard"),
    "ts_T6": direct,
    "ts_verdict": verdict,
}
POINTS = {
    "ts_TS1": stepped("ts_TS1", "ts_tech_share", *STAFF),
    "ts_TS2a": stepped("ts_TS2a", "ts_to_sales", *SALES),
    "ts_TS2b": stepped("ts_TS2b", "ts_to_cost", *COST),
    "ts_TS2": higher("ts_TS2a", "ts_TS2b"),
    "ts_TS3a": stepped("ts_TS3a", "ts_class_1", *FIRST_CLASS),
    "ts_TS3b": stepped("ts_TS3b", "ts_class_2", *SECOND_CLASS),
    "ts_TS3": higher("ts_TS3a", "ts_TS3b"),
    "ts_score": plus("ts_TS1", "ts_TS2", "ts_TS3"),
}
VALUES = {
    "ts_tech_share": tech_share,
    "ts_to_sales": to_sales,
    "ts_to_cost": to_cost,
    "ts_class_1": class_1,
    "ts_class_2": class_2,
}
VARIABLES = [
    *(made(name, float) for name in NUMBERS),
    *(made(name, int) for name in FLAGS),
    *(made(name, float, formula) for name, formula in VALUES.items()),
    *(made(f"{name}_low", float, low) for name, (low, _) in POINTS.items()),
    *(made(f"{name}_high", float, high) for name, (_, high) in POINTS.items()),
    *(made(name, int, formula) for name, formula in VERDICTS.items()),
]
