"""Playing a case file: every action is done by a person of its cast at its moment, and time runs in between."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Min

from jianghai.base import clock
from jianghai.base.errors import ApplicationError
from jianghai.casework import offices
from jianghai.casework.actions import sweeping
from jianghai.casework.errors import PlayError
from jianghai.casework.models import Case, Clock, OfficeCall
from jianghai.casework.plays.cast import Cast
from jianghai.casework.plays.deeds import DEEDS

if TYPE_CHECKING:
    from datetime import datetime

    from jianghai.casework.models import Remark
    from jianghai.casework.plays.reading import Play, Step
    from jianghai.people.models import Person


@dataclass(slots=True)
class Stage:
    """What a play has made so far."""

    play: Play
    cast: Cast
    key: str
    case: Case | None = None
    remarks: dict[str, Remark] = field(default_factory=dict)
    number: int = 0

    @property
    def running(self) -> Case:
        """Give the case; PlayError where nobody has started it yet."""
        if self.case is None:
            raise PlayError(
                "还没有建立办件：第一步应为 start。", "No case yet: the first action is `start`."
            )
        return self.case

    def who(self, step: Step) -> Person:
        """Give who does a step."""
        return self.cast.person(step.who)

    def next_key(self) -> str:
        """Give a key that is the same whenever this very action is played again."""
        return f"{self.key}:{self.number}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a play ended: the case, and what was refused where."""

    case: Case | None
    refused: ApplicationError | None = None
    step: Step | None = None


def play(told: Play, *, key: str) -> Outcome:
    """Play a case file from its first action to its last; the first refusal ends it.

    `key` makes the play's own persons and steps; played again under the same key it changes nothing.
    """
    stage = Stage(told, Cast(told, key), key)
    with offices.made_up(stage.cast.service.offices.values(), told.offices):
        return _played(stage, told)


def _played(stage: Stage, told: Play) -> Outcome:
    for number, step in enumerate(told.steps):
        stage.number = number
        run_until(step.at)
        try:
            with clock.stopped_at(step.at):
                DEEDS[step.does](stage, step)
        except ApplicationError as refused:
            return Outcome(_fresh(stage), refused, step)
    return Outcome(_fresh(stage))


def _fresh(stage: Stage) -> Case | None:
    return Case.objects.get(pk=stage.case.pk) if stage.case else None


def run_until(at: datetime) -> None:
    """Let time run: every clock is dealt with at its own moment, not at the next action."""
    while True:
        moments = [
            rows.objects.filter(next_at__lte=at).aggregate(first=Min("next_at"))["first"]
            for rows in (Clock, OfficeCall)
        ]
        known = [moment for moment in moments if moment is not None]
        if not known:
            return
        with clock.stopped_at(min(known)):
            sweeping.sweep()
            offices.call_due()
