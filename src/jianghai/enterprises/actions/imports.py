"""Importing a spreadsheet: bring it, look at the preview, let it be loaded whole or not at all."""

from __future__ import annotations

import hashlib
import logging
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django_tasks import task

from jianghai.base import clock, journal
from jianghai.base.errors import ApplicationError, NotAllowedError
from jianghai.enterprises import queries
from jianghai.enterprises.actions.loading import Loader
from jianghai.enterprises.actions.plans import Plan, plan_of
from jianghai.enterprises.errors import NotPreviewedError
from jianghai.enterprises.models import Batch, SourceKind
from jianghai.enterprises.models.batches import Progress
from jianghai.enterprises.signals import changed
from jianghai.people.models import Person

logger = logging.getLogger(__name__)

REPORTED = 5_000
PATIENCE = timedelta(minutes=30)
STARTABLE = (Progress.PREVIEWED, Progress.QUEUED, Progress.FAILED)


def bring_import(file_name: str, content: bytes, *, by: Person, **source: Any) -> Batch:
    """Read a file and keep it with what it would do; `source` may hold kind, text and as_of. Nothing is imported."""
    _allow(by)
    plan = plan_of(content, queries.catalogue())
    batch = Batch(
        file_name=file_name[-200:],
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        source_kind=source.get("kind") or SourceKind.DECLARED,
        source_text=source.get("text") or "",
        as_of=_day(source.get("as_of")),
        by=by,
        brought_at=clock.now(),
    )
    _report(batch, plan)
    with transaction.atomic():
        batch.save()
        journal.record(by, "import brought", batch, file=batch.file_name, digest=batch.digest)
    return batch


def _day(given: date | str | None) -> date | None:
    return date.fromisoformat(given) if isinstance(given, str) and given else given or None


def _allow(by: Person) -> None:
    if not by.edits_zone:
        raise NotAllowedError


def _report(batch: Batch, plan: Plan) -> None:
    batch.counts, batch.sample = plan.counts, plan.sample
    batch.refused = [
        {"row": one.row, "column": one.column, "value": one.value, **one.why.as_dict()}
        for one in plan.refused[:REPORTED]
    ]
    batch.remarks = [{"row": one.row, **one.text.as_dict()} for one in plan.remarks[:REPORTED]]
    again = (
        Batch.objects.filter(digest=batch.digest, progress=Progress.APPLIED)
        .exclude(pk=batch.pk)
        .first()
    )
    if again:
        zh = f"同一文件已于 {again.applied_at:%Y-%m-%d} 导入过（{again.file_name}）"
        en = f"the same file was imported on {again.applied_at:%Y-%m-%d} ({again.file_name})"
        batch.remarks.insert(0, {"row": 0, "zh": zh, "en": en})


@transaction.atomic
def queue_import(batch: Batch, *, by: Person) -> None:
    """Hand a previewed import to the background."""
    _allow(by)
    batch = Batch.objects.select_for_update().defer("content").get(pk=batch.pk)
    if batch.progress not in (Progress.PREVIEWED, Progress.FAILED):
        raise NotPreviewedError
    batch.progress, batch.queued_at, batch.failure = Progress.QUEUED, clock.now(), ""
    batch.save(update_fields=["progress", "queued_at", "failure"])
    queries.tell_progress(batch.pk, 0)
    pk, person = batch.pk, by.pk
    transaction.on_commit(lambda: run_import.enqueue(pk, person))


@task()
def run_import(batch: int, by: int) -> None:
    """Do a queued import; whatever goes wrong is kept with it, and nothing of it stays."""
    try:
        apply_import(Batch.objects.get(pk=batch), by=Person.objects.get(pk=by))
    except ApplicationError as error:
        _failed(batch, str(error))
    except Exception as error:  # the door of background work
        logger.exception("import %s", batch)
        _failed(
            batch,
            f"{type(error).__name__}；请联系管理员查看日志 / ask the administrator to look at the log",
        )


def _failed(batch: int, why: str) -> None:
    Batch.objects.filter(pk=batch).exclude(progress__in=(Progress.APPLIED, Progress.UNDONE)).update(
        progress=Progress.FAILED, failure=why[:2000]
    )


def apply_import(batch: Batch, *, by: Person) -> Batch:
    """Load a previewed import in one transaction: all of it, or nothing."""
    _allow(by)
    plan = plan_of(bytes(batch.content), queries.catalogue())
    total = max(len(plan.firms), 1)
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        if batch.progress not in STARTABLE:
            raise NotPreviewedError
        _report(batch, plan)
        Loader(batch, lambda done: queries.tell_progress(batch.pk, done * 100 // total)).write(plan)
        batch.progress, batch.applied_at, batch.failure = Progress.APPLIED, clock.now(), ""
        batch.save()
        journal.record(by, "imported", batch, digest=batch.digest, **batch.counts)
        touched = [one.firm.pk for one in plan.firms]
        transaction.on_commit(lambda: changed.send_robust(sender=Batch, enterprises=touched))
    queries.tell_progress(batch.pk, 100)
    return batch


def give_up_stuck_imports() -> int:
    """Mark imports failed that were queued long ago and never finished, so that they can be started again."""
    stuck = Batch.objects.filter(progress=Progress.QUEUED, queued_at__lt=clock.now() - PATIENCE)
    why = "导入被中断，请重新开始 / the import was interrupted; start it again"
    return stuck.update(progress=Progress.FAILED, failure=why)
