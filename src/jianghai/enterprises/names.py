"""Pinyin keys: what names are sorted and searched by, alike in every database."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import Style, lazy_pinyin


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
