"""Handing in versions: checked, hashed and kept before the row is written, the same content only once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from jianghai.base import clock, deeds
from jianghai.base.errors import NotAllowedError
from jianghai.casework.actions.documents import keeping
from jianghai.casework.actions.documents.limits import ISSUED, Limits, limits
from jianghai.casework.actions.documents.locking import locked, told, turned
from jianghai.casework.errors import DocumentError
from jianghai.casework.models import Case, Document, Version
from jianghai.casework.papers.checks import checked
from jianghai.casework.queries import cases
from jianghai.casework.queries import documents as queries
from jianghai.people.models import Role

if TYPE_CHECKING:
    from jianghai.base.models import Deed
    from jianghai.casework.papers.checks import Checked
    from jianghai.people.models import Person

MOST_VERSIONS = 200


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent: what it was called, its content, and what the sender says of it."""

    name: str
    stream: IO[bytes]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was checked and lies on disk."""

    checked: Checked
    place: str
    note: str


def add_version(case: Case, material: str, sent: Sent, *, by: Person, key: str) -> Version:
    """Hand in a version of a material; the very same content again is the version there is."""
    case = cases.of(by).select_related("edition").get(pk=case.pk)
    if not queries.may_upload(by, case, material):
        raise NotAllowedError
    asked = limits(case, material)
    kept = _kept(sent, asked)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if not queries.may_upload(by, case, material):  # decided while the file was on its way
            raise NotAllowedError
        deed = deeds.once(key, "add version", f"{case.pk} {material}", by)
        named = {"name": asked.name, "public": asked.public}
        document, _new = Document.objects.get_or_create(
            case=case, material=material, issued=False, defaults=named
        )
        return _added(document, kept, deed, by)


def issue(case: Case, kind: str, sent: Sent, *, by: Person, key: str) -> Version:
    """Put a paper of the zone's own into a case, as a document of its own; the same content again is the same."""
    case = cases.of(by).get(pk=case.pk)
    if by.role != Role.STAFF:
        raise NotAllowedError
    kept = _kept(sent, Limits(kind, ISSUED, settings.DOCUMENT_MAX_MEGABYTES))
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        deed = deeds.once(key, "issue document", f"{case.pk} {kind}", by)
        same = Document.objects.filter(
            case=case, issued=True, material=kind, versions__sha256=kept.checked.sha256
        )
        document = same.first() or Document.objects.create(
            case=case, material=kind, name=kept.checked.name, issued=True
        )
        return _added(document, kept, deed, by)


def _kept(sent: Sent, asked: Limits) -> Kept:
    """Check a file and write it down; a row comes after, so that no row is ever without its file."""
    found = checked(sent.name, sent.stream, kinds=asked.kinds, most_megabytes=asked.most_megabytes)
    return Kept(found, keeping.kept(sent.stream, found.sha256), sent.note.strip()[:500])


def _added(document: Document, kept: Kept, deed: Deed | None, by: Person) -> Version:
    document = locked(document.pk)
    same = document.versions.filter(sha256=kept.checked.sha256).first()
    if same is not None:
        return same
    if deed is None:  # the key was used for other content
        raise DocumentError(
            "同一次上传的内容前后不同，请刷新页面后重新上传。",
            "This upload was sent before with other content; load the page again and upload anew.",
            where=kept.checked.name,
        )
    version = Version.objects.create(
        document=document,
        number=_next(document),
        sha256=kept.checked.sha256,
        name=kept.checked.name,
        kind=kept.checked.kind,
        size=kept.checked.size,
        pages=kept.checked.pages,
        place=kept.place,
        note=kept.note,
        by=by,
        at=clock.now(),
    )
    deeds.keep(deed, version)
    turned(document)
    document.case.tolerances.filter(
        material=document.material, supplied_at=None, lapsed_at=None
    ).update(supplied_at=version.at)
    told("document version added", document, by, version=version.number, sha256=version.sha256)
    return version


def _next(document: Document) -> int:
    last = document.versions.order_by("-number").values_list("number", flat=True).first() or 0
    if last >= MOST_VERSIONS:
        raise DocumentError(
            f"一份文件最多 {MOST_VERSIONS} 个版本，请联系园区工作人员。",
            f"A document has at most {MOST_VERSIONS} versions; talk to the zone office.",
            where=document.name,
        )
    return last + 1
