"""Tasks: what one has to do, taking it and finishing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from jianghai.api.auth import person
from jianghai.api.errors import InputError
from jianghai.api.operations import tellings
from jianghai.api.shapes import Key, Limit, Number, Told, Words
from jianghai.casework import services
from jianghai.casework.actions import tasks as actions
from jianghai.casework.models import Task, TaskKind
from jianghai.casework.queries import pages
from jianghai.casework.queries import tasks as queries
from jianghai.people.models import Person

router = Router()
LISTS: dict[str, Callable[[Person], queries.Parts]] = {
    "open": queries.open_to,
    "mine": queries.mine,
    "department": queries.departments,
    "at_risk": queries.at_risk,
    "waiting": queries.waiting,
}
Behind = Annotated[
    str,
    Query(
        max_length=80,
        pattern=r"^$|^[a-z]{1,8}\|[0-9T:+.\-]{0,40}\|[0-9]{1,18}$",
        description="`next` of the page before",
    ),
]


class Tasks(Schema):
    """One page of tasks."""

    items: list[tellings.TaskTold]
    next: str


class Way(Schema):
    """One way in which a task may end."""

    outcome: str
    name: Words
    returns: bool = Field(description="Sends the case back to be corrected")


class TaskWhole(tellings.TaskTold):
    """A task with the ways in which it may end, and the form that is filled in with it."""

    may_act: bool
    ways: list[Way]
    form: dict[str, Any] = Field(description="JSON Schema; empty where nothing is filled in")
    said: dict[str, Any] = Field(description="What was filled in so far")


class Finished(Told):
    """How a task ends, and what is filled in with it."""

    outcome: str = Field(min_length=1, max_length=40)
    values: dict[str, Any] = Field(default_factory=dict, max_length=300)


@router.get("", response=Tasks, operation_id="tasks")
def list_tasks(
    request: HttpRequest,
    list: Literal["open", "mine", "department", "at_risk", "waiting"] = "open",
    after: Behind = "",
    limit: Limit = 50,
) -> dict[str, Any]:
    """List tasks: those one may do, has taken, one's departments', at risk, or waiting for others."""
    caller = person(request)
    page = pages.of_tasks(LISTS[list](caller), _mark(after), limit)
    return {
        "items": [tellings.of_task(one, caller.pk) for one in page.rows],
        "next": page.following,
    }


def _mark(after: str) -> str:
    """Refuse a cursor that no page ever gave."""
    if after:
        _, due, _ = after.split("|")
        try:
            known = not due or datetime.fromisoformat(due).tzinfo is not None
        except ValueError:
            known = False
        if not known:
            raise InputError(where="query.after")
    return after


def _found(request: HttpRequest, number: int) -> Task:
    tasks = queries.of(person(request)).filter(kind=TaskKind.PERSON)
    joined = ("case", "case__process", "case__enterprise", "department")
    return tasks.select_related(*joined).get(pk=number)


@router.get("/{id}", response=TaskWhole, operation_id="task")
def task(request: HttpRequest, id: Number) -> dict[str, Any]:
    """Tell a task: how it may end, and what is filled in with it."""
    return _whole(request, _found(request, id))


def _whole(request: HttpRequest, row: Task) -> dict[str, Any]:
    caller = person(request)
    service = services.of(row.case.process)
    step = service.step(row.element)
    ways = [
        {"outcome": key, "name": {"zh": one.name.zh, "en": one.name.en}, "returns": one.returns}
        for key, one in step.outcomes.items()
    ]
    return {
        **tellings.of_task(row, caller.pk),
        "may_act": queries.may_act(caller, row),
        "ways": ways,
        "form": dict(service.forms[step.form].schema) if step.form in service.forms else {},
        "said": row.said,
    }


@router.post("/{id}/claim", response=TaskWhole, operation_id="claim_task")
def claim(request: HttpRequest, id: Number) -> dict[str, Any]:
    """Take an open task of one's department; it is then nobody else's."""
    actions.claim(_found(request, id), by=person(request))
    return _whole(request, _found(request, id))


@router.post("/{id}/finish", response=TaskWhole, operation_id="finish_task")
def finish(request: HttpRequest, id: Number, told: Finished, key: Key) -> dict[str, Any]:
    """Finish a task with one of its outcomes."""
    actions.finish(_found(request, id), told.outcome, told.values, by=person(request), key=key)
    return _whole(request, _found(request, id))
