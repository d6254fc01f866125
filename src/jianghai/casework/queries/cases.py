"""Which cases a person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from jianghai.base import clock
from jianghai.casework.models import Case, Party, place_of
from jianghai.enterprises import queries as registry
from jianghai.people.models import Deputy, Person, Post, Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db import models

#: Of the editions of a case the files are not read with it: `services.of` keeps what they say.
FILES = ("edition__content", "edition__spec", "process__content", "process__spec")


def of(person: Person | AnonymousUser) -> models.QuerySet[Case]:
    """List the cases a person may see.

    Leaders see all; staff those in which a department of theirs or they themselves take part; members of an
    enterprise and applicants their own; everybody else none.
    """
    if not isinstance(person, Person) or not person.is_active:
        return Case.objects.none()
    if person.role == Role.LEADER:
        return Case.objects.all()
    if person.role in {Role.ADMINISTRATOR, Role.AUDITOR}:
        return Case.objects.none()
    return Case.objects.filter(_part(person) | _own(person))


def parts(person: Person, before: int | None = None) -> tuple[models.QuerySet[Case], ...]:
    """Give the cases of `of` in parts, the latest first, each read by an index; `queries.pages` merges them.

    With `before` only cases that came before that one are read.
    """
    earlier = Q() if before is None else Q(pk__lt=before)
    if person.role != Role.STAFF or not person.is_active:
        return (of(person).filter(earlier).order_by("-id"),)
    firms = registry.memberships_of(person).values_list("enterprise", flat=True)
    now = clock.now()
    joined = Party.objects.filter(Q(until=None) | Q(until__gt=now), person=person).values("case")
    cases = Case.objects.filter(earlier).order_by("-id")
    return (
        *(_of_department(one, before) for one in departments_of(person)),
        cases.filter(pk__in=joined),
        cases.filter(applicant=person),
        *(cases.filter(enterprise=firm) for firm in firms),
    )


def _of_department(department: int, before: int | None) -> models.QuerySet[Case]:
    """List the cases of a department in the order of its parts in them: read from that index alone."""
    asked = Q(parties__department=department)
    if before is not None:
        asked &= Q(parties__case__lt=before)
    return Case.objects.filter(asked).order_by("-parties__case_id")


def _part(person: Person) -> Q | Exists:
    """Tell whether a person, or a department of theirs, takes part in a case."""
    mine = Q(person=person) & (Q(until=None) | Q(until__gt=clock.now()))
    if person.role == Role.STAFF:
        mine |= Q(department__in=departments_of(person))
    return Exists(Party.objects.filter(mine, case=OuterRef("pk")))


def _own(person: Person) -> Q:
    firms = registry.memberships_of(person).values("enterprise")
    return Q(applicant=person) | Q(enterprise__in=firms)


def get(person: Person | AnonymousUser, number: str) -> Case:
    """Give a case by its number, if the person may see it; Case.DoesNotExist for all others."""
    found = of(person).select_related("edition", "process", "enterprise", "department", "applicant")
    case = found.defer(*FILES).get(pk=place_of(number))
    if case.number != number.strip():
        raise Case.DoesNotExist
    return case


def departments_of(person: Person) -> list[int]:
    """List the departments in which a person, or whom they stand in for, holds a post today."""
    held = Post.objects.held(clock.today()).filter(person__in=acting_for(person))
    return list(held.values_list("department", flat=True).distinct())


def acting_for(person: Person) -> list[int]:
    """List whose posts a person may fill today: their own, and of those they stand in for."""
    day = clock.today()
    stood = Deputy.objects.filter(deputy=person, since__lte=day, until__gte=day)
    return [person.pk, *stood.values_list("person", flat=True)]


def is_applicant(person: Person, case: Case) -> bool:
    """Tell whether a person applies in a case, or acts for the enterprise that does."""
    if case.applicant_id == person.pk:
        return person.is_active
    firms = registry.memberships_of(person).filter(enterprise=case.enterprise_id)
    return person.is_active and case.enterprise_id is not None and firms.exists()
