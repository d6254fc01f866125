"""The console of payouts: states as tabs, pools with what is left, clauses that pay unasked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from jianghai.base import clock, journal
from jianghai.base import money as amounts
from jianghai.policies import rules
from jianghai.policies.models import Column, FundPool, PayoutState
from jianghai.policies.queries import payouts as queries
from jianghai.web.contents.desk.states import PAYOUTS
from jianghai.web.drawing import percent
from jianghai.web.words import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.utils.functional import Promise

    from jianghai.base.models import JournalLine
    from jianghai.people.models import Person
    from jianghai.policies.actions.matching import Matched
    from jianghai.policies.actions.payouts import Transfer
    from jianghai.policies.models import Payout
    from jianghai.policies.queries.payouts import Offer
    from jianghai.web.words import Said
    from rulebook.policies import Item, Policy

FIVE = ("matched", "pushed", "confirmed", "paid", "published")
ASIDE = ("declined", "returned", "clawed_back", "dropped")


@dataclass(frozen=True, slots=True)
class State:
    """One state: how many payouts, and what they come to in fen."""

    key: str
    said: Said
    count: int
    sum: int


@dataclass(frozen=True, slots=True)
class Pool:
    """One pool drawn as a bar: what is promised or paid, what was matched on top, what is left; in percent."""

    row: FundPool
    offer: Offer
    used: float
    asked: float
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unasked:
    """A clause that pays unasked: how many meet it, and whether a pool pays it."""

    policy: Policy
    item: Item
    met: int
    pooled: bool

    @property
    def name(self) -> str:
        """Name the clause with its policy."""
        return f"{told(self.policy.short)} · {told(self.item.name)}"


def states(person: Person, clause: str = "") -> tuple[list[State], list[State]]:
    """Give the five states of a payout, and those beside the way."""
    counts = queries.counts(person, clause)
    five, aside = (
        [State(key, PAYOUTS[key], *counts.get(key, (0, 0))) for key in group]
        for group in (FIVE, ASIDE)
    )
    return five, [one for one in aside if one.count]


def pools(person: Person) -> list[Pool]:
    """Draw the pools."""
    names = {one.item.key: one.name for one in unasked()}
    found = []
    for row in queries.pools_of(person):
        offer = queries.offer(row)
        used = percent(row.committed, row.budget)
        asked = percent(min(row.committed + offer.asked, row.budget), row.budget)
        found.append(
            Pool(row, offer, used, asked, tuple(names.get(key, key) for key in row.clauses))
        )
    return found


def unasked() -> list[Unasked]:
    """List the clauses in force that pay unasked."""
    shelf, day = rules.shelf(), clock.today()
    items = [
        (policy, item)
        for policy in rules.applied(shelf, day)
        for item in policy.items
        if item.payout == "unasked"
    ]
    met = dict(
        Column.objects.filter(clause__in=[item.key for _p, item in items]).values_list(
            "clause", "met"
        )
    )
    held = {key for pool in FundPool.objects.filter(year=day.year) for key in pool.clauses}
    return [Unasked(policy, item, met.get(item.key, 0), item.key in held) for policy, item in items]


def clauses() -> list[tuple[str, str]]:
    """List the clauses that a pool can pay: those in force that give money."""
    shelf, day = rules.shelf(), clock.today()
    return [
        (item.key, f"{told(policy.short)} · {told(item.name)}")
        for policy in rules.applied(shelf, day)
        for item in policy.items
        if item.formula is not None and item.class_ == "reward"
    ]


def chosen(state: str) -> str:
    """Give the state that a page shows."""
    return state if state in PayoutState.values else "matched"


VERBS: Mapping[str, str] = {
    "payout pushed": gettext_noop("已推送给企业"),
    "payout confirmed": gettext_noop("企业确认收款"),
    "payout declined": gettext_noop("企业放弃"),
    "payout paid": gettext_noop("已兑付"),
    "payout published": gettext_noop("已公示"),
    "payout returned": gettext_noop("退款待重付"),
    "payout clawed back": gettext_noop("已追回"),
    "payout dropped": gettext_noop("已撤下"),
    "account opened": gettext_noop("查看了收款账号"),
}


def lines(payout: Payout) -> list[tuple[JournalLine, str]]:
    """Give the journal of a payout in words."""
    return [
        (line, _(VERBS[line.verb]) if line.verb in VERBS else line.verb)
        for line in journal.of(payout)
    ]


LEFT: Mapping[str, str | Promise] = {
    "unmet": gettext_lazy("不符合"),
    "unknown": gettext_lazy("待补数据"),
    "manual_review": gettext_lazy("需人工认定"),
    "dropped": gettext_lazy("另有更高条款"),
    "inexact": gettext_lazy("金额未定"),
    "nothing": gettext_lazy("已付或为零"),
    "earlier": gettext_lazy("上期未结"),
    "pending": gettext_lazy("同组条款已承诺"),
    "capped": gettext_lazy("同组上限已满"),
}


def matched(found: Matched) -> str:
    """Say what matching did, and who was left out and why."""
    told_ = _("匹配完成：新增 %(new)d 笔，更新 %(changed)d 笔，撤下 %(dropped)d 笔。") % {
        "new": found.new,
        "changed": found.changed,
        "dropped": found.dropped,
    }
    left = "、".join(f"{LEFT.get(key, key)} {count}" for key, count in found.left.items() if count)
    return told_ + (_("未纳入：%(left)s。") % {"left": left} if left else "")


def transfers(rows: Iterable[Transfer]) -> tuple[list[str], list[list[str]]]:
    """Lay out what finance pays, in 元."""
    head = [_("企业"), _("信用代码"), _("条款"), _("对公账号"), _("开户行"), _("金额（元）")]
    return head, [
        [
            row.payout.enterprise.name,
            row.payout.enterprise.uscc or "",
            row.payout.name_zh,
            row.account,
            row.bank,
            f"{amounts.in_unit(row.amount, '元'):f}",
        ]
        for row in rows
    ]
