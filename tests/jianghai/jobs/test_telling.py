"""A policy gives Blue Kiln more, or a window closes: Lin is told of it, once; Wei of nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from jianghai.base import clock
from jianghai.jobs import telling, tick
from jianghai.jobs.telling.changes import tell_change, worth_telling
from jianghai.notices import actions as notices
from jianghai.notices import queries
from jianghai.notices.models import Kind, Notice, Push
from jianghai.policies import actions, held
from jianghai.policies.models import Application, Change, Gain
from tests.cast import person
from tests.jianghai.policies.conftest import GROWTH, publish, tell

NEXT = GROWTH.replace('opens: "2026-01-01"', 'opens: "2026-06-30"')


def on(day: int, month: int = 6):
    return clock.stopped_at(datetime(2026, month, day, 4, tzinfo=UTC))


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    held.forget()
    with on(30):
        yield
    held.forget()


@pytest.fixture
def su(db):
    return person("su", "苏素", "staff")


@pytest.fixture
def kiln(blue_kiln, red_crane, chen, su):
    """Both firms lie in the zone; Blue Kiln alone meets the clause on research."""
    for firm, rd in ((blue_kiln, "300"), (red_crane, "50")):
        firm.region_code = "320612"
        firm.save()
        tell(firm, chen, rd_expense=rd, sales_revenue="4200")
    publish(GROWTH, chen, su)
    actions.evaluate_zone()
    return blue_kiln


def raised(chen, su, to="15万元", **named):
    """The award for research is raised from today on; what changed is stored."""
    text = NEXT.replace("is: 10万元", f"is: {to}")
    publish(text, chen, su, opens=date(2026, 6, 30))
    return actions.evaluate_zone()


def test_lin_is_told_of_the_gain_with_the_reason_and_the_sum(kiln, lin, wei, chen, su):
    change = raised(chen, su)
    assert tell_change(change) == 1
    notice = Notice.objects.get()
    assert (notice.person, notice.push.kind, notice.sum) == (lin, Kind.GAINED, 15_000_000)
    assert notice.title_zh == "金额增加：成长奖励"
    assert "现为 15 万元" in notice.body_zh
    assert notice.link.startswith(f"/firms/{kiln.pk}/")


def test_one_cause_one_notice_whoever_tells_it_again(kiln, lin, chen, su):
    change = raised(chen, su)
    assert [tell_change(change), tell_change(change), telling.tell_changes()] == [1, 0, 0]


def test_what_was_not_told_in_time_is_told_by_the_clock(kiln, lin, chen, su):
    raised(chen, su)
    assert tick.tick()["changes told"] == 1
    assert Kind.GAINED in {one.push.kind for one in queries.of(lin)}


def test_who_loses_is_told_without_a_sum(kiln, lin, chen, su):
    tell_change(raised(chen, su, to="5万元"))
    notice = Notice.objects.get()
    assert (notice.push.kind, notice.sum) == (Kind.LOST, None)
    assert (notice.title_zh, "5 万元" in notice.body_zh) == ("金额减少：成长奖励", True)


def test_who_no_longer_meets_it_is_told_so(kiln, lin, chen, su):
    text = NEXT.replace("rd_expense >= 200万元", "rd_expense >= 400万元")
    publish(text, chen, su, opens=date(2026, 6, 30))
    tell_change(actions.evaluate_zone())
    assert Notice.objects.get().title_zh == "不再可享：成长奖励"


def test_who_meets_it_now_is_told_so(kiln, lin, chen, su):
    text = NEXT.replace("sales_revenue >= 5000万元", "sales_revenue >= 4000万元")
    publish(text, chen, su, opens=date(2026, 6, 30))
    tell_change(actions.evaluate_zone())
    assert Notice.objects.get().title_zh == "新增可享：成长奖励"


def test_nobody_is_disturbed_by_a_sum_that_hardly_moved(kiln, lin, chen, su):
    change = raised(chen, su, to="10.9万元")
    assert (tell_change(change), telling.tell_changes()) == (0, 0)
    assert not Push.objects.exists()


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ((100, 100), (109, 109), False),
        ((100, 100), (110, 110), True),
        ((0, 100), (0, 100), False),
        ((100, 100), (100, None), True),
        ((0, 0), (5, 5), True),
    ],
)
def test_from_a_tenth_on_a_sum_has_moved(before, after, told):
    gain = Gain(turn="raised")
    gain.low_before, gain.high_before, gain.low_after, gain.high_after = before + after
    assert worth_telling(gain) is told


def test_a_payment_of_ours_is_no_loss_to_be_told(kiln, lin):
    change = Change(kind="ledger", reference="x", at=clock.now(), on=clock.today())
    assert tell_change(change) == 0


def test_an_edition_that_changes_nothing_for_anybody_is_told_to_nobody(kiln, lin, chen, su):
    assert raised(chen, su, to="10万元") is None
    assert telling.tell_changes() == 0


def test_lin_is_told_twice_that_a_window_closes(kiln, lin, wei):
    assert [telling.tell_windows(), telling.tell_windows()] == [1, 0]
    with on(14, 7):
        assert [telling.tell_windows(), telling.tell_windows()] == [1, 0]
    titles = list(Notice.objects.order_by("pk").values_list("title_zh", flat=True))
    assert titles == ["还有 20 天截止：研发奖励", "还有 6 天截止：研发奖励"]
    assert set(Notice.objects.values_list("person", flat=True)) == {lin.pk}


def test_who_has_applied_in_this_round_is_not_told_that_it_closes(kiln, lin):
    at = clock.now()
    common = {"enterprise": kiln, "clause": "nantong-hightech/growth#G1", "period": "2026"}
    signed = {"promised_by": "林岚", "promised_at": at, "submitted_at": at}
    asked = Application.objects.create(
        state="in_review",
        year=2025,
        started_by=lin,
        started_at=at,
        changed_at=at,
        **common,
        **signed,
    )
    assert telling.tell_windows() == 0
    Push.objects.all().delete()
    asked.started_at = at - timedelta(days=300)
    asked.save()
    assert telling.tell_windows() == 1


def test_a_window_that_closes_later_is_not_told(kiln, lin):
    with on(1, 6):
        assert telling.tell_windows() == 0
    assert not Push.objects.exists()


def test_nothing_is_told_of_windows_before_the_zone_was_judged(blue_kiln, lin):
    assert telling.tell_windows() == 0


def test_all_of_a_day_is_one_item(kiln, lin, chen, su):
    tell_change(raised(chen, su))
    telling.tell_windows()
    notices.send_digests()
    [item] = queries.items(lin)
    assert len(item.notices) == 2
