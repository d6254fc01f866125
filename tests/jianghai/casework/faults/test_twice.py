"""The same thing sent twice at once, by two threads on two connections: it happens once, and both are told so."""

from __future__ import annotations

import pytest

from jianghai.base.errors import ApplicationError
from jianghai.casework import offices
from jianghai.casework.actions import cases, decisions, publicity, sweeping, tasks
from jianghai.casework.models import Case, Evaluation, Firing, Flow, Objection, Task, Tolerance
from jianghai.casework.offices import Reply
from tests.jianghai.casework.faults import made
from tests.jianghai.casework.faults.test_killed import posted
from tests.jianghai.policies.paid.together import Workers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def zone(lin, blue_kiln):
    with made.at(0):
        yield made.zone(lin, blue_kiln)


def twice(folder, do):
    """Do the same thing at the same time; give what both were told, and the workers to ask."""
    workers = Workers(folder)
    return workers.together(do, do), workers


def test_lin_hands_in_twice_at_once(tmp_path, zone):
    case = made.draft(zone)
    [one, other], workers = twice(tmp_path, lambda: cases.submit(case, by=zone.lin, key="in"))
    assert one == other == case
    assert workers.ask(Flow.objects.count) == 1
    assert workers.ask(lambda: made.told("case submitted")) == 1
    assert workers.ask(made.holds)


def test_lin_begins_the_same_case_twice_at_once(tmp_path, zone):
    asked = cases.Asked("licence", "许可", zone.firm)
    [one, other], workers = twice(tmp_path, lambda: cases.start(asked, by=zone.lin, key="new"))
    assert one == other
    assert workers.ask(Case.objects.count) == 1


def test_lin_hands_in_from_two_windows_of_her_browser(tmp_path, zone):
    """Two keys: one of them is too late, and is told so."""
    case = made.draft(zone)
    workers = Workers(tmp_path)
    done = workers.together(
        *(lambda key=key: cases.submit(case, by=zone.lin, key=key) for key in "ab")
    )
    assert sorted(isinstance(one, ApplicationError) for one in done) == [False, True]
    assert workers.ask(lambda: made.told("case submitted")) == 1


def test_two_members_of_one_department_end_the_same_step(tmp_path, zone):
    case = made.walked(zone, 1)
    task = made.open_task(case)
    told = {"findings": "一致"}
    workers = Workers(tmp_path)
    people = (zone.handler, zone.second)
    done = workers.together(
        *(lambda who=who: tasks.finish(task, "verified", told, by=who, key="k") for who in people)
    )
    assert not [one for one in done if isinstance(one, Exception)]
    assert workers.ask(lambda: Task.objects.filter(element="review").count()) == 1
    assert workers.ask(lambda: made.told("task done")) == 2  # the counter's, and this one


def test_two_claim_one_task(tmp_path, zone):
    task = made.open_task(made.walked(zone, 1))
    workers = Workers(tmp_path)
    people = (zone.handler, zone.second)
    done = workers.together(*(lambda who=who: tasks.claim(task, by=who) for who in people))
    assert sorted(isinstance(one, ApplicationError) for one in done) == [False, True]


def test_a_resident_sends_an_objection_twice_at_once(tmp_path, zone):
    notice = posted(made.walked(zone, 1))
    said = publicity.Said("示例居民", "13900000000", "担心噪声")
    [one, other], workers = twice(tmp_path, lambda: publicity.object_(notice, said, key="o"))
    assert one == other
    assert workers.ask(Objection.objects.count) == 1


def test_lin_judges_twice_at_once(tmp_path, zone):
    case = made.walked(zone, 5)
    do = lambda: decisions.evaluate(case, 5, by=zone.lin, key="judge")  # noqa: E731
    [one, other], workers = twice(tmp_path, do)
    assert one == other
    assert workers.ask(Evaluation.objects.count) == 1
    assert workers.ask(lambda: made.told("case judged")) == 1


def decided(zone, task):
    return tasks.finish(task, "granted", {"text": "准予"}, by=zone.chief, key=str(task.pk))


def test_the_chief_decides_two_cases_at_once(tmp_path, zone):
    """Their numbers follow each other without a gap."""
    found = [made.walked(zone, 4, key) for key in "ab"]
    work = [lambda task=task: decided(zone, task) for task in map(made.open_task, found)]
    workers = Workers(tmp_path)
    assert not [one for one in workers.together(*work) if isinstance(one, Exception)]
    numbers = workers.ask(lambda: sorted(one.decisions.get().number for one in Case.objects.all()))
    assert [one.rpartition("〕")[2] for one in numbers] == ["1号", "2号"]


def test_two_workers_sweep_the_same_clocks(tmp_path, zone):
    """Every wait ends once, every rung warns once."""
    for key in "abcd":
        made.handed_in(zone, key)
    with made.at(8):
        done, workers = twice(tmp_path, sweeping.sweep)
        assert not [one for one in done if isinstance(one, Exception)]
        assert workers.ask(lambda: made.told("case accepted")) == 4
        assert workers.ask(lambda: Task.objects.filter(element="examine").count()) == 4
        fired = workers.ask(lambda: list(Firing.objects.values_list("clock", "rung")))
        assert len(fired) == len(set(fired)) >= 4
        assert workers.ask(made.holds)


def test_two_workers_end_the_same_tolerance(tmp_path, zone):
    case = made.handed_in(zone)
    Tolerance.objects.create(
        case=case, material="other", until="2026-03-03", way="网上", otherwise="终止",
        promised_by="林岚", promised_at=case.received_at,
    )  # fmt: skip
    with made.at(3):
        done, workers = twice(tmp_path, sweeping.lapse_tolerances)
    assert sorted(done) == [0, 1]
    assert workers.ask(lambda: made.told("tolerance lapsed")) == 1


def test_an_office_answers_twice_at_once(tmp_path):
    """Its own message and our call bring the same answer; it is taken once."""
    found = made.registered()
    key = found.calls["tax"].key
    reply = Reply(done=True, answer={"number": "7"})
    [one, other], workers = twice(tmp_path, lambda: offices.answer(key, reply))
    assert sorted([one, other]) == [False, True]
    assert workers.ask(lambda: made.told("office answered")) == 1
