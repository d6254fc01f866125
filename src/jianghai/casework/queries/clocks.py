"""Clocks as people read them: what counts, how much is left, when it stood still and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import worktime
from jianghai.base import clock
from jianghai.casework import services
from jianghai.casework.engine import ledgers
from jianghai.casework.models import Clock, ClockKind
from jianghai.casework.models import ClockState as Doing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from jianghai.casework.models import Case
    from worktime import ClockRule


@dataclass(frozen=True, slots=True)
class Stop:
    """A time in which a clock stood still, for a reason and with a notice."""

    reason_zh: str
    reason_en: str
    since: datetime
    until: datetime | None
    notice: str


@dataclass(frozen=True, slots=True)
class ClockView:
    """One clock of a case as it is told."""

    row: Clock
    rule: ClockRule
    zh: str
    en: str
    due_on: date | None
    left: worktime.Left
    used: int
    budget: int
    stops: tuple[Stop, ...]
    excluded: tuple[tuple[str, str], ...]  # reasons for which it stands still, in both languages

    @property
    def binding(self) -> bool:
        """Tell whether it binds the government."""
        return self.row.kind in {ClockKind.STATUTORY, ClockKind.PROMISED}

    @property
    def paused(self) -> bool:
        """Tell whether it stands still."""
        return self.row.state == Doing.PAUSED

    @property
    def stopped(self) -> bool:
        """Tell whether it is over."""
        return self.row.state == Doing.STOPPED

    @property
    def share(self) -> float:
        """Give the part of the budget that is used, 1 or more when it is over."""
        return self.used / self.budget if self.budget else 0.0


def of_case(case: Case) -> list[ClockView]:
    """List the clocks of a case: those that bind us first, then those of steps, as they were started."""
    rows = Clock.objects.filter(case=case).select_related("task").order_by("id")
    order = [ClockKind.STATUTORY, ClockKind.PROMISED, ClockKind.NOTICE, ClockKind.STEP]
    ranked = sorted(
        rows,
        key=lambda row: order.index(row.kind) if row.kind in order else len(order),  # type: ignore[arg-type]
    )
    return views(case, ranked)


def views(case: Case, rows: Sequence[Clock]) -> list[ClockView]:
    """Tell clocks of one case."""
    service, days, now = services.of(case.edition), ledgers.calendar(), clock.now()
    return [_view(row, service.clocks[row.key].rule, days, now) for row in rows]


def _view(row: Clock, rule: ClockRule, days: worktime.Calendar, now: datetime) -> ClockView:
    state = ledgers.state_of(row, rule)
    left = worktime.left(state, now, days)
    used = worktime.used(state, now, days)
    stops = tuple(
        Stop(
            worktime.REASONS[one.reason].zh,
            worktime.REASONS[one.reason].en,
            one.at,
            one.resumed_at,
            one.notice,
        )
        for one in state.pauses
    )
    excluded = tuple(
        (worktime.REASONS[reason].zh, worktime.REASONS[reason].en)
        for reason in sorted(rule.excludes)
    )
    return ClockView(
        row, rule, rule.zh, rule.en, row.due_on, left, used, used + left.ticks, stops, excluded
    )
