"""What a made-up firm has gathered: rights, titles, platforms, awards, projects and equity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from jianghai.enterprises.demo.firms import Nature

Items = list[dict[str, Any]]
CLASS_TWO = ("实用新型", "软件著作权", "外观设计")


def rights(dice: Random, firm: Nature, last: int) -> Items:
    """Rights by class and year of grant."""
    sector, age = firm.sector, last - firm.founded + 1
    pace = firm.drive * sector.rd * 14 * min(3.0, 0.35 + firm.size)
    software = sector.code[0] == "I"
    items: Items = []
    for year in range(max(firm.founded + 1, last - 9), last + 1):
        one = round(dice.expovariate(1 / max(pace * 0.55, 0.01))) if age > 2 else 0
        two = round(dice.expovariate(1 / max(pace * 1.3, 0.01)))
        if one:
            items.append(_right("I", "发明专利", one, dice, year))
        if two:
            items.append(
                _right("II", CLASS_TWO[1] if software else dice.choice(CLASS_TWO), two, dice, year)
            )
    return items


def _right(group: str, kind: str, count: int, dice: Random, year: int) -> dict[str, Any]:
    way = dice.choices(("self", "assigned"), (92, 8))[0]
    return {
        "class": group,
        "type": kind,
        "count": count,
        "granted": True,
        "grant_date": f"{year}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}",
        "valid": True,
        "acquisition": way,
        "product_linked": True,
        "owner_rank": dice.choices((1, 2, 4), (90, 8, 2))[0],
        "applied": dice.random() < 0.85,
    }


def titles(dice: Random, firm: Nature, last: int, ip: Items) -> Items:
    """Titles that a firm like this would have been given, most of them still valid."""
    sales, rd, staff = firm.sales.get(last, 0), firm.rd.get(last, 0), firm.staff.get(last, 0)
    share = rd / sales if sales else 0
    held: Items = []

    def grant(kind: str, years: int, chance: float) -> None:
        if dice.random() < chance:
            since = last + 1 - max(1, dice.randint(0, years))  # none begins in the future
            day = f"{dice.randint(10, 12)}-{dice.randint(10, 28)}"
            held.append({"type": kind, "from": f"{since}-{day}", "to": f"{since + years}-{day}"})

    old_enough = last - firm.founded >= 2
    if old_enough and ip and share >= 0.03:
        grant("HNTE", 3, 0.62)
    if staff and staff <= 500 and sales <= 20000 and share >= 0.03 and ip:
        grant("TechSME", 1, 0.55)
    if old_enough and share >= 0.03 and sales >= 800:
        grant("InnoSME", 3, 0.3)
        if sales >= 1500 and rd >= 100:
            grant("SRDI", 3, 0.24)
            if sales >= 5000 and any(item["class"] == "I" for item in ip):
                grant("LittleGiant", 3, 0.12)
    return held


def honours(dice: Random, firm: Nature, last: int) -> Iterator[tuple[str, Items]]:
    """Platforms, projects, awards, results, standards and equity, the rarer the less a firm strives."""
    strength = firm.drive * firm.sector.rd * 12 * min(1.5, 0.3 + firm.size)
    centres, plans = ("企业技术中心", "工程技术研究中心"), ("重点研发计划项目", "成果转化专项")
    yield "rd_platforms", _few(dice, strength * 0.9, last, (centres, ("省", "市", "市")))
    yield "projects", _few(dice, strength * 0.7, last, (plans, ("国家", "省", "市", "市")))
    yield "awards", _few(dice, strength * 0.3, last, (("科学技术奖",), ("省", "市", "市")))
    results = min(24, round(dice.expovariate(1 / max(strength * 22, 0.05))))
    yield "transformations", [_result(dice, place, last) for place in range(results)]
    led = dice.random() < strength * 0.06
    yield "standards", [_standard(dice, last)] if led else []
    funded = last - firm.founded < 9 and dice.random() < strength * 0.16
    yield "equity_rounds", [_round(dice, firm, last)] if funded else []
    yield "incidents", [_incident(dice, last)] if dice.random() < 0.006 else []


def _result(dice: Random, place: int, last: int) -> dict[str, Any]:
    return {"name": f"示例成果 {place + 1}", "year": str(last - dice.randint(0, 2)), "count": 1}


def _standard(dice: Random, last: int) -> dict[str, Any]:
    told = {"level": dice.choice(("国家", "行业", "团体")), "role": dice.choice(("主导", "参与"))}
    return {"name": "示例标准", **told, "date": _day(dice, last)}


def _incident(dice: Random, last: int) -> dict[str, Any]:
    told = {"type": "安全", "major": dice.random() < 0.3}
    return {"name": "示例事故", **told, "date": _day(dice, last)}


def _few(
    dice: Random, mean: float, last: int, words: tuple[tuple[str, ...], tuple[str, ...]]
) -> Items:
    names, levels = words
    count = min(6, int(dice.expovariate(1 / max(mean, 0.01))))
    chosen = [dice.choice(levels) for _ in range(count)]
    return [
        {"name": f"{level}级{dice.choice(names)}", "level": level, "date": _day(dice, last)}
        for level in chosen
    ]


def _day(dice: Random, last: int) -> str:
    return f"{last - dice.choice((0, 0, 1, 1, 2, 3, 4))}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"


def _round(dice: Random, firm: Nature, last: int) -> dict[str, Any]:
    paid = round(300 * dice.lognormvariate(1.2, 0.9) * (0.5 + firm.size))
    return {
        "round": dice.choice(("天使", "A", "A+", "B", "C")),
        "date": _day(dice, last),
        "investors": "示例创业投资基金",
        "paid_in": paid,
        "qualified_investor": True,
        "private_investor": True,
    }
