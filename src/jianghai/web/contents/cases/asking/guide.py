"""What one can ask for: materials, days promised and by law, who decides, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404

from jianghai.base import clock
from jianghai.casework import services
from jianghai.enterprises import queries as registry
from jianghai.enterprises.models import Enterprise
from jianghai.people.models import Person
from jianghai.web.contents.cases.time import clockwords
from jianghai.web.words import told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from jianghai.casework.services import ClockPlan, Service

#: Whom a clock binds: these are the two that are promised to an applicant.
PROMISED, STATUTORY = "promised", "statutory"


@dataclass(frozen=True, slots=True)
class Offer:
    """A service as the list of services shows it."""

    service: Service
    promised: str
    statutory: str
    materials: int
    office: str


def offers() -> list[Offer]:
    """List what one can ask for today."""
    return [offer(one) for one in services.shelf().offered(clock.today())]


def offer(service: Service) -> Offer:
    """Tell of a service how long it takes, what it wants and who decides."""
    return Offer(
        service,
        _days(service, PROMISED),
        _days(service, STATUTORY),
        len(service.materials),
        office(service),
    )


def office(service: Service) -> str:
    """Name the department that decides."""
    found = services.zone().departments.get(service.authority)
    return told(found.name) if found else ""


def _days(service: Service, kind: str) -> str:
    found = plans(service, kind)
    return clockwords.amount(found[0].rule.span) if found else ""


def plans(service: Service, kind: str) -> Sequence[ClockPlan]:
    """List the clocks of one kind that run on a whole case."""
    return [
        one
        for one in service.clocks.values()
        if one.on == "case" and str(one.rule.kind) == kind and "decided" in one.rule.stops_on
    ]


def found(key: str) -> Service:
    """Give the service that is offered today under a name, or answer 404."""
    service = next((one for one in services.shelf().offered(clock.today()) if one.id == key), None)
    if service is None:
        raise Http404(key)
    return service


def firms(reader: Person | AnonymousUser, service: Service) -> QuerySet[Enterprise]:
    """List the enterprises for which the reader may ask."""
    if not isinstance(reader, Person) or "enterprise" not in service.asks or reader.sees_zone:
        return Enterprise.objects.none()
    return registry.of(reader).order_by("name")


def told_of(service: Service, reader: Person | AnonymousUser) -> dict[str, Any]:
    """Gather what the guide of a service shows."""
    mine = firms(reader, service)
    whole = [*plans(service, PROMISED), *plans(service, STATUTORY)]
    asks = isinstance(reader, Person) and not reader.sees_zone and not reader.audits
    return {
        "service": service,
        "offer": offer(service),
        "whole": whole,
        "others": [one for one in service.clocks.values() if one not in whole],
        "firms": mine,
        "for_person": asks and "person" in service.asks,
        "may_ask": mine.exists() or (asks and "person" in service.asks),
    }
