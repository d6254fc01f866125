"""The list of cases for those who work on them: found by number, words, state and service, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from jianghai.base import clock
from jianghai.base.errors import ApplicationError
from jianghai.casework import services
from jianghai.casework.models import Case, Status, place_of
from jianghai.casework.queries import cases as queries
from jianghai.web.contents.cases.time import days
from jianghai.web.contents.cases.time.lights import status_word
from jianghai.web.contents.cases.work.bench import office, service_name
from jianghai.web.words import told

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import QueryDict

    from jianghai.people.models import Person

PER_PAGE = 50
#: More words than these are not looked for.
WORDS = 6
LONGEST_NUMBER = 18
STATES = {str(code) for code in Status.values}


@dataclass(frozen=True, slots=True)
class Row:
    """One case of the list."""

    case: Case
    service: str
    office: str
    due: days.Due | None


def told_to(reader: Person, query: QueryDict) -> dict[str, Any]:
    """Gather what the list shows; the next page begins after the last case of this one."""
    words, status, service = (query.get(name, "").strip() for name in ("q", "status", "service"))
    found = _found(queries.of(reader), words)
    if status in STATES:
        found = found.filter(status=int(status))
    if service:
        found = found.filter(service=service)
    after = query.get("after", "")
    if after.isascii() and after.isdecimal() and len(after) <= LONGEST_NUMBER:
        found = found.filter(pk__lt=int(after))
    rows = found.select_related("enterprise", "applicant", "department").order_by("-id")
    shown, count = list(rows[: PER_PAGE + 1]), days.today()
    return {
        "rows": [_row(one, count) for one in shown[:PER_PAGE]],
        "more": shown[PER_PAGE - 1].pk if len(shown) > PER_PAGE else "",
        "after": after,
        "words": words,
        "state": status,
        "service": service,
        "states": [(str(code), status_word(code)) for code in Status.values],
        "services": [(one.id, told(one.name)) for one in services.shelf().offered(clock.today())],
    }


def _found(cases: QuerySet[Case], words: str) -> QuerySet[Case]:
    """Keep the case of a number, or those whose title or enterprise holds every word."""
    try:
        return cases.filter(pk=place_of(words))
    except ApplicationError:
        for word in words.split()[:WORDS]:
            held = Q(title__icontains=word) | Q(enterprise__name__icontains=word)
            cases = cases.filter(held)
        return cases


def _row(case: Case, count: days.Days) -> Row:
    department = office(case.department) if case.department else ""
    due = None if case.over else count.due(case.due_at)
    return Row(case, service_name(case.service), department, due)
