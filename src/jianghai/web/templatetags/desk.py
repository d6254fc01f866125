"""What templates of the desk need: cases in words, states, money."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django import template

from jianghai.notices import queries as notices
from jianghai.policies import rules
from jianghai.web import words
from jianghai.web.contents.desk import states, telling
from jianghai.web.contents.desk.editor import casing
from jianghai.web.contents.desk.money import FIVE
from rulebook.entitle.owed import Sum

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jianghai.notices.models import Notice
    from jianghai.policies.models import Application, Payout

register = template.Library()
#: From 1万元 amounts are rounded to 0.1万元, from 1亿元 to 100万元.
FINE, LARGE, ROUGH, COARSE = 10**6, 10**10, 10**5, 10**8
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


@register.filter
def fen_round(amount: int | None) -> str:
    """Print an amount given in fen in so many signs as a bar has room for."""
    if amount is None or abs(amount) < FINE:
        return fen(amount)
    step = ROUGH if abs(amount) < LARGE else COARSE
    return fen(round(amount / step) * step)


@register.simple_tag
def fresh_key() -> str:
    """Give a form a key of its own, so that sending it twice does nothing twice."""
    return secrets.token_urlsafe(18)


@register.filter
def payout_name(one: Payout | Application) -> str:
    """Name the clause of a payout or an application."""
    return words.plain(one.name_en) if words.english() and one.name_en else one.name_zh


@register.filter
def steps(one: Payout) -> list[tuple[str, words.Said, bool, bool]]:
    """Give the five states with how far a payout has come."""
    reached = FIVE.index(one.state) if one.state in FIVE else -1
    return [
        (key, states.PAYOUTS[key], place <= reached, key == one.state)
        for place, key in enumerate(FIVE)
    ]


@register.filter
def share_of(share: float) -> str:
    """Print a share of a whole."""
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"


@register.filter
def at(table: Mapping[Any, Any], key: Any) -> Any:
    """Give what a table holds under a key, whatever the key is."""
    return table.get(key, "")


@register.filter
def topic_word(topic: str) -> str:
    """Name a topic."""
    return words.told(rules.shelf().topics.get(topic, topic))


@register.filter
def kind_word(kind: str) -> str:
    """Name a kind of notice."""
    return str(telling.KINDS.get(kind, kind))


@register.filter
def title_of(one: Notice) -> str:
    """Give the title of a notice in the reader's language."""
    return one.title_en if words.english() and one.title_en else one.title_zh


@register.filter
def body_of(one: Notice) -> str:
    """Give the text of a notice in the reader's language."""
    return one.body_en if words.english() and one.body_en else one.body_zh


@register.filter
def verdict_key(which: Any) -> str:
    """Name a verdict for its colour."""
    return words.verdict(which).key


@register.simple_tag(takes_context=True)
def unread(context: template.Context) -> int:
    """Count the notices that the reader has not read."""
    return notices.unread(context["request"].user)
