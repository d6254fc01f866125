"""Everything that a trial comes to, for a page, a report or a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from jianghai.base.errors import NotAllowedError
from jianghai.enterprises.models import Enterprise
from jianghai.policies.lab import basis, groups, money, near, overlap
from jianghai.policies.lab.awards import awards, together
from jianghai.policies.lab.effects import Effects, effects
from jianghai.policies.lab.trial import document_of, trial
from rulebook.policies.changes import differences
from rulebook.values import Verdict

if TYPE_CHECKING:
    from jianghai.people.models import Person
    from jianghai.policies.lab.awards import Awards
    from jianghai.policies.lab.trial import Trial
    from jianghai.policies.models import PolicyDraft
    from rulebook.errors import Text
    from rulebook.policies import Policy

#: So many firms are listed of winners, losers and those just below the line.
LISTED = 50


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a policy with some values moved comes to on the zone, beside what is in force; sums in fen."""

    policy: Policy
    before: Policy | None
    on: date
    firms: int
    words: tuple[Text, ...]
    getting: tuple[int, int]
    total: tuple[money.Paid, money.Paid]
    effects: Effects
    levels: Mapping[str, tuple[money.Paid, money.Paid]]
    months: tuple[money.Month, ...]
    spread: Mapping[str, tuple[groups.Share, ...]]
    below: tuple[near.Below, ...]
    below_count: int
    overlaps: tuple[overlap.Overlap, ...]
    scaling: money.Scaling | None
    scaled: tuple[tuple[int, int, int], ...]
    names: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is tried: an edition (policy@day) or a draft, values by path, a budget in fen, how many firms to list."""

    policy: str = ""
    draft: PolicyDraft | None = None
    changes: Mapping[str, str] | None = None
    budget: int | None = None
    listed: int = LISTED


def try_(person: Person, asked: Asked) -> Outcome:
    """Try a policy on the zone, for the zone's staff; three queries where the zone is in memory.

    ScenarioError where a value does not fit, NotEvaluatedError where the zone was never judged.
    """
    if not person.edits_zone:
        raise NotAllowedError
    zone = basis.zone()
    document = document_of(zone, asked.policy, asked.draft)
    return outcome(trial(zone, document, asked.changes or {}), asked.budget, asked.listed)


def outcome(tried: Trial, budget: int | None = None, listed: int = LISTED) -> Outcome:
    """Work out everything about a trial; one query, for names."""
    old, new = awards(tried.old, tried.before), awards(tried.new, tried.after)
    rows, on = tried.new.rows, tried.zone.rows.on
    sure, most = together(new, rows)
    gets = _gets(new, rows)
    found = effects(tried, old, new, listed)
    count, close = near.below(tried, listed)
    limit = money.scaling(sure, most, budget) if budget is not None else None
    shown = _scaled(tried, limit, sure if limit and limit.passes == "sure" else most, listed)
    levels = (money.by_level(tried.before, old), money.by_level(tried.after, new))
    return Outcome(
        policy=tried.after,
        before=tried.before,
        on=on,
        firms=rows,
        words=differences(tried.before, tried.after) if tried.before is not None else (),
        getting=(int(_gets(old, rows).sum()), int(gets.sum())),
        total=(_paid(old, rows), _paid(new, rows)),
        effects=found,
        levels={
            name: (levels[0].get(name, money.Paid()), levels[1].get(name, money.Paid()))
            for name in dict.fromkeys((*levels[0], *levels[1]))
        },
        months=money.by_month(tried.after, new, on),
        spread=groups.distribution(tried.zone, gets, sure, most),
        below=close,
        below_count=count,
        overlaps=overlap.overlaps(tried, new),
        scaling=limit,
        scaled=shown,
        names=_names(found, close, shown),
    )


def _gets(found: Awards, rows: int) -> np.ndarray[Any, Any]:
    """Tell which firms meet a clause that counts."""
    gets = np.zeros(rows, dtype=bool)
    for award in found.values():
        gets |= (award.verdicts == Verdict.MET) & (award.counts > Verdict.UNMET)
    return gets


def _paid(found: Awards, rows: int) -> money.Paid:
    sure, most = together(found, rows)
    unlimited = sum(int(award.open.sum()) for award in found.values())
    return money.Paid(int(sure.sum()), int(most.sum()), unlimited)


def _scaled(
    tried: Trial, limit: money.Scaling | None, whole: Any, listed: int
) -> tuple[tuple[int, int, int], ...]:
    """Give firms with their award before and after scaling down, the largest first."""
    if limit is None or not limit.passes:
        return ()
    order = np.argsort(-whole, kind="stable")[:listed]
    return tuple(
        (tried.zone.rows.pks[place], int(whole[place]), int(limit.awards[place]))
        for place in order.tolist()
        if whole[place]
    )


def _names(
    found: Effects, close: tuple[near.Below, ...], shown: tuple[tuple[int, int, int], ...]
) -> dict[int, str]:
    pks = {one.enterprise for one in (*found.winners, *found.losers)}
    pks |= {one.enterprise for one in close} | {pk for pk, _whole, _part in shown}
    return dict(Enterprise.objects.filter(pk__in=pks).values_list("pk", "name"))
