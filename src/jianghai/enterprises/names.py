"""Keys made from what is written: pinyin to sort and search by, and the days a partial date may mean."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@lru_cache(maxsize=20_000)
def sort_key(name: str) -> str:
    """Write a name in pinyin without tones, one word per character.

    >>> sort_key("江海 A1")
    'jiang hai a1'
    """
    return " ".join(" ".join(lazy_pinyin(name)).lower().split())[:800]


@lru_cache(maxsize=20_000)
def spoken(name: str) -> str:
    """Give the first letters a clerk would type.

    >>> spoken("江海电容器")
    'jhdrq'
    """
    return "".join("".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower().split())[:200]


def span(written: str) -> tuple[date | None, date | None]:
    """Give the first and last day that a year, a month or a day may mean; nothing for an empty text.

    >>> span("2014-02")
    (datetime.date(2014, 2, 1), datetime.date(2014, 2, 28))
    """
    found = PARTIAL.fullmatch(written)
    if not found:
        return None, None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if day:
        return date(year, month, day), date(year, month, day)
    if month:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)
