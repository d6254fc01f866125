"""How wide a text is and where it breaks: Chinese anywhere, other words as a whole."""

from __future__ import annotations

import re
import unicodedata

PIECE = re.compile(r"[!-~À-ɏ]+|\s+|.", re.DOTALL)
CLOSING = "，。；：、！？）》”’…%"


def width(text: str) -> float:
    """Measure a text in ems: a Chinese character is one, a Latin letter a bit over a half.

    >>> width("环评 EIA")
    4.02
    """
    return round(
        sum(
            1.0
            if unicodedata.east_asian_width(letter) in "WFA"
            else 0.58
            if letter != " "
            else 0.28
            for letter in text
        ),
        2,
    )


def wrapped(text: str, ems: float, lines: int) -> list[str]:
    """Break a text into even lines no wider than this; where too many are needed, end it in an ellipsis.

    >>> wrapped("环境影响报告书技术评估", 8, 3)
    ['环境影响报告', '书技术评估']
    >>> wrapped("一二三四五六七", 3, 2)
    ['一二三', '四五…']
    """
    made = _broken(text, ems)
    while len(made) > 1 and len(narrower := _broken(text, ems - 0.5)) == len(made):
        made, ems = narrower, ems - 0.5
    if len(made) <= lines:
        return made
    last = made[lines - 1]
    while last and width(last + "…") > ems:
        last = last[:-1]
    return [*made[: lines - 1], last + "…"]


def _broken(text: str, ems: float) -> list[str]:
    """Break a text where a line is full; a sign that closes something never begins a line."""
    made = [""]
    for piece in PIECE.findall(text.strip()):
        if made[-1] and piece not in CLOSING and width(made[-1] + piece) > ems:
            made.append("")
        made[-1] += piece if made[-1] or not piece.isspace() else ""
    return [line.strip() for line in made if line.strip()]
