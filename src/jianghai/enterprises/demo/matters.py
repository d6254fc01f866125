"""What policies ask of a made-up firm: where it lies, the lists it stands on, what it runs, rents and spends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from jianghai.enterprises.demo.firms import Nature

PARK, ZONE = "nantong-hightech", "320612"
#: Where some firms are registered instead, with the slug of the park there.
ELSEWHERE = {
    "320613": "chongchuan",
    "320614": "haimen",
    "320685": "haian",
    "320682": "rugao-hightech",
}
DISTRICTS = {
    ZONE: "通州区",
    "320613": "崇川区",
    "320614": "海门区",
    "320685": "海安市",
    "320682": "如皋市",
}
CARRIERS = ("科技企业孵化器", "科技企业孵化器", "众创空间", "众创空间", "加速器", "大学科技园")
#: Staff and revenue (万元) from which a firm is no longer small, by letter of its industry.
MEDIUM = {"C": (300, 2000), "I": (100, 1000), "F": (20, 5000)}
MEDIUM_ELSE = (100, 1000)
CHIPS = ("I6560", "C3973")
#: A firm without holes in what it tells of itself is this careful.
CAREFUL = 1.5


@dataclass(frozen=True, slots=True)
class Home:
    """Where a firm is registered, works and pays taxes, and the park it belongs to."""

    registration: str
    operation: str
    tax: str
    park: str

    @property
    def district(self) -> str:
        """Name where it is registered."""
        return DISTRICTS[self.registration]


HERE = Home(ZONE, ZONE, ZONE, PARK)


def home(dice: Random) -> Home:
    """Draw a home: most firms are of the zone, a few are registered elsewhere in Nantong."""
    registered = ZONE if dice.random() < 0.95 else dice.choice(tuple(ELSEWHERE))
    works = ZONE if dice.random() < 0.8 else registered
    taxed = registered if dice.random() < 0.97 else ZONE
    return Home(registered, works, taxed, ELSEWHERE.get(registered, PARK))


def official(
    dice: Random, firm: Nature, last: int, lies: tuple[Home, bool]
) -> Iterator[tuple[str, str]]:
    """Tell what offices know: places, libraries, and what bars from applying, such as a major accident."""
    place, barred = lies
    known = {
        "operation_region_code": place.operation,
        "tax_region_code": place.tax,
        "park": place.park,
        **_libraries(dice, firm, last),
        "innovative_drug_device": _yes(firm.sector.code[:3] == "C27" and dice.random() < 0.07),
        "incident_bar": _yes(barred),
        "tax_bar": _yes(dice.random() < 0.006),
        "fraud_bar": _yes(dice.random() < 0.002),
    }
    for name, text in known.items():
        if dice.random() < 0.97:
            yield name, text


def _yes(answer: object) -> str:
    return "是" if answer else "否"


def _libraries(dice: Random, firm: Nature, last: int) -> dict[str, str]:
    strength = firm.drive * firm.sector.rd
    grown = firm.sales.get(last, 0) > 800
    made = firm.sector.code[0] == "C"
    return {
        "in_cultivation_library": _yes(grown and dice.random() < min(0.6, strength * 4)),
        "in_provincial_hnte_library": _yes(dice.random() < min(0.2, strength)),
        "in_tech_loan_library": _yes(dice.random() < min(0.5, strength * 3)),
        "in_industry_loan_list": _yes(made and grown and dice.random() < 0.2),
    }


def stated(dice: Random, firm: Nature, last: int) -> Iterator[tuple[str, str]]:
    """Tell what the firm says of itself that belongs to no year, as far as it does."""
    known = 0.97 if firm.care > CAREFUL else 0.85 if firm.care == 1 else 0.45
    told = _of_kind(dice, firm) | _talents(dice, firm) | _carrier(dice) | _rent(dice, firm, last)
    small = _small(firm, last)
    if small is not None:
        told["small_or_micro"] = _yes(small)
    for name, text in told.items():
        if dice.random() < known:
            yield name, text


def _small(firm: Nature, last: int) -> bool | None:
    staff, sales = firm.staff.get(last, 0), firm.sales.get(last, 0)
    if not staff or not sales:
        return None
    people, revenue = MEDIUM.get(firm.sector.code[0], MEDIUM_ELSE)
    return staff < people or sales < revenue


def _of_kind(dice: Random, firm: Nature) -> dict[str, str]:
    chips = firm.sector.code in CHIPS
    told = {
        "ic_or_machine_tool": _yes(chips and dice.random() < 0.5),
        "rd_accounts": _yes(firm.sector.rd > 0.01 and dice.random() < 0.8),
    }
    if dice.random() < 0.015:
        total = dice.randint(50, 130) * 1000
        fixed = round(total * dice.uniform(0.7, 0.92))
        told |= {
            "project_investment": str(total),
            "project_fixed": str(fixed),
            "project_equipment": str(round(fixed * dice.uniform(0.4, 0.7))),
            "project_sector": dice.choice(("新能源", "其他战略性新兴产业", "其他")),
        }
    else:
        told["project_investment"] = "0"
    return told


def _talents(dice: Random, firm: Nature) -> dict[str, str]:
    strength = min(0.2, firm.drive * firm.sector.rd)
    plan = "无"
    if dice.random() < strength:
        plan = dice.choice(("拟申报", "拟申报", "已立项"))
    led = dice.random() < strength * 0.4
    told = {
        "jianghai_talent": plan,
        "talent_category": dice.choice(("创业", "企业创新", "高技能")) if led else "其他",
        "team_category": dice.choice(("科技", "战略性新兴产业")) if led else "其他",
        "doctor_programme": "世界名校" if dice.random() < strength * 0.3 else "其他",
        "peak_talent": "攀峰人才" if dice.random() < strength * 0.05 else "未入选",
    }
    if led and dice.random() < 0.4:
        told["talent_tier"] = dice.choice(("第二档", "第三档", "第四档", "未入选"))
    return told


def _carrier(dice: Random) -> dict[str, str]:
    if dice.random() >= 0.008:
        return {"carrier_kind": "无", "carrier_level": "无"}
    level = dice.choice(("国家", "省", "省", "市", "市"))
    return {"carrier_kind": dice.choice(CARRIERS), "carrier_level": level}


def _rent(dice: Random, firm: Nature, last: int) -> dict[str, str]:
    """Give the lease of a young or small firm that sits in an incubator or rents a floor."""
    staff = firm.staff.get(last, 0)
    young = last - firm.founded < 8
    if not staff or dice.random() >= (0.45 if young else 0.12):
        return {"rent_area": "0"} if dice.random() < 0.7 else {}
    making = firm.sector.code[0] == "C" and dice.random() < 0.6
    housed = young and dice.random() < 0.5
    return {
        "rent_price": str(dice.randint(12, 22) if making else dice.randint(18, 45)),
        "rent_area": str(max(60, round(staff * (32 if making else 13) * dice.uniform(0.6, 1.4)))),
        "rent_months": str(dice.choice((12, 12, 12, 10, 9, 6))),
        "rent_use": "生产" if making else "办公研发",
        "rent_year": str(min(last - firm.founded + 1, dice.randint(1, 5))),
        "insured": str(max(1, round(staff * dice.uniform(0.85, 1.0)))),
        "host_carrier_level": dice.choice(("国家", "省", "市", "市")) if housed else "无",
        "city_project_recognised": _yes(housed and dice.random() < 0.3),
    }


def spent(dice: Random, firm: Nature, last: int) -> Iterator[tuple[str, str]]:
    """Tell what a firm spent in the last year on what policies support; most spend on little of it."""
    sales, code = firm.sales.get(last, 0.0), firm.sector.code
    if not sales:
        return
    known = 0.95 if firm.care > CAREFUL else 0.75 if firm.care == 1 else 0.3
    chips, software = code == "I6560", code[0] == "I"
    told = {
        "computing_fee": _some(dice, 0.5 if software else 0.04, sales * 0.012),
        "eda_rent": _some(dice, 0.6 if chips else 0.0, sales * 0.02),
        "eda_purchase": _some(dice, 0.25 if chips else 0.0, sales * 0.03),
        "new_equipment": _some(dice, 0.45 if code[0] == "C" else 0.02, sales * 0.035),
        "insurance_premium": _some(dice, 0.15, 2 + sales * 0.0004),
    }
    for name, text in told.items():
        if dice.random() < known:
            yield name, text


def _some(dice: Random, chance: float, middling: float) -> str:
    """Give a sum around a middling one in 万元, nothing for most."""
    amount = middling * dice.lognormvariate(0, 0.7)
    return f"{amount:.2f}" if dice.random() < chance else "0"
