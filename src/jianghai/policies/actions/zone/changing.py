"""What came out otherwise, for whom and why: stored once for each cause, told once it is committed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db import transaction

from jianghai.base import clock, journal
from jianghai.policies import signals
from jianghai.policies.models import Cause, Change, Gain, Turn
from jianghai.policies.packing import UNLIMITED, Whole
from jianghai.policies.rules import applied
from jianghai.policies.turning import Side, turns
from jianghai.policies.words import Words, reasons
from rulebook.values import Verdict

if TYPE_CHECKING:
    from jianghai.people.models import Person
    from jianghai.policies.zone import Answers
    from rulebook.policies import Shelf

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Told:
    """Why answers may be others now: the kind of cause, what names it once for ever, and a sentence."""

    kind: Cause
    reference: str
    zh: str
    en: str
    by: Person | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Some enterprises with what every clause said of them before and what it says now, in the same order."""

    pks: Whole
    before: Answers
    after: Answers


def record(told: Told, shelf: Shelf, on: date, judged: Judged) -> Change | None:
    """Store a cause with everybody for whom it changed something, and send word; None where it changed nothing.

    A cause that is known already is not told again.
    """
    words = Words(shelf, told, on)
    gains = [gain for key in _keys(judged) for gain in _of_clause(key, judged, words)]
    if not gains:
        return None
    defaults: dict[str, Any] = {
        "at": clock.now(),
        "on": on,
        "zh": told.zh[:500],
        "en": told.en[:500],
        "by": told.by,
    }
    change, new = Change.objects.get_or_create(
        kind=told.kind,
        reference=told.reference[:200],
        defaults=defaults | _counts(gains, judged),
    )
    _reason(gains, shelf, on, told)
    for gain in gains:
        gain.change = change
    Gain.objects.bulk_create(gains, batch_size=AT_ONCE, ignore_conflicts=not new)
    if new:
        journal.record(
            told.by,
            "entitlements changed",
            change,
            reference=change.reference,
            gained=change.gained,
            lost=change.lost,
        )
        transaction.on_commit(lambda: signals.changed.send_robust(sender=Change, change=change))
    return change


def _reason(gains: list[Gain], shelf: Shelf, on: date, told: Told) -> None:
    """Add to what each gain says by what it came out, where not the policy itself changed."""
    if told.kind is Cause.EDITION:
        return
    found = reasons(gains, shelf, on, applied(shelf, on))
    for gain in gains:
        why = found.get((gain.enterprise_id, gain.clause))
        if why is not None and why.zh:
            gain.zh, gain.en = f"{gain.zh}：{why.zh}"[:500], f"{gain.en}: {why.en}"[:500]


def _keys(judged: Judged) -> list[str]:
    return list(dict.fromkeys((*judged.before, *judged.after)))


def _of_clause(key: str, judged: Judged, words: Words) -> Iterator[Gain]:
    one, other = judged.before.get(key), judged.after.get(key)
    if one is not None and other is not None and one.same(other):
        return
    rows = len(judged.pks)
    before, after = Side.of(one, rows), Side.of(other, rows)
    priced = any(told is not None and told.low is not None for told in (one, other))
    for turn, mask in turns(before, after).items():
        places = np.flatnonzero(mask)
        if not len(places):
            continue
        why = words.why(key, one, other, turn)
        for place in places.tolist():
            yield Gain(
                enterprise_id=int(judged.pks[place]),
                clause=key,
                turn=turn,
                before=int(before.verdicts[place]),
                after=int(after.verdicts[place]),
                zh=why.zh[:500],
                en=why.en[:500],
                **(_amounts(before, after, place) if priced else {}),
            )


def _amounts(before: Side, after: Side, place: int) -> dict[str, int | None]:
    def high(side: Side) -> int | None:
        end = int(side.high[place])
        return None if end == UNLIMITED else end

    return {
        "low_before": int(before.low[place]),
        "high_before": high(before),
        "low_after": int(after.low[place]),
        "high_after": high(after),
    }


def _counts(gains: list[Gain], judged: Judged) -> dict[str, int]:
    """Count enterprises for whom it got better and worse, and what they surely gain and lose."""
    better = {gain.enterprise_id for gain in gains if Turn(gain.turn).better}
    worse = {gain.enterprise_id for gain in gains if not Turn(gain.turn).better}
    more = np.zeros(len(judged.pks), dtype=np.int64)
    for answers, sign in ((judged.after, 1), (judged.before, -1)):
        for told in answers.values():
            if told.low is not None and told.assured:
                more += sign * np.where(told.kept == Verdict.MET, told.low, 0)
    return {
        "gained": len(better),
        "lost": len(worse),
        "certain_gained": int(more[more > 0].sum()),
        "certain_lost": int(-more[more < 0].sum()),
    }
