"""What a reader does: read, say whether it was of use, choose how to be told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from jianghai.base import clock, journal
from jianghai.notices import queries
from jianghai.notices.errors import NoNoticeError, PreferenceError
from jianghai.notices.models import Kind, Notice, Preference

if TYPE_CHECKING:
    from jianghai.people.models import Person

MOST_A_WEEK = 7


@transaction.atomic
def mark_read(notices: Iterable[int], *, by: Person) -> int:
    """Mark some of the reader's own notices as read; give how many were not before."""
    unread = queries.of(by).filter(pk__in=list(notices), read_at__isnull=True)
    pks = list(unread.values_list("pk", flat=True))
    if pks:
        Notice.objects.filter(pk__in=pks).update(read_at=clock.now())
        journal.record(by, "notices read", by, notices=pks)
    return len(pks)


@transaction.atomic
def rate(notice: int, *, useful: bool, by: Person, reason: str = "") -> Notice:
    """Say whether a notice was of use, and why; saying it again replaces what was said."""
    found = queries.of(by).select_for_update(of=("self",)).filter(pk=notice).first()
    if found is None:
        raise NoNoticeError
    now = clock.now()
    found.useful, found.remark, found.rated_at = useful, reason.strip()[:500], now
    found.read_at = found.read_at or now
    found.save(update_fields=["useful", "remark", "rated_at", "read_at"])
    journal.record(by, "notice rated", found, useful=useful, reason=found.remark)
    return found


@transaction.atomic
def set_preference(
    by: Person,
    *,
    off: Iterable[str] = (),
    weekly: int | None = None,
    quiet_until: date | None = None,
    mail: bool = False,
) -> Preference:
    """Choose how one is told oneself; `weekly` left empty follows the settings."""
    kinds = sorted(set(off))
    if not set(kinds) <= set(Kind.values) or not (weekly is None or 1 <= weekly <= MOST_A_WEEK):
        raise PreferenceError
    chosen = {"off": kinds, "weekly": weekly, "quiet_until": quiet_until, "mail": mail}
    preference, _ = Preference.objects.update_or_create(person=by, defaults=chosen)
    until = quiet_until and quiet_until.isoformat()
    journal.record(
        by, "notices chosen", preference, off=kinds, weekly=weekly, quiet_until=until, mail=mail
    )
    return preference
