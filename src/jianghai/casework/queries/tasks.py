"""Whose tasks are whose: mine, my department's, at risk, waiting for others; and who may act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from jianghai.base import clock, rows
from jianghai.casework.models import (
    Handover,
    Holder,
    Light,
    Part,
    Party,
    Task,
    TaskKind,
    TaskState,
)
from jianghai.casework.queries import cases
from jianghai.enterprises import queries as registry
from jianghai.people.models import Duty, Person, Post, Role

if TYPE_CHECKING:
    from django.db import models

#: Whether somebody holds a post on a day: asked with every step.
HELD = (
    "SELECT 1 FROM people_post WHERE person_id = %s AND department_id = %s AND duty = %s"
    " AND since <= %s AND (until IS NULL OR until >= %s) LIMIT 1"
)
OPEN = Q(state=TaskState.OPEN, kind=TaskKind.PERSON)


def of(person: Person) -> models.QuerySet[Task]:
    """List the tasks of the cases that a person may see."""
    return Task.objects.filter(case__in=cases.of(person).values("pk"))


def open_to(person: Person) -> models.QuerySet[Task]:
    """List the open tasks that a person may do, those that a colleague has claimed among them."""
    if person.role == Role.STAFF:
        return Task.objects.filter(OPEN & (_posts(person) | Q(assignee=person)))
    return Task.objects.filter(OPEN & _outside(person))


def _posts(person: Person) -> Q:
    held = Post.objects.held(clock.today()).filter(person__in=cases.acting_for(person))
    seats: dict[str, list[int]] = {}
    for office, duty in held.values_list("department", "duty"):
        seats.setdefault(duty, []).append(office)
    asked = Q(pk__in=[])
    for duty, offices in seats.items():
        asked |= Q(duty=duty, department__in=offices)
    return asked


def _outside(person: Person) -> Q:
    firms = registry.memberships_of(person).values("enterprise")
    own = Q(case__applicant=person) | Q(case__enterprise__in=firms)
    drafts = Party.objects.filter(person=person, case=OuterRef("case"), until=None)
    drafter = Exists(drafts.filter(part=Part.DRAFTER))
    expert = Exists(drafts.filter(part=Part.EXPERT))
    return (
        (Q(duty=Holder.APPLICANT) & own)
        | (Q(duty=Holder.DRAFTER) & (drafter | own))
        | (Q(duty=Duty.EXPERT) & expert)
        | Q(assignee=person)
    )


def mine(person: Person) -> models.QuerySet[Task]:
    """List the open tasks that a person has taken, or that were given to them."""
    return Task.objects.filter(OPEN, assignee__in=cases.acting_for(person))


def departments(person: Person) -> models.QuerySet[Task]:
    """List the open tasks of a person's posts that nobody has taken."""
    return Task.objects.filter(OPEN & _posts(person), assignee=None)


def at_risk(person: Person) -> models.QuerySet[Task]:
    """List the open tasks within a person's reach whose light is no longer green."""
    return open_to(person).filter(light__gte=Light.YELLOW)


def waiting(person: Person) -> models.QuerySet[Task]:
    """List what a person has handed on or done in cases that now wait for somebody else."""
    touched = Task.objects.filter(case=OuterRef("case"), done_by=person)
    given = Handover.objects.filter(task=OuterRef("pk"), giver=person, ended_at=None)
    others = Task.objects.filter(state=TaskState.OPEN).exclude(assignee=person)
    return others.filter(Exists(touched) | Exists(given)).exclude(_posts(person))


def may_act(person: Person, task: Task) -> bool:
    """Tell whether a person may do a task now."""
    if task.state != TaskState.OPEN or task.kind != TaskKind.PERSON or not person.is_active:
        return False
    if task.assignee_id == person.pk:
        return True
    if task.duty == Holder.APPLICANT:
        return cases.is_applicant(person, task.case)
    if task.duty == Holder.DRAFTER and cases.is_applicant(person, task.case):
        return True
    if task.department_id is None:
        return Task.objects.filter(_outside(person), pk=task.pk).exists()
    return _seated(person, task)


def _seated(person: Person, task: Task) -> bool:
    """Tell whether a person, or somebody they stand in for, holds the post that a task is for."""
    day = clock.today()
    if task.assignee_id is None:
        asked = [person.pk, task.department_id, task.duty, day, day]
        if rows.one(HELD, asked) is not None:
            return True
    stood = cases.acting_for(person)[1:]
    if task.assignee_id is not None:
        return task.assignee_id in stood
    held = Post.objects.held(day).filter(department=task.department_id, duty=task.duty)
    return bool(stood) and held.filter(person__in=stood).exists()


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, and where the next ones begin; empty where there are no more."""

    rows: list[Task]
    following: str


def page(tasks: models.QuerySet[Task], after: str = "", size: int = 50) -> Page:
    """Give a page of tasks: the green lane first, then by day, those without a day last; no row is skipped."""
    ordered = tasks.select_related("case", "case__enterprise", "department", "assignee")
    ordered = ordered.order_by("lane", "due_at", "id")
    if after:
        ordered = ordered.filter(_behind(after))
    rows = list(ordered[: size + 1])
    return Page(rows[:size], _mark(rows[size - 1]) if len(rows) > size else "")


def _mark(task: Task) -> str:
    return f"{task.lane}|{task.due_at.isoformat() if task.due_at else ''}|{task.pk}"


def _behind(mark: str) -> Q:
    """Read where a page begins; a mark that is none of ours begins again at the first."""
    lane, _, rest = mark.partition("|")
    due, _, place = rest.partition("|")
    at, number = _moment(due), _number(place)
    if number is None or (due and at is None):
        return Q()
    if at is None:
        return Q(lane__gt=lane) | Q(lane=lane, due_at=None, pk__gt=number)
    later = Q(due_at__gt=at) | Q(due_at=None) | Q(due_at=at, pk__gt=number)
    return Q(lane__gt=lane) | (Q(lane=lane) & later)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _number(text: str) -> int | None:
    known = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if known else None


#: Of a key, in digits.
LONGEST_NUMBER = 18
