"""An applicant's case: what happens next, by when, what is needed, and everything that was handed in or given back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jianghai.casework import services
from jianghai.casework.engine import hidden
from jianghai.casework.models import (
    CLOSED,
    Evaluation,
    Status,
)
from jianghai.casework.queries import cases as queries
from jianghai.casework.queries import clocks, documents
from jianghai.web.contents.cases.asking import fields, materials, nexts
from jianghai.web.contents.cases.time import bars, clockwords, days
from jianghai.web.contents.cases.work import lines
from jianghai.web.contents.cases.work.task import answers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jianghai.casework.models import Case
    from jianghai.casework.services import Form
    from jianghai.people.models import Person

#: The way of a case as an applicant sees it, and from which state on a stage is reached.
STAGES = ("fill", "receive", "accept", "review", "decide", "deliver")
REACHED: Mapping[int, int] = {
    Status.DRAFT: 0,
    Status.RECEIVED: 1,
    Status.SUPPLEMENT_ASKED: 1,
    Status.SUPPLEMENT_GIVEN: 1,
    Status.ACCEPTED: 2,
    Status.IN_HAND: 3,
    Status.SPECIAL_BEGUN: 3,
    Status.SPECIAL_ENDED: 3,
    Status.GRANTED: 4,
    Status.GRANTED_TOLERANT: 4,
    Status.REFUSED: 4,
    Status.WITHDRAWN: 4,
    Status.REVOKED: 4,
}


def told(case: Case, reader: Person, faults: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Gather what the page shows."""
    count = days.today()
    held = documents.of_case(reader, case)
    acts = queries.is_applicant(reader, case)
    draft = case.status == Status.DRAFT and not hasattr(case, "flow")
    views = [one for one in map(clockwords.shown, clocks.of_case(case)) if one.whole]
    wrong = case.faults if faults is None else faults
    return {
        "case": case,
        "service": services.of(case.edition),
        "acts": acts,
        "before_filing": case.status == Status.DRAFT and not draft,
        "draft": draft,
        **nexts.told(case, count, reader, wrong),
        "stages": _stages(case),
        "axis": bars.drawn(views, count.now),
        "rows": _rows(case, wrong) if draft else [],
        "answers": [] if draft else answers(case),
        "materials": materials.papers(case, reader, held, count),
        "papers": case.papers.all(),
        "publicities": case.publicities.all(),
        "decisions": case.decisions.select_related("paper"),
        "lines": lines.told_of(case, inside=False),
        "faults": wrong,
        "missing": _missing(wrong),
        "parties": case.parties.select_related("department", "person"),
        "may_invite": acts and not case.over,
        "may_take_back": acts and not case.over,
        "rating": _rating(case, acts=acts),
        "marks": list(reversed(Evaluation.Mark.choices)),
        "evaluation": Evaluation.objects.filter(case=case, by=reader).first() if acts else None,
    }


def form_of(case: Case) -> Form:
    """Give the form of the application."""
    return services.of(case.edition).forms["apply"]


def _rows(case: Case, wrong: Mapping[str, Any]) -> list[fields.Shown]:
    return fields.shown(form_of(case), hidden.shown(case.form), wrong if case.form else None)


def _missing(wrong: Mapping[str, Any]) -> list[str]:
    return [fields.said(one) for key, one in wrong.items() if key.startswith("material:")]


def _stages(case: Case) -> list[tuple[str, bool, bool]]:
    """Give the stages with whether each is reached, and whether the case is there now."""
    at = REACHED.get(case.status, len(STAGES) - 1)
    if at == len(STAGES) - 2 and case.decisions.filter(delivered_at__isnull=False).exists():
        at += 1
    return [(name, place <= at, place == at) for place, name in enumerate(STAGES)]


def _rating(case: Case, *, acts: bool) -> bool:
    """Tell whether the applicant may still say what they thought of it."""
    asked = services.of(case.edition).rating and acts and case.status in CLOSED
    return asked and not Evaluation.objects.filter(case=case).exists()
