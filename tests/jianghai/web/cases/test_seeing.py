"""The workbench, the page of a case, and the applicant's page."""

from __future__ import annotations

from django.urls import reverse

from tests.jianghai.web.cases.conftest import signed_in


def test_the_window_finds_the_new_case_on_the_workbench_and_claims_it(handed_in, office):
    wus = signed_in(office.window)
    page = wus.get("/workbench/?tab=department").content.decode()
    assert handed_in.title in page
    task = handed_in.tasks.get(state="open", kind="person")
    answer = wus.post(reverse("task_do", args=[handed_in.number, task.pk, "claim"]), follow=True)
    assert "由您办理" in answer.content.decode()
    assert handed_in.title in wus.get("/workbench/").content.decode()


def test_lin_reads_what_happens_next_and_when_at_the_latest(handed_in, lins):
    page = lins.get(reverse("case", args=[handed_in.number])).content.decode()
    assert "综合窗口正在办理" in page
    assert "还剩" in page


def test_the_handler_sees_both_clocks_and_who_holds_the_case(accepted, office):
    page = signed_in(office.handler).get(reverse("case", args=[accepted.number])).content.decode()
    assert "法定期限" in page or "许可" in page
    assert "投资审批科" in page
    assert "容缺" in page


def test_the_leader_sees_how_many_cases_stand_where(accepted, office):
    page = signed_in(office.leader).get("/workbench/overview/").content.decode()
    assert "按时率" in page
    assert "行政许可" in page


def test_wei_does_not_find_lins_case(handed_in, weis):
    assert weis.get(reverse("case", args=[handed_in.number])).status_code == 404
    assert weis.get("/workbench/").status_code == 404
