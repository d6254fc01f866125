"""Whose tasks are whose: mine, my department's, at risk, waiting for others; and who may act.

The lists are given in parts for `queries.pages`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from django.db.models import Q

from jianghai.base import clock, rows
from jianghai.casework.models import (
    Case,
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
#: A list in parts, each read by an index of its own; `queries.pages` merges them.
Parts: TypeAlias = "tuple[models.QuerySet[Task], ...]"
OPEN = Q(state=TaskState.OPEN, kind=TaskKind.PERSON)


def of(person: Person) -> models.QuerySet[Task]:
    """List the tasks of the cases that a person may see; how the zone works on them is told to the zone alone."""
    found = Task.objects.filter(case__in=cases.of(person).values("pk"))
    if person.role in {Role.STAFF, Role.LEADER}:
        return found
    theirs = (Duty.EXPERT,) if person.role == Role.EXPERT else (Holder.APPLICANT, Holder.DRAFTER)
    return found.filter(duty__in=theirs)


def open_to(person: Person) -> Parts:
    """Give the parts of the open tasks that a person may do, those that a colleague has claimed among them."""
    if person.role == Role.STAFF:
        return _of_seats(person, Task.objects.filter(OPEN))
    return _outside(person)


def _of_seats(person: Person, tasks: models.QuerySet[Task]) -> Parts:
    """Split tasks by the posts that a person fills: an index serves each."""
    return tuple(tasks.filter(department=office, duty=duty) for office, duty in _seats(person))


def _seats(person: Person) -> list[tuple[int, str]]:
    held = Post.objects.held(clock.today()).filter(person__in=cases.acting_for(person))
    return sorted(set(held.values_list("department", "duty")))


def _outside(person: Person) -> Parts:
    firms = list(registry.memberships_of(person).values_list("enterprise", flat=True))
    tasks = Task.objects.filter(OPEN)
    applied = tasks.filter(duty__in=(Holder.APPLICANT, Holder.DRAFTER))
    lasts = Q(until=None) | Q(until__gt=clock.now())
    joined = Party.objects.filter(lasts, person=person)
    drafted = joined.filter(part=Part.DRAFTER).values("case")
    advised = joined.filter(part=Part.EXPERT).values("case")
    return (
        applied.filter(case__in=Case.objects.filter(applicant=person).values("pk")),
        applied.filter(case__in=Case.objects.filter(enterprise__in=firms).values("pk")),
        tasks.filter(duty=Holder.DRAFTER, case__in=drafted),
        tasks.filter(duty=Duty.EXPERT, case__in=advised),
    )


def mine(person: Person) -> Parts:
    """Give the parts of the open tasks that a person has taken, or was given, and may still do."""
    acting = cases.acting_for(person)
    return tuple(part.filter(assignee__in=acting) for part in open_to(person))


def departments(person: Person) -> Parts:
    """Give the parts of the open tasks of a person's posts that nobody has taken."""
    return _of_seats(person, Task.objects.filter(OPEN, assignee=None))


def at_risk(person: Person) -> Parts:
    """Give the parts of the open tasks within a person's reach whose light is no longer green."""
    return tuple(part.filter(light__gte=Light.YELLOW) for part in open_to(person))


def waiting(person: Person) -> Parts:
    """Give the parts of what a person has handed on or done in cases that now wait for somebody else."""
    touched = Task.objects.filter(done_by=person).values("case")
    given = Handover.objects.filter(giver=person, ended_at=None).values("task")
    others = Task.objects.filter(state=TaskState.OPEN).exclude(assignee=person)
    for office, duty in _seats(person):
        others = others.exclude(department=office, duty=duty)
    return others.filter(case__in=touched), others.filter(pk__in=given)


def may_act(person: Person, task: Task) -> bool:
    """Tell whether a person may do a task now."""
    if task.state != TaskState.OPEN or task.kind != TaskKind.PERSON or not person.is_active:
        return False
    if task.duty == Holder.APPLICANT:
        return cases.is_applicant(person, task.case)
    if task.duty == Holder.DRAFTER and cases.is_applicant(person, task.case):
        return True
    if task.department_id is not None and _seated(person, task):
        return True
    # Whose post, part or membership is over may do nothing any more, also what they had taken.
    outside = _outside(person) if person.role != Role.STAFF else ()
    return any(part.filter(pk=task.pk).exists() for part in outside)


def _seated(person: Person, task: Task) -> bool:
    """Tell whether a person, or somebody they stand in for, holds the post that a task is for."""
    day = clock.today()
    if task.assignee_id in {None, person.pk}:
        asked = [person.pk, task.department_id, task.duty, day, day]
        if rows.one(HELD, asked) is not None:
            return True
    stood = cases.acting_for(person)[1:]
    if task.assignee_id not in {None, person.pk}:
        return task.assignee_id in stood
    held = Post.objects.held(day).filter(department=task.department_id, duty=task.duty)
    return bool(stood) and held.filter(person__in=stood).exists()
