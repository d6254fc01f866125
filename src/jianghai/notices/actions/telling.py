"""Telling people of one cause: those whom it concerns, and each of them once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from jianghai.base import clock, journal
from jianghai.enterprises.models import Enterprise, Membership
from jianghai.notices.actions.delivering import deliver_now
from jianghai.notices.models import Kind, Notice, Preference, Push, Stage
from rulebook.errors import Text

if TYPE_CHECKING:
    from jianghai.people.models import Person

NOTHING = Text("", "")
Key = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Cause:
    """Why people are told; `key` names it for good, `about` the policy, clause or case that logs are counted by."""

    key: str
    kind: Kind
    name: Text
    about: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What the people of one enterprise, or one person, are told; `sum` is in fen, `link` an address of this site."""

    to: Enterprise | Person
    title: Text
    body: Text = NOTHING
    link: str = ""
    sum: int | None = None


@transaction.atomic
def tell(cause: Cause, messages: Iterable[Message], *, by: Person | None = None) -> int:
    """Tell everybody concerned who was not told of this cause yet; give how many notices that made."""
    messages = list(messages)
    push, new = Push.objects.get_or_create(
        cause=cause.key,
        defaults={
            "kind": cause.kind,
            "about": cause.about,
            "name_zh": cause.name.zh[:300],
            "name_en": cause.name.en[:300],
            "told_at": clock.now(),
        },
    )
    push = Push.objects.select_for_update().get(pk=push.pk)
    people = _people([one.to.pk for one in messages if isinstance(one.to, Enterprise)])
    unreached = {one.to.pk for one in messages if isinstance(one.to, Enterprise)} - people.keys()
    notices = list(_fresh(push, messages, people))
    Notice.objects.bulk_create(notices, batch_size=500)
    if cause.kind.prompt:
        deliver_now([one for one in notices if one.stage == Stage.WAITING])
    if new or notices:
        Push.objects.filter(pk=push.pk).update(unreached=len(unreached))
        journal.record(
            by, "people told", push, cause=cause.key, notices=len(notices), unreached=len(unreached)
        )
    return len(notices)


def _people(enterprises: Sequence[int]) -> Mapping[int, list[int]]:
    """Give who acts for each enterprise today."""
    day = clock.today()
    acting = Membership.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        enterprise__in=enterprises,
        person__is_active=True,
        valid_from__lte=day,
    )
    found: dict[int, list[int]] = defaultdict(list)
    for enterprise, person in acting.values_list("enterprise", "person").distinct():
        found[enterprise].append(person)
    return found


def _fresh(
    push: Push, messages: Sequence[Message], people: Mapping[int, Sequence[int]]
) -> Iterator[Notice]:
    """Give a notice for every reader who has none of this push yet."""
    told: set[Key] = set(push.notices.values_list("person", "enterprise"))
    off = _switched_off(push.kind)
    now = clock.now()
    for one in messages:
        firm = one.to.pk if isinstance(one.to, Enterprise) else None
        for person in people.get(firm, ()) if firm else (one.to.pk,):
            if (person, firm) in told:
                continue
            told.add((person, firm))
            yield Notice(
                push=push,
                person_id=person,
                enterprise_id=firm,
                title_zh=one.title.zh[:200],
                title_en=one.title.en[:200],
                body_zh=one.body.zh,
                body_en=one.body.en,
                link=_local(one.link),
                sum=one.sum,
                told_at=now,
                stage=Stage.KEPT if person in off else Stage.WAITING,
            )


def _switched_off(kind: str) -> set[int]:
    """Give the people who do not want to hear of a kind; JSON is read here, as databases search it differently."""
    rows = Preference.objects.exclude(off=[]).values_list("person", "off")
    return {person for person, off in rows if kind in off}


def _local(link: str) -> str:
    """Keep an address of this site; another one would lead readers away, so it is left out."""
    return link if link.startswith("/") and not link.startswith("//") else ""
