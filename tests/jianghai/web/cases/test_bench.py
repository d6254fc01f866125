"""The workbench and the list of cases ask the same number of questions, however many cases there are."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.jianghai.web.cases.conftest import signed_in

FEW, MANY = 5, 200


def more(case, count):
    """Copy a case and its open task so many times."""
    from jianghai.casework.models import Case, Party, Task

    task = case.tasks.get(state="open", kind="person")
    made = []
    for n in range(count):
        copy = Case.objects.get(pk=case.pk)
        copy.pk, copy._state.adding, copy.title = None, True, f"户外广告 {n}"
        made.append(copy)
    made = Case.objects.bulk_create(made)
    joined = [(one, party) for one in made for party in case.parties.all()]
    Party.objects.bulk_create(
        Party(case=one, part=party.part, department=party.department, since=party.since)
        for one, party in joined
    )
    rows = []
    for one in made:
        row = Task.objects.get(pk=task.pk)
        row.pk, row._state.adding, row.case = None, True, one
        rows.append(row)
    Task.objects.bulk_create(rows)


def asked(client, path):
    """Count the questions that a page asks the database."""
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


@pytest.mark.parametrize("path", ["/workbench/?tab=department", "/cases/", "/workbench/overview/"])
def test_five_cases_and_two_hundred_take_the_same_number_of_questions(accepted, office, path):
    heres = signed_in(office.handler)
    more(accepted, FEW)
    heres.get(path)
    few = asked(heres, path)
    more(accepted, MANY)
    assert asked(heres, path) == few


def test_the_next_page_begins_where_this_one_ends(accepted, office):
    heres = signed_in(office.handler)
    more(accepted, 70)
    first = heres.get("/workbench/?tab=department")
    rest = heres.get("/workbench/", {"tab": "department", "after": first.context["more"]})
    seen = [row.task.pk for page in (first, rest) for row in page.context["rows"]]
    assert len(seen) == len(set(seen)) == 71
    assert rest.context["more"] == ""


def test_the_green_lane_comes_first_and_counts_are_bounded(accepted, office):
    from jianghai.casework.models import Task

    more(accepted, 120)
    last = Task.objects.filter(state="open").order_by("-pk").first()
    Task.objects.filter(pk=last.pk).update(lane="green")
    page = signed_in(office.handler).get("/workbench/?tab=department")
    assert page.context["rows"][0].task.pk == last.pk
    assert "99+" in page.content.decode()


def test_a_light_is_never_told_by_colour_alone(accepted, office):
    page = signed_in(office.handler).get("/workbench/?tab=department").content.decode()
    assert "绿灯" in page
    assert "个工作日" in page


def test_the_handler_finds_a_case_by_its_number_and_by_its_words(accepted, office):
    heres = signed_in(office.handler)
    for words in (accepted.number, "户外 蓝窑"):
        assert [row.case.pk for row in heres.get("/cases/", {"q": words}).context["rows"]] == [
            accepted.pk
        ]
    assert not heres.get("/cases/", {"q": "不存在"}).context["rows"]


@pytest.mark.parametrize("after", ["x", "green|2026-02-30|1", f"normal||{10**30}", "normal|2026|1"])
def test_a_mark_that_is_none_begins_again_at_the_first_page(accepted, office, after):
    page = signed_in(office.handler).get("/workbench/", {"tab": "department", "after": after})
    assert len(page.context["rows"]) == 1
