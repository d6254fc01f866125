"""The journal: append-only lines, each holding the hash of the one before it.

Changing, removing or inserting a line breaks every later hash; cutting lines off the end disagrees with the head.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction

from jianghai.base import clock
from jianghai.base.models import JournalHead, JournalLine


@dataclass(frozen=True, slots=True)
class Proof:
    """What a check of the whole chain found; `broken_at` is the first line that does not fit, or None."""

    lines: int
    broken_at: int | None = None

    @property
    def holds(self) -> bool:
        """Tell whether nothing was touched."""
        return self.broken_at is None


def name_of(thing: models.Model | None) -> str:
    """Name a row so that it can be found again, such as `enterprises.enterprise:7`; the system itself is `system`."""
    return "system" if thing is None else f"{thing._meta.label_lower}:{thing.pk}"


@transaction.atomic
def record(
    actor: models.Model | None,
    verb: str,
    subject: models.Model,
    at: datetime | None = None,
    **what: Any,
) -> JournalLine:
    """Add one line in the caller's transaction; values in `what` must be plain JSON."""
    JournalHead.objects.get_or_create(pk=1)
    head = JournalHead.objects.select_for_update().get(pk=1)
    line = JournalLine(
        number=head.number + 1,
        at=(at or clock.now()).astimezone(UTC),
        actor=name_of(actor),
        actor_name=str(actor or ""),
        verb=verb,
        subject=name_of(subject),
        what=json.loads(json.dumps(what)),
        previous=head.digest,
    )
    line.digest = digest(line)
    line.save()
    head.number, head.digest = line.number, line.digest
    head.save()
    return line


def digest(line: JournalLine) -> str:
    """Compute what a line's hash must be."""
    told = [
        line.number,
        line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        line.actor,
        line.actor_name,
        line.verb,
        line.subject,
        line.what,
        line.previous,
    ]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def of(subject: models.Model) -> models.QuerySet[JournalLine]:
    """List what happened to one thing, oldest first."""
    return JournalLine.objects.filter(subject=name_of(subject))


def verify() -> Proof:
    """Walk the chain from the first line to the head."""
    previous, count = "", 0
    for line in JournalLine.objects.order_by("number").iterator(chunk_size=2000):
        count += 1
        if line.number != count or line.previous != previous or line.digest != digest(line):
            return Proof(count, broken_at=count)
        previous = line.digest
    head = JournalHead.objects.filter(pk=1).first() or JournalHead()
    if (head.number, head.digest) != (count, previous):
        return Proof(count, broken_at=count + 1)
    return Proof(count)
