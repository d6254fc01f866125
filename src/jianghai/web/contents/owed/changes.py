"""What changed for an enterprise since the reader marked it as seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from jianghai.policies.models import Gain, Turn
from jianghai.policies.queries import changes
from jianghai.web.contents.policies import saying
from jianghai.web.words import english
from rulebook.entitle import Sum

if TYPE_CHECKING:
    from datetime import datetime

    from jianghai.people.models import Person
    from jianghai.web.contents.owed.owing import Case

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Turned:
    """One clause that came out otherwise: which way, why, the amounts before and after, and where to read more."""

    better: bool
    why: str
    before: str
    after: str
    link: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Since:
    """The news: how many are good and how many not, the first of them, and how many are left."""

    at: datetime | None
    better: int
    worse: int
    shown: tuple[Turned, ...]

    @property
    def left(self) -> int:
        """Count those that are not shown."""
        return self.better + self.worse - len(self.shown)


def since(one: Case, reader: Person) -> Since | None:
    """Tell what changed; nothing where nothing did."""
    if not Gain.objects.filter(enterprise=one.firm).exists():  # most have none, and this is quick
        return None
    found = changes.since_last(reader, one.firm)
    if not found.gains:
        return None
    shown = tuple(_turned(one, gain) for gain in found.gains[:SHOWN])
    return Since(found.at, len(found.better), len(found.worse), shown)


def _turned(one: Case, gain: Gain) -> Turned:
    policy, _, item = gain.clause.partition("#")
    return Turned(
        Turn(gain.turn).better,
        gain.en if english() and gain.en else gain.zh,
        _span(gain.low_before, gain.high_before),
        _span(gain.low_after, gain.high_after),
        reverse("firm_clause", args=[one.firm.pk, *policy.split("/"), item]),
        gain.change.at,
    )


def _span(low: int | None, high: int | None) -> str:
    if low is None:
        return ""
    return saying.span(Sum(low, None if high is None or high < 0 else high))
