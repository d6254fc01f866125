"""Delivering what waits: one digest a day and person, no more a week than the person wants, nothing lost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from jianghai.base import clock, journal
from jianghai.notices import queries
from jianghai.notices.channels import CHANNELS
from jianghai.notices.models import Digest, Letter, Notice, Preference, Stage
from jianghai.people.models import Person

WEEK = timedelta(days=7)
TRIES = 5
LAST_HOUR = 23
FIRST_WAIT = timedelta(minutes=5)


def send_digests() -> int:
    """Give everybody whose turn it is one digest of what waits; give how many went out."""
    if timezone.localtime(clock.now()).hour < min(settings.NOTICE_HOUR, LAST_HOUR):
        return 0
    today = Digest.objects.filter(prompt=False, day=clock.today()).values("person")
    waiting = Notice.objects.filter(stage=Stage.WAITING).values("person")
    people = Person.objects.filter(pk__in=waiting, is_active=True).exclude(pk__in=today)
    chosen = {one.person_id: one for one in Preference.objects.all()}
    had = _had_lately()
    return sum(
        _digest(one)
        for one in people
        if _turn(chosen.get(one.pk) or Preference(person=one), had.get(one.pk, 0))
    )


def _had_lately() -> dict[int, int]:
    """Count the digests of the last seven days by person."""
    lately = Digest.objects.filter(prompt=False, day__gt=clock.today() - WEEK).order_by()
    return dict(lately.values_list("person").annotate(Count("pk")))


def _turn(wanted: Preference, had: int) -> bool:
    quiet = wanted.quiet_until is not None and wanted.quiet_until >= clock.today()
    return not quiet and had < queries.digests_a_week(wanted)


@transaction.atomic
def _digest(person: Person) -> bool:
    """Make today's digest of what still concerns the person; the rest is kept without being told."""
    waiting = Notice.objects.filter(person=person, stage=Stage.WAITING)
    concerned = queries.concerning(waiting, person).exclude(
        push__kind__in=queries.preference_of(person).off
    )
    pks = list(concerned.values_list("pk", flat=True))
    waiting.exclude(pk__in=pks).update(stage=Stage.KEPT)
    if not pks:
        return False
    digest, new = Digest.objects.get_or_create(
        person=person, day=clock.today(), prompt=False, defaults={"sent_at": clock.now()}
    )
    if not new:
        return False
    count = waiting.filter(pk__in=pks).update(stage=Stage.DELIVERED, digest=digest)
    _post([digest])
    journal.record(None, "digest sent", digest, notices=count)
    return True


def deliver_now(notices: Iterable[Notice]) -> None:
    """Deliver notices that cannot wait, each by itself, in the caller's transaction."""
    now, day = clock.now(), clock.today()
    digests = []
    for one in notices:
        digest = Digest.objects.create(person_id=one.person_id, day=day, prompt=True, sent_at=now)
        Notice.objects.filter(pk=one.pk).update(stage=Stage.DELIVERED, digest=digest)
        digests.append(digest)
    _post(digests)


def _post(digests: Iterable[Digest]) -> None:
    """Lay out a letter for every channel that the reader wants."""
    for digest in digests:
        wanted = queries.preference_of(digest.person)
        for name, channel in CHANNELS.items():
            if channel.wanted(wanted):
                Letter.objects.create(digest=digest, channel=name, due_at=clock.now())


def send_letters() -> int:
    """Send what is due by mail; what fails is tried again later, five times in all."""
    due = Letter.objects.filter(due_at__lte=clock.now()).select_related("digest__person")
    return sum(_send(letter) for letter in due.order_by("pk")[:200])


def _send(letter: Letter) -> bool:
    later = clock.now() + FIRST_WAIT * 2**letter.tries if letter.tries + 1 < TRIES else None
    taken = Letter.objects.filter(pk=letter.pk, due_at=letter.due_at, tries=letter.tries)
    if not taken.update(due_at=later, tries=letter.tries + 1):
        return False  # another worker has it
    mine = Letter.objects.filter(pk=letter.pk)
    try:
        CHANNELS[letter.channel].send(letter.digest)
    except (OSError, SMTPException) as fault:
        mine.update(failure=str(fault)[:300])
        return False
    mine.update(due_at=None, sent_at=clock.now(), failure="")
    journal.record(None, "letter sent", letter, channel=letter.channel, digest=letter.digest_id)
    return True
