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
from jianghai.casework.queries import pages
from jianghai.web.contents.cases.time import days
from jianghai.web.contents.cases.time.lights import status_word
from jianghai.web.contents.cases.work.bench import office, service_name
from jianghai.web.words import told

if TYPE_CHECKING:
    from django.http import QueryDict

    from jianghai.people.models import Person

PER_PAGE = 50
#: More words than these are not looked for.
WORDS = 6
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
    asked = _found(words)
    if status in STATES:
        asked &= Q(status=int(status))
    if service:
        asked &= Q(service=service)
    after = query.get("after", "")
    parts = queries.parts(reader, pages.read_number(after))
    shown = pages.of_cases([part.filter(asked) for part in parts], PER_PAGE + 1)
    count = days.today()
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


def _found(words: str) -> Q:
    """Ask for the case of a number, or for those whose title or enterprise holds every word."""
    try:
        return Q(pk=place_of(words))
    except ApplicationError:
        asked = Q()
        for word in words.split()[:WORDS]:
            asked &= Q(title__icontains=word) | Q(enterprise__name__icontains=word)
        return asked


def _row(case: Case, count: days.Days) -> Row:
    department = office(case.department) if case.department else ""
    due = None if case.over else count.due(case.due_at)
    return Row(case, service_name(case.service), department, due)
