"""What templates of the desk need: cases in words, states, money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from jianghai.web import words
from jianghai.web.contents.desk import casing, states
from rulebook.entitle.owed import Sum

if TYPE_CHECKING:
    from collections.abc import Mapping

register = template.Library()
register.filter("given", casing.shown)
register.inclusion_tag("web/parts/verdict.html", name="draft_state")(states.draft)
register.inclusion_tag("web/parts/verdict.html", name="payout_state")(states.payout)
register.inclusion_tag("web/parts/verdict.html", name="application_state")(states.application)
register.inclusion_tag("web/parts/verdict.html", name="risk")(states.risk)


@register.filter
def expected(expect: Mapping[str, Any]) -> str:
    """Say what a case expects of a clause."""
    found = [str(words.verdict(expect["verdict"]).word)] if "verdict" in expect else []
    low, high = expect.get("low"), expect.get("high")
    if low is not None and low == high:
        found.append(words.plain(str(low)))
    elif low is not None or high is not None:
        found.append(f"{words.plain(str(low or '0元'))} – {words.plain(str(high or '…'))}")
    return " · ".join(found)


@register.filter
def differs(difference: str) -> str:
    """Say in the reader's language what came out otherwise."""
    zh, _, en = difference.partition(" / ")
    return en if words.english() and en else zh


@register.filter
def fen(amount: int | None) -> str:
    """Print an amount given in fen."""
    if amount is None:
        return "—"
    if amount < 0:
        return f"-{fen(-amount)}"
    return words.told(Sum(amount, amount))
