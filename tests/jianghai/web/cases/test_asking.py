"""Lin asks: reads the guide, fills in the form, hands it in, corrects, signs and judges."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.jianghai.web.cases.conftest import finish


def page_of(case):
    """Give the address of a case."""
    return reverse("case", args=[case.number])


def do(client, case, verb, **sent):
    """Send one of the forms of a case's page."""
    address = reverse("case_do", args=[case.number, verb])
    return client.post(address, {"key": f"{verb}-1", **sent}, follow=True).content.decode()


def test_the_guide_tells_both_terms_the_papers_and_who_decides(client, db):
    page = client.get("/services/licence/").content.decode()
    assert "20 个工作日" in page
    assert "我们承诺" in page
    assert "可容缺" in page
    assert "投资审批科" in page


def test_lin_begins_for_blue_kiln_and_finds_the_draft_among_her_cases(lins, lin, blue_kiln, office):
    sent = {"firm": blue_kiln.pk, "title": "新厂房广告", "key": "k1"}
    page = lins.post("/services/licence/apply/", sent, follow=True).content.decode()
    assert "新厂房广告" in page
    assert "填写" in page
    assert "新厂房广告" in lins.get("/my/cases/").content.decode()


def test_lin_cannot_begin_for_the_enterprise_of_another(lins, red_crane, office):
    answer = lins.post("/services/licence/apply/", {"firm": red_crane.pk, "key": "k2"})
    assert answer.status_code == 404


def test_what_lin_typed_is_kept_with_its_mistakes_beside_it(lins, draft):
    sent = {"f:matter": "很长的事项", "f:phone": "不是电话", "f:reason": ""}
    answer = lins.post(page_of(draft), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "很长的事项" in page
    assert 'aria-invalid="true"' in page
    assert "请填写" in page
    draft.refresh_from_db()
    assert draft.form["matter"] == "很长的事项"
    assert "reason" not in draft.form


def test_a_masked_telephone_sent_back_does_not_replace_the_true_one(lins, draft):
    from jianghai.casework.engine import hidden

    draft.refresh_from_db()
    shown = hidden.shown(draft.form)
    assert shown["phone"] != "13800001234"
    sent = {f"f:{key}": value for key, value in shown.items() if key != "truthful"}
    lins.post(page_of(draft), {**sent, "f:truthful": "yes"})
    draft.refresh_from_db()
    assert hidden.bare(draft.form)["phone"] == "13800001234"


def test_a_missing_paper_is_named_and_a_promised_one_may_follow(lins, draft):
    page = do(lins, draft, "submit", accepted="1", promised_by="林岚")
    assert "主体资格证明" in page
    assert "缺少" in page
    address = reverse("case_do", args=[draft.number, "submit"])
    sent = {"key": "s2", "accepted": "1", "promised_by": "林岚", "tolerate": "qualification"}
    page = lins.post(address, sent, follow=True).content.decode()
    assert "容缺，待补" in page
    assert "接件" in page


def test_handing_in_wants_the_commitment(lins, draft):
    assert "请勾选承诺" in do(lins, draft, "submit", promised_by="林岚")


def test_a_correction_is_the_one_thing_lin_is_asked_for(lins, handed_in, office):
    finish(handed_in, office.window, "incomplete", {"reason": "缺少平面图"})
    page = lins.get(page_of(handed_in)).content.decode()
    assert "补正材料" in page
    assert "现在办理" in page
    assert "等您：补正材料" in lins.get("/my/cases/").content.decode()
    task = handed_in.tasks.get(state="open", kind="person")
    address = reverse("case_task", args=[handed_in.number, task.pk])
    assert "逾期未补正" not in lins.get(address).content.decode()
    lins.post(address, {"outcome": "given", "key": "c1"})
    task.refresh_from_db()
    assert task.state == "done"


def test_lin_downloads_signs_and_judges(lins, granted):
    page = lins.get(page_of(granted)).content.decode()
    decision = granted.decisions.get()
    assert decision.number in page
    paper = lins.get(reverse("case_paper", args=[granted.number, decision.paper_id]))
    assert paper.content.startswith(b"%PDF")
    assert "已签收" in do(lins, granted, "confirm", name="林岚")
    assert "谢谢您的评价" in do(lins, granted, "evaluate", mark="2", text="等得久")
    assert "不满意" in lins.get(page_of(granted)).content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_speaks_the_readers_language(lins, handed_in, language):
    lins.cookies["django_language"] = language
    page = lins.get(page_of(handed_in)).content.decode()
    assert ("What happens next" in page) is (language == "en")
    assert ("接下来" in page) is (language != "en")
