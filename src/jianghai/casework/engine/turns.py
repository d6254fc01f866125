"""A turn: one case, locked, changed by one action and written down once at its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from jianghai.base import clock, journal, rows
from jianghai.casework import services, signals
from jianghai.casework.models import Case, Clock, Flow, ServiceEdition, Task, TaskState

if TYPE_CHECKING:
    from collections.abc import Callable

    from jianghai.casework.models import Decision, Publicity
    from jianghai.casework.services import Service
    from jianghai.people.models import Person


@dataclass(slots=True)
class Turn:
    """What one action knows of its case, and what it is about to write."""

    case: Case
    service: Service  # the law: clocks, words, materials
    process: Service  # the diagram that the case began with
    by: Person | None
    at: datetime
    state: str = ""  # of the process, once it runs
    stored: str = ""  # that state as the turn found it
    outcome: str = ""  # of the task that was just finished
    values: dict[str, Any] = field(default_factory=dict)  # what was filled in there
    events: list[tuple[str, datetime]] = field(default_factory=list)
    lines: list[journal.Entry] = field(default_factory=list)
    opened: list[Task] = field(default_factory=list)
    changed: list[Task] = field(default_factory=list)
    clocks: list[Clock] | None = None  # of the case and its open tasks, read when first needed
    after: list[Callable[[], object]] = field(
        default_factory=list
    )  # rows that need the numbers of others
    posted: list[Publicity] = field(default_factory=list)
    papers: dict[str, str] = field(
        default_factory=dict
    )  # kinds of the papers of this turn, with their codes
    decision: Decision | None = None
    over: bool = False

    @property
    def day(self) -> date:
        """Give the day it is in China."""
        return timezone.localtime(self.at).date()

    def emit(self, event: str, at: datetime | None = None) -> None:
        """Tell that something happened, now or at an earlier moment that counts."""
        self.events.append((event, at or self.at))

    def note(self, verb: str, **what: Any) -> None:
        """Put a line into the journal when the turn ends."""
        told = {"case": self.case.pk, "service": self.case.service, **what}
        self.lines.append(journal.Entry(self.by, verb, self.case, told))


def taken(case: int, by: Person | None) -> Turn:
    """Lock a case for the caller's transaction and begin a turn; time never runs backwards within a case."""
    found = rows.find(Case, "id = %s", [case], lock=True)
    if not found:
        raise Case.DoesNotExist
    row = found[0]
    editions = rows.find(
        ServiceEdition, "id IN (%s, %s)", [row.edition_id, row.process_id], names=EDITION
    )
    by_key = {one.pk: one for one in editions}
    row.edition, row.process = by_key[row.edition_id], by_key[row.process_id]
    flows = rows.find(Flow, "case_id = %s", [case])
    return Turn(
        case=row,
        service=services.of(row.edition),
        process=services.of(row.process),
        by=by,
        at=_later(clock.now(), row.changed_at),
        state=flows[0].state if flows else "",
        stored=flows[0].state if flows else "",
    )


def _later(now: datetime, before: datetime) -> datetime:
    """Give the moment of a turn: where the clock was set back, just behind the last one, never the same."""
    return now if now >= before else before + timedelta(microseconds=1)


def written(turn: Turn) -> Case:
    """Write a turn down: tasks, clocks, flow, case and journal; those who listen are told once it is committed."""
    from jianghai.casework.engine import timing  # noqa: PLC0415 - timing works on turns

    case = turn.case
    case.changed_at = turn.at
    followed = timing.follow(turn)
    rows.put([case], CASE)
    if turn.opened:
        Task.objects.bulk_create(turn.opened)
    timing.store(turn, followed)
    rows.put(turn.changed, CHANGING)
    _keep_flow(turn)
    for write in turn.after:
        write()
    journal.record_all(turn.lines, turn.at)
    if turn.events:
        names = [event for event, _at in turn.events]
        transaction.on_commit(
            lambda: signals.moved.send_robust(sender=Case, case=case, events=names)
        )
    return case


def _keep_flow(turn: Turn) -> None:
    """Write where the tokens are, if they moved."""
    if turn.state == turn.stored:
        return
    flow = Flow(case=turn.case, state=turn.state)
    if turn.stored:
        rows.put([flow], ("state",))
    else:
        Flow.objects.bulk_create([flow])


#: What a turn needs of an edition: the rest of it is read once a process, by its key.
EDITION = ("id", "service", "valid_from", "digest")
#: What a turn may change of a case.
CASE = (
    "edition",
    "title",
    "enterprise",
    "department",
    "lane",
    "status",
    "light",
    "received_at",
    "accepted_on",
    "accepted_at",
    "decided_at",
    "closed_at",
    "changed_at",
    "due_at",
    "overdue_reason",
    "counter_visits",
)
CHANGING = (
    "state",
    "assignee",
    "light",
    "due_at",
    "done_at",
    "done_by",
    "outcome",
    "said",
)


def close_task(turn: Turn, task: Task, outcome: str) -> None:
    """Finish a task in a turn."""
    task.state, task.outcome = TaskState.DONE, outcome
    task.done_at, task.done_by = turn.at, turn.by
    change(turn, task)
    turn.emit(f"closed:{task.element}")


def change(turn: Turn, task: Task) -> None:
    """Note that a task was changed; one that is new is written whole anyway."""
    if task.pk is not None and task not in turn.changed:
        turn.changed.append(task)
