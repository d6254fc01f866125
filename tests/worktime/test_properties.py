"""What we count by bisection is what a patient clerk counts day by day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.worktime import naive
from tests.worktime.cast import cn
from worktime import (
    SHANGHAI,
    ClockRule,
    Counting,
    Extension,
    Grant,
    Pause,
    Roll,
    Span,
    Unit,
    Window,
    clocks,
    day_of,
    deadline,
    start,
)

DAYS = st.dates(date(2023, 6, 1), date(2028, 6, 1))  # before, in and after the published years
COUNTINGS = st.builds(Counting, include_start_day=st.booleans(), roll=st.sampled_from(Roll))
UNITS = st.sampled_from(["CD", "WD", "M", "Y"])
REASONS = ("hearing", "expert_review", "testing")


#: How long one count may take is not what is tested here.
PATIENT = settings(deadline=None)


@st.composite
def spans(draw, units=UNITS, least=-120):
    unit = draw(units)
    most = {"CD": 120, "WD": 80, "M": 14, "Y": 2}[unit]
    return Span(draw(st.integers(max(least, -most), most)), Unit(unit))


@st.composite
def running(draw, least=0):
    """A clock with extensions and pauses that overlap as they please, entered in order."""
    span = draw(spans(least=least))
    rule = ClockRule(
        "k", "时限", "term", span, counting=draw(COUNTINGS), excludes=frozenset(REASONS),
        extension=Extension(Span(max(1, span.amount), span.unit), 1, "head"),
    )  # fmt: skip
    now = datetime.combine(draw(DAYS), datetime.min.time(), SHANGHAI) + timedelta(
        minutes=draw(st.integers(0, 1439))
    )
    state = start(rule, now)
    for hours in draw(st.lists(st.integers(0, 24 * 25), max_size=6)):
        now += timedelta(hours=hours)
        reason = draw(st.sampled_from(REASONS))
        if any(one.reason == reason for one in state.open_pauses):
            state = clocks.resume(state, reason, now)
        else:
            state = clocks.pause(state, Pause(reason, now, "告知〔2026〕1号"))
    return state, now


@PATIENT
@given(DAYS, spans(), COUNTINGS)
def test_a_deadline_is_where_a_clerk_ends(start, span, counting):
    last = naive.last_day(start, span, cn(), include=counting.include_start_day)
    rolls, back = counting.roll is Roll.NEXT_WORKDAY, span.amount < 0
    found = deadline(start, span, cn(), counting)
    assert found.day == naive.rolled(last, cn(), rolls=rolls, back=back)
    assert (found.moved_by is not None) == (found.day != last)


@PATIENT
@given(DAYS, st.integers(-300, 300))
def test_the_nth_working_day_and_the_number_of_working_days_are_inverse(day, count):
    assume(count)
    then = cn().working_after(day, count)
    assert cn().is_working(then)
    first, last = (day + naive.ONE, then) if count > 0 else (then, day - naive.ONE)
    assert cn().working_between(first, last) == abs(count)


@PATIENT
@given(DAYS)
def test_a_day_is_worked_as_its_notice_says(day):
    assert cn().is_working(day) is naive.worked(day, cn())
    assert cn().next_working(day) == naive.rolled(day, cn(), rolls=True)
    assert cn().last_working(day) == naive.rolled(day, cn(), rolls=True, back=True)


@settings(max_examples=400, deadline=None)
@given(running())
def test_a_clock_with_pauses_ends_where_a_clerk_ends(given):
    state, _ = given
    found = clocks.due(state, cn())
    assert (found and found.day) == naive.due(state, cn())


@PATIENT
@given(running(), st.integers(0, 60))
def test_a_clock_is_late_only_after_its_day_and_never_while_it_stands_still_in_time(given, hours):
    state, now = given
    at = now + timedelta(hours=hours)
    due = clocks.due(state, cn())
    assert clocks.late(state, at, cn()) == (due is not None and day_of(at) > due.day)


@PATIENT
@given(running(least=1), st.integers(0, 3000))
def test_what_is_used_and_what_is_left_make_the_budget_until_it_is_gone(given, hours):
    state, now = given
    assume(state.budget.unit in {Unit.CALENDAR_DAY, Unit.WORKING_DAY})
    at = now + timedelta(hours=hours)
    used, left = clocks.used(state, at, cn()), clocks.left(state, at, cn()).ticks
    if used < state.budget.amount:
        assert used + left == state.budget.amount
    else:
        assert left <= 0


@PATIENT
@given(running(least=1))
def test_an_extension_granted_in_time_never_brings_the_end_nearer(given):
    state, now = given
    assume(not clocks.late(state, now, cn()))
    grant = Grant(state.rule.extension.span, now, "head", "案情复杂")
    before, after = clocks.due(state, cn()), clocks.due(clocks.extend(state, grant, cn()), cn())
    assert (before is None and after is None) or after is None or before.at <= after.at


@PATIENT
@given(running())
def test_every_rung_comes_in_order_and_the_next_is_the_first_not_fired(given):
    state, _ = given
    found = clocks.rungs(state, cn())
    assert [at for _, at in found] == sorted(at for _, at in found)
    fired = {key for key, _ in found[:2]}
    following = found[2] if len(found) > 2 else None
    assert clocks.next_moment(state, cn(), fired) == following


@PATIENT
@given(running(), st.integers(0, 2000))
def test_all_that_is_shown_is_what_each_question_answers(given, hours):
    state, now = given
    at = now + timedelta(hours=hours)
    told = clocks.shown(state, at, cn(), {"50%"})
    assert told.due == clocks.due(state, cn())
    assert told.following == clocks.next_moment(state, cn(), {"50%"})
    assert told.light is clocks.light(state, at, cn())


HALL = Window(
    "hall",
    special={date(2026, 1, 5): "", date(2026, 1, 6): "10:00-11:00 14:00-15:00"},
    extra={date(2026, 1, 10): "09:00-11:30", date(2026, 1, 7): "17:30-20:00"},
)
MOMENTS = st.integers(0, 16 * 1440).map(
    lambda minutes: datetime(2025, 12, 29, tzinfo=SHANGHAI) + timedelta(minutes=minutes)
)


@settings(max_examples=60, deadline=None)
@given(MOMENTS, st.integers(1, 900), st.lists(st.integers(1, 2000), max_size=4))
def test_working_minutes_with_pauses_end_where_a_clerk_ends(begun, minutes, steps):
    calendar = cn().with_window(HALL)
    rule = ClockRule(
        "k", "时限", "term", Span(minutes, Unit.WORKING_MINUTE), excludes=frozenset({"testing"})
    )
    state, now = start(rule, begun), begun
    for step in steps:
        now += timedelta(minutes=step)
        if state.open_pauses:
            state = clocks.resume(state, "testing", now)
        else:
            state = clocks.pause(state, Pause("testing", now, "N-1"))
    if state.open_pauses:
        state = clocks.resume(state, "testing", now + timedelta(minutes=30))
    found = clocks.due(state, calendar)
    assert found.at == naive.minutes_after(state.started_at, minutes, state, HALL, calendar)


@settings(max_examples=60, deadline=None)
@given(MOMENTS, st.integers(1, 900))
def test_working_minutes_back_and_forth_are_inverse(begun, minutes):
    calendar = cn().with_window(HALL)
    end = deadline(begun, Span(minutes, Unit.WORKING_MINUTE), calendar).at
    back = deadline(end, Span(-minutes, Unit.WORKING_MINUTE), calendar).at
    again = deadline(back, Span(minutes, Unit.WORKING_MINUTE), calendar).at
    assert again == end
