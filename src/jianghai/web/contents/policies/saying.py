"""The words of policies in the reader's language: levels, payout, amounts, sums of money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jianghai.web.words import english, told
from rulebook.entitle import Sum
from rulebook.errors import Text
from rulebook.policies.terms import AUDIENCES, CLASSES, LEVELS, PAYOUTS, STATUSES

if TYPE_CHECKING:
    from rulebook.entitle import Owed
    from rulebook.entitle.survey import Glance
    from rulebook.policies import Item, Policy

#: Sections of GB/T 4754, in short.
INDUSTRIES = {
    "A": Text("农林牧渔", "agriculture"),
    "B": Text("采矿", "mining"),
    "C": Text("制造业", "manufacturing"),
    "D": Text("电热气水", "utilities"),
    "E": Text("建筑业", "construction"),
    "F": Text("批发零售", "trade"),
    "G": Text("运输仓储", "transport"),
    "H": Text("住宿餐饮", "catering"),
    "I": Text("软件和信息", "software"),
    "J": Text("金融业", "finance"),
    "K": Text("房地产", "real estate"),
    "L": Text("租赁商务", "business services"),
    "M": Text("科研技术", "research"),
    "N": Text("水利环境", "environment"),
    "O": Text("居民服务", "household services"),
    "P": Text("教育", "education"),
    "Q": Text("卫生", "health"),
    "R": Text("文体娱乐", "culture"),
    "S": Text("公共管理", "administration"),
}


def industry(code: str) -> str:
    """Name an industry by its code."""
    section = INDUSTRIES.get(code[:1])
    return f"{code} {told(section)}" if section else code


def level(key: str) -> str:
    """Name a level."""
    return told(LEVELS.get(key, key))


def status(key: str) -> str:
    """Name a status."""
    return told(STATUSES.get(key, key))


def payout(key: str) -> str:
    """Name a way of payment; nothing where it was not found."""
    return told(PAYOUTS[key]) if key in PAYOUTS else ""


def kind(key: str) -> str:
    """Name what a clause gives."""
    return told(CLASSES.get(key, key))


def audience(key: str) -> str:
    """Name whom a clause is for."""
    return told(AUDIENCES.get(key, key))


def topic(shelf_topics: object, key: str) -> str:
    """Name a topic: its key is the Chinese word."""
    found: Text | None = getattr(shelf_topics, "get", lambda _key: None)(key)
    return told(found) if found is not None else key


def money(fen: int) -> str:
    """Print a sum of money."""
    return _sum(Sum(fen, fen))


def _sum(one: Sum) -> str:
    return one.en if english() else one.zh


def span(one: Sum) -> str:
    """Print what may lie between two ends: a maximum is never told as if it were owed."""
    if one.closed:
        return money(one.low)
    if one.high is None:
        if not one.low:
            return _("有奖补，金额未定")
        return _("不少于 %(low)s") % {"low": money(one.low)}
    if not one.low:
        return f"0–{money(one.high)}"
    return f"{money(one.low)}–{money(one.high)}"


def amount(owed: Owed | Glance) -> str:
    """Say what a clause gives one firm."""
    if owed.negotiated:
        return _("一事一议，需洽谈")
    if owed.amount is None:
        return none_of(owed.item)
    return span(owed.amount.sum)


def promised(glance: Glance, would: Sum | None) -> str:
    """Say what a clause that is not met would give, as far as it was worked out for the firm."""
    if glance.negotiated:
        return _("一事一议，需洽谈")
    if would is None:
        return none_of(glance.item)
    return span(would) if would.high != 0 else _("金额视投入而定")


def none_of(item: Item) -> str:
    """Say what a clause gives that gives no sum."""
    if item.class_ == "reward":
        return _("金额未见原文")
    return kind(item.class_)


def at_most(item: Item) -> str:
    """Say what a clause gives anybody, as its text says it."""
    formula = item.formula
    if formula is None:
        return none_of(item)
    return told(formula.words)


def since(policy: Policy) -> str:
    """Write the day a policy begins, as precisely as it is known."""
    day = policy.opens.isoformat()
    return {"year": day[:4], "month": day[:7]}.get(policy.precision, day)
