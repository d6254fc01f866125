"""Playing the made-up cases side by side, as the days went."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction

from jianghai.base import clock
from jianghai.casework import offices
from jianghai.casework.demo.crew import Crew
from jianghai.casework.demo.telling import Told, cases
from jianghai.casework.engine import ledgers
from jianghai.casework.models import Case
from jianghai.casework.plays.acting import Stage, run_until
from jianghai.casework.plays.cast import Cast
from jianghai.casework.plays.deeds import DEEDS
from jianghai.casework.services import departments
from jianghai.enterprises import queries as registry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jianghai.casework.plays.reading import Step
    from jianghai.enterprises.models import Enterprise
    from jianghai.people.models import Person


def show_cases(accounts: Mapping[str, Person], agents: Sequence[Person]) -> bool:
    """Let the made-up zone have cases at every stage; once, and True only the first time."""
    departments.load()
    crew = Crew(accounts)
    people = [one for one in (accounts["enterprise"], *agents) if registry.of(one).exists()]
    last = ledgers.calendar().working_after(clock.today(), -1)
    told = list(cases(last))
    titles = [one.play.title for one in told]
    if not people or Case.objects.filter(applicant__in=people, title__in=titles).exists():
        return False
    key = f"demo-{secrets.token_urlsafe(9)}"  # removed and played again, it is another play
    stages = [_stage(one, f"{key}-{place}", crew, people) for place, one in enumerate(told)]
    with offices.made_up(_offices(stages), {"tax": {"fails": 1}}):
        _play(stages)
    return True


def _offices(stages: Sequence[Stage]) -> set[str]:
    return {code for stage in stages for code in stage.cast.service.offices.values()}


def _stage(told: Told, key: str, crew: Crew, people: Sequence[Person]) -> Stage:
    """Set a stage with the crew, and with whoever acts for the firm."""
    cast = Cast(told.play, key)
    applicant = people[(told.firm or 0) % len(people)]
    cast.firm = None if told.firm is None else _firm(applicant)
    cast.people = {**crew.of(cast.service), "applicant": applicant}
    return Stage(told.play, cast, key)


def _firm(applicant: Person) -> Enterprise:
    return registry.of(applicant).order_by("pk")[0]


@transaction.atomic
def _play(stages: Sequence[Stage]) -> None:
    """Do every action of every case in the order of time, and let the clocks run in between."""
    for _at, place, number, step in _in_time(stages):
        run_until(step.at)
        stages[place].number = number
        with clock.stopped_at(step.at):
            DEEDS[step.does](stages[place], step)
    run_until(clock.now())


def _in_time(stages: Sequence[Stage]) -> list[tuple[object, int, int, Step]]:
    rows = [
        (step.at, place, number, step)
        for place, stage in enumerate(stages)
        for number, step in enumerate(stage.play.steps)
    ]
    return sorted(rows, key=lambda row: row[:3])
