"""Files handed in with an application: known by their content, kept under their hash, and served by no web server."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from jianghai.base import clock, journal
from jianghai.base.files.uploads import MEGABYTE, kind_of, shown_name
from jianghai.policies.errors import MaterialError, StepError
from jianghai.policies.models import Application, Attachment
from jianghai.policies.queries import applications as queries

if TYPE_CHECKING:
    from django.core.files.storage import Storage

    from jianghai.people.models import Person

MOST_FILES = 40


@transaction.atomic
def attach(
    application: Application, material: int, name: str, content: bytes, *, by: Person
) -> Attachment:
    """Hand in a file for one material of the clause; the very same file again is the one there is."""
    application = queries.writable(application, by)
    shown = shown_name(name)
    kind = _checked(application, material, shown, content)
    digest = hashlib.sha256(content).hexdigest()
    held = application.attachments.filter(removed_at__isnull=True)
    known = held.filter(material=material, sha256=digest).first()
    if known is not None:
        return known
    if held.count() >= MOST_FILES:
        raise MaterialError(
            f"一份申报最多 {MOST_FILES} 个文件，请合并后上传。",
            f"An application holds at most {MOST_FILES} files; put some together.",
        )
    attachment = Attachment.objects.create(
        application=application,
        material=material,
        name=shown,
        place=_kept(digest, content),
        kind=kind,
        size=len(content),
        sha256=digest,
        by=by,
        at=clock.now(),
    )
    journal.record(by, "material handed in", attachment, sha256=digest, name=shown)
    return attachment


@transaction.atomic
def remove(attachment: int, *, by: Person) -> Attachment:
    """Take a file back while the application is still being written; the file itself is kept."""
    found = queries.attachment_of(by, attachment)
    queries.writable(found.application, by)
    found.removed_at = clock.now()
    found.save(update_fields=["removed_at"])
    journal.record(by, "material taken back", found, sha256=found.sha256)
    return found


def content_of(attachment: Attachment) -> bytes:
    """Read a file that somebody may see; MaterialError where it is gone or not what was handed in."""
    try:
        with _place().open(attachment.place) as file:
            content: bytes = file.read()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != attachment.sha256:
        raise MaterialError(
            "文件缺失或内容与上传时不一致，请联系园区工作人员。",
            "The file is missing or not what was handed in; tell the zone office.",
            where=attachment.name,
        )
    return content


def _checked(application: Application, material: int, name: str, content: bytes) -> str:
    """Tell a file's kind; MaterialError where it is too large, of no kind we take, or for no material."""
    _policy, item = queries.item_of(application)
    if not 0 <= material < len(item.materials):
        raise StepError(where=name)
    most = settings.MATERIAL_MAX_MEGABYTES
    if len(content) > most * MEGABYTE:
        raise MaterialError(
            f"文件超过 {most} MB，请压缩或拆分后上传。",
            f"The file is larger than {most} MB; make it smaller or split it.",
            where=name,
        )
    kind = kind_of(content)
    if not kind:
        raise MaterialError(where=name)
    return kind


def _kept(digest: str, content: bytes) -> str:
    place = f"{digest[:2]}/{digest}"
    if not _place().exists(place):
        place = _place().save(place, ContentFile(content))
    return place


def _place() -> Storage:
    return storages["materials"]
