"""Who may open which page of casework, and which case or task is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from jianghai.base.errors import ApplicationError
from jianghai.casework.models import Case, Task
from jianghai.casework.queries import cases as queries
from jianghai.casework.queries import tasks
from jianghai.people.requests import person
from jianghai.web.menu import CASEWORK

if TYPE_CHECKING:
    from django.http import HttpRequest

    from jianghai.people.models import Person

#: Of a key, in digits.
LONGEST_NUMBER = 18


def worker(request: HttpRequest) -> Person:
    """Give the reader, if he or she works on cases; else answer 404."""
    reader = person(request)
    if reader.role not in CASEWORK["works"]:
        raise Http404
    return reader


def asks(reader: Person) -> bool:
    """Tell whether the reader stands on the side of those who ask."""
    return reader.role in CASEWORK["asks"]


def whole(sent: str) -> int:
    """Read a number that a form sent; 0, which is nobody's key, where it is none."""
    known = sent.isascii() and sent.isdecimal() and len(sent) <= LONGEST_NUMBER
    return int(sent) if known else 0


def found(request: HttpRequest, number: str) -> Case:
    """Find a case that the reader may see, or answer 404."""
    try:
        return queries.get(person(request), number)
    except (Case.DoesNotExist, ApplicationError) as error:
        raise Http404(number) from error


def task_of(request: HttpRequest, number: str, pk: int) -> Task:
    """Find a task of a case that the reader may see, or answer 404."""
    try:
        return (
            tasks.of(person(request))
            .select_related("case", "case__edition", "case__process", "department", "assignee")
            .get(pk=pk, case=found(request, number))
        )
    except Task.DoesNotExist as error:
        raise Http404(str(pk)) from error
