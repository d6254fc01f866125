"""Keeping stored answers up to date: after changes of facts, and as days pass."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.utils import timezone

from jianghai.base import clock
from jianghai.enterprises.columns import columns
from jianghai.standards import rules
from jianghai.standards.actions.cohorts import build_cohorts
from jianghai.standards.actions.evaluating import evaluate_some, everybody, judge_zone, setting
from jianghai.standards.models import Evaluation

if TYPE_CHECKING:
    from jianghai.people.models import Person

#: A change of this many enterprises at once, such as an import, moves what all others are ranked against.
MANY = 200


def refresh(on: date | None = None, *, by: Person | None = None) -> int:
    """Build the cohorts anew and evaluate everybody, all read once; give how many there were."""
    now = setting(on)
    rows = columns(everybody(), now.on, now.sources)
    build_cohorts(now.on, by=by, rows=rows)
    return judge_zone(rows, replace(now, cohorts=rules.cohorts(now.on)))


def hear(enterprises: Iterable[int]) -> int:
    """Evaluate what changed; everybody where much did, or where there is nothing to rank against yet."""
    pks: Sequence[int] = sorted(set(enterprises))
    if len(pks) >= MANY or rules.cohorts(clock.today()) is None:
        return refresh()
    return evaluate_some(pks)


def renew() -> int:
    """Evaluate everybody once a day: certificates end, ages grow and editions begin without any fact changing."""
    midnight = timezone.make_aware(datetime.combine(clock.today(), time.min))
    stale = Evaluation.objects.filter(latest=True, computed_at__lt=midnight)
    return refresh() if stale.exists() else 0
