"""From what changed for whom to notices: per policy one for those who gained and one for those who lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from jianghai.base import clock
from jianghai.enterprises.models import Enterprise
from jianghai.jobs.telling import words
from jianghai.notices import actions as notices
from jianghai.notices.models import Kind, Push
from jianghai.policies import models as policies
from jianghai.policies import rules
from rulebook.errors import Text

if TYPE_CHECKING:
    from rulebook.policies import Shelf

#: Payments of ours are told as payments; what a person has to judge is on the page of what changed.
QUIET = frozenset({policies.Cause.LEDGER})
TURNS = {
    Kind.GAINED: (policies.Turn.GAINED, policies.Turn.RAISED),
    Kind.LOST: (policies.Turn.LOST, policies.Turn.LOWERED),
}
#: How a notice begins: by the one way in which all its clauses turned, else by the first of its kind.
HEADS = {
    policies.Turn.GAINED: Text("新增可享", "Newly owed"),
    policies.Turn.RAISED: Text("金额增加", "Owed more"),
    policies.Turn.LOST: Text("不再可享", "No longer owed"),
    policies.Turn.LOWERED: Text("金额减少", "Owed less"),
}
#: A sum that moved by less than this part of what it was is shown on the page, but nobody is disturbed by it.
LEAST = Fraction(1, 10)
#: A change that nobody was told of, as the process ended in between, is told within this time.
LATELY = timedelta(days=2)
Gains = dict[tuple[str, int], list[policies.Gain]]


def tell_change(change: policies.Change) -> int:
    """Tell the people of every firm for which a change made a difference; give how many notices that made."""
    if change.kind in QUIET:
        return 0
    shelf = rules.shelf()
    made = 0
    for kind, turns in TURNS.items():
        by_policy: dict[str, Gains] = defaultdict(lambda: defaultdict(list))
        for gain in change.gains.filter(turn__in=turns).order_by("pk").iterator(2000):
            if not worth_telling(gain):
                continue
            policy = gain.clause.partition("#")[0]
            by_policy[policy][policy, gain.enterprise_id].append(gain)
        for policy, gains in sorted(by_policy.items()):
            made += _tell(change, kind, policy, gains, shelf)
    return made


def worth_telling(gain: policies.Gain) -> bool:
    """Tell whether a change is large enough: a clause won or lost always, a sum from a tenth of what it was."""
    if gain.turn not in {policies.Turn.RAISED, policies.Turn.LOWERED}:
        return True
    ends = ((gain.low_before, gain.low_after), (gain.high_before, gain.high_after))
    return any(
        (before is None) != (after is None)
        or abs((after or 0) - (before or 0)) >= LEAST * max(1, before or 0)
        for before, after in ends
        if before != after
    )


def _tell(change: policies.Change, kind: Kind, policy: str, gains: Gains, shelf: Shelf) -> int:
    gone = policy not in shelf.policies
    name = Text(policy, policy) if gone else rules.latest(shelf, policy, change.on).short
    cause = notices.Cause(f"{_key(change)}{kind}:{policy}", kind, name, policy)
    firms = Enterprise.objects.in_bulk([firm for _policy, firm in gains])
    messages = (
        _message(firms[firm], kind, name, found)
        for (_policy, firm), found in gains.items()
        if firm in firms
    )
    return notices.tell(cause, messages, by=change.by)


def _message(
    firm: Enterprise, kind: Kind, name: Text, gains: Sequence[policies.Gain]
) -> notices.Message:
    turned = {gain.turn for gain in gains}
    head = HEADS[next(turn for turn in TURNS[kind] if turn in turned)]
    one = len(gains) == 1
    link = words.clause_page(firm.pk, gains[0].clause) if one else ""
    return notices.Message(
        firm,
        Text(
            f"{head.zh}：{name.zh}" + ("" if one else f"（{len(gains)} 条）"),
            f"{head.en}: {name.en}" + ("" if one else f" ({len(gains)} clauses)"),
        ),
        words.joined(list(_lines(firm, gains))),
        link or words.address("firm_owed", pk=firm.pk),
        _certain(gains) if kind is Kind.GAINED else None,
    )


def _lines(firm: Enterprise, gains: Sequence[policies.Gain]) -> Iterator[Text]:
    yield Text(f"{firm.name}：", f"{firm.name}:")
    for gain in gains:
        now = words.sum_of(gain.low_after, gain.high_after)
        yield Text(
            f"· {gain.zh}" + (f"，现为 {now.zh}" if now else ""),
            f"· {gain.en}" + (f", now {now.en}" if now else ""),
        )


def _certain(gains: Sequence[policies.Gain]) -> int | None:
    """Give what is certain now, in fen; nothing where any amount is open, so that no heading promises too much."""
    ends = [(gain.low_after or 0, gain.high_after) for gain in gains if gain.low_after is not None]
    exact = ends and all(low == high for low, high in ends)
    return (sum(low for low, _ in ends) or None) if exact else None


def _key(change: policies.Change) -> str:
    return f"entitlement:{change.pk}:"


def tell_changes() -> int:
    """Tell what was not told when it happened."""
    lately = policies.Change.objects.filter(at__gte=clock.now() - LATELY).exclude(kind__in=QUIET)
    turns = [turn for both in TURNS.values() for turn in both]
    told = 0
    for change in lately.filter(gains__turn__in=turns).distinct():
        if not Push.objects.filter(cause__startswith=_key(change)).exists():
            told += tell_change(change)
    return told
