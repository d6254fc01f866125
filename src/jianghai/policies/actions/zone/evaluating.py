"""Judging the zone by the policies and keeping it by column: everybody, or those of whom something changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction

from jianghai.base import clock, journal
from jianghai.enterprises.columns import Rows, columns, fetched
from jianghai.enterprises.models import Enterprise
from jianghai.policies import held, rules, zone
from jianghai.policies.actions.zone import storing
from jianghai.policies.actions.zone.changing import Judged, Told, record
from jianghai.policies.held import Held
from jianghai.policies.models import Cause, Change, ZoneState
from jianghai.policies.packing import whole
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
    kept = held.of(state.number)
    kept = _everybody(kept, now)
    rows, holdings = kept.rows, kept.holdings
    first, was, pks = state.count == 0, whole(state.firms), np.array(rows.pks, dtype=np.int64)
    reason = told or _why(state, now)
    before, after = zone.stored(), zone.answers_of(holdings, now.policies)
    storing.put_answers(before if np.array_equal(was, pks) else {}, after)
    storing.put_standings(rows, holdings, now.on)
    storing.put_state(state, now.on, now.digest, pks)
    held.keep(replace(kept, number=state.number))
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
    """Judge everybody: where the zone is in memory, only by what is new; else all is read."""
    sources = rules.sources(now.shelf, now.policies)
    pks = list(Enterprise.objects.order_by("pk").values_list("pk", flat=True))
    stock, previous = None, None
    if kept is not None and (kept.rows.on, kept.rows.pks) == (now.on, pks):
        kept = kept.with_sources(sources)
        rows, stock, previous = kept.rows, kept.stock, kept.holdings
    elif len(pks) <= held.MOST:
        stock = fetched(pks, now.on, [*held.everything(), *sources])
        rows = stock.rows(sources)
    else:
        rows = columns(pks, now.on, sources)
    holdings = entitle_all(rows.frame, now.shelf, now.on, policies=now.policies, previous=previous)
    return Held(0, rows, now.shelf, now.policies, holdings, stock)


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
        evaluate_zone()
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
    part = columns(pks, now.on, rules.sources(now.shelf, now.policies))
    if not part.pks:
        return None
    holdings = entitle_all(part.frame, now.shelf, now.on, policies=now.policies)
    was = whole(state.firms)
    mine = np.array(part.pks, dtype=np.int64)
    pks_now = np.concatenate([was, mine[~np.isin(mine, was)]])
    before, fresh = zone.stored(), zone.answers_of(holdings, now.policies)
    order = {pk: place for place, pk in enumerate(pks_now.tolist())}
    places = np.array([order[pk] for pk in part.pks], dtype=np.int64)
    grown = zone.aligned(before, was, pks_now)
    after = {
        key: grown[key].put(places, one) if key in grown else one for key, one in fresh.items()
    }
    storing.put_answers(before if len(pks_now) == len(was) else {}, after)
    storing.put_standings(part, holdings, now.on)
    kept = held.of(state.number)
    storing.put_state(state, now.on, now.digest, pks_now)
    _keep(kept, part, state.number, now)
    known = np.flatnonzero(np.isin(mine, was))
    judged = Judged(
        mine[known],
        zone.aligned(before, was, mine[known]),
        {key: one.taken(known) for key, one in fresh.items()},
    )
    facts = Told(Cause.FACTS, str(state.number), "企业数据有变动", "Facts of enterprises changed")
    return record(told or facts, now.shelf, now.on, judged)


def _keep(kept: Held | None, part: Rows, number: int, now: Setting) -> None:
    """Keep the zone in memory in step with what was stored of some enterprises."""
    rows = held.spliced(kept.rows, part) if kept is not None else None
    if rows is None:
        held.forget()
        return
    holdings = entitle_all(rows.frame, now.shelf, now.on, policies=now.policies)
    held.keep(Held(number, rows, now.shelf, now.policies, holdings))


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
