"""Pinyin keys: what names are sorted and searched by, alike in every database."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import Style, lazy_pinyin


def _plain(parts: list[str]) -> str:
    return "".join(sign for sign in "".join(parts).lower() if sign.isascii() and sign.isalnum())


@lru_cache(maxsize=20_000)
def sort_key(name: str) -> str:
    """Write a name in pinyin without tones, spaces and brackets.

    >>> sort_key("江海（A1）")
    'jianghaia1'
    """
    return _plain(lazy_pinyin(name))[:800]


@lru_cache(maxsize=20_000)
def spoken(name: str) -> str:
    """Give the first letters a clerk would type.

    >>> spoken("江海电容器")
    'jhdrq'
    """
    return _plain(lazy_pinyin(name, style=Style.FIRST_LETTER))[:200]
