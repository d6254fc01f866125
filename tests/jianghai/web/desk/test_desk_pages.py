"""The lab, payouts, pushes, applications: Chen works them, Lin answers for Blue Kiln, Wei never gets in."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jianghai.base import clock
from jianghai.enterprises import actions as registry
from jianghai.notices.models import Notice
from jianghai.policies import actions, held
from jianghai.policies.actions import deciding
from jianghai.policies.models import Application, Payout, Scenario
from tests.cast import person
from tests.jianghai.policies.conftest import growth, publish, tell

EDITION = "nantong-hightech/growth@2026-01-01"
UNASKED, APPLIED = "nantong-hightech/growth#G1", "nantong-hightech/growth#G2"
NOON = datetime(2026, 6, 30, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _midyear(monkeypatch, settings, tmp_path):
    """It is 30 June 2026, and nothing is left in memory."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 6, 30))
    kept = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path},
    }
    settings.STORAGES = {**settings.STORAGES, "materials": kept}
    held.forget()
    yield
    held.forget()


ASKED = "    when: rd_expense >= 200万元\n"
SOLD = "    when: sales_revenue >= 5000万元\n"
AUDIT = "    materials: [{name: {zh: 审计报告, en: Audit}, from: applicant}]\n"


@pytest.fixture
def policy(chen):
    """One clause pays unasked, the other is applied for with an audit."""
    unasked = (ASKED, f"    payout: unasked\n{ASKED}")
    applied = (SOLD, f"    payout: apply\n{AUDIT}{SOLD}")
    return publish(growth(unasked=unasked, applied=applied), chen, person("gao", "高歌", "staff"))


@pytest.fixture
def zone(policy, chen, lin, blue_kiln, red_crane):
    """Blue Kiln has spent on research, Red Crane has sold a lot; the zone is judged."""
    tell(blue_kiln, lin, rd_expense="300", sales_revenue="6000")
    tell(red_crane, chen, rd_expense="150", sales_revenue="9000")
    for firm in (blue_kiln, red_crane):
        registry.set_fact(firm, "region_code", "320612", by=chen)
    actions.evaluate_zone()
    return blue_kiln


def page(answer) -> str:
    return answer.content.decode()


# --- the lab ---------------------------------------------------------------------------------------


def test_chen_moves_a_threshold_and_sees_who_wins(chens, zone, red_crane):
    found = page(chens.get(reverse("desk_lab"), {"what": EDITION, "k:G1/threshold": "100"}))
    assert "多得的企业" in found
    assert red_crane.name in found
    assert "+10万元" in found


def test_the_lab_redraws_its_outcome_alone(chens, zone):
    asked = {"what": EDITION, "k:G1/threshold": "100", "budget": "15"}
    part = page(chens.get(reverse("desk_lab"), asked, headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert "按比例下调" in part


def test_a_value_that_does_not_fit_is_said(chens, zone):
    found = page(chens.get(reverse("desk_lab"), {"what": EDITION, "k:G1/amount/is": "很多"}))
    assert 'role="alert"' in found


def test_chen_keeps_compares_prints_and_takes_away(chens, zone):
    for name, value in (("低门槛", "100"), ("高门槛", "400")):
        chens.post(
            reverse("desk_lab_save"), {"what": EDITION, "name": name, "k:G1/threshold": value}
        )
    assert Scenario.objects.count() == 2
    found = page(chens.get(reverse("desk_lab_compare")))
    assert "低门槛" in found
    assert "高门槛" in found
    asked = {"what": EDITION, "k:G1/threshold": "100"}
    assert "政策试算报告" in page(chens.get(reverse("desk_lab"), asked | {"as": "print"}))
    sheet = b"".join(chens.get(reverse("desk_lab"), asked | {"as": "xlsx"}))
    assert sheet.startswith(b"PK")


def test_a_draft_shows_what_it_would_do_to_the_zone(chens, chen, zone, red_crane):
    draft = actions.start_draft("nantong-hightech/growth", by=chen)
    text = draft.text.replace("200万元", "100万元")
    actions.keep(draft, by=chen, version=draft.version, text=text)
    found = page(chens.get(reverse("desk_effect", args=[draft.pk])))
    assert red_crane.name in found
    assert "+10万元" in found


# --- payouts ---------------------------------------------------------------------------------------


def pushed(chens) -> Payout:
    pool = {"name": "园区奖补", "level": "zone", "budget": "100", "clauses": [UNASKED]}
    chens.post(reverse("desk_make_pool"), pool)
    chens.post(reverse("desk_match"), {"clause": UNASKED, "key": "m1"})
    one = Payout.objects.get()
    told = {"do": "push", "pick": [one.pk], "key": "p1", "state": "matched"}
    assert "已办理 1 笔" in page(chens.post(reverse("desk_payout_step"), told, follow=True))
    return one


def test_money_goes_its_way_without_being_asked_for(
    chens, lins, zone, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        one = pushed(chens)
    mine = page(lins.get(reverse("firm_payouts", args=[zone.pk])))
    assert "确认收款" in mine
    account = {"account": "3200 1234 5678 9012", "bank": "江海银行", "key": "c1"}
    found = page(lins.post(reverse("payout", args=[one.pk]), account, follow=True))
    assert "已确认" in found
    assert "3200123456789012" not in found
    paid = {
        "do": "pay",
        "pick": [one.pk],
        "key": "y1",
        "state": "confirmed",
        "batch": "B1",
        "reference": "V1",
    }
    chens.post(reverse("desk_payout_step"), paid)
    chens.post(
        reverse("desk_payout_step"),
        {"do": "publish", "pick": [one.pk], "key": "u1", "state": "paid"},
    )
    client.logout()
    assert zone.name in page(client.get(reverse("published_payouts")))
    told = page(chens.get(reverse("desk_payout", args=[one.pk])))
    assert "已公示" in told
    assert "已兑付" in told


def test_a_refused_step_is_said_and_nothing_moves(chens, zone):
    one = pushed(chens)
    again = {"do": "publish", "pick": [one.pk], "key": "x", "state": "pushed"}
    assert "当前状态不能办理" in page(chens.post(reverse("desk_payout_step"), again, follow=True))
    nothing = page(chens.post(reverse("desk_payout_step"), {"do": "push", "key": "z"}, follow=True))
    assert "请先勾选" in nothing


def test_wei_finds_nothing_of_blue_kilns_money(chens, weis, zone):
    one = pushed(chens)
    assert weis.get(reverse("payout", args=[one.pk])).status_code == 404
    assert (
        weis.post(
            reverse("payout", args=[one.pk]), {"account": "12345678", "bank": "x"}
        ).status_code
        == 404
    )
    assert weis.get(reverse("firm_payouts", args=[zone.pk])).status_code == 404
    for name in ("desk_payouts", "desk_lab", "desk_pushes", "desk_applications"):
        assert weis.get(reverse(name)).status_code == 404


# --- applications ----------------------------------------------------------------------------------


def applied(lins, zone) -> Application:
    lins.post(reverse("firm_apply", args=[zone.pk]), {"clause": APPLIED})
    return Application.objects.get()


def test_lin_applies_with_what_is_known_and_its_case_decides(lins, chens, chen, zone):
    one = applied(lins, zone)
    address = reverse("application", args=[one.pk])
    found = page(lins.get(address))
    assert "6,000万元" in found
    assert "审计报告" in found
    early = page(
        lins.post(
            address,
            {"do": "submit", "promised_by": "林岚", "accepted": "1", "key": "s0"},
            follow=True,
        )
    )
    assert "缺少材料" in early
    file = SimpleUploadedFile("审计.pdf", b"%PDF-1.4 made up")
    lins.post(reverse("application_attach", args=[one.pk, 0]), {"file": file})
    assert "审计.pdf" in page(lins.get(address))
    sent = {"do": "submit", "promised_by": "林岚", "accepted": "1", "key": "s1"}
    assert "已提交" in page(lins.post(address, sent, follow=True))
    desk = reverse("desk_application", args=[one.pk])
    assert zone.name in page(chens.get(reverse("desk_applications")))
    assert "营业收入五千万元以上" in page(chens.get(desk)) or "5,000万元" in page(chens.get(desk))
    refused = chens.post(desk, {"do": "approve", "granted": "20", "key": "a1"}, follow=True)
    assert "申报由办件办理" in page(refused)
    one.refresh_from_db()
    assert one.state == "in_review"
    deciding.approve(one, granted=20_000_000, by=chen, key="a1")  # as its case does
    assert "去确认收款" in page(lins.get(address))


def test_lin_reads_why_it_was_returned(lins, chen, zone):
    one = applied(lins, zone)
    file = SimpleUploadedFile("审计.pdf", b"%PDF-1.4 made up")
    lins.post(reverse("application_attach", args=[one.pk, 0]), {"file": file})
    sent = {"do": "submit", "promised_by": "林岚", "accepted": "1", "key": "s1"}
    lins.post(reverse("application", args=[one.pk]), sent)
    deciding.return_(one, text="请补附注", by=chen, key="r1")  # as its case does
    assert "请补附注" in page(lins.get(reverse("application", args=[one.pk])))


def test_wei_reads_no_application_and_no_material_of_blue_kiln(lins, weis, zone):
    one = applied(lins, zone)
    file = SimpleUploadedFile("审计.pdf", b"%PDF-1.4 made up")
    lins.post(reverse("application_attach", args=[one.pk, 0]), {"file": file})
    kept = one.attachments.get()
    assert weis.get(reverse("application", args=[one.pk])).status_code == 404
    assert weis.get(reverse("material", args=[kept.pk])).status_code == 404
    assert lins.get(reverse("material", args=[kept.pk])).content.startswith(b"%PDF")


# --- telling ---------------------------------------------------------------------------------------


def test_lin_reads_a_notice_rates_it_and_the_log_shows_it(
    chens, lins, zone, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        pushed(chens)
    one = Notice.objects.get()
    home = page(lins.get(reverse("inbox")))
    assert "1 条未读" in home
    assert lins.get(reverse("notice", args=[one.pk])).status_code == 302
    one.refresh_from_db()
    assert one.read_at is not None
    lins.post(reverse("notice_rate", args=[one.pk]), {"do": "useless", "reason": "已知道"})
    log = page(chens.get(reverse("desk_pushes")))
    assert "1 / 1" in log
    assert "已知道" in page(chens.get(reverse("desk_push", args=[one.push_id])))


def test_lin_chooses_how_she_is_told(lins, lin):
    chosen = {"on": ["gained", "unasked"], "weekly": "2", "quiet_until": "", "mail": "1"}
    assert "通知设置已保存" in page(lins.post(reverse("inbox_prefer"), chosen, follow=True))
    assert "每周最多 2 次汇总" in page(lins.get(reverse("inbox")))


def test_wei_cannot_open_or_rate_lins_notice(
    chens, weis, lin, zone, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        pushed(chens)
    one = Notice.objects.get()
    assert weis.get(reverse("notice", args=[one.pk])).status_code == 404
    assert weis.post(reverse("notice_rate", args=[one.pk]), {"do": "useful"}).status_code == 404
