"""Windows in a real browser: Lin books, Chen checks her in; every page is clean."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from jianghai.approvals import actions, slots
from jianghai.approvals.models import Appointment, Window
from jianghai.approvals.queries import planning
from jianghai.base import clock
from jianghai.people.models import Department, Post
from rulebook.errors import Text
from tests.cast import person
from tests.journeys.conftest import NARROW, WIDE

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = [("light", WIDE), ("dark", WIDE), ("light", NARROW), ("dark", NARROW)]


@pytest.fixture
def window(db) -> Window:
    """A window open on working days."""
    bureau = Department.objects.create(code="counter", zh="综合窗口", en="Counter")
    return Window.objects.create(
        code="one",
        letter="A",
        name_zh="综合受理窗口",
        name_en="All-in-one window",
        place_zh="一楼 1 号",
        place_en="Counter 1",
        note_zh="请带身份证。",
        note_en="Bring your card.",
        department=bureau,
        hours=[{"days": [1, 2, 3, 4, 5], "from": "09:00", "to": "12:00"}],
        slot_minutes=30,
        places=2,
    )


@pytest.fixture
def posted(chen, window):
    """Chen, posted to the window."""
    since = date(2020, 1, 1)
    Post.objects.create(person=chen, department=window.department, duty="window", since=since)
    return chen


def today(one: Appointment, hour: str) -> None:
    """Put an appointment on today, whatever hour it is."""
    start = slots.at(clock.today(), hour)
    Appointment.objects.filter(pk=one.pk).update(
        starts_at=start, ends_at=start + timedelta(minutes=30)
    )


def test_lin_books_moves_and_is_served_by_chen(visit, lin, posted, window, blue_kiln):
    page = visit(lin).open("/appointments/")
    page.get_by_role("link", name="预约办").first.click()
    page.get_by_role("link", name="企业开办").click()
    expect(page.get_by_role("heading", name="选日期")).to_be_visible()
    page.get_by_role("radio").first.check()
    page.get_by_label("为哪家企业").select_option(label=blue_kiln.name)
    page.get_by_label("说明").fill("带公章")
    page.get_by_role("button", name="确认预约").click()
    expect(page.get_by_text("预约成功")).to_be_visible()

    page.get_by_role("link", name="改约").click()
    page.get_by_role("radio").nth(2).check()
    page.get_by_role("button", name="改到这个时段").click()
    expect(page.get_by_text("已改约")).to_be_visible()
    one = Appointment.objects.get()
    expect(page.get_by_role("heading", name=one.number)).to_be_visible()

    today(one, "09:00")
    serve(visit(posted).open("/windows/"))
    page.reload()
    expect(page.locator(".ticket-whole .verdict")).to_have_text("已办理")


def serve(desk: Page) -> None:
    """Check the one who comes in, call and serve."""
    desk.get_by_role("link", name="综合受理窗口").click()
    desk.get_by_role("button", name="签到").click()
    expect(desk.get_by_text("等候 1")).to_be_visible()
    desk.get_by_role("button", name="叫下一号").click()
    expect(desk.locator(".called-number")).to_have_text("A0900-1")
    desk.get_by_role("button", name="办理完毕").click()
    expect(desk.get_by_text("窗口空着")).to_be_visible()


def test_everything_is_chosen_with_the_keyboard(visit, lin, window):
    page = visit(lin).open("/appointments/book/?service=consultation")
    radio = page.get_by_role("radio").first
    radio.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    page.get_by_role("button", name="确认预约").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("预约成功")).to_be_visible()


@pytest.fixture
def busy(window, lin, posted) -> Appointment:
    """Let there be something on every page: one to come, one to move, one missed, a session, a closure."""
    free = planning.next_slots(window, 12)
    days = sorted({slots.day_of(slot.starts_at) for slot in free})
    told = {"window": window, "service": "consultation", "by": lin}
    one, missed = (
        actions.book(starts_at=slot.starts_at, key=str(place), **told)
        for place, slot in enumerate(free[:2])
    )
    put_off = planning.next_slots(window, 1, days[-1] + timedelta(days=1))[0]
    actions.book(starts_at=put_off.starts_at, key="later", **told)
    day = slots.day_of(put_off.starts_at)
    actions.close(window, day, Text("停电检修", "Power works"), by=posted, key="close")
    today(missed, "00:00")
    missed.refresh_from_db()
    actions.mark_no_show(missed, by=posted, key="missed")
    span = (slots.at(days[0], "18:00"), slots.at(days[0], "20:00"))
    actions.open_extra(window, *span, reason="延时", by=posted, key="extra")
    return one


@pytest.mark.parametrize(
    ("theme", "size"), LOOKS, ids=lambda look: look if isinstance(look, str) else look["width"]
)
def test_axe_finds_nothing_at_the_windows(visit, busy, posted, theme, size):
    one, window, lin = busy, busy.window, busy.person
    leader = person("guo", "郭国", "leader")
    choice = f"service=consultation&window={window.pk}"
    own = [
        "/appointments/",
        "/appointments/book/",
        f"/appointments/book/?{choice}",
        reverse("appointment", args=[one.pk]),
        reverse("appointment_move", args=[one.pk]),
    ]
    desk = ["/windows/", *(reverse(name, args=[window.pk]) for name in ("window", "window_week"))]
    faults = {}
    for who, paths in ((lin, own), (posted, desk), (leader, ["/windows/load/", "/windows/"])):
        seen = visit(who, theme=theme, **size)
        for path in paths:
            seen.open(path)
            found = seen.faults() + (["wider than the window"] if seen.overflows() else [])
            if found:
                faults[path] = found
    assert faults == {}
