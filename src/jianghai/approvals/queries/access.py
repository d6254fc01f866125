"""Who may see and do what at the windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from jianghai.approvals.models import Appointment, Window
from jianghai.base import clock
from jianghai.enterprises import queries as registry
from jianghai.people.models import OUTSIDE, Deputy, Duty, Person, Post, Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db import models

    from jianghai.enterprises.models import Enterprise

#: Whoever holds one of these posts in a department works at its windows.
AT_WINDOWS = (Duty.WINDOW, Duty.HANDLER, Duty.CHIEF)


def of(person: Person | AnonymousUser) -> models.QuerySet[Appointment]:
    """List the appointments a person may see: own, own enterprises', own department's windows'; leaders all."""
    found = Appointment.objects.select_related("window", "enterprise", "person")
    if not isinstance(person, Person) or not person.is_active:
        return found.none()
    if person.role == Role.LEADER:
        return found
    mine = Q(person=person)
    if person.role in OUTSIDE:
        mine |= Q(enterprise__in=registry.memberships_of(person).values("enterprise"))
    if person.role == Role.STAFF:
        mine |= Q(window__in=worked_by(person).order_by().values("pk"))
    return found.filter(mine)


def worked_by(person: Person | AnonymousUser) -> models.QuerySet[Window]:
    """List the windows at which a person works: those of the departments of own posts, and of posts stood in for."""
    windows = Window.objects.select_related("department")
    if not isinstance(person, Person) or not person.is_active or person.role != Role.STAFF:
        return windows.none()
    day = clock.today()
    for_others = Deputy.objects.filter(deputy=person, since__lte=day, until__gte=day)
    held = Post.objects.filter(
        Q(person=person) | Q(person__in=for_others.values("person")), duty__in=AT_WINDOWS
    )
    held = held.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)
    return windows.filter(department__in=held.order_by().values("department"))


def watched_by(person: Person | AnonymousUser) -> models.QuerySet[Window]:
    """List the windows whose days and figures a person may look at: staff those they work at, leaders all."""
    leads = isinstance(person, Person) and person.role == Role.LEADER
    if leads and person.is_active:
        return Window.objects.select_related("department")
    return worked_by(person)


def bookable() -> models.QuerySet[Window]:
    """List the windows that are in use."""
    return Window.objects.filter(active=True).select_related("department")


def acts_for(person: Person, enterprise: Enterprise | None) -> bool:
    """Tell whether a person may book for an enterprise, or for nobody but himself or herself."""
    if not person.is_active or person.role not in OUTSIDE:
        return False
    if enterprise is None:
        return True
    return registry.memberships_of(person).filter(enterprise=enterprise).exists()


def may_change(person: Person, appointment: Appointment) -> bool:
    """Tell whether a person may move or cancel an appointment: who booked it, and who acts for its enterprise."""
    if not person.is_active:
        return False
    if appointment.person_id == person.pk:
        return True
    firm = appointment.enterprise_id
    mine = registry.memberships_of(person)
    return firm is not None and mine.filter(enterprise=firm).exists()
