"""What notices say of sums and clauses, and where they lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

from jianghai.base import money
from rulebook.errors import Text

if TYPE_CHECKING:
    from collections.abc import Sequence


def sum_of(low: int | None, high: int | None) -> Text | None:
    """Say an amount in fen honestly: one sum, a range, or no more than so much; None where there is none.

    >>> sum_of(10_000_000, 10_000_000).zh, sum_of(0, 50_000_000).en
    ('10 万元', 'at most 50 × 10,000 yuan')
    """
    if low is None and high is None:
        return None
    least = low or 0
    if high is None:
        return Text(f"{_zh(least)}以上", f"at least {_en(least)}") if least else None
    if least == high:
        return Text(_zh(high), _en(high)) if high else None
    if not least:
        return Text(f"不超过 {_zh(high)}", f"at most {_en(high)}")
    return Text(f"{_zh(least)}至 {_zh(high)}", f"{_en(least)} to {_en(high)}")


def _zh(fen: int) -> str:
    return money.written(fen)


def _en(fen: int) -> str:
    return f"{money.in_unit(fen):,f} × 10,000 yuan"


def joined(lines: Sequence[Text]) -> Text:
    """Put sentences one below the other."""
    return Text("\n".join(one.zh for one in lines), "\n".join(one.en for one in lines))


def address(name: str, **gaps: object) -> str:
    """Give the address of a page, nothing where there is no such page."""
    try:
        return reverse(name, kwargs=gaps)
    except NoReverseMatch:
        return ""


def clause_page(firm: int, clause: str) -> str:
    """Give the page of one clause for a firm, with its reasons."""
    policy_id, _, item = clause.partition("#")
    issuer, _, policy = policy_id.partition("/")
    found = address("firm_clause", pk=firm, issuer=issuer, policy=policy, item=item)
    return found or address("firm_owed", pk=firm)
