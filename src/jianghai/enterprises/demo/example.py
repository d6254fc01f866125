"""The first made-up firm, whose page the demonstration opens: figures chosen so that it shows every kind of answer.

It is on the city's list, has a provincial grant and an R&D share above 5 %; it rents a hall and has not said how many
people are insured; two awards would fall to it of which it may keep the higher.
"""

from __future__ import annotations

from typing import Any

#: What the firm told wherever chance left a hole or said otherwise.
STATED = {
    "small_or_micro": "是",
    "rd_accounts": "是",
    "ic_or_machine_tool": "否",
    "project_investment": "0",
    "jianghai_talent": "拟申报",
    "talent_category": "其他",
    "team_category": "其他",
    "doctor_programme": "其他",
    "peak_talent": "未入选",
    "carrier_kind": "无",
    "carrier_level": "无",
    "rent_price": "18",
    "rent_area": "1600",
    "rent_months": "10",
    "rent_use": "生产",
    "rent_year": "2",
    "host_carrier_level": "无",
    "city_project_recognised": "否",
}
#: What it did not say, whatever chance said.
UNTOLD = ("insured",)
OFFICIAL = {
    "operation_region_code": "320612",
    "tax_region_code": "320612",
    "park": "nantong-hightech",
    "in_cultivation_library": "是",
    "in_provincial_hnte_library": "否",
    "in_tech_loan_library": "是",
    "in_industry_loan_list": "否",
    "innovative_drug_device": "否",
    "tax_bar": "否",
    "fraud_bar": "否",
    "incident_bar": "否",
}
SPENT = {
    "computing_fee": "60",
    "eda_rent": "0",
    "eda_purchase": "0",
    "new_equipment": "1280.50",
    "insurance_premium": "6.8",
}


def lists(last: int) -> dict[str, list[dict[str, Any]]]:
    """Give the firm's lists."""
    grant = {
        "programme": "示例省级重点研发计划",
        "plan": "重点研发计划",
        "level": "省",
        "amount": 80,
        "date": f"{last}-09-18",
        "project": "低介电陶瓷基板（示例）",
    }
    hall = {
        "name": "烧结线智能化改造（示例）",
        "matter": "先进技术改造",
        "lead": True,
        "invested": 620,
        "date": f"{last}-11-05",
    }
    return {"grants": [grant], "undertakings": [hall], "tapeouts": [], "listing_steps": []}
