from __future__ import annotations

import pytest
from django.urls import reverse

from jianghai.approvals import actions
from jianghai.approvals.models import Appointment, AppointmentState, Closure, ExtraSession
from rulebook.errors import Text
from tests.jianghai.approvals.conftest import it_is, moment

S = AppointmentState
BOOK = "/appointments/book/"


def choosing(window, **more) -> str:
    """Give the address of the booking page with things chosen."""
    query = {"service": "consultation", "window": window.pk, **more}
    return BOOK + "?" + "&".join(f"{key}={value}" for key, value in query.items())


def test_lin_chooses_and_books_on_one_page(lins, window, blue_kiln):
    assert "企业开办" in lins.get(BOOK).content.decode()
    page = lins.get(choosing(window, day="2026-11-20")).content.decode()
    assert "09:00–09:30" in page
    told = {
        "at": "2026-11-20T09:00:00+08:00",
        "key": "k",
        "enterprise": blue_kiln.pk,
        "note": "带公章",
    }
    answer = lins.post(choosing(window), told, follow=True)
    one = Appointment.objects.get()
    assert (one.enterprise, one.note) == (blue_kiln, "带公章")
    assert "A0900-1" in answer.content.decode()
    lins.post(choosing(window), told)
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize(
    "at", ["", "x", "2026-11-21T09:00:00+08:00", "2026-13-40T09:00", "9999-12-31T23:59"]
)
def test_a_slot_that_is_none_is_said_and_nothing_is_booked(lins, window, at):
    answer = lins.post(choosing(window), {"at": at, "key": "k"}, follow=True)
    assert "note-error" in answer.content.decode()
    assert not Appointment.objects.exists()


@pytest.mark.parametrize(
    "query", ["service=x", "service=consultation&window=x", "service=consultation&day=x"]
)
def test_what_cannot_be_chosen_is_not_chosen(lins, window, query):
    assert lins.get(f"{BOOK}?{query}").status_code == 200


def test_lin_moves_cancels_and_takes_the_ticket_along(lins, booked):
    one = booked()
    told = {"at": "2026-11-23T10:00:00+08:00", "key": "m"}
    assert (
        "A1000-1" in lins.post(f"/appointments/{one.pk}/move/", told, follow=True).content.decode()
    )
    file = b"".join(lins.get(f"/appointments/{one.pk}/appointment.ics")).decode()
    assert "DTSTART:20261123T020000Z" in file
    lins.post(f"/appointments/{one.pk}/cancel/", {"key": "c"})
    one.refresh_from_db()
    assert one.state == S.CANCELLED


@pytest.mark.parametrize("page", ["appointment", "appointment_move", "appointment_file"])
def test_wei_opens_nothing_of_lins(weis, booked, page):
    assert weis.get(reverse(page, args=[booked().pk])).status_code == 404


def test_wei_neither_moves_nor_cancels_nor_steps(weis, booked):
    one = booked()
    for page in ("appointment_move", "appointment_cancel", "appointment_step"):
        told = {"key": "k", "at": "2026-11-23T10:00:00+08:00", "do": "check_in"}
        assert weis.post(reverse(page, args=[one.pk]), told).status_code == 404
    one.refresh_from_db()
    assert (one.state, one.starts_at) == (S.BOOKED, moment("2026-11-20 09:00"))


def test_enterprises_do_not_open_the_side_of_the_window(lins, window):
    for page in ("windows", "windows_load"):
        assert lins.get(reverse(page)).status_code == 404
    for page in ("window", "window_week"):
        assert lins.get(reverse(page, args=[window.pk])).status_code == 404
    for page in ("window_next", "window_extra", "window_close"):
        assert lins.post(reverse(page, args=[window.pk]), {"key": "k"}).status_code == 404


def test_a_colleague_without_the_post_does_not_open_the_window(chens, window):
    assert chens.get(reverse("window", args=[window.pk])).status_code == 404
    assert "您没有负责的窗口" in chens.get(reverse("windows")).content.decode()


def test_chen_checks_in_calls_and_serves(chens, posted, booked, window):
    one = booked()
    with it_is("2026-11-20 08:55"):
        page = chens.get(reverse("window", args=[window.pk])).content.decode()
        assert "签到" in page
        step = reverse("appointment_step", args=[one.pk])
        chens.post(step, {"do": "check_in", "key": "1"})
        chens.post(reverse("window_next", args=[window.pk]), {"key": "2"})
        answer = chens.post(step, {"do": "serve", "key": "3"}, follow=True)
    one.refresh_from_db()
    assert one.state == S.SERVED
    assert "已办理" in answer.content.decode()
    assert chens.post(step, {"do": "fly", "key": "4"}).status_code == 404


def test_chen_opens_a_saturday_closes_a_day_and_opens_it_again(chens, posted, booked, window):
    one = booked()
    week = reverse("window_week", args=[window.pk])
    told = {
        "day": "2026-11-21",
        "from": "09:00",
        "to": "11:00",
        "places": "1",
        "reason": "忙",
        "key": "1",
    }
    assert (
        "延时场次已开放"
        in chens.post(reverse("window_extra", args=[window.pk]), told, follow=True).content.decode()
    )
    chens.post(
        reverse("window_close", args=[window.pk]),
        {"day": "2026-11-20", "reason": "停电", "key": "2"},
    )
    one.refresh_from_db()
    assert one.to_move
    assert "停电" in chens.get(week).content.decode()
    chens.post(reverse("closure_lift", args=[Closure.objects.get().pk]), {"key": "3"})
    one.refresh_from_db()
    assert one.state == S.BOOKED
    chens.post(reverse("session_drop", args=[ExtraSession.objects.get().pk]), {"key": "4"})
    assert ExtraSession.objects.get().dropped_at


def test_lin_sees_what_to_move_with_slots_to_choose(lins, posted, booked, window):
    one = booked()
    actions.close(window, one.starts_at.date(), Text("停电", "Power"), by=posted, key="c")
    page = lins.get("/appointments/").content.decode()
    assert "的预约请改期" in page
    assert page.count('name="at"') == 3


def test_leaders_see_load_and_waiting(client, leader, booked):
    client.force_login(leader, backend="allauth.account.auth_backends.AuthenticationBackend")
    booked()
    for span in ("", "7", "90", "x"):
        page = client.get(f"/windows/load/?days={span}").content.decode()
        assert "综合窗口" in page


def test_pages_speak_english(lins, window, booked):
    from django.conf import settings

    booked()
    lins.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = lins.get("/appointments/").content.decode()
    assert "Window one" in page
    assert "Fri 20 Nov" in page


@pytest.mark.parametrize("day", ["", "x", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_is_today(chens, posted, window, day):
    for page in ("window", "window_week"):
        assert chens.get(reverse(page, args=[window.pk]) + f"?day={day}").status_code == 200
    for page in ("window_extra", "window_close"):
        told = {"day": day, "from": "09:00", "to": "99:99", "reason": "x", "key": "k"}
        answer = chens.post(reverse(page, args=[window.pk]), told, follow=True)
        assert "note-error" in answer.content.decode()


def test_chen_excuses_a_no_show_on_its_ticket_and_lin_cannot(chens, lins, posted, booked):
    one = booked()
    with it_is("2026-11-20 12:00"):
        actions.mark_missed()
        ticket = reverse("appointment", args=[one.pk])
        assert "为什么不计这次未到" not in lins.get(ticket).content.decode()
        assert "为什么不计这次未到" in chens.get(ticket).content.decode()
        told = {"do": "excuse", "reason": "系统故障", "key": "e"}
        step = reverse("appointment_step", args=[one.pk])
        assert lins.post(step, told).status_code == 403
        chens.post(step, told)
    one.refresh_from_db()
    assert one.excused == "系统故障"


def test_the_page_brings_itself_up_to_date_with_its_part_only(chens, posted, window):
    page = reverse("window", args=[window.pk])
    part = chens.get(page, headers={"HX-Request": "true"}).content.decode()
    assert 'id="day"' in part
    assert "<html" not in part
