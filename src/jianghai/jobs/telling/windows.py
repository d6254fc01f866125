"""Telling those who meet a clause that its window closes soon: twice, and not those who have applied."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from django.conf import settings

from jianghai.base import clock
from jianghai.enterprises.models import Enterprise
from jianghai.jobs.telling import words
from jianghai.notices import actions as notices
from jianghai.notices.models import Kind, Push
from jianghai.policies import rules, zone
from jianghai.policies.models import Application, Payout, ZoneState
from jianghai.policies.packing import whole
from rulebook.entitle.moments import standing
from rulebook.errors import Text
from rulebook.values import Verdict

if TYPE_CHECKING:
    from datetime import date

    from rulebook.policies import Item, Policy


#: Who applied within this time did so in the round that closes now, not in the one before.
ROUND = timedelta(days=183)


def tell_windows() -> int:
    """Tell of every window that closes within the settings' days, once for each of the two terms."""
    day = clock.today()
    state = ZoneState.objects.filter(pk=1, count__gt=0).first()
    if state is None:
        return 0
    due = {
        f"closing:{item.key}:{closes}:{term}": (policy, item, closes)
        for policy, item, closes, term in _closing(day)
    }
    known = set(Push.objects.filter(cause__in=list(due)).values_list("cause", flat=True))
    firms = whole(state.firms)
    return sum(_tell(key, *what, firms.tolist()) for key, what in due.items() if key not in known)


def _closing(day: date) -> Iterator[tuple[Policy, Item, date, int]]:
    for policy in rules.applied(rules.shelf(), day):
        for item in policy.items:
            window = standing(item.window, day)
            if window.left is None or window.turns is None or window.state != "open":
                continue
            if item.payout == "unasked":  # nobody has to apply
                continue
            terms = (settings.NOTICE_WINDOW_LAST_DAYS, settings.NOTICE_WINDOW_DAYS)
            term = next((days for days in sorted(terms) if window.left <= days), None)
            if term is not None:
                yield policy, item, window.turns, term


def _tell(key: str, policy: Policy, item: Item, closes: date, firms: list[int]) -> int:
    told = zone.stored([item.key]).get(item.key)
    if told is None:
        return 0
    met = np.flatnonzero((told.verdicts == Verdict.MET) & (told.kept > Verdict.UNMET))
    busy = {
        *Application.objects.filter(clause=item.key, started_at__gte=clock.now() - ROUND).exclude(
            state__in=("draft", "withdrawn", "refused")
        ).values_list("enterprise", flat=True),
        *Payout.objects.filter(clause=item.key, period=str(closes.year)).values_list(
            "enterprise", flat=True
        ),
    }  # fmt: skip
    pks = [firms[place] for place in met.tolist() if firms[place] not in busy]
    left = (closes - clock.today()).days
    title = Text(f"还有 {left} 天截止：{item.name.zh}", f"Closes in {left} days: {item.name.en}")
    body = Text(
        f"{policy.short.zh}，{closes} 截止申报。", f"{policy.short.en}: apply until {closes}."
    )
    cause = notices.Cause(key, Kind.CLOSING, item.name, item.key)
    messages = (
        notices.Message(firm, title, body, words.clause_page(firm.pk, item.key))
        for firm in Enterprise.objects.filter(pk__in=pks)
    )
    return notices.tell(cause, messages)
