"""The zone works: tasks, reasons, handing on, special procedures, bad marks."""

from __future__ import annotations

from django.urls import reverse

from tests.jianghai.web.cases.conftest import signed_in


def at_step(case):
    """Give the open step of a case and the address of its page."""
    task = case.tasks.get(state="open", kind="person")
    return task, reverse("case_task", args=[case.number, task.pk])


def test_a_return_without_words_is_refused_and_what_was_typed_is_kept(handed_in, office):
    wus = signed_in(office.window)
    task, address = at_step(handed_in)
    answer = wus.post(address, {"outcome": "incomplete", "f:turn_to": "城管局", "key": "k"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "城管局" in page
    assert 'role="alert"' in page or "field-error" in page
    task.refresh_from_db()
    assert task.state == "open"


def test_the_window_accepts_and_the_case_moves_on(handed_in, office):
    wus = signed_in(office.window)
    _task, address = at_step(handed_in)
    page = wus.post(address, {"outcome": "complete", "key": "k"}, follow=True).content.decode()
    assert "实质核查" in page
    assert "process-picture" in page


def test_what_only_the_clock_may_say_is_no_button(handed_in, office):
    _task, address = at_step(handed_in)
    page = signed_in(office.window).get(address).content.decode()
    assert "齐全" in page
    assert 'value="silence"' not in page


def test_a_colleague_takes_over_and_a_helper_is_heard(accepted, office):
    heres = signed_in(office.handler)
    task, address = at_step(accepted)
    verb = {name: reverse("task_do", args=[accepted.number, task.pk, name]) for name in
            ("claim", "help", "transfer", "give_help")}  # fmt: skip
    heres.post(verb["claim"])
    asked = {"username": office.chief.username, "reason": "请看法律依据", "key": "h"}
    assert "已请求协办" in heres.post(verb["help"], asked, follow=True).content.decode()
    chus = signed_in(office.chief)
    assert "请您协办" in chus.get(address).content.decode()
    chus.post(verb["give_help"], {"text": "依据充分", "key": "g"})
    assert "依据充分" in heres.get(address).content.decode()
    sent = {"taker": office.second.pk, "reason": "出差", "key": "t"}
    heres.post(verb["transfer"], sent)
    task.refresh_from_db()
    assert task.assignee == office.second


def test_a_special_procedure_pauses_both_clocks_with_a_notice(accepted, office):
    heres = signed_in(office.handler)
    begin = reverse("case_do", args=[accepted.number, "begin_special"])
    sent = {"reason": "hearing", "how_long": "10 个工作日", "why": "有人申请听证", "key": "b"}
    page = heres.post(begin, sent, follow=True).content.decode()
    assert "暂停计时" in page
    assert "clock-pause" in page or "书面告知" in page
    end = reverse("case_do", args=[accepted.number, "end_special"])
    page = heres.post(end, {"reason": "hearing", "key": "e"}, follow=True).content.decode()
    assert "特别程序结束" in page


def test_a_bad_mark_is_followed_up_without_telling_who_gave_it(granted, office, lin):
    from jianghai.casework.actions import decisions

    decisions.evaluate(granted, 1, by=lin, key="bad", text="来回跑")
    chus = signed_in(office.chief)
    address = reverse("case", args=[granted.number])
    page = chus.get(address).content.decode()
    assert "来回跑" in page
    sent = {"finding": "已增加一次告知清单", "key": "f"}
    verb = reverse("case_do", args=[granted.number, "follow_up"])
    assert "已增加一次告知清单" in chus.post(verb, sent, follow=True).content.decode()


def test_the_administrator_and_the_auditor_see_no_case(accepted, ada):
    assert signed_in(ada).get(reverse("case", args=[accepted.number])).status_code == 404
    assert signed_in(ada).get("/workbench/").status_code == 404
