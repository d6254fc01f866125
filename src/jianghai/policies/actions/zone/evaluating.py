"""Judging the zone by the policies and keeping it by column: everybody, or those of whom something changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction

from jianghai.base import clock, journal
from jianghai.enterprises.columns import Stock, columns, fetched
from jianghai.enterprises.models import Enterprise
from jianghai.policies import held, rules, zone
from jianghai.policies.actions.zone import storing
from jianghai.policies.actions.zone.changing import Judged, Told, record
from jianghai.policies.held import Held
from jianghai.policies.models import Cause, Change, ZoneState
from jianghai.policies.packing import Whole, whole
from rulebook.entitle.holdings import entitle_all

if TYPE_CHECKING:
    from rulebook.policies import Policy, Shelf


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """By what the zone is judged: the day, the shelf and the policies of it that are applied."""

    on: date
    shelf: Shelf
    policies: tuple[Policy, ...]

    @property
    def digest(self) -> str:
        """Give the fingerprint of all that is applied."""
        return zone.fingerprint(self.shelf, self.policies)


def setting(on: date | None = None) -> Setting:
    """Gather what is in force on a day; one query."""
    day, shelf = on or clock.today(), rules.shelf()
    return Setting(day, shelf, rules.applied(shelf, day))


def locked() -> ZoneState:
    """Give the zone's state, held until the transaction ends: whoever stores answers waits here."""
    ZoneState.objects.get_or_create(pk=1)
    return ZoneState.objects.select_for_update().get(pk=1)


@transaction.atomic
def evaluate_zone(on: date | None = None, *, told: Told | None = None) -> Change | None:
    """Judge everybody anew and store it; give the change where somebody gained or lost.

    `told` says why; without it, a later day or other policies. The first time nothing has changed for anybody.
    """
    state, now = locked(), setting(on)
    found = _everybody(held.of(state.token), now)
    was, pks = whole(state.firms), np.array(found.rows.pks, dtype=np.int64)
    first, reason = state.count == 0, told or _why(state, now)
    before, after = zone.stored(), zone.answers_of(found.holdings, now.policies)
    same = before if np.array_equal(was, pks) else {}
    storing.put_answers(
        {key: one for key, one in after.items() if key not in same or not one.same(same[key])}
    )
    storing.drop_answers(before.keys() - after.keys())
    storing.put_standings(found.rows, found.holdings, now.on)
    storing.put_state(state, now.on, now.digest, pks)
    held.keep(found.as_of(state.token))
    if first:
        journal.record(None, "zone judged by policies", state, on=str(now.on), firms=len(pks))
        return None
    places = np.flatnonzero(np.isin(pks, was))  # who is new has nothing to compare with
    judged = Judged(
        pks[places],
        zone.aligned(before, was, pks[places]),
        {key: one.taken(places) for key, one in after.items()},
    )
    return record(reason, now.shelf, now.on, judged)


def _everybody(kept: Held | None, now: Setting) -> Held:
    """Take up everybody: where the zone is in memory, only what is new is made and judged; else all is read."""
    sources = rules.sources(now.shelf, now.policies)
    pks = list(Enterprise.objects.order_by("pk").values_list("pk", flat=True))
    if kept is not None and (kept.rows.on, kept.rows.pks) == (now.on, pks):
        more = kept.with_sources(sources)
        return Held("", more.rows, now.shelf, now.policies, more.stocks, kept.holdings)
    if len(pks) > held.MOST:
        return Held("", columns(pks, now.on, sources), now.shelf, now.policies)
    stock = fetched(pks, now.on, [*held.everything(), *sources])
    return Held("", stock.rows(sources), now.shelf, now.policies, (stock,))


def _why(state: ZoneState, now: Setting) -> Told:
    """Say why everybody is judged anew where nobody said it: a later day, else other policies, else other data."""
    if state.on != now.on:
        text = f"到 {now.on}，申报窗口、政策有效期与资质有效期按当日重新测算"
        english = f"On {now.on} windows, terms of policies and certificates were looked at anew"
        return Told(Cause.CALENDAR, now.on.isoformat(), text, english)
    if state.shelf != now.digest:
        return Told(
            Cause.EDITION, now.digest, "政策库内容有更新", "The policies of the library changed"
        )
    return Told(Cause.FACTS, str(state.number + 1), "企业数据有变动", "Facts changed")


def evaluate_firms(enterprises: Iterable[int], told: Told | None = None) -> Change | None:
    """Judge some enterprises anew, such as after a change of facts; give the change where somebody gained or lost.

    Everybody is judged first where a day has passed or policies changed since.
    """
    pks = sorted(set(enterprises))
    if not pks:
        return None
    if not _current():
        held.forget()  # it may not know yet what changed of these
        return evaluate_zone()
    return _firms(pks, told)


def _current() -> bool:
    state = ZoneState.objects.filter(pk=1, count__gt=0).first()
    if state is None:
        return False
    now = setting()
    return (state.on, state.shelf) == (now.on, now.digest)


@transaction.atomic
def _firms(pks: list[int], told: Told | None) -> Change | None:
    state, now = locked(), setting()
    sources = rules.sources(now.shelf, now.policies)
    stock = fetched(pks, now.on, [*held.everything(), *sources])
    part = stock.rows(sources)
    if not part.pks:
        return None
    holdings = entitle_all(part.frame, now.shelf, now.on, policies=now.policies)
    was, mine = whole(state.firms), np.array(part.pks, dtype=np.int64)
    firms = np.concatenate([was, mine[~np.isin(mine, was)]])
    stored, fresh = zone.stored(), zone.answers_of(holdings, now.policies)
    before = zone.aligned(stored, was, mine)  # who is new was unmet
    changed = [key for key, one in fresh.items() if not _same(one, before.get(key))]
    if len(firms) > len(was):
        changed = list(fresh)
        stored = zone.aligned(stored, was, firms)
    places = _places(firms, mine)
    storing.put_answers({key: stored[key].put(places, fresh[key]) for key in changed})
    storing.put_standings(part, holdings, now.on)
    kept = held.of(state.token)
    storing.put_state(state, now.on, now.digest, firms)
    _keep(kept, stock, state.token)
    known = np.flatnonzero(np.isin(mine, was))
    judged = Judged(
        mine[known],
        {key: one.taken(known) for key, one in before.items()},
        {key: one.taken(known) for key, one in fresh.items()},
    )
    facts = Told(Cause.FACTS, str(state.number), "企业数据有变动", "Facts of enterprises changed")
    return record(told or facts, now.shelf, now.on, judged)


def _same(one: zone.Answer, other: zone.Answer | None) -> bool:
    return other is not None and one.same(other)


def _places(firms: Whole, mine: Whole) -> Whole:
    """Find where some enterprises stand among all."""
    order = np.argsort(firms, kind="stable")
    found: Whole = order[np.searchsorted(firms, mine, sorter=order)]
    return found


def _keep(kept: Held | None, part: Stock, token: str) -> None:
    """Keep the zone in memory in step with what was stored of some enterprises."""
    found = kept.read_anew(part, token) if kept is not None else None
    if found is None:
        held.forget()
    else:
        held.keep(found)


def hear(enterprises: Iterable[int]) -> None:
    """Judge those anew of whom facts changed, everybody where nobody was judged yet."""
    evaluate_firms(enterprises)


def ledger_changed(
    enterprises: Iterable[int], *, reference: str, zh: str = "", en: str = ""
) -> Change | None:
    """Judge those anew of whom something was paid or taken back; `reference` names it, once for ever."""
    told = Told(
        Cause.LEDGER, reference, zh or "兑付记录有变动", en or "Something was paid or taken back"
    )
    return evaluate_firms(enterprises, told)


def renew() -> int:
    """Judge everybody once a day: windows open and close and policies begin without any fact changing."""
    if not ZoneState.objects.filter(pk=1, count__gt=0).exists() or _current():
        return 0
    evaluate_zone()
    return ZoneState.objects.get(pk=1).count
