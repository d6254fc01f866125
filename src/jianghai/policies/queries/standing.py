"""What the zone is owed as it was stored: totals of enterprises, and who meets a clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jianghai.base.errors import NotAllowedError
from jianghai.enterprises import queries as registry
from jianghai.enterprises.models import Enterprise
from jianghai.policies import zone
from jianghai.policies.errors import NotEvaluatedError
from jianghai.policies.models import Column, Standing, ZoneState
from jianghai.policies.packing import UNLIMITED, whole
from rulebook.values import Verdict

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db import models

    from jianghai.people.models import Person


def standings_of(person: Person | AnonymousUser) -> models.QuerySet[Standing]:
    """List the totals of the enterprises a person may see, the most certain first."""
    rows = Standing.objects.filter(enterprise__in=registry.of(person))
    return rows.select_related("enterprise")


def columns_of(person: Person) -> models.QuerySet[Column]:
    """List the clauses with their counts and sums, without the columns; for those who see the zone."""
    if not person.sees_zone:
        return Column.objects.none()
    return Column.objects.defer("verdicts", "kept", "low", "high")


@dataclass(frozen=True, slots=True)
class Holder:
    """One enterprise and what a clause gives it in fen; `high` is None where nothing limits it or no money is given."""

    enterprise: Enterprise
    verdict: Verdict
    kept: Verdict
    low: int
    high: int | None


def holders(
    person: Person, clause: str, *, verdict: Verdict = Verdict.MET, most: int = 100, start: int = 0
) -> tuple[int, list[Holder]]:
    """Tell how many enterprises have a verdict on a clause, and some of them, the largest amounts first.

    Three queries whatever the size of the zone; for those who see the zone.
    """
    if not person.sees_zone:
        raise NotAllowedError
    row, state = (
        Column.objects.filter(clause=clause).first(),
        ZoneState.objects.filter(pk=1).first(),
    )
    if row is None or state is None:
        raise NotEvaluatedError(where=clause)
    told, pks = zone.answer(row), whole(state.firms)
    places = np.flatnonzero(told.verdicts == verdict)
    if told.low is not None:
        places = places[np.argsort(-told.low[places], kind="stable")]
    shown = places[start : start + most]
    firms = Enterprise.objects.in_bulk([int(pk) for pk in pks[shown]])
    return len(places), [
        _holder(firms[int(pks[place])], told, place)
        for place in shown.tolist()
        if int(pks[place]) in firms
    ]


def _holder(firm: Enterprise, told: zone.Answer, place: int) -> Holder:
    low = int(told.low[place]) if told.low is not None else 0
    high = int(told.high[place]) if told.high is not None else UNLIMITED
    return Holder(
        firm,
        Verdict(int(told.verdicts[place])),
        Verdict(int(told.kept[place])),
        low,
        None if high == UNLIMITED else high,
    )
