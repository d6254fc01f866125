"""Cases: begin, fill in, hand in, follow."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema, Status

from jianghai.api.auth import person
from jianghai.api.operations import tellings
from jianghai.api.shapes import SIXTEEN, After, Key, Limit, Told, Words, page_of
from jianghai.base.errors import NotAllowedError
from jianghai.base.identifiers import credit_code
from jianghai.casework import models
from jianghai.casework.actions import cases as actions
from jianghai.casework.engine import hidden
from jianghai.casework.queries import ahead, clocks, timeline
from jianghai.casework.queries import cases as queries
from jianghai.enterprises.models import Enterprise
from jianghai.people.models import Role

router = Router()
CaseNumber = Annotated[
    str, Path(pattern=SIXTEEN, max_length=16, description="The 16 digits that people quote")
]
JOINED = ("edition", "process", "enterprise", "department", "applicant")


class Started(Told):
    """What somebody begins."""

    service: str = Field(min_length=1, max_length=60)
    uscc: str = Field("", max_length=40, description="The enterprise; empty for oneself")
    title: str = Field("", max_length=200)
    lane: Literal["normal", "green"] = "normal"


class Begun(Schema):
    """A case that was just begun."""

    number: str
    service: str
    title: str


class Filled(Told):
    """What was filled in, by the fields of the service's form; the rest stays as it was."""

    values: dict[str, Any] = Field(max_length=300)


class HandedIn(Told):
    """Handing in; who promises which material for later where the service tolerates it."""

    promised: dict[str, str] = Field(default_factory=dict, max_length=100)


class TakenBack(Told):
    """Taking back, with the reason."""

    reason: str = Field(min_length=1, max_length=500)


class Cases(Schema):
    """One page of cases."""

    items: list[tellings.CaseTold]
    next: str


class Faults(Schema):
    """What is still wrong with what was filled in, by field; all of it was kept."""

    faults: dict[str, Words]


class Event(Schema):
    """One line of a case's timeline."""

    at: datetime
    verb: str
    name: Words
    who: str


def found(request: HttpRequest, number: str) -> models.Case:
    """Give a case that the caller may see."""
    return queries.get(person(request), number)


@router.post("", response={201: Begun}, operation_id="start_case")
def start(request: HttpRequest, asked: Started, key: Key) -> Status[dict[str, Any]]:
    """Begin a case as a draft, for an enterprise one acts for, or for oneself."""
    firm = _firm(asked.uscc) if asked.uscc else None
    begun = actions.Asked(asked.service, asked.title, firm, asked.lane)
    row = actions.start(begun, by=person(request), key=key)
    return Status(201, {"number": row.number, "service": row.service, "title": row.title})


def _firm(uscc: str) -> Enterprise:
    """Find the enterprise; whether the caller may act for it is the action's to say."""
    code = credit_code(uscc).text
    known = Enterprise.objects.filter(uscc=code).only("uscc", "name", "demo").order_by()
    firm = known.first()
    if firm is None:
        raise NotAllowedError(where=code)  # as for one that the caller does not act for
    return firm


@router.get("", response=Cases, operation_id="cases")
def list_cases(
    request: HttpRequest,
    service: Annotated[str, Query(max_length=60)] = "",
    after: After = "",
    limit: Limit = 50,
) -> dict[str, Any]:
    """List the cases the caller may see, the newest first."""
    rows = queries.of(person(request)).select_related("enterprise", "department").defer("form")
    if service:
        rows = rows.filter(service=service)
    cases, following = page_of(rows, after, limit)
    return {"items": [tellings.of_case(case) for case in cases], "next": following}


@router.get("/{number}", response=tellings.CaseWhole, operation_id="case")
def case(request: HttpRequest, number: CaseNumber) -> dict[str, Any]:
    """Tell a case: what was filled in, its clocks with their pauses, what happens next and by when."""
    row = found(request, number)
    coming = ahead.of_case(row)
    return {
        **tellings.of_case(row),
        "form": hidden.shown(row.form),
        "faults": row.faults,
        "clocks": [tellings.of_clock(one) for one in clocks.of_case(row)],
        "needed": [tellings.of_step(one) for one in coming.needed],
        "doing": [tellings.of_step(one) for one in coming.doing],
        "due": coming.due,
        "overdue_reason": row.overdue_reason,
    }


@router.patch("/{number}/form", response=Faults, operation_id="fill_in")
def fill_in(request: HttpRequest, number: CaseNumber, told: Filled) -> dict[str, Any]:
    """Keep what was filled in, also what is wrong; say what is."""
    faults = actions.save_form(found(request, number), told.values, by=person(request))
    return {"faults": faults}


@router.post("/{number}/submit", response=tellings.CaseTold, operation_id="submit_case")
def submit(request: HttpRequest, number: CaseNumber, told: HandedIn, key: Key) -> dict[str, Any]:
    """Hand a case in."""
    row = found(request, number)
    done = actions.submit(row, by=person(request), key=key, promised=told.promised)
    return tellings.of_case(done)


@router.post("/{number}/take-back", response=tellings.CaseTold, operation_id="take_case_back")
def take_back(
    request: HttpRequest, number: CaseNumber, told: TakenBack, key: Key
) -> dict[str, Any]:
    """Take a case back before it is decided."""
    row = found(request, number)
    done = actions.take_back(row, reason=told.reason, by=person(request), key=key)
    return tellings.of_case(done)


@router.get("/{number}/timeline", response=list[Event], operation_id="timeline")
def events(request: HttpRequest, number: CaseNumber) -> list[dict[str, Any]]:
    """Tell what happened; to the applicant's side without who works on what."""
    caller = person(request)
    inside = caller.role in {Role.STAFF, Role.LEADER}
    return [
        {
            "at": one.at,
            "verb": one.verb,
            "name": {"zh": one.zh, "en": one.en},
            "who": one.who if inside or one.who == str(caller) else "",
        }
        for one in timeline.of_case(found(request, number), inside=inside)
    ]
