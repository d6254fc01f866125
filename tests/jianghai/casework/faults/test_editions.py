"""Files of the corpus change, or break, under running cases: those end as they began."""

from __future__ import annotations

import shutil
from importlib import import_module

import pytest
from django.conf import settings as real

from jianghai.casework import services
from jianghai.casework.actions import cases, sweeping, tasks
from jianghai.casework.models import ServiceEdition, Status
from tests.jianghai.casework.faults import made

SHELF = import_module("jianghai.casework.services.shelf")
LICENCE = "services/licence/2019-04-23"


@pytest.fixture
def corpus(tmp_path, settings):
    """A corpus of our own, whose files somebody edits."""
    shutil.copytree(real.CORPUS, tmp_path / "corpus")
    settings.CORPUS = tmp_path / "corpus"
    yield settings.CORPUS
    begin_anew()


def begin_anew():
    """Start the server again: nothing that it has read is still known."""
    SHELF._shelf.cache_clear()
    SHELF._of.cache_clear()


@pytest.fixture
def zone(corpus, lin, blue_kiln):
    with made.at(0):
        yield made.zone(lin, blue_kiln)


def edit(corpus, file, old, new):
    path = corpus / LICENCE / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    begin_anew()


def without_review(corpus):
    """Let nobody review any more: the diagram goes from the check to the decision."""
    edit(
        corpus,
        "process.bpmn",
        'sourceRef="examined" targetRef="review"',
        'sourceRef="examined" targetRef="decide"',
    )


def test_a_diagram_is_changed_under_a_running_case(corpus, zone):
    """The old case ends by the old diagram, a new one begins by the new."""
    old = made.walked(zone, 2, "old")
    without_review(corpus)
    new = made.walked(zone, 2, "new")
    assert old.process != new.process
    for case in (old, new):
        made.finish(zone, case, 2)
    assert made.open_task(old).element == "review"
    assert made.open_task(new).element == "decide"
    for step in (3, 4):
        made.finish(zone, old, step)
    made.finish(zone, new, 4)
    for case in (old, new):
        case.refresh_from_db()
        assert case.status == Status.GRANTED
    assert made.holds()


def test_a_draft_that_was_begun_before_a_change_ends_as_it_began(corpus, zone):
    case = made.draft(zone)
    without_review(corpus)
    cases.submit(case, by=zone.lin, key="in")
    for step in range(5):
        made.finish(zone, case, step)
    case.refresh_from_db()
    assert case.status == Status.GRANTED
    assert (
        ServiceEdition.objects.count() == 2
    )  # the law of the day it was accepted on is the new one


def test_a_service_is_taken_away_under_running_cases(corpus, zone):
    """They go on; only nothing new is begun."""
    case = made.walked(zone, 1)
    shutil.rmtree(corpus / LICENCE)
    begin_anew()
    with made.at(30):
        sweeping.sweep()
    cases.explain_overdue(case, reason="等待事项恢复", by=zone.handler, key="why")
    for step in range(1, 5):
        made.finish(zone, case, step)
    case.refresh_from_db()
    assert case.status == Status.GRANTED
    with pytest.raises(services.NoSuchServiceError):
        made.draft(zone, "new")


def test_the_files_of_a_service_are_broken_under_running_cases(corpus, zone):
    """Accepted cases go on; one that waits to be accepted waits until somebody mends the files, and loses no day."""
    running, waiting = made.walked(zone, 1, "running"), made.handed_in(zone, "waiting")
    whole = (corpus / LICENCE / "service.yaml").read_text("utf-8")
    (corpus / LICENCE / "service.yaml").write_text("id: [", "utf-8")
    begin_anew()
    for step in range(1, 5):
        made.finish(zone, running, step)
    running.refresh_from_db()
    assert running.status == Status.GRANTED
    with made.at(8):
        sweeping.sweep()
        with pytest.raises(services.NoSuchServiceError):
            tasks.finish(made.open_task(waiting), "complete", {}, by=zone.window, key="x")
    (corpus / LICENCE / "service.yaml").write_text(whole, "utf-8")
    begin_anew()
    with made.at(9):
        sweeping.sweep()
    waiting.refresh_from_db()
    assert (waiting.status, str(waiting.accepted_on)) == (Status.IN_HAND, "2026-03-02")


def test_one_broken_service_takes_no_other_away(corpus, zone):
    (corpus / "services" / "eia-form" / "2018-12-29" / "process.bpmn").write_text("<", "utf-8")
    begin_anew()
    made.walked(zone, 5)
