"""The verbs: each takes a clock and gives a new one, or refuses with what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from worktime.clocks.questions import late
from worktime.clocks.reasons import REASONS
from worktime.clocks.rules import ClockRule, ClockState, Grant, Pause
from worktime.errors import ClockError
from worktime.moments import aware

if TYPE_CHECKING:
    from worktime.calendars import Calendar


def start(rule: ClockRule, at: datetime) -> ClockState:
    """Start a clock.

    >>> from datetime import UTC
    >>> from worktime.spans import Span
    >>> start(ClockRule("k", "时限", "term", Span.parse("5WD")), datetime(2026, 1, 5, 9, tzinfo=UTC)).open_pauses
    ()
    """
    return ClockState(rule, aware(at))


def pause(state: ClockState, given: Pause) -> ClockState:
    """Let a clock stand still; the same object comes back where its rule does not stop for that reason.

    Raises ClockError without a notice to the applicant (行政许可法第45条), for an unknown reason, while it stands
    still for the same reason, after the stop, and for a moment before the last entry.

    >>> from datetime import UTC
    >>> from worktime.spans import Span
    >>> rule = ClockRule("k", "时限", "term", Span.parse("5WD"), excludes=frozenset({"hearing"}))
    >>> clock = start(rule, datetime(2026, 1, 5, 9, tzinfo=UTC))
    >>> stood = pause(clock, Pause("hearing", datetime(2026, 1, 6, 9, tzinfo=UTC), "听证通知〔2026〕1号"))
    >>> len(stood.open_pauses), pause(clock, Pause("tender", clock.started_at, "N-1")) is clock
    (1, True)
    >>> pause(clock, Pause("hearing", clock.started_at, ""))
    Traceback (most recent call last):
    worktime.errors.ClockError: k: 中止计时须有书面告知... / a pause needs the written notice ...
    """
    if given.reason not in REASONS:
        raise _refused(
            state,
            f"中止事由 {given.reason} 未知，可用：{'、'.join(REASONS)}",
            f"unknown pause reason {given.reason}; known: {', '.join(REASONS)}",
        )
    if not given.notice.strip():
        raise _refused(
            state,
            "中止计时须有书面告知申请人的文书（行政许可法第45条），请填写文书编号",
            "a pause needs the written notice to the applicant (Licensing Law, article 45); give its number",
        )
    if state.rule.span.amount < 0:
        raise _refused(state, "倒算的期限不能中止", "a term counted backwards cannot be paused")
    _in_order(state, given.at)
    if not state.rule.stops_for(given.reason):
        return state
    if any(one.reason == given.reason for one in state.open_pauses):
        told = REASONS[given.reason]
        raise _refused(
            state,
            f"已因{told.zh}中止，请先恢复",
            f"it already stands still for {told.en}; resume it first",
        )
    until = aware(given.until) if given.until else None
    if until is not None and until < aware(given.at):
        raise _refused(
            state,
            "预计恢复时刻早于中止时刻，请改正",
            "it would resume before it is paused; correct the end",
        )
    entry = Pause(given.reason, aware(given.at), given.notice.strip(), until)
    return replace(state, pauses=(*state.pauses, entry))


def resume(state: ClockState, reason: str, at: datetime) -> ClockState:
    """End the pause for a reason; the clock runs again when it stands still for no other.

    Raises ClockError where it does not stand still for that reason.

    >>> from datetime import UTC
    >>> from worktime.spans import Span
    >>> clock = start(ClockRule("k", "时限", "term", Span.parse("5WD")), datetime(2026, 1, 5, 9, tzinfo=UTC))
    >>> resume(clock, "hearing", datetime(2026, 1, 6, 9, tzinfo=UTC))
    Traceback (most recent call last):
    worktime.errors.ClockError: k: 没有因听证中止... / it does not stand still for hearing; ...
    """
    _in_order(state, at)
    for place, one in enumerate(state.pauses):
        if one.reason == reason and one.resumed_at is None:
            ended = replace(one, resumed_at=aware(at))
            return replace(state, pauses=(*state.pauses[:place], ended, *state.pauses[place + 1 :]))
    told = REASONS.get(reason)
    raise _refused(
        state,
        f"没有因{told.zh if told else reason}中止，不能恢复；请查看计时记录",
        f"it does not stand still for {told.en if told else reason}; look at its ledger",
    )


def extend(state: ClockState, grant: Grant, calendar: Calendar) -> ClockState:
    """Add an extension to the budget.

    Raises ClockError where the rule knows none, it was used up, it is longer than allowed or negative, another
    than the rule's approver granted it, no reason is given, or the term has already run out.

    >>> from datetime import UTC
    >>> from worktime.calendars import Calendar
    >>> from worktime.clocks.rules import Extension
    >>> from worktime.spans import Span
    >>> ten = Span.parse("10WD")
    >>> rule = ClockRule("k", "时限", "term", Span.parse("20WD"), extension=Extension(ten, 1, "agency_head"))
    >>> clock = start(rule, datetime(2030, 1, 7, 9, tzinfo=UTC))
    >>> grant = Grant(ten, datetime(2030, 1, 8, 9, tzinfo=UTC), "agency_head", "案情复杂")
    >>> str(extend(clock, grant, Calendar("cn")).budget)
    '30WD'
    >>> extend(extend(clock, grant, Calendar("cn")), grant, Calendar("cn"))
    Traceback (most recent call last):
    worktime.errors.ClockError: k: 已延长 1 次... / it was extended 1 times, ...
    """
    _in_order(state, grant.at)
    wrong = _unfit(state, grant)
    if wrong:
        raise _refused(state, *wrong)
    if late(state, grant.at, calendar):
        raise _refused(
            state,
            "期限已经届满，不能再延长；请公开说明超期理由",
            "the term has already run out and cannot be extended; publish the reason for the delay",
        )
    kept = replace(grant, at=aware(grant.at), reason=grant.reason.strip())
    return replace(state, grants=(*state.grants, kept))


def _unfit(state: ClockState, grant: Grant) -> tuple[str, str] | None:
    """Say why a grant is not one that the rule allows."""
    allowed = state.rule.extension
    if allowed is None:
        return "该时限不能延长", "this term cannot be extended"
    if len(state.grants) >= allowed.max_times:
        times = len(state.grants)
        return (
            f"已延长 {times} 次，最多 {allowed.max_times} 次",
            f"it was extended {times} times, and {allowed.max_times} is the most",
        )
    if grant.span.unit is not allowed.span.unit or not 0 < grant.span.amount <= allowed.span.amount:
        return f"每次最多延长 {allowed.span}，请改正", f"extend it by {allowed.span} at most"
    if grant.approver != allowed.approver:
        return (
            f"延长须由 {allowed.approver} 批准，请报其批准",
            f"only {allowed.approver} may grant an extension; ask for it there",
        )
    if not grant.reason.strip():
        return "延长须说明理由并告知申请人，请填写", "an extension needs its reason; write it down"
    return None


def stop(state: ClockState, at: datetime) -> ClockState:
    """Stop a clock for good; it keeps what it has used.

    >>> from datetime import UTC
    >>> from worktime.spans import Span
    >>> clock = start(ClockRule("k", "时限", "term", Span.parse("5WD")), datetime(2026, 1, 5, 9, tzinfo=UTC))
    >>> stop(clock, datetime(2026, 1, 6, 9, tzinfo=UTC)).stopped_at.day
    6
    """
    _in_order(state, at)
    return replace(state, stopped_at=aware(at))


def _in_order(state: ClockState, at: datetime) -> None:
    moment = aware(at)
    if state.stopped_at is not None:
        raise _refused(
            state, "计时已终止，不能再办理", "the clock has stopped; nothing more can be entered"
        )
    if moment < state.last_entry:
        raise _refused(
            state,
            f"{moment:%Y-%m-%d %H:%M} 早于上一条记录 {state.last_entry:%Y-%m-%d %H:%M}（UTC），请按先后办理",
            f"{moment:%Y-%m-%d %H:%M} is before its last entry at {state.last_entry:%Y-%m-%d %H:%M} (UTC); "
            "enter things in order",
        )


def _refused(state: ClockState, zh: str, en: str) -> ClockError:
    return ClockError(zh, en, state.rule.key)
