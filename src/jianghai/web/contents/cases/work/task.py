"""The page of one task: what is asked, what was typed, and the ways in which it may end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jianghai.base import clock
from jianghai.casework import services
from jianghai.casework.models import TaskState
from jianghai.casework.queries import documents
from jianghai.casework.queries import tasks as queries
from jianghai.people.models import Person, Post
from jianghai.web.contents.cases.asking import fields, nexts
from jianghai.web.contents.cases.asking import materials as handed
from jianghai.web.contents.cases.time import days
from jianghai.web.contents.cases.work.bench import holder
from jianghai.web.menu import CASEWORK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet
    from django.http import QueryDict

    from jianghai.casework.models import Case, Handover, Task
    from jianghai.casework.services import Form, Outcome, Step

#: Named as refusing: these ask for a second look before they are sent.
HARD = frozenset({"refused", "not_accepted", "not_licence", "incomplete"})
#: What only a clock may say: that nobody did anything in time.
BY_CLOCK = frozenset({"silence", "lapsed"})


def step_of(task: Task) -> Step | None:
    """Give what the service says of a person's step."""
    service = services.of(task.case.process)
    return service.steps.get(task.element)


def form_of(task: Task) -> Form | None:
    """Give the form of a task, by the law of its case."""
    step = step_of(task)
    if step is None or not step.form:
        return None
    return services.of(task.case.edition).forms.get(step.form)


def values_of(task: Task) -> Mapping[str, Any]:
    """Give what stands in the form of a task: its own, or the application's where that is corrected."""
    step = step_of(task)
    told: Mapping[str, Any] = task.said
    return task.case.form if step is not None and step.form == "apply" else told


def typed(task: Task, posted: QueryDict) -> dict[str, Any]:
    """Read what was typed into the form of a task, and the reason where the form does not ask for one.

    What stands there already, personal identifiers masked, is not sent again.
    """
    form, shown = form_of(task), fields.open_values(values_of(task))
    found = fields.typed(form, posted) if form else {}
    reason = posted.get(f"{fields.PREFIX}reason", "").strip()
    if reason and not found.get("reason"):
        found["reason"] = reason
    return {key: value for key, value in found.items() if shown.get(key) != value}


def told(task: Task, reader: Person, faults: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Gather what the page of a task shows."""
    case, step, form = task.case, step_of(task), form_of(task)
    rows = fields.shown(form, fields.open_values(values_of(task)), faults) if form else []
    known = {row.field.key for row in rows}
    count, given = days.today(), list(task.handovers.select_related("giver", "taker"))
    return {
        "task": task,
        "case": case,
        "service": services.of(case.edition),
        "step": step,
        "rows": rows,
        "reason_asked": "reason" not in known and _returns(step),
        "reason_fault": fields.said((faults or {}).get("reason")) if "reason" not in known else "",
        "outcomes": _choices(step),
        "hard": HARD,
        "due": count.due(task.due_at),
        "holder": holder(task),
        "may_act": queries.may_act(reader, task),
        "still": task.state == TaskState.OPEN,
        "documents": documents.of_case(reader, case),
        "voices": task.said.get("voices", []),
        "materials": materials(task, reader),
        "sent_back": nexts.sent_back(task.case) if task.duty in nexts.THEIRS else "",
        "help": task.said.get("help", []),
        "colleagues": colleagues(task, reader),
        "handovers": given,
        "asked_help": [one for one in given if one.taker_id == reader.pk and _waits(one, "help")],
        "lent": [one for one in given if one.giver_id == reader.pk and _waits(one, "delegate")],
        "more_faults": _elsewhere(faults, known),
    }


def _waits(given: Handover, way: str) -> bool:
    return given.way == way and given.ended_at is None


def materials(task: Task, reader: Person) -> list[handed.Paper]:
    """List the papers that are handed in at a step: all of them with the application, else those it names."""
    step, case = step_of(task), task.case
    if step is None or reader.role not in CASEWORK["asks"]:
        return []
    rows = handed.papers(case, reader, documents.of_case(reader, case), days.today())
    if step.form == "apply":
        return rows
    return [row for row in rows if row.material.id in step.supplies]


def _choices(step: Step | None) -> list[Outcome]:
    """List the ways in which a person may end a step; some are for the clock alone."""
    return [one for one in step.outcomes.values() if one.key not in BY_CLOCK] if step else []


def _returns(step: Step | None) -> bool:
    return step is not None and any(one.returns for one in step.outcomes.values())


def _elsewhere(faults: Mapping[str, Any] | None, known: set[str]) -> list[str]:
    """List what is wrong outside the fields of the form."""
    return [
        fields.said(one) for key, one in (faults or {}).items() if key not in known | {"reason"}
    ]


def colleagues(task: Task, reader: Person) -> QuerySet[Person]:
    """List who else holds the post that a task is for."""
    held = Post.objects.held(clock.today()).filter(department=task.department_id, duty=task.duty)
    return Person.objects.filter(pk__in=held.values("person"), is_active=True).exclude(pk=reader.pk)


def answers(case: Case) -> list[fields.Shown]:
    """List what the applicant filled in; personal identifiers masked."""
    form = services.of(case.edition).forms.get("apply")
    return fields.shown(form, fields.open_values(case.form)) if form else []
