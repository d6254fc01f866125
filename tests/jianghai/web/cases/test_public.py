"""Everybody reads notices, objects with a receipt, and verifies papers."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from jianghai.web.views.cases.public import HOURLY
from tests.jianghai.web.cases.conftest import signed_in

SAID = {"name": "周邻", "contact": "13900000000", "text": "广告牌遮挡消防通道", "key": "o1"}


@pytest.fixture(autouse=True)
def _nobody_counted():
    cache.clear()


def test_a_stranger_reads_a_notice_with_its_days(client, notice):
    page = client.get(reverse("public_notice", args=[notice.pk])).content.decode()
    assert notice.text[:8] in page
    assert "个工作日" in page or "今天到期" in page
    assert "提出异议" in page
    assert notice.title in client.get("/public/notices/?state=up").content.decode()
    assert notice.title not in client.get("/public/notices/?state=over").content.decode()


def test_an_objection_gets_a_receipt_that_does_not_say_who(client, notice):
    answer = client.post(reverse("public_notice", args=[notice.pk]), SAID | {"hearing": "1"})
    page = client.get(answer.url).content.decode()
    assert SAID["text"] in page
    assert SAID["name"] not in page
    assert notice.objections.get().hearing


def test_a_machine_that_fills_in_everything_is_turned_away(client, notice):
    address = reverse("public_notice", args=[notice.pk])
    answer = client.post(address, SAID | {"website": "spam"})
    assert answer.status_code == 422
    assert SAID["text"] in answer.content.decode()
    assert not notice.objections.exists()


def test_one_address_may_not_flood(client, notice):
    address = reverse("public_notice", args=[notice.pk])
    codes = [client.post(address, SAID | {"key": str(n)}).status_code for n in range(HOURLY + 1)]
    assert codes == [302] * HOURLY + [429]


def test_a_mistake_does_not_count_against_the_address(client, notice):
    address = reverse("public_notice", args=[notice.pk])
    for _try in range(HOURLY + 1):
        assert client.post(address, SAID | {"text": " "}).status_code == 422
    assert client.post(address, SAID).status_code == 302


def test_staff_open_who_objected_with_a_line_in_the_journal(client, notice, office):
    from jianghai.base.models import JournalLine

    client.post(reverse("public_notice", args=[notice.pk]), SAID)
    one = notice.objections.get()
    address = reverse("case_objections", args=[notice.case.number, notice.pk])
    heres = signed_in(office.handler)
    assert SAID["name"] not in heres.get(address).content.decode()
    assert SAID["name"] in heres.get(f"{address}?who={one.pk}").content.decode()
    assert JournalLine.objects.filter(verb="personal read").exists()
    sent = {"objection": one.pk, "do": "dismiss", "answer": "不遮挡，附测量图", "key": "a"}
    heres.post(address, sent)
    page = client.get(reverse("public_receipt", args=[one.receipt])).content.decode()
    assert "不遮挡" in page


def test_the_feed_names_the_notice(client, notice):
    answer = client.get("/public/notices.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert notice.title in answer.content.decode()


def test_a_paper_is_verified_by_its_code_however_it_is_typed(client, granted):
    decision = granted.decisions.get()
    typed = decision.paper.code.lower().replace("-", " ")
    page = client.get("/public/verify/", {"code": typed}, follow=True).content.decode()
    assert decision.number in page
    assert "真实有效" in page


def test_a_revoked_decision_says_so(client, granted, office):
    from jianghai.casework.actions import decisions

    decision = granted.decisions.get()
    decisions.revoke(decision, reason="材料虚假", by=office.chief, key="r")
    page = client.get(reverse("public_verify", args=[decision.paper.code])).content.decode()
    assert "已撤回或撤销" in page
    assert "材料虚假" in page


def test_a_code_that_is_not_ours_is_not_ours(client, db):
    answer = client.get("/public/verify/0000-0000-00/")
    assert answer.status_code == 404
    assert "不是本园区出具" in answer.content.decode()


def test_a_stranger_reads_the_decision_that_a_notice_publishes(client, granted):
    posted = granted.publicities.get(kind="decision")
    decision = granted.decisions.get()
    page = client.get(reverse("public_notice", args=[posted.pk])).content.decode()
    assert decision.number in page
    paper = client.get(reverse("public_decision", args=[posted.pk]))
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")


def test_a_notice_before_the_decision_gives_no_decision(client, notice, granted):
    assert client.get(reverse("public_decision", args=[notice.pk])).status_code == 404
