"""The timeline of a case: the lines of its journal in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from jianghai.casework import papers, services
from jianghai.casework.models import Status
from jianghai.casework.queries import timeline
from jianghai.web.contents.cases.time.lights import status_word
from jianghai.web.words import english, told
from rulebook.errors import Text
from worktime import REASONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from jianghai.casework.models import Case
    from jianghai.casework.queries.timeline import Event
    from jianghai.casework.services import Service


@dataclass(frozen=True, slots=True)
class Line:
    """One line: when, who, what was done, and what of it is worth saying."""

    at: datetime
    who: str
    verb: Text
    what: str


def told_of(case: Case, *, inside: bool) -> list[Line]:
    """List what happened, the latest first; without `inside` only what concerns the applicant."""
    service = services.of(case.process)
    names = {one.element: one.name for one in case.tasks.all()}
    return [
        Line(one.at, one.who, Text(one.zh, one.en), _what(one, service, names))
        for one in reversed(timeline.of_case(case, inside=inside))
    ]


def _what(event: Event, service: Service, names: Mapping[str, str]) -> str:
    what = event.what
    parts = [names.get(str(what.get("element", "")), "")]
    parts += [say(what[key], service, what) for key, say in SAYS.items() if what.get(key)]
    return " · ".join(part for part in parts if part)


def _outcome(value: Any, service: Service, what: Mapping[str, Any]) -> str:
    step = service.steps.get(str(what.get("element", "")))
    outcome = step.outcomes.get(str(value)) if step else None
    return told(outcome.name) if outcome else ""


def _material(value: Any, service: Service, _what_: Mapping[str, Any]) -> str:
    found = service.material(str(value))
    return told(found.name) if found else str(value)


def _materials(value: Any, service: Service, what: Mapping[str, Any]) -> str:
    many = value if isinstance(value, list) else [value]
    return (", " if english() else "、").join(_material(one, service, what) for one in many)


def _reason(value: Any, _service: Service, _what_: Mapping[str, Any]) -> str:
    """Say a reason: one that the law names by its word, else as it was written."""
    return told(REASONS[value]) if value in REASONS else str(value)


def _day(value: Any, _service: Service, _what_: Mapping[str, Any]) -> str:
    day = parse_date(str(value)[:10])
    return _("截止 %(day)s") % {"day": day.isoformat()} if day else ""


def _status(value: Any, _service: Service, _what_: Mapping[str, Any]) -> str:
    return status_word(value) if value in Status.values else ""


def _paper(value: Any, _service: Service, _what_: Mapping[str, Any]) -> str:
    return told(Text(**papers.words(value).title)) if value in papers.KINDS else ""


def _plain(value: Any, _service: Service, _what_: Mapping[str, Any]) -> str:
    return str(value) if isinstance(value, str) else ""


#: What of a journal line is said beside its verb, in this order.
SAYS: Mapping[str, Callable[[Any, Service, Mapping[str, Any]], str]] = {
    "outcome": _outcome,
    "title": _plain,
    "number": _plain,
    "material": _material,
    "materials": _materials,
    "name": _plain,
    "paper": _paper,
    "reason": _reason,
    "status": _status,
    "until": _day,
    "way": _plain,
    "office": _plain,
}
