from __future__ import annotations

import pytest

from jianghai.approvals import actions
from jianghai.jobs import telling
from jianghai.jobs.tick import DUTIES
from jianghai.notices.models import Notice
from rulebook.errors import Text
from tests.jianghai.approvals.conftest import it_is


def titles(person) -> list[str]:
    """Give what somebody was told, oldest first."""
    return list(
        Notice.objects.filter(person=person).order_by("pk").values_list("title_zh", flat=True)
    )


@pytest.fixture
def shut(booked, window, posted, django_capture_on_commit_callbacks):
    """Lin booked, and the window was closed that day."""
    one = booked()
    with django_capture_on_commit_callbacks(execute=True):
        actions.close(window, one.starts_at.date(), Text("停电", "Power"), by=posted, key="c")
    one.refresh_from_db()
    return one


def test_lin_is_told_at_once_and_offered_the_next_slots(shut, lin, wei):
    told = Notice.objects.get(person=lin)
    assert told.title_zh == "请改约：11月20日 周五 09:00 的预约"
    assert "11月19日 周四 10:30" in told.body_zh
    assert "Next free: Thu 19 Nov 10:30" in told.body_en
    assert (told.link, told.stage) == (f"/appointments/{shut.pk}/move/", "delivered")
    assert titles(wei) == []


def test_lin_is_told_when_the_window_opens_again(
    shut, lin, posted, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.lift(shut.closure, by=posted, key="l")
    assert titles(lin)[-1] == "已恢复：11月20日 周五 09:00 的预约"


def test_tomorrow_is_told_once_and_not_before_the_hour(booked, lin):
    booked()
    with it_is("2026-11-19 08:59"):
        assert telling.tell_tomorrow() == 0
    assert (telling.tell_tomorrow(), telling.tell_tomorrow()) == (1, 0)
    assert titles(lin) == ["明天：11月20日 周五 09:00 的预约 A0900-1"]


def test_the_clock_does_it_all_by_itself(booked, lin, django_capture_on_commit_callbacks):
    booked()
    with it_is("2026-11-20 10:00"), django_capture_on_commit_callbacks(execute=True):
        assert DUTIES["appointments not kept"]() == 1
    assert titles(lin) == ["未到：11月20日 周五 09:00 的预约"]


def test_what_lin_does_herself_is_not_told_to_her(booked, lin, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        actions.cancel(booked(), by=lin, key="c")
    assert titles(lin) == []
