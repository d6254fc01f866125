"""Which other clauses the same firms get: of a common topic, or of a common group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from jianghai.policies.lab.awards import awards
from rulebook.values import Verdict

if TYPE_CHECKING:
    from jianghai.policies.lab.awards import Awards
    from jianghai.policies.lab.trial import Trial
    from rulebook.errors import Text
    from rulebook.policies import Policy


@dataclass(frozen=True, slots=True)
class Overlap:
    """One clause of another policy: how many firms get both, and what they surely get of it, in fen.

    `topics` are the common ones; `grouped` tells whether a group holds both, so that not both may count.
    """

    clause: str
    policy: Text
    name: Text
    topics: tuple[str, ...]
    grouped: bool
    firms: int
    sure: int


def overlaps(tried: Trial, mine: Awards) -> tuple[Overlap, ...]:
    """List the clauses that firms get besides, those of the most firms first."""
    has = np.zeros(tried.new.rows, dtype=bool)
    for award in mine.values():
        has |= (award.verdicts == Verdict.MET) & (award.counts > Verdict.UNMET)
    topics = {topic for item in tried.after.items for topic in item.topics}
    grouped = _grouped(tried)
    found = []
    for policy in tried.zone.policies:
        if policy.id != tried.after.id:
            found += _of_policy(tried, policy, (has, topics, grouped))
    return tuple(sorted(found, key=lambda one: (-one.firms, one.clause)))


def _grouped(tried: Trial) -> set[str]:
    """Name the clauses of others that share a group with one of the policy."""
    own = {item.key for item in tried.after.items}
    groups = tried.zone.shelf.groups([*tried.zone.policies, tried.after])
    return {key for group in groups if own & set(group.members) for key in group.members} - own


def _of_policy(
    tried: Trial, policy: Policy, mine: tuple[np.ndarray[Any, Any], set[str], set[str]]
) -> list[Overlap]:
    has, topics, grouped = mine
    wanted = [item for item in policy.items if topics & set(item.topics) or item.key in grouped]
    if not wanted:
        return []
    side = (
        tried.new
        if set(tried.new.keys) >= {item.key for item in policy.items}
        else tried.zone.holdings
    )
    theirs = awards(side, policy)
    found = []
    for item in wanted:
        both = has & (side.verdict(item.key) == Verdict.MET)
        if both.any():
            common = tuple(topic for topic in item.topics if topic in topics)
            sums = int(both.sum()), int(theirs[item.key].sure[both].sum())
            grouped_ = item.key in grouped
            found.append(Overlap(item.key, policy.short, item.name, common, grouped_, *sums))
    return found
