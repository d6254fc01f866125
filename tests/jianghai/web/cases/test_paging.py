"""Lists are read page by page: no row is skipped and none comes twice, whatever lies in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from tests.jianghai.web.cases.conftest import signed_in

DAY = datetime(2026, 3, 2, tzinfo=UTC)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
SEEDS = range(4)


def tasks_of(case, dice, people, count):
    """Open tasks of several posts, lanes, days (or none), lights and holders."""
    from jianghai.casework.models import Task
    from jianghai.people.models import Post

    seats = list(Post.objects.order_by("pk").values_list("department", "duty"))
    days = [None, *(DAY + timedelta(days=n) for n in range(4))]
    rows = []
    for n in range(count):
        office, duty = dice.choice(seats)
        rows.append(
            Task(
                case=case,
                token=f"made.{n}",
                element="made",
                name="办理",
                kind="person",
                department_id=office,
                duty=duty,
                lane=dice.choice(["normal", "normal", "green"]),
                light=dice.randrange(5),
                due_at=dice.choice(days),
                assignee=dice.choice([None, None, *people]),
                opened_at=DAY,
            )
        )
    Task.objects.bulk_create(rows)


def read(parts, size):
    """Read a list of tasks to its end."""
    from jianghai.casework.queries import pages

    found, after = [], ""
    while True:
        page = pages.of_tasks(parts, after, size)
        assert len(page.rows) <= size
        found += page.rows
        after = page.following
        if not after:
            return found


def urgency(task):
    """Green first, then by day, what has none last."""
    return task.lane != "green", task.due_at or NEVER, task.pk


@pytest.fixture
def stand_in(accepted, office):
    """The handler, who also sits at the window today, for Wu."""
    from jianghai.base import clock
    from jianghai.people.models import Deputy

    today = clock.today()
    Deputy.objects.create(
        person=office.window, deputy=office.handler, since=today, until=today, reason="年休假"
    )
    return office.handler


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ["open_to", "mine", "departments", "at_risk", "waiting"])
def test_every_task_comes_once_in_the_order_of_urgency(accepted, office, stand_in, name, seed):
    from jianghai.casework.queries import pages, tasks

    dice = Random(seed)
    tasks_of(accepted, dice, [office.handler, office.second, office.window], 60)
    if name == "waiting":
        accepted.tasks.filter(state="done").update(done_by=stand_in)
    parts = getattr(tasks, name)(stand_in)
    known = sorted({row for part in parts for row in part}, key=urgency)
    assert known
    assert read(parts, dice.randrange(1, 20)) == known
    assert pages.count(parts, 1_000) == len(known)
    assert pages.count(parts, 2) == min(2, len(known))


def test_what_a_colleague_has_claimed_is_not_offered_to_the_department(accepted, office):
    from jianghai.casework.models import Task
    from jianghai.casework.queries import tasks

    tasks_of(accepted, Random(1), [office.second], 40)
    found = read(tasks.departments(office.handler), 7)
    mine = Task.objects.filter(department__code="licensing", duty="handler", state="open")
    assert {row.pk for row in found} == {row.pk for row in mine if row.assignee_id is None}


def cases_of(case, dice, people, count):
    """Cases of several applicants, firms, departments and helpers, whose part may be over."""
    from jianghai.casework.models import Case, Party
    from jianghai.people.models import Department

    offices = list(Department.objects.order_by("pk")[:4])
    made = []
    for n in range(count):
        row = Case.objects.get(pk=case.pk)
        row.pk, row._state.adding, row.title = None, True, f"户外广告 {n}"
        row.applicant = dice.choice([case.applicant, *people])
        row.enterprise = dice.choice([None, case.enterprise])
        row.status = dice.choice([1, 3, 8, 8])
        made.append(row)
    for row in Case.objects.bulk_create(made):
        for office in dice.sample(offices, dice.randrange(3)):
            Party.objects.create(case=row, part="department", department=office, since=DAY)
        for part in dice.sample(["helper", "expert"], dice.randrange(3)):
            until = dice.choice([None, DAY])
            who = dice.choice(people)
            Party.objects.create(case=row, part=part, person=who, since=DAY, until=until)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("who", ["handler", "window", "leader", "second"])
def test_every_case_one_may_see_comes_once_the_latest_first(accepted, office, who, seed):
    from jianghai.casework.queries import cases, pages

    dice = Random(seed)
    cases_of(accepted, dice, [office.second, office.handler], 50)
    person, size = getattr(office, who), dice.randrange(1, 15)
    found, before = [], None
    while page := pages.of_cases(cases.parts(person, before), size):
        assert len(page) <= size
        found += page
        before = page[-1].pk
    assert found == list(cases.of(person).order_by("-id"))


def test_a_list_narrowed_by_state_goes_on_where_it_ended(accepted, office):
    cases_of(accepted, Random(5), [office.handler], 200)
    heres, seen, after = signed_in(office.handler), [], ""
    while True:
        page = heres.get("/cases/", {"status": "8", "after": after})
        seen += [row.case.pk for row in page.context["rows"]]
        after = page.context["more"]
        if not after:
            break
    from jianghai.casework.queries import cases

    wanted = cases.of(office.handler).filter(status=8).order_by("-id")
    assert seen == list(wanted.values_list("pk", flat=True))
    assert len(seen) > 50
