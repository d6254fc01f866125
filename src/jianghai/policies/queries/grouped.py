"""What promises leave room for: clauses of one group, of which evaluation knows only what was paid already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from jianghai.enterprises.columns.records import among
from jianghai.policies import rules
from jianghai.policies.models import HELD, PROMISED, Payout

if TYPE_CHECKING:
    from rulebook.policies import Group

#: A clause, its state, its sum in fen and its period.
Promise = tuple[str, str, int, str]


@dataclass(frozen=True, slots=True)
class Room:
    """What a firm may still get by a clause: `why_not` where nothing, else at most `most` fen (None: no limit).

    `pending`: another clause of a group in which one counts was promised; `capped`: the group's limit is used up.
    """

    why_not: str = ""
    most: int | None = None


FREE = Room()


def room(clause: str, day: date, enterprises: Sequence[int]) -> dict[int, Room]:
    """Tell what the groups of a clause leave to firms; firms that are not named have all the room there is."""
    shelf = rules.shelf()
    known = shelf.groups(rules.applied(shelf, day))
    groups = [group for group in known if clause in group.members]
    if not groups:
        return {}
    promised = _promised({key for group in groups for key in group.members}, enterprises)
    return {pk: _room(clause, str(day.year), groups, promises) for pk, promises in promised.items()}


def _promised(clauses: Iterable[str], enterprises: Sequence[int]) -> dict[int, list[Promise]]:
    rows = Payout.objects.filter(among(enterprises), clause__in=clauses, state__in=PROMISED)
    found: dict[int, list[Promise]] = defaultdict(list)
    told = rows.order_by("pk").values_list("enterprise", "clause", "state", "amount", "period")
    for pk, clause, state, fen, period in told:
        found[pk].append((clause, state, fen, period))
    return found


def _room(clause: str, period: str, groups: Sequence[Group], promises: Sequence[Promise]) -> Room:
    most: int | None = None
    for group in groups:
        inside = [one for one in promises if one[0] in group.members]
        if group.exclusive and any(_in_the_way(clause, group, one) for one in inside):
            return Room("pending")
        if group.cap is not None:
            used = sum(fen for one in inside if (fen := _used(clause, period, group, one)))
            left = int(group.cap) - used
            most = left if most is None else min(most, left)
    return Room("capped") if most is not None and most <= 0 else Room(most=most)


def _in_the_way(clause: str, group: Group, promise: Promise) -> bool:
    """Tell whether another clause's payout keeps this one back: not paid yet, or for a project that nobody compares."""
    key, state, _fen, _period = promise
    return key != clause and (state not in HELD or group.scope == "project")


def _used(clause: str, period: str, group: Group, promise: Promise) -> int:
    """Give what a payout takes of a group's limit; the very payout that is looked at takes nothing."""
    key, _state, fen, when = promise
    if key == clause and when == period:
        return 0
    return fen if group.scope != "year" or when == period else 0
