"""What made-up policies ask: conditions by how often firms meet them, and the sums that amounts rest on."""

from __future__ import annotations

from collections.abc import Mapping

NUMBERS: Mapping[str, tuple[str, tuple[int, ...]]] = {
    "sales_revenue": ("万元", (500, 2000, 4000, 10000)),
    "rd_expense": ("万元", (50, 200, 500)),
    "total_assets": ("万元", (1000, 5000)),
    "employees": ("人", (10, 30, 100)),
    "tech_staff": ("人", (5, 20)),
    "years_since(reg_date)": ("年", (1, 3, 5)),
    "count(ip where class == I)": ("件", (1, 3)),
    "insured": ("人", (5, 20)),
    "new_equipment": ("万元", (100, 500)),
    "project_investment": ("万元", (1000, 5000)),
    "tech_contract_amount": ("万元", (20, 100)),
}
"""Sums and counts with their unit and the thresholds that policies like."""

SHARES: Mapping[str, tuple[int, ...]] = {
    "rd_expense / sales_revenue": (3, 4, 5, 6),
    "tech_staff / employees": (10, 20),
    "sales_revenue / sales_revenue[t-2] - 1": (10, 15, 20),
    "rd_expense / rd_expense[t-2] - 1": (10, 20),
}
"""Shares and growths with thresholds in per cent."""

FLAGS: tuple[str, ...] = (
    "any(certs where type == HNTE)",
    "any(certs where type == TechSME)",
    "any(certs where type == SRDI)",
    "any(certs where type == LittleGiant)",
    "any(awards where science and level == 省)",
    "any(rd_platforms where level == 国家)",
    "any(rd_platforms where level == 省)",
    "any(projects where level == 国家)",
    "any(standards where level == 国际)",
    "any(standards where level == 国家)",
    "in_cultivation_library",
    "in_hitech_catalogue",
    "rd_accounts",
    "small_or_micro",
    "listed",
    "city_project_recognised",
    "industry_code under [C39, C40, I65]",
    "industry_code under [C26, C27]",
    "tech_field in [电子信息, 高技术服务]",
    "tech_field in [新材料, 生物与新医药]",
    "host_carrier_level in [国家, 省]",
)

STEPS: tuple[str, ...] = tuple(
    f"any(listing_steps where step == {step})" for step in ("股改", "辅导备案", "受理", "上市")
)
"""What a firm reaches one after the other on its way to a stock exchange."""

RANK = "star_listing_rank"
YEARS = ("award_year", "rent_year")

BASES: tuple[str, ...] = (
    "rd_expense",
    "new_equipment",
    "computing_fee",
    "eda_rent",
    "eda_purchase",
    "insurance_premium",
    "tech_contract_amount",
    "project_equipment",
    "founder_income_tax",
)
"""Sums of which policies pay a share."""

RECEIVED: tuple[str, ...] = tuple(
    f"total(grants.amount where level == {level})" for level in ("国家", "省", "市", "区", "园区")
)

EXCLUSIONS: Mapping[str, str] = {
    "dishonesty": "serious_dishonesty",
    "incident": "incident_bar",
    "tax": "tax_bar",
    "fraud": "fraud_bar",
}
"""The negative list: id and condition."""

AREAS: tuple[Mapping[str, object] | None, ...] = (
    {"codes": ["3206"]},
    {"codes": ["3206"]},
    {"codes": ["3206"]},
    {"codes": ["3206"], "exclude": ["320681"]},
    {"codes": ["32"]},
    {"codes": ["32"]},
    {"codes": ["320614"]},
    {"codes": ["320614"]},
    {"codes": ["320685"], "reference": ["3206"]},
    {"places": ["registration", "tax"], "codes": ["3206"]},
    None,
)
"""Whom policies cover: mostly the city, the province or the district."""
