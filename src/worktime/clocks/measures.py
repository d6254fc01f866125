"""How much of a term has gone by: whole days with their pauses, or open seconds of a window with theirs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from worktime.calendars import in_reach
from worktime.deadlines import Due, Move, deadline, due_at, ended, last_day
from worktime.hours import open_after, open_between
from worktime.moments import DAY, day_of, midnight, moment, second
from worktime.spans import Unit

if TYPE_CHECKING:
    from datetime import datetime

    from worktime.calendars import Calendar
    from worktime.clocks.rules import ClockState
    from worktime.spans import Span
    from worktime.windows import Window

FOREVER = 10**12
"""The end of a pause that nobody knows."""


@dataclass(frozen=True)
class Measure:
    """The term of one clock on the scale that it is counted on: ordinals of days, or seconds."""

    state: ClockState
    calendar: Calendar
    expected: bool = False
    """Take a pause that is open to end when its notice says."""

    @cached_property
    def unit(self) -> Unit:
        """Give the unit of the rule."""
        return self.state.rule.span.unit

    @cached_property
    def scale(self) -> int:
        """Give the seconds of one step."""
        return 1 if self.unit.by_window else DAY

    @cached_property
    def first(self) -> int:
        """Give the place after which counting begins: the start, or the day before where the start day counts."""
        begun = second(self.state.started_at) // self.scale
        counts = self.state.rule.counting.include_start_day and not self.unit.by_window
        return begun - 1 if counts and self.state.budget.amount > 0 else begun

    @cached_property
    def budget(self) -> int:
        """Give the whole amount in steps; months and years as the calendar days that they are."""
        span = self.state.budget
        if self.unit.by_window:
            return span.seconds
        if self.unit in {Unit.MONTH, Unit.YEAR}:
            counts = self.state.rule.counting.include_start_day
            day = day_of(self.state.started_at)
            return (
                last_day(day, span, self.calendar, include_start_day=counts).toordinal()
                - self.first
            )
        return span.amount

    def place(self, at: datetime) -> int:
        """Give the place of a moment on the scale."""
        return second(at) // self.scale

    def count(self, first: int, last: int) -> int:
        """Count what is worked after one place up to another."""
        if last <= first:
            return 0
        if self.unit.by_window:
            return open_between(first, last, self.calendar, self._window)
        if self.unit is Unit.WORKING_DAY:
            return self.calendar.worked_until(last) - self.calendar.worked_until(first)
        return last - first

    def after(self, first: int, count: int) -> int:
        """Give the place by which so many have been worked."""
        if not count:
            return first
        if self.unit.by_window:
            return open_after(first, count, self.calendar, self._window)
        if self.unit is Unit.WORKING_DAY:
            return self.calendar.nth_worked(self.calendar.worked_until(first) + count)
        return first + count

    @cached_property
    def pauses(self) -> list[tuple[int, int]]:
        """Give the stretches that do not count, in order, those that touch joined."""
        found: list[tuple[int, int]] = []
        for one in sorted(self.state.pauses, key=lambda one: one.at):
            end = one.resumed_at or (one.until if self.expected else None)
            begun, over = self.place(one.at), self.place(end) if end else FOREVER
            if found and begun <= found[-1][1]:
                found[-1] = (found[-1][0], max(found[-1][1], over))
            elif over > begun:
                found.append((begun, over))
        return found

    def reached(self, count: int) -> tuple[int, int | None] | None:
        """Give where so many are used up, and where that was before a pause held it back; None while paused."""
        cursor, held = self.first, None
        for begun, over in self.pauses:
            place = self.after(cursor, count)
            if self._settled(place, begun):
                return place, held
            if over >= FOREVER:
                return None
            gone = self.count(cursor, begun)
            held = place if gone >= count else None
            count, cursor = max(0, count - gone), max(cursor, over)
            if not count and self.unit is Unit.WORKING_DAY:
                cursor = self.calendar.next_working(in_reach(cursor)).toordinal()
        return self.after(cursor, count), held

    def _settled(self, place: int, begun: int) -> bool:
        """Tell whether a place was reached before a pause begins, with the day to which it would roll."""
        if self.unit.by_window:
            return place <= begun
        return self._rolled(place) < begun

    def _rolled(self, ordinal: int) -> int:
        day, span = in_reach(ordinal), self.state.rule.span
        due = ended(day, day, span, self.calendar, self.state.rule.counting)
        return due.day.toordinal()

    def due(self) -> Due | None:
        """Give the deadline; None while the clock is paused with no known end."""
        state = self.state
        if state.budget.amount < 0:
            return deadline(state.started_at, state.budget, self.calendar, state.rule.counting)
        found = self.reached(self.budget)
        if found is None:
            return None
        last, held = found
        if self.unit.by_window:
            return due_at(self.first, last, self.calendar)
        due = ended(
            day_of(state.started_at),
            in_reach(last),
            state.budget,
            self.calendar,
            state.rule.counting,
        )
        if held is None or held == last or due.moved_by:
            return due
        return Due(
            due.day, due.at, due.counted, Move("paused_on_last_day", in_reach(held)), due.unsure
        )

    def used(self, now: int) -> int:
        """Count what is used up to a place, the day itself included."""
        total = self.count(self.first, now)
        for begun, over in self.pauses:
            total -= self.count(max(begun, self.first), min(over, now))
        return total

    def running(self, first: int, last: int) -> int:
        """Count what is worked after one place up to another, without the pauses between."""
        total = self.count(first, last)
        for begun, over in self.pauses:
            total -= self.count(max(begun, first), min(over, last))
        return total

    def share(self, percent: int) -> datetime | None:
        """Give the moment at which a share of the budget is used up."""
        steps = -(-self.budget * percent // 100)
        found = self.reached(steps) if self.budget > 0 else None
        if found is None:
            return None
        return moment(found[0]) if self.unit.by_window else midnight(in_reach(found[0] + 1))

    def beside(self, ends: Due, offset: Span) -> datetime:
        """Give the moment so long before or after a deadline."""
        if offset.unit.by_window:
            return moment(open_after(second(ends.at), offset.seconds, self.calendar, self._window))
        day = last_day(ends.day, offset, self.calendar, include_start_day=False)
        return midnight(in_reach(day.toordinal() + 1))

    @property
    def _window(self) -> Window:
        return self.calendar.window(self.state.rule.counting.window)
