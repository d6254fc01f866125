"""Publishing: a second person puts a draft in force as a new edition, and everybody is judged by it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from jianghai.base import clock, journal
from jianghai.policies import rules, signals
from jianghai.policies.actions.drafts import refuse_unready, reviewed
from jianghai.policies.actions.zone.changing import Told
from jianghai.policies.actions.zone.evaluating import evaluate_zone
from jianghai.policies.editing import read_draft
from jianghai.policies.errors import DraftError
from jianghai.policies.models import Cause, DraftState, PolicyDraft, PublishedEdition, ZoneState

if TYPE_CHECKING:
    from jianghai.people.models import Person


@transaction.atomic
def publish(draft: PolicyDraft, *, by: Person) -> PublishedEdition:
    """Publish a draft that somebody else wrote; it becomes an edition that never changes, with its hash.

    DraftError where it has faults, where cases do not hold, or where it does not begin after its predecessor.
    Everybody is judged by it at once where it is in force already, else on its day.
    """
    mine = reviewed(draft, by)
    refuse_unready(read_draft(mine))
    edition = _edition(mine, by)
    mine.state, mine.reviewer, mine.changed_at = DraftState.PUBLISHED, by, clock.now()
    mine.version += 1
    mine.save()
    journal.record(
        by,
        "policy published",
        edition,
        edition=edition.key,
        digest=edition.digest,
        author=mine.author_id,
    )
    transaction.on_commit(
        lambda: signals.published.send_robust(sender=PublishedEdition, edition=edition)
    )
    _judge(edition, by)
    return edition


def _edition(mine: PolicyDraft, by: Person) -> PublishedEdition:
    try:
        with transaction.atomic():
            return PublishedEdition.objects.create(
                policy=mine.policy,
                opens=mine.opens,
                text=mine.text,
                cases=mine.cases,
                digest=hashlib.sha256(mine.text.encode()).hexdigest(),
                draft=mine,
                author=mine.author,
                reviewer=by,
                at=clock.now(),
            )
    except IntegrityError:
        told = "这一天已有一个版本，请改生效日期。", "An edition begins on that day already."
        raise DraftError(*told, where=str(mine)) from None


def _judge(edition: PublishedEdition, by: Person) -> None:
    if edition.opens > clock.today() or not ZoneState.objects.filter(count__gt=0).exists():
        return
    policy = rules.edition(rules.shelf(), edition.key)
    told = Told(
        Cause.EDITION,
        f"{edition.key} {edition.digest[:12]}",
        f"发布政策“{policy.short.zh}”{edition.opens} 版",
        f"“{policy.short.en}” of {edition.opens} was published",
        by,
    )
    evaluate_zone(told=told)
