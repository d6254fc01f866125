"""Who may see the documents of a case, and what they may do with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch, Q

from jianghai.base import clock
from jianghai.casework.models import (
    CLOSED,
    Document,
    Holder,
    Part,
    Party,
    Remark,
    RemarkState,
    Status,
    TaskState,
    Version,
)
from jianghai.casework.queries import cases
from jianghai.enterprises import queries as registry
from jianghai.people.models import Department, Person, Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from jianghai.casework.models import Case

#: What the applicant's side hands in, and while the case is with whom.
WITH_APPLICANT = frozenset({Status.DRAFT, Status.SUPPLEMENT_ASKED})
WRITING = (Part.DRAFTER, Part.AGENT)
REVIEWING = (Part.EXPERT, Part.HELPER)


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person may do with a document besides reading it."""

    upload: bool = False
    remark: bool = False
    answer: bool = False
    handle: bool = False  # close the remarks of others


def of(person: Person | AnonymousUser) -> QuerySet[Document]:
    """List the documents of the cases that a person may see; a stranger finds none."""
    return Document.objects.filter(case__in=cases.of(person))


def get(person: Person | AnonymousUser, pk: int) -> Document:
    """Give one document with its case; Document.DoesNotExist where the person may not see it."""
    return of(person).select_related("case", "case__department").get(pk=pk)


def of_case(person: Person | AnonymousUser, case: Case) -> list[Document]:
    """List the documents of a case, each with its versions as `held` and the number of unsettled remarks."""
    versions = Prefetch("versions", Version.objects.order_by("-number"), to_attr="held")
    unsettled = Count("remarks", filter=~Q(remarks__state=RemarkState.CLOSED))
    found = of(person).filter(case=case).annotate(unsettled=unsettled)
    return list(found.order_by("id").prefetch_related(versions))


def handed_in(case: Case) -> set[str]:
    """Name the materials of a case that were handed in."""
    held = Document.objects.filter(case=case, issued=False, versions__isnull=False)
    return set(held.values_list("material", flat=True))


def rights(person: Person, document: Document) -> Rights:
    """Tell what a person may do with a document that they may see; nothing once the case is over."""
    case = document.case
    if case.status in CLOSED:
        return Rights(upload=may_upload(person, case, document.material))
    if document.issued:
        return Rights(remark=_reviews(person, case))
    writes = on_applicants_side(person, case)
    return Rights(
        upload=writes and _with_applicant(case, document.material),
        remark=not writes and _reviews(person, case),
        answer=writes,
        handle=_handles(person, case),
    )


def may_upload(person: Person, case: Case, material: str) -> bool:
    """Tell whether a person may hand in a material of a case now."""
    return on_applicants_side(person, case) and _with_applicant(case, material)


def on_applicants_side(person: Person, case: Case) -> bool:
    """Tell whether a person writes for the applicant: themselves, a member of the enterprise, or who drafts."""
    if person.pk == case.applicant_id or _parts(person, case) & set(WRITING):
        return True
    members = registry.memberships_of(person).filter(enterprise=case.enterprise_id)
    return case.enterprise_id is not None and members.exists()


def department_of(person: Person, case: Case) -> Department | None:
    """Give the department for which a person speaks in a case: the one that answers for it first."""
    mine = set(cases.departments_of(person))
    joined = [case.department_id, *case.parties.values_list("department", flat=True)]
    found = next((one for one in joined if one in mine), None)
    return Department.objects.get(pk=found) if found is not None else None


def _parts(person: Person, case: Case) -> set[str]:
    now = clock.now()
    held = Party.objects.filter(Q(until=None) | Q(until__gt=now), case=case, person=person)
    return set(held.values_list("part", flat=True))


def _reviews(person: Person, case: Case) -> bool:
    """Tell whether a person reviews: zone staff who may see the case at all, experts and helpers of it."""
    return person.role == Role.STAFF or bool(_parts(person, case) & set(REVIEWING))


def _handles(person: Person, case: Case) -> bool:
    return person.role == Role.STAFF and case.department_id in cases.departments_of(person)


def _with_applicant(case: Case, material: str) -> bool:
    """Tell whether something is expected from the applicant's side: a draft, a correction, what was promised."""
    if _promised(case, material):
        return True
    if case.status in CLOSED:
        return False
    return case.status in WITH_APPLICANT or _asked(case) or _remarked(case, material)


def _promised(case: Case, material: str) -> bool:
    waiting = case.tolerances.filter(material=material, supplied_at=None, lapsed_at=None)
    return waiting.exists()


def _asked(case: Case) -> bool:
    duties = (Holder.APPLICANT, Holder.DRAFTER)
    return case.tasks.filter(state=TaskState.OPEN, kind="person", duty__in=duties).exists()


def _remarked(case: Case, material: str) -> bool:
    """Tell whether a remark waits for a later version."""
    waiting = Remark.objects.filter(document__case=case, document__material=material)
    return waiting.exclude(state=RemarkState.CLOSED).exists()
