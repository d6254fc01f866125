"""Names and codes for enterprises that do not exist."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from jianghai.base.identifiers import ALPHABET, check_digit, organisation_digit

if TYPE_CHECKING:
    from random import Random

FIRST = """
云岫 青岚 星槎 澄砚 鹤汀 沧屿 松籁 霁川 砺锋 晴屿 芷汀 观澜
栖梧 拾光 朗岳 衡石 漱玉 临渊 怀瑾 凌波 扶摇 知微 秉烛 润泽
"""
SECOND = "启恒睿拓源卓弘驰禾曜泓峻铭昱翎瀚楷煜炜榕珩钧"
#: No division has this code, so a code that begins with it belongs to nobody.
NOWHERE = "320699"


def names(dice: Random, endings: list[str]) -> list[str]:
    """Give a different name for each ending, marked as made up."""
    stems = [first + second for first, second in product(FIRST.split(), SECOND)]
    dice.shuffle(stems)
    used: dict[str, int] = {}
    told = []
    for ending in endings:
        place = used.get(ending, 0)
        used[ending] = place + 1
        told.append(f"南通{stems[place % len(stems)]}{ending}（示例）")
    return told


def code(number: int) -> str:
    """Give a credit code with right check digits that no real enterprise has."""
    digits = ""
    for _ in range(6):
        number, rest = divmod(number, len(ALPHABET))
        digits = ALPHABET[rest] + digits
    body = "MA" + digits
    first = "91" + NOWHERE + body + organisation_digit(body)
    return first + check_digit(first)
