"""What a made-up firm was granted, carries out, tapes out and prepares: the lists that policies read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

    from jianghai.enterprises.demo.firms import Nature

Items = list[dict[str, Any]]
#: Programmes with their levels and the sums usual for them in 万元; a name is as made up as its firm.
PROGRAMMES = (
    ("重点研发计划", "国家", (120, 600), 1),
    ("重点研发计划", "省", (50, 300), 4),
    ("重大专项", "国家", (200, 900), 0.4),
    ("重大专项", "省", (100, 500), 0.6),
    ("创新创业人才计划", "省", (50, 300), 2),
    ("创新创业人才计划", "市", (20, 100), 3),
    ("双创博士", "省", (15, 30), 1.5),
    ("人才培养工程", "市", (3, 10), 1.5),
    ("其他", "市", (5, 60), 6),
    ("其他", "区", (2, 30), 6),
)
WEIGHTS = [row[3] for row in PROGRAMMES]
STEPS = ("股改", "辅导备案", "辅导验收", "受理", "过会", "上市")
CHIPS = {"I6560": 0.45, "C3973": 0.2}
#: From this size (1 is a firm grown as usual) one thinks of the exchange.
LISTABLE = 2.2


def projects(dice: Random, firm: Nature, last: int) -> Iterator[tuple[str, Items]]:
    """Give each list, empty for most firms."""
    strength = min(1.0, firm.drive * firm.sector.rd * 5 * min(1.6, 0.4 + firm.size))
    yield "grants", _grants(dice, strength, last)
    yield "undertakings", _undertakings(dice, firm, strength, last)
    yield "tapeouts", _tapeouts(dice, CHIPS.get(firm.sector.code, 0.0), last)
    yield "listing_steps", _listing(dice, firm, last)


def _day(dice: Random, last: int) -> str:
    """Draw a day from the start of the last year to the middle of this one."""
    year = last + (dice.random() < 0.35)
    month = dice.randint(1, 12 if year == last else 6)
    return f"{year}-{month:02d}-{dice.randint(1, 28):02d}"


def _grants(dice: Random, strength: float, last: int) -> Items:
    count = min(4, int(dice.expovariate(1 / max(strength * 0.9, 0.02))))
    found = []
    for place, (plan, level, (least, most), _) in enumerate(
        dice.choices(PROGRAMMES, WEIGHTS, k=count)
    ):
        amount = round(dice.uniform(least, most) / 5) * 5 or least
        found.append(
            {
                "programme": f"示例{level}级{plan if plan != '其他' else '科技项目'}",
                "plan": plan,
                "level": level,
                "amount": amount,
                "date": _day(dice, last),
                "project": f"示例项目 {place + 1}",
            }
        )
    return found


def _undertakings(dice: Random, firm: Nature, strength: float, last: int) -> Items:
    code = firm.sector.code
    found = []
    for matter, chance, sums in (
        ("先进技术改造", 0.14 if code[0] == "C" else 0.0, ("invested", 300, 6000)),
        ("揭榜挂帅", strength * 0.06, ("contract", 60, 900)),
        ("重大科技成果转化", strength * 0.08, ("rd", 150, 3000)),
        ("产业协同创新联合体", strength * 0.04, ("invested", 100, 800)),
        ("高质量数据集", 0.03 if code == "I6513" else 0.0, ("invested", 50, 600)),
        ("人工智能典型案例", 0.03 if code == "I6513" else 0.004, ("invested", 50, 500)),
    ):
        if dice.random() < chance:
            name, least, most = sums
            told = {"matter": matter, "lead": dice.random() < 0.7, "date": _day(dice, last)}
            found.append({"name": f"示例{matter}项目", **told, name: dice.randint(least, most)})
    return found


def _tapeouts(dice: Random, chance: float, last: int) -> Items:
    if dice.random() >= chance:
        return []
    return [
        {
            "product": f"示例芯片 {place + 1}",
            "fee": dice.randint(8, 180) * 5,
            "date": _day(dice, last),
            "first": dice.random() < 0.7,
        }
        for place in range(dice.choice((1, 1, 2, 3)))
    ]


def _listing(dice: Random, firm: Nature, last: int) -> Items:
    if firm.size < LISTABLE or last - firm.founded < 4 or dice.random() >= 0.3:
        return []
    market = dice.choice(("科创板", "创业板", "北交所", "北交所", "新三板"))
    reached = dice.choices(range(1, 5), (6, 4, 2, 1))[0]
    start = last - reached + 1
    return [
        {"step": step, "market": market, "date": f"{start + place}-{dice.randint(1, 12):02d}-15"}
        for place, step in enumerate(STEPS[:reached])
    ]
