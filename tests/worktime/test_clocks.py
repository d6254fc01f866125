"""A clock keeps a budget and a ledger: it stands still only with a reason and a notice, and forgets nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.worktime.cast import at, clock, cn, day
from worktime import (
    PROMISE,
    ClockRule,
    Counting,
    Extension,
    Grant,
    Light,
    Pause,
    Roll,
    Rung,
    Span,
    Unit,
    clocks,
)
from worktime.errors import ClockError, DeadlineError

HEARING = {"excludes": frozenset({"hearing"})}
EXTENDS = {"extension": Extension(Span.parse("10WD"), 1, "agency_head")}


def paused(state, begun, reason="hearing", notice="听证通知〔2025〕3号", until=None):
    return clocks.pause(state, Pause(reason, at(begun), notice, until and at(until)))


def test_a_pause_without_its_notice_is_refused():
    with pytest.raises(ClockError, match="行政许可法第45条"):
        paused(clock("20WD", "2025-09-08", **HEARING), "2025-09-10", notice="  ")


def test_days_after_the_pause_up_to_the_resume_do_not_count():
    state = paused(clock("5WD", "2025-09-08", **HEARING), "2025-09-10")
    assert clocks.due(state, cn()) is None
    state = clocks.resume(state, "hearing", at("2025-09-15"))
    assert clocks.due(state, cn()).day == day("2025-09-18")  # 9, 10 | 16, 17, 18


def test_promise_stands_still_for_public_notice_and_law_does_not():
    law = clock("30CD", "2025-09-08", excludes=clocks.EXCLUSIONS["eia"])
    promise = clock("5WD", "2025-09-08", excludes=PROMISE)
    held = [paused(one, "2025-09-08 11:00", "public_notice") for one in (law, promise)]
    assert held[0] is law
    assert clocks.due(held[0], cn()).day == day("2025-10-08")
    assert clocks.due(held[1], cn()) is None
    assert clocks.used(held[1], at("2025-09-22"), cn()) == 0


def test_two_reasons_at_once_count_as_one_pause_until_both_are_over():
    state = clock("5WD", "2025-09-08", excludes=frozenset({"hearing", "expert_review"}))
    state = paused(paused(state, "2025-09-09"), "2025-09-10", "expert_review")
    state = clocks.resume(state, "hearing", at("2025-09-11"))
    assert clocks.due(state, cn()) is None
    state = clocks.resume(state, "expert_review", at("2025-09-12"))
    assert clocks.due(state, cn()).day == day("2025-09-18")  # 9 | 15, 16, 17, 18


def test_pausing_twice_for_one_reason_and_resuming_what_runs_are_refused():
    state = clock("5WD", "2025-09-08", **HEARING)
    with pytest.raises(ClockError, match="请先恢复"):
        paused(paused(state, "2025-09-09"), "2025-09-10")
    with pytest.raises(ClockError, match="没有因听证中止"):
        clocks.resume(state, "hearing", at("2025-09-10"))


@pytest.mark.parametrize("moment", ["2025-09-07", "2025-09-09 09:59"])
def test_a_clock_set_back_cannot_enter_what_is_out_of_order(moment):
    state = paused(clock("5WD", "2025-09-08", **HEARING), "2025-09-09")
    with pytest.raises(ClockError, match="请按先后办理"):
        clocks.resume(state, "hearing", at(moment))


def test_nothing_is_entered_after_the_stop_and_the_answers_stand_still():
    state = clocks.stop(clock("5WD", "2025-09-08", **HEARING), at("2025-09-17"))
    with pytest.raises(ClockError, match="已终止"):
        paused(state, "2025-09-18")
    assert clocks.left(state, at("2025-12-01"), cn()).zh == "已超 2 个工作日"
    assert clocks.late(state, at("2025-09-09"), cn()) is False
    assert clocks.late(state, at("2025-12-01"), cn()) is True


def test_overrun_is_kept_and_not_lost_by_a_pause_that_comes_too_late():
    state = paused(clock("5WD", "2025-09-08", **HEARING), "2025-09-17")
    state = clocks.resume(state, "hearing", at("2025-09-24"))
    assert clocks.due(state, cn()).day == day("2025-09-15")
    assert clocks.left(state, at("2025-09-25"), cn()).ticks == -3  # 16, 17 | 25


def test_no_clock_runs_out_while_it_stands_still_on_its_last_day():
    state = paused(clock("5WD", "2025-09-08", **HEARING), "2025-09-15")
    assert not clocks.late(state, at("2025-09-20"), cn())
    due = clocks.due(clocks.resume(state, "hearing", at("2025-09-20")), cn())
    assert (due.day, due.moved_by.rule) == (day("2025-09-22"), "paused_on_last_day")


def test_a_notice_that_names_the_end_gives_a_deadline_but_fires_nothing():
    state = paused(clock("5WD", "2025-09-08", **HEARING), "2025-09-09", until="2025-09-12")
    assert clocks.due(state, cn()).day == day("2025-09-18")
    assert clocks.next_moment(state, cn()) is None
    assert not clocks.late(state, at("2025-12-01"), cn())


def test_a_licence_is_extended_once_by_the_head_in_time_and_with_a_reason():
    state = clock("20WD", "2025-09-08", **EXTENDS)
    ten = Grant(Span.parse("10WD"), at("2025-09-30"), "agency_head", "案情复杂")
    longer = clocks.extend(state, ten, cn())
    assert clocks.due(longer, cn()).day == day("2025-10-24")
    for wrong, told in [
        (replace(ten, span=Span.parse("11WD")), "最多延长"),
        (replace(ten, span=Span.parse("-1WD")), "最多延长"),
        (replace(ten, approver="clerk"), "agency_head"),
        (replace(ten, reason=" "), "理由"),
        (replace(ten, at=at("2025-10-12")), "已经届满"),
    ]:
        with pytest.raises(ClockError, match=told):
            clocks.extend(state, wrong, cn())
    with pytest.raises(ClockError, match="已延长 1 次"):
        clocks.extend(longer, ten, cn())
    with pytest.raises(ClockError, match="不能延长"):
        clocks.extend(clock("20WD", "2025-09-08"), ten, cn())


def test_two_working_hours_pause_to_the_second_on_the_applicant():
    state = clock("2WH", "2025-09-08 16:30", excludes=frozenset({"applicant_action"}))
    state = paused(state, "2025-09-08 17:00", "applicant_action", "短信")
    state = clocks.resume(state, "applicant_action", at("2025-09-09 08:00"))
    assert clocks.due(state, cn()).at == at("2025-09-09 10:30")
    assert clocks.left(state, at("2025-09-09 09:45"), cn()).zh == "还剩 45 分"


def test_working_hours_that_end_as_a_pause_begins_have_ended():
    state = clock("1WH", "2025-09-08 09:00", excludes=frozenset({"applicant_action"}))
    state = paused(state, "2025-09-08 10:00", "applicant_action", "短信")
    assert clocks.due(state, cn()).at == at("2025-09-08 10:00")
    assert clocks.left(state, at("2025-09-08 10:00"), cn()).zh == "时限已用完"


def test_lights_change_as_the_term_is_used_up():
    state = clock("10WD", "2025-09-08")
    seen = {n: clocks.light(state, at(f"2025-09-{n}"), cn()) for n in (15, 16, 19, 22, 23)}
    assert list(seen.values()) == [
        Light.GREEN, Light.YELLOW, Light.ORANGE, Light.ORANGE, Light.RED,
    ]  # fmt: skip


def test_rungs_fire_once_and_in_order():
    state, fired = clock("10WD", "2025-09-08"), []
    while (following := clocks.next_moment(state, cn(), fired)) is not None:
        fired.append(following[0])
    assert fired == ["50%", "80%", "-1WD", "due", "+1WD", "+3WD"]


def test_warnings_are_counted_from_the_deadline_however_the_term_was_counted():
    counts = Counting(include_start_day=True, roll=Roll.NEXT_WORKDAY)
    state = clock("5WD", "2025-09-09", counting=counts, rungs=(Rung("-1WD"), Rung("+1WD")))
    moments = [at("2025-09-13 00:00"), at("2025-09-16 00:00"), at("2025-09-17 00:00")]
    assert [moment for _, moment in clocks.rungs(state, cn())] == moments


def test_a_warning_in_working_minutes_comes_so_long_before_the_end():
    state = clock("2WH", "2025-09-08 16:30", rungs=(Rung("-30WMIN"), Rung("+1WH")))
    moments = [at("2025-09-09 09:30"), at("2025-09-09 10:00"), at("2025-09-09 11:00")]
    assert [moment for _, moment in clocks.rungs(state, cn())] == moments


def test_a_clock_without_rungs_still_expires():
    state = clock("5WD", "2025-09-08", rungs=())
    assert clocks.rungs(state, cn()) == [("due", at("2025-09-16 00:00"))]


def test_a_short_term_warns_neither_before_its_start_nor_at_its_very_end():
    state = clock("1WD", "2025-09-08", rungs=(Rung("50%"), Rung("-3WD"), Rung("due")))
    assert [key for key, _ in clocks.rungs(state, cn())] == ["due"]


def test_notice_before_a_hearing_is_counted_back_and_cannot_be_paused():
    state = clock("-7WD", "2025-10-14", **HEARING)
    assert clocks.due(state, cn()).day == day("2025-09-28")  # a Sunday that is worked
    assert clocks.left(state, at("2025-09-26"), cn()).ticks == 1
    assert clocks.late(clocks.stop(state, at("2025-09-28")), at("2025-10-14"), cn()) is False
    with pytest.raises(ClockError, match="倒算"):
        paused(state, "2025-09-20")


def test_a_term_of_months_is_lengthened_by_the_days_of_its_pauses():
    state = clock("3M", "2025-11-30", **HEARING)
    assert clocks.due(state, cn()).day == day("2026-02-28")
    state = clocks.resume(paused(state, "2025-12-05"), "hearing", at("2025-12-15"))
    assert clocks.due(state, cn()).day == day("2026-03-10")


def test_a_pause_on_the_day_to_which_the_end_rolled_holds_it_back():
    state = clock("30CD", "2025-09-08", counting=Counting(roll=Roll.NEXT_WORKDAY), **HEARING)
    state = clocks.resume(paused(state, "2025-10-09"), "hearing", at("2025-10-14"))
    assert clocks.due(state, cn()).day == day("2025-10-14")


def test_a_moment_without_a_zone_is_refused():
    naive = datetime(2025, 9, 8, 10)  # noqa: DTZ001
    with pytest.raises(DeadlineError, match="没有时区"):
        clocks.start(clock("5WD", "2025-09-08").rule, naive)


def test_a_rule_refuses_unknown_reasons_other_units_and_double_rungs():
    for wrong, told in [
        ({"excludes": frozenset({"lunch"})}, "lunch"),
        ({"extension": Extension(Span.parse("5CD"), 1, "head")}, "同单位"),
        ({"rungs": (Rung("50%"), Rung("50%"))}, "重复"),
    ]:
        with pytest.raises(ClockError, match=told):
            ClockRule("k", "时限", "term", Span.parse("5WD"), **wrong)


def test_what_is_left_reads_well_in_both_languages():
    left = clocks.Left(-int(timedelta(hours=1, minutes=5).total_seconds()), Unit.WORKING_HOUR)
    assert (left.zh, left.en) == ("已超 1 小时 5 分", "1 h 5 min over")
