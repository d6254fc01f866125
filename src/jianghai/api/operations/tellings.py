"""How cases, tasks and clocks are told to programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from jianghai.api.shapes import Words
from jianghai.casework.models import Case, Light, Status, Task
from jianghai.casework.queries.ahead import Step
from jianghai.casework.queries.clocks import ClockView


class StatusTold(Schema):
    """A state of the national exchange; 0 is a draft of ours."""

    code: int = Field(
        description="1 to 15 as the national exchange numbers them, 0 before handing in"
    )
    zh: str
    en: str


class CaseTold(Schema):
    """A case in a list."""

    number: str
    service: str
    title: str
    status: StatusTold
    light: str = Field(description="none, green, yellow, orange or red")
    lane: str
    uscc: str | None
    department: str | None = Field(description="Code of the department that answers for it")
    opened_at: datetime
    received_at: datetime | None
    accepted_on: date | None
    decided_at: datetime | None
    closed_at: datetime | None


class Stopped(Schema):
    """A time in which a clock stood still."""

    reason: Words
    since: datetime
    until: datetime | None
    notice: str


class ClockTold(Schema):
    """One clock of a case."""

    key: str
    name: Words
    kind: str
    state: str
    light: str
    due_on: date | None
    provisional: bool = Field(description="The calendar of that year is not published yet")
    left: Words
    stops: list[Stopped]


class StepTold(Schema):
    """Something that is being waited for."""

    element: str
    name: str
    holder: str
    until: date | None
    provisional: bool


class CaseWhole(CaseTold):
    """A case with what was filled in, its clocks and what lies ahead; personal identifiers are masked."""

    form: dict[str, Any]
    faults: dict[str, Words]
    clocks: list[ClockTold]
    needed: list[StepTold] = Field(description="What we need from the applicant")
    doing: list[StepTold] = Field(description="What is done meanwhile")
    due: date | None = Field(description="The day that binds us")
    overdue_reason: str


class TaskTold(Schema):
    """A task in a list."""

    id: int
    case: str
    title: str
    element: str
    name: str
    state: str
    light: str
    department: str | None
    due_at: datetime | None
    mine: bool


def of_case(case: Case) -> dict[str, Any]:
    """Tell a case as it stands in a list."""
    status = Status(case.status)
    return {
        "number": case.number,
        "service": case.service,
        "title": case.title,
        "status": {"code": int(status), "zh": status.label, "en": status.english},
        "light": light(case.light),
        "lane": case.lane,
        "uscc": case.enterprise.uscc if case.enterprise else None,
        "department": case.department.code if case.department else None,
        "opened_at": case.opened_at,
        "received_at": case.received_at,
        "accepted_on": case.accepted_on,
        "decided_at": case.decided_at,
        "closed_at": case.closed_at,
    }


def of_clock(view: ClockView) -> dict[str, Any]:
    """Tell a clock with its pauses."""
    return {
        "key": view.row.key,
        "name": {"zh": view.zh, "en": view.en},
        "kind": view.row.kind,
        "state": view.row.state,
        "light": light(view.row.light),
        "due_on": view.due_on,
        "provisional": view.row.provisional,
        "left": {"zh": view.left.zh, "en": view.left.en},
        "stops": [
            {
                "reason": {"zh": stop.reason_zh, "en": stop.reason_en},
                "since": stop.since,
                "until": stop.until,
                "notice": stop.notice,
            }
            for stop in view.stops
        ],
    }


def of_step(step: Step) -> dict[str, Any]:
    """Tell what is being waited for, and from whom."""
    return {
        "element": step.task.element,
        "name": step.task.name,
        "holder": step.holder,
        "until": step.until,
        "provisional": step.provisional,
    }


def of_task(task: Task, caller: int) -> dict[str, Any]:
    """Tell a task as it stands in a list."""
    return {
        "id": task.pk,
        "case": task.case.number,
        "title": task.case.title,
        "element": task.element,
        "name": task.name,
        "state": task.state,
        "light": light(task.light),
        "department": task.department.code if task.department else None,
        "due_at": task.due_at,
        "mine": task.assignee_id == caller,
    }


def light(value: int) -> str:
    """Name a light."""
    return Light(value).name.lower()
