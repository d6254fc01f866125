"""What a made-up firm has declared, and what people have judged of it: no figures of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from random import Random

    from jianghai.enterprises.demo.firms import Nature

LISTED_SIZE = 6
#: Expert points of the HNTE review: the most that can be given, and the share that a firm of middling drive is given.
EXPERT_POINTS = {
    "k1_score": (8, 0.72),
    "k2_score": (8, 0.76),
    "m1_score": (6, 0.78),
    "m2_score": (6, 0.68),
    "m3_score": (4, 0.72),
    "m4_score": (4, 0.75),
}


def declared(dice: Random, firm: Nature, last: int) -> Iterator[tuple[str, str]]:
    """Tell what belongs to no year, as far as the firm has told."""
    known = 0.98 if firm.care > 1 else 0.88 if firm.care == 1 else 0.5
    for name, text in (_of_firm(dice, firm, last) | _of_product(dice, firm)).items():
        if dice.random() < known:
            yield name, text


def _yes(answer: object) -> str:
    return "是" if answer else "否"


def _of_firm(dice: Random, firm: Nature, last: int) -> dict[str, str]:
    strong = firm.drive * firm.sector.rd
    listed = firm.size > LISTED_SIZE
    return {
        "tech_field": firm.sector.field,
        "segment_start": str(min(last, firm.founded + dice.randint(0, 2))),
        "abnormal_list": _yes(dice.random() < 0.01),
        "serious_dishonesty": _yes(dice.random() < 0.003),
        "restricted_industry": "否",
        "legal_person": "是",
        "listed": _yes(listed),
        "listed_main_or_chinext": _yes(listed),
        "rd_institution_level": "省" if strong > 0.13 else "市" if strong > 0.06 else "无",
        "digital_level": str(min(4, max(1, round(dice.gauss(2.1, 0.8))))),
        "quality_items": str(min(4, max(0, round(dice.gauss(1.6, 1.0))))),
        "management_certificate": _yes(dice.random() < 0.7),
        "core_system": _yes(dice.random() < 0.75),
        "manufacturing_champion": "否",
        "group_has_little_giant": _yes(dice.random() < 0.01),
    }


def _of_product(dice: Random, firm: Nature) -> dict[str, str]:
    fields = ("六基", "关键链配套", "制造强国重点领域", "其他", "其他")
    return {
        "strategic_emerging": _yes(firm.sector.rd > 0.05),
        "lead_product_field": dice.choice(fields),
        "own_brand": _yes(dice.random() < 0.6),
        "in_hitech_catalogue": _yes(firm.sector.rd > 0.035),
    }


def judged(
    dice: Random, firm: Nature, lists: Mapping[str, Sequence[Any]]
) -> Iterator[tuple[str, str]]:
    """Tell what experts and platforms said of the firms that went before them."""
    types = {entry["type"] for entry in lists.get("certs", ())}
    if types & {"HNTE"} or (lists.get("ip") and dice.random() < 0.25):
        yield "field_supported", _yes(dice.random() < 0.93)
        yield "ip_supports_product", _yes(dice.random() < 0.94)
        for name, (most, middling) in EXPERT_POINTS.items():
            given = most * min(1.0, max(0.1, dice.gauss(middling, 0.12) * firm.drive**0.2))
            yield name, str(min(most, round(given)))
    if types & {"SRDI", "InnoSME", "LittleGiant"} or dice.random() < 0.1:
        score = 54 + 12 * (firm.drive - 1) + 4 * min(firm.size, 3) + dice.gauss(0, 6)
        yield "srdi_platform_score", f"{min(95.0, max(20.0, score)):.1f}"
        yield "market_standing", _yes(score > 50)
    if types & {"LittleGiant"} or dice.random() < 0.06:
        yield "key_chain_field", _yes(dice.random() < 0.8)
    if dice.random() < 0.3:
        yield "strong_innovation", _yes(firm.drive > 0.9)
    if lists.get("equity_rounds") or dice.random() < 0.02:
        yield "valuation", f"{min(20.0, 0.12 * dice.lognormvariate(0.6, 1.1)):.2f}"
