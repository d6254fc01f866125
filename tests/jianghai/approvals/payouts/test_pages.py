"""What Lin and the zone's people read of an application and its case; strangers read nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from jianghai.approvals.payouts import ending
from jianghai.casework.models import Task
from jianghai.policies.models import Application
from tests.jianghai.approvals.payouts.conftest import do, open_task, opened, pay, received

pytestmark = pytest.mark.django_db


def client(person) -> Client:
    found = Client()
    found.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return found


def page(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def desk(case) -> str:
    return reverse("desk_application", args=[Application.objects.get(carried__case=case).pk])


def test_the_desk_leads_to_the_case_and_its_open_tasks(case, staff):
    found = page(client(staff["window"]).get(desk(case)))
    assert reverse("case", args=[case.number]) in found
    assert reverse("case_task", args=[case.number, open_task(case, "check").pk]) in found
    assert 'name="granted"' not in found


def test_who_is_not_in_the_case_is_told_that_there_is_one(case, staff):
    found = page(client(staff["finance"]).get(desk(case)))
    assert "由办件办理" in found
    assert case.number not in found


@pytest.mark.parametrize("verb", ["approve", "return", "refuse", ""])
def test_the_desk_decides_nothing_itself(case, staff, verb):
    sent = {"do": verb, "granted": "20", "text": "x", "key": "k"}
    assert "申报由办件办理" in page(client(staff["window"]).post(desk(case), sent, follow=True))
    assert Application.objects.get().state == "in_review"


def test_the_case_shows_clause_figures_and_files(case, staff, handed_in):
    found = page(client(staff["window"]).get(reverse("case", args=[case.number])))
    for told in ("所申报的条款", "租金补贴", "80", "租赁合同.pdf"):
        assert told in found
    [kept] = handed_in.attachments.all()
    address = reverse("material", args=[kept.pk])
    assert address in found
    assert client(staff["window"]).get(address).status_code == 200


def test_lin_goes_from_her_application_to_its_case_and_back(case, handed_in, lins, staff):
    address = reverse("application", args=[handed_in.pk])
    assert reverse("case", args=[case.number]) in page(lins.get(address))
    assert address in page(lins.get(reverse("case", args=[case.number])))


def test_lin_is_led_to_where_she_corrects(case, handed_in, lins, staff):
    do(case, "check", "incomplete", staff["window"], reason="缺页")
    task = reverse("case_task", args=[case.number, open_task(case, "correct").pk])
    assert "打开申报页面" in page(lins.get(task))


def test_lin_is_asked_for_her_account(granted, lins, staff):
    address = reverse("case", args=[granted.number])
    payout = Application.objects.get().payout
    assert "请确认收款账号" in page(lins.get(address))
    assert reverse("payout", args=[payout.pk]) in page(lins.get(address))
    inside = page(client(staff["chief"]).get(address))
    assert "请确认收款账号" not in inside
    assert reverse("desk_payout", args=[payout.pk]) in inside


def test_amounts_are_typed_in_yuan_and_drawn_with_their_instalments(planned, staff, lins):
    task = reverse("case_task", args=[planned.number, open_task(planned, "pay").pk])
    browser = client(staff["finance"])
    assert "（元）" in page(browser.get(task))
    sent = {
        "f:amount": "100000.01",
        "f:paid_on": "2026-07-10",
        "outcome": "more_to_pay",
        "key": "k",
    }
    assert browser.post(task, sent).status_code == 302
    assert Task.objects.get(case=planned, element="pay").said["amount"] == 10_000_001
    found = page(lins.get(reverse("case", args=[planned.number])))
    for told in ("拨付计划", "待拨付", "2026-07-10", "未确认"):
        assert told in found


def test_a_refused_amount_is_said_and_kept(planned, staff):
    task = reverse("case_task", args=[planned.number, open_task(planned, "pay").pk])
    sent = {"f:amount": "400000.01", "f:paid_on": "2026-07-10", "outcome": "paid_last", "key": "k"}
    refused = client(staff["finance"]).post(task, sent)
    assert refused.status_code == 422
    assert "正好付清" in refused.content.decode()
    assert opened(planned) == ["pay"]


def test_what_was_paid_is_taken_back_from_the_desk(planned, staff, lin):
    pay(planned, staff["finance"], 1)
    received(planned, lin)
    pay(planned, staff["finance"], 39_999_999, last=True)
    browser = client(staff["finance"])
    assert "确认追回" in page(browser.get(desk(planned)))
    sent = {"do": "claw-back", "reason": "材料虚假", "key": "k"}
    assert "已追回" in page(browser.post(desk(planned), sent, follow=True))
    assert Application.objects.get().payout.state == "clawed_back"
    assert ending.STEPS[1] not in opened(planned)
    assert "确认追回" not in page(browser.get(desk(planned)))


def test_wei_finds_neither(case, handed_in, weis):
    assert weis.get(reverse("case", args=[case.number])).status_code == 404
    assert weis.get(reverse("application", args=[handed_in.pk])).status_code == 404
    assert weis.get(desk(case)).status_code == 404
