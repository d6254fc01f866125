"""What both sides compute: the rule sets that are written twice, their inputs and their outputs.

The left names are our canonical inputs, the right ones the peer's variables; a year back is the
variable's previous period.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rulebook.rules.editions import Edition

PREFIXES: Mapping[str, str] = {"tech-sme": "ts", "hnte": "h", "innovation-points": "ip"}
"""The standards that are compared, and how the peer's variables begin."""

FINE = "and valid) and (not disputed)"
LINKED = "and granted) and valid) and product_linked) and (not disputed)"
MAJOR = "any(incidents where"

YEARLY: Mapping[str, str] = {
    "tech_staff": "tech_staff",
    "employees": "employees",
    "tech_staff_share_stated": "tech_staff_share_stated",
    "rd_expense": "rd_expense",
    "rd_intensity_stated": "rd_intensity_stated",
    "sales_revenue": "sales_revenue",
    "cost_expense": "cost_expense",
    "total_assets": "total_assets",
    "total_liabilities": "total_liabilities",
    "net_assets": "net_assets_stated",
    "class1_ip_count": "class_1_stated",
    "class2_ip_count": "class_2_stated",
    "rd_sum_3y_stated": "rd_sum_stated",
    "rd_ratio_3y_stated": "rd_ratio_stated",
    "rd_expense_domestic": "rd_domestic",
    "hitech_income": "hitech_income",
    "total_income": "total_income",
    "main_product_income": "main_product_income",
    "transformation_count": "results_stated",
    "operating_revenue": "operating_revenue",
    "inv_apps": "inv_apps",
    "pct_apps": "pct_apps",
    "tech_contract_amount": "tech_contracts",
    "postgrad_staff": "postgrad_staff",
    "rd_deduct_tax_saved": "tax_saved",
    "net_profit": "net_profit",
    "fresh_grads": "fresh_grads",
}
OTHERS: Mapping[str, str] = {
    f"count(ip where (((class == I {LINKED})": "class_1_listed",
    f"count(ip where (((class == II {LINKED})": "class_2_listed",
    "count(ip where ((granted and valid) and (not disputed)) and (not (class == II and used_for_hnte)))": (
        "rights_listed"
    ),
    f"count(ip where ((class == I and granted) {FINE})": "class_1_unused",
    f"count(ip where (((class == II and granted) {FINE}) and (not used_for_hnte))": "class_2_unused",
    "count(ip where ((granted and valid) and (not disputed)) and acquisition == self)": (
        "self_developed"
    ),
    "count(transformations where during(year, t - 3, t - 1))": "results_listed",
    "days_since(reg_date)": "age_in_days",
    "on_record(2)": "accounts",
    "ip_supports_product": "ip_supports",
    "field_supported": "field_supported",
    f"{MAJOR} (major and type in [安全, 质量, 环境]) and within(date, 365天))": "incident_1y",
    f"{MAJOR} major and during(date, t - 1, t))": "incident",
    "any(standards where level in [国家, 行业])": "drafted_standard",
    "resident_enterprise": "resident",
    "restricted_industry": "restricted",
    "abnormal_list": "abnormal",
    "serious_dishonesty": "dishonest",
    "any(certs where (type == HNTE and from <= today) and today <= to)": "holds_hnte",
    "any(awards where ((science and level == 国家) and rank <= 3) and within(date, 5年))": "state_award",
    "rd_institution_level in 国家|省": "institution",
    "any(standards where (level in [国际, 国家, 行业] and rank <= 5) and within(date, 5年))": (
        "led_standard"
    ),
    "years_since(reg_date)": "age_in_years",
    "count(rd_platforms where level in [国家, 省] and within(date, 2年))": "platforms",
    "count(awards where (science and level in [国家, 省]) and within(date, 2年))": "awards_2y",
    "count(projects where level in [国家, 省] and within(date, 2年))": "projects_2y",
    "total(equity_rounds.paid_in where within(date, 2年))": "venture",
} | {
    f"{name}_score": name
    for name in ["k1", "k2", "k3", "k4", "k5", "c", "m1", "m2", "m3", "m4", "g1", "g2"]
}


CODED: Mapping[str, str] = {"stage_override": "stage_code", "tech_field": "field_code"}
"""Choices: many yes/no questions about one word here, one small number for the peer."""


class DifferentRulesError(RuntimeError):
    """Our rules ask for something that the peer's do not: one of the two has changed."""


def code_column(fact: str) -> str:
    """Name the Parquet column that holds a choice as a number, 0 for none."""
    return f"code of {fact}"


def peer_columns(names: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Give the peer's variable, and how many years back it lies, for each Parquet column it needs."""
    found: dict[str, tuple[str, int]] = {}
    for name in names:
        fact, _, lag = name.partition("@")
        word = CODED.get(name.partition(" in ")[0])
        if word is not None:
            found[code_column(name.partition(" in ")[0])] = (word, 0)
            continue
        variable = YEARLY.get(fact) if lag else OTHERS.get(name)
        if variable is None:
            message = f"bench/made/shared_rules.py knows no peer variable for {name!r}"
            raise DifferentRulesError(message)
        found[name] = (variable, int(lag or 1) - 1)
    return found


def outputs(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Give (what, our clause id, the peer's variable) for all that both sides keep."""
    prefix = PREFIXES[edition.standard]
    yield "verdict", "", f"{prefix}_verdict"
    if edition.score is not None:
        yield "low", "", f"{prefix}_score_low"
        yield "high", "", f"{prefix}_score_high"
    for clause in edition.walk():
        name = f"{prefix}_{clause.id.replace('.', '_')}"
        if clause.verdict is not None:
            yield "verdict", clause.id, name
        if clause.points is not None:
            yield "low", clause.id, f"{name}_low"
            yield "high", clause.id, f"{name}_high"
