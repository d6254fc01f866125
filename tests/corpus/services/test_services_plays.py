"""Every shipped service is played by people, day by day, to every end that it can have."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from jianghai.casework import services
from jianghai.casework.models import Task
from jianghai.casework.plays import play, read_all, telling
from tests.corpus.services.shipped import FOLDERS, cases, name, service

PLAYS = [(folder, one) for folder in FOLDERS for one in cases(folder)]
#: What the plays of an edition did, by its folder: filled as they are played.
DONE: dict[object, set[str]] = defaultdict(set)


@pytest.mark.django_db
@pytest.mark.parametrize(("folder", "told"), PLAYS, ids=lambda one: getattr(one, "name", ""))
def test_it_comes_out_as_the_file_says(folder, told):
    outcome = play(told, key="play")
    assert telling.told(told, outcome)["departures"] == []
    done = Task.objects.filter(case=outcome.case, state="done").values_list("element", flat=True)
    DONE[folder].update(done)


def before(folder, end: str) -> set[str]:
    """Give what is done right before an end, gateways left out."""
    diagram = service(folder).diagram
    found: set[str] = set()
    looked = {end}
    while looked:
        sources = {flow.source for flow in diagram.flows if flow.target in looked}
        gates = {one for one in sources if diagram.elements[one].kind in {"choice", "parallel"}}
        found |= sources - gates
        looked = gates
    return found


@pytest.mark.parametrize("folder", [one for one in FOLDERS if cases(one)], ids=name)
def test_every_edition_has_plays_of_its_own(folder):
    assert all(one.service == folder.parent.name for one in cases(folder))


#: The report shares the diagram of the form; the offices of a start-up answer in a play among the examples.
ELSEWHERE = {"eia-book", "start-business"}


@pytest.mark.parametrize("key", sorted({folder.parent.name for folder in FOLDERS} - ELSEWHERE))
def test_every_end_of_a_service_is_played(key):
    editions = [folder for folder in FOLDERS if folder.parent.name == key]
    done = set().union(*(DONE[folder] for folder in editions))
    if not done:
        pytest.skip("the plays were not run")
    drawn = service(editions[0]).diagram
    ends = [one.id for one in drawn.elements.values() if one.kind == "end" and not one.parent]
    assert [end for end in ends if not before(editions[0], end) & done] == []


@pytest.mark.django_db
def test_where_the_pilot_is_on_a_promise_is_decided_at_once_and_checked_afterwards(monkeypatch):
    monkeypatch.setitem(services.zone().settings, name="commitment_enabled", value=True)
    (told,) = read_all(Path(__file__).with_name("promise.yaml"))
    assert telling.told(told, play(told, key="promise"))["departures"] == []


@pytest.mark.django_db
def test_where_the_pilot_is_off_a_promise_is_decided_like_any_other():
    (told,) = read_all(Path(__file__).with_name("promise.yaml"))
    outcome = play(told, key="ordinary")
    assert outcome.step.told["step"] == "decide"
    assert outcome.refused.code == "not_that_stage"


@pytest.mark.parametrize("key", ["eia-form", "licence"])
def test_every_step_is_played_but_what_needs_the_pilot(key):
    editions = [folder for folder in FOLDERS if folder.parent.name == key]
    done = set().union(*(DONE[folder] for folder in editions))
    if not done:
        pytest.skip("the plays were not run")
    waits = {"person", "wait", "service"}
    drawn = {one.id for one in service(editions[0]).diagram.elements.values() if one.kind in waits}
    assert drawn - done <= {"verify_promise"}
