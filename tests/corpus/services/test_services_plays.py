"""Every shipped service is played by people, day by day, to every end that it can have."""

from __future__ import annotations

from collections import defaultdict

import pytest

from jianghai.casework.models import Task
from jianghai.casework.plays import play, telling
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


@pytest.mark.parametrize("key", sorted({folder.parent.name for folder in FOLDERS}))
def test_every_end_of_a_service_is_played(key):
    editions = [folder for folder in FOLDERS if folder.parent.name == key]
    done = set().union(*(DONE[folder] for folder in editions))
    if not done:
        pytest.skip("the plays were not run")
    if key in {"eia-book", "start-business"}:
        pytest.skip("its other ends are those of the report form, or need the offices")
    drawn = service(editions[0]).diagram
    ends = [one.id for one in drawn.elements.values() if one.kind == "end" and not one.parent]
    assert [end for end in ends if not before(editions[0], end) & done] == []
