"""Questions about notices; a reader sees his or her own, the zone's people see how pushes fared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Q

from jianghai.enterprises import queries as registry
from jianghai.notices.models import Digest, Kind, Notice, Preference, Push, Stage
from jianghai.people.models import Person

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser
    from django.db import models

MOST_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the inbox: a digest of several notices, or one that came by itself."""

    digest: Digest
    notices: tuple[Notice, ...]

    @property
    def unread(self) -> bool:
        """Tell whether anything in it was not read."""
        return any(one.read_at is None for one in self.notices)

    @property
    def day(self) -> date:
        """Give the day it came."""
        return self.digest.day


@dataclass(frozen=True, slots=True)
class Fared:
    """How what was told about one matter was taken; rates are shares of those it reached."""

    about: str
    name_zh: str
    name_en: str
    told: int
    delivered: int
    read: int
    useful: int
    useless: int

    @property
    def read_rate(self) -> float | None:
        """Give the share that was read, None where nothing has come yet."""
        return self.read / self.delivered if self.delivered else None

    @property
    def useful_rate(self) -> float | None:
        """Give the share of judgements that say it was of use, None without any."""
        judged = self.useful + self.useless
        return self.useful / judged if judged else None


def concerning(notices: models.QuerySet[Notice], person: Person) -> models.QuerySet[Notice]:
    """Keep what belongs to no enterprise, or to one that the person may still see."""
    return notices.filter(Q(enterprise__isnull=True) | Q(enterprise__in=registry.of(person)))


def of(person: Person | AnonymousUser) -> models.QuerySet[Notice]:
    """List what a person was told, with what was only kept; not what waits for a digest."""
    if not isinstance(person, Person) or not person.is_active:
        return Notice.objects.none()
    told = Notice.objects.filter(person=person).exclude(stage=Stage.WAITING)
    return concerning(told, person).select_related("push", "enterprise", "digest")


def unread(person: Person | AnonymousUser) -> int:
    """Count what came and was not read; most readers have nothing, which is quick to tell."""
    new = {"stage": Stage.DELIVERED, "read_at__isnull": True}
    if not isinstance(person, Person) or not Notice.objects.filter(person=person, **new).exists():
        return 0
    return of(person).filter(**new).count()


def waiting(person: Person | AnonymousUser) -> int:
    """Count what waits for the next digest."""
    if not isinstance(person, Person):
        return 0
    return concerning(Notice.objects.filter(person=person, stage=Stage.WAITING), person).count()


def items(person: Person | AnonymousUser, limit: int = 50) -> list[Item]:
    """List the inbox, newest first, a digest as one item."""
    came = of(person).filter(stage=Stage.DELIVERED).order_by("-digest__sent_at", "-digest", "pk")
    digests = Digest.objects.filter(pk__in=came.order_by().values("digest"))[:limit]
    held: dict[int, list[Notice]] = {one.pk: [] for one in digests}
    for notice in came.filter(digest__in=list(held)):
        held[notice.digest_id or 0].append(notice)
    return [Item(one, tuple(held[one.pk])) for one in digests]


def preference_of(person: Person) -> Preference:
    """Give how a person wants to be told; the defaults where nothing was chosen."""
    found = Preference.objects.filter(person=person).first()
    return found or Preference(person=person)


def digests_a_week(preference: Preference) -> int:
    """Give how many digests of seven days a person accepts."""
    return preference.weekly or min(settings.NOTICE_DIGESTS_A_WEEK, MOST_A_WEEK)


COUNTS = {
    "told": Count("notices"),
    "delivered": Count("notices", filter=Q(notices__stage=Stage.DELIVERED)),
    "read": Count("notices", filter=Q(notices__read_at__isnull=False)),
    "useful": Count("notices", filter=Q(notices__useful=True)),
    "useless": Count("notices", filter=Q(notices__useful=False)),
}


def pushes_of(person: Person | AnonymousUser) -> models.QuerySet[Push]:
    """List the pushes with their counts (`told delivered read useful useless`), for the zone's people only."""
    if not isinstance(person, Person) or not person.sees_zone:
        return Push.objects.none()
    return Push.objects.annotate(**COUNTS)


def fared(person: Person | AnonymousUser, kind: Kind | None = None) -> list[Fared]:
    """Tell how pushes were taken, by policy, clause or case; those most told first."""
    pushes = pushes_of(person)
    if kind is not None:
        pushes = pushes.filter(kind=kind)
    sums: dict[str, Fared] = {}
    for push in pushes.order_by("told_at", "pk"):
        key = push.about or push.cause
        before = sums.get(key)
        counted = {name: getattr(push, name) + getattr(before, name, 0) for name in COUNTS}
        sums[key] = Fared(key, push.name_zh, push.name_en, **counted)
    return sorted(sums.values(), key=lambda one: (-one.told, one.about))


def remarks_of(person: Person | AnonymousUser, push: int) -> models.QuerySet[Notice]:
    """List the reasons readers gave for one push, for the zone's people only."""
    visible = pushes_of(person).order_by().values("pk")
    told = Notice.objects.filter(push=push, push__in=visible, useful__isnull=False)
    return told.select_related("enterprise").order_by("-rated_at")
