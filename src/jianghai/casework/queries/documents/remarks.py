"""Remarks of a document: those that belong beside a version, what changed since, and the table of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from jianghai.base import clock
from jianghai.casework import papers
from jianghai.casework.models import Document, Remark, RemarkState, Version
from jianghai.casework.queries.documents.access import of

if TYPE_CHECKING:
    from typing import Literal

    from django.db.models import QuerySet

    from jianghai.people.models import Person

WITH = ("by", "department", "version", "answered_by", "closed_in", "closed_by")


def unchanged(pk: int, since: int) -> bool:
    """Tell whether a document is still at a turn, in one row by its key; for who was let in a moment ago."""
    return Document.objects.filter(pk=pk, turn=since).exists()


def beside(version: Version) -> QuerySet[Remark]:
    """List the remarks that are shown beside a version: its own, and those before it that it has to settle."""
    carried = Q(version__number__lt=version.number) & (
        ~Q(state=RemarkState.CLOSED) | Q(closed_in__number__gte=version.number)
    )
    found = Remark.objects.filter(Q(version=version) | carried, document=version.document_id)
    return found.select_related(*WITH).order_by("version__number", "page", "number")


def changed(version: Version, since: int, until: int) -> list[Remark]:
    """List what changed beside a version after a turn of its document and up to another, oldest first."""
    found = Remark.objects.filter(
        document=version.document_id,
        turn__gt=since,
        turn__lte=until,  # what came while we asked belongs to the next answer
        version__number__lte=version.number,
    )
    return list(found.select_related(*WITH).order_by("turn"))


def of_person(person: Person) -> QuerySet[Remark]:
    """List the remarks on documents that a person may see."""
    return Remark.objects.filter(document__in=of(person))


def get(person: Person, pk: int) -> Remark:
    """Give one remark with what was said of it; Remark.DoesNotExist where the person may not see it."""
    found = of_person(person).select_related(*WITH, "document__case__department")
    return found.prefetch_related("replies__by", "replies__version").get(pk=pk)


def counts(document: Document) -> dict[str, int]:
    """Count the remarks of a document by state."""
    found = dict.fromkeys(RemarkState.values, 0)
    for state in document.remarks.values_list("state", flat=True):
        found[state] += 1
    return found


def comparison(document: Document, language: Literal["zh", "en"] = "zh") -> papers.Comparison:
    """Gather the table of all remarks and versions of a document."""
    remarks = document.remarks.select_related(*WITH).prefetch_related("replies").order_by("number")
    versions = document.versions.select_related("by").order_by("number")
    return papers.Comparison(
        title=str(document.case.title),
        document=document.name,
        made_at=clock.now().replace(microsecond=0),
        rows=tuple(_row(one) for one in remarks),
        versions=tuple(
            papers.VersionRow(
                no=one.number,
                name=one.name,
                at=one.at,
                by=str(one.by or ""),
                sha256=one.sha256,
                pages=one.pages,
            )
            for one in versions
        ),
        language=language,
    )


def _row(one: Remark) -> papers.RemarkRow:
    return papers.RemarkRow(
        no=one.number,
        version=one.version.number,
        page=one.page,
        place=place(one.area),
        party=str(one.department or ""),
        by=str(one.by),
        at=one.at,
        text=one.text,
        answer=one.answer,
        verdict=one.verdict,
        reason=one.reason,
        closed_in=one.closed_in.number if one.closed_in else None,
        quote=one.quote,
    )


def place(area: list[list[float]]) -> str:
    """Say where on a page something is, in points from its lower left corner; empty for the whole page."""
    if not area:
        return ""
    left, bottom, _right, _top = area[0]
    return f"x {left:.0f}, y {bottom:.0f}"
