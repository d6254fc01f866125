"""The page of a case for those who work on it: where it is, who holds it, how long is left, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from jianghai.casework import process, services
from jianghai.casework.models import (
    Evaluation,
    Remark,
    RemarkState,
    Status,
    Task,
    TaskKind,
    TaskState,
)
from jianghai.casework.queries import clocks, documents
from jianghai.casework.queries import tasks as tasks_of
from jianghai.people.models import Role
from jianghai.web.contents.cases.time import bars, clockwords, days
from jianghai.web.contents.cases.work import lines
from jianghai.web.contents.cases.work.bench import holder
from jianghai.web.contents.cases.work.task import answers
from jianghai.web.contents.cases.work.ways import told_of as ways_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from jianghai.casework.models import Case
    from jianghai.people.models import Person
    from rulebook.errors import Text

#: So many of the moments to come are told.
NEXT = 4


@dataclass(frozen=True, slots=True)
class Held:
    """An open task: who holds it, until when, and whether the reader may do it."""

    task: Task
    holder: str
    due: days.Due | None
    may_act: bool


def told(case: Case, reader: Person) -> dict[str, Any]:
    """Gather what the page shows."""
    count = days.today()
    all_ = list(case.tasks.select_related("department", "assignee", "done_by"))
    still = [one for one in all_ if one.state == TaskState.OPEN]
    views = [clockwords.shown(one) for one in clocks.of_case(case)]
    held = [
        Held(one, holder(one), count.due(one.due_at), tasks_of.may_act(reader, one))
        for one in still
    ]
    return {
        "case": case,
        "service": services.of(case.edition),
        "before_filing": before_filing(case),
        "due": count.due(case.due_at) if not case.over else None,
        "held": held,
        "mine": [one for one in held if one.may_act],
        "picture": picture(case, all_),
        "whole": bars.drawn((one for one in views if one.whole), count.now),
        "parts": bars.drawn((one for one in views if not one.whole), count.now),
        "moments": moments(views),
        "documents": documents.of_case(reader, case),
        "remarks": remarks(case),
        "papers": case.papers.all(),
        "publicities": case.publicities.annotate(against=Count("objections")),
        "tolerances": _tolerances(case, count),
        "parties": case.parties.select_related("department", "person"),
        "lines": lines.told_of(case, inside=True),
        "decisions": case.decisions.select_related("paper"),
        **ways_of(case, reader),
        "may_invite": reader.role == Role.STAFF and not case.over,
        "follows": reader.role == Role.STAFF,
        "evaluation": Evaluation.objects.filter(case=case).first(),
        "answers": answers(case),
    }


def before_filing(case: Case) -> bool:
    """Tell whether work on a case has begun before it is filed, such as a joint review of a draft."""
    return case.status == Status.DRAFT and hasattr(case, "flow")


def picture(case: Case, tasks: Iterable[Task]) -> SafeString:
    """Draw where the case is on its process; the drawing is our own and quotes what it is told."""
    diagram = services.of(case.process).diagram
    done = {one.element for one in tasks if one.state == TaskState.DONE}
    still = {
        one.element: "" if one.kind == TaskKind.WAIT else holder(one)
        for one in tasks
        if one.state == TaskState.OPEN
    }
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return SafeString(process.picture(diagram, done=done, open=still, lang=language))


def moments(views: Sequence[clockwords.Shown]) -> list[tuple[datetime, Text, bool]]:
    """List what clocks do next, the nearest first: when, which one, and whether it is then due."""
    coming = [(one.next_at, one.name, one.next_at == one.due_at) for one in views if one.next_at]
    return sorted(coming, key=lambda row: row[0])[:NEXT]


def remarks(case: Case) -> dict[str, int]:
    """Count the remarks on the case's documents: all, not settled, not answered."""
    told: dict[str, int] = Remark.objects.filter(document__case=case).aggregate(
        all=Count("pk"),
        unsettled=Count("pk", filter=~Q(state=RemarkState.CLOSED)),
        unanswered=Count("pk", filter=Q(state=RemarkState.OPEN)),
    )
    return told


def _tolerances(case: Case, count: days.Days) -> list[tuple[Any, Any, days.Due | None]]:
    service = services.of(case.edition)
    end = count.end_of
    return [
        (
            one,
            service.material(one.material),
            count.due(end(one.until)) if not one.supplied_at and not one.lapsed_at else None,
        )
        for one in case.tolerances.all()
    ]
