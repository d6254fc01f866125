"""What one asks a clock: when it is due, how much is used and left, and whom it warns next.

Days, months and years: the day on which a pause begins counts, the days after it do not, up to and including the
day of the resume, which is left out like a start day. Working hours: to the second. No clock runs out while paused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from worktime.clocks.ladders import DUE, Light, Rung
from worktime.clocks.measures import Measure
from worktime.moments import aware
from worktime.spans import Unit

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from worktime.calendars import Calendar
    from worktime.clocks.rules import ClockState
    from worktime.deadlines import Due

HOUR, MINUTE = 3600, 60


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a term: days, or working seconds of a window; below zero is overrun.

    >>> Left(0, Unit.WORKING_DAY).zh, Left(-2, Unit.WORKING_DAY).zh, Left(4500, Unit.WORKING_HOUR).zh
    ('今日到期', '已超 2 个工作日', '还剩 1 小时 15 分')
    >>> Left(1, Unit.CALENDAR_DAY).en, Left(-90, Unit.WORKING_MINUTE).en
    ('1 calendar day left', '2 min over')
    """

    ticks: int
    unit: Unit

    @property
    def zh(self) -> str:
        """Say it in Chinese."""
        if self.ticks:
            return f"{'还剩' if self.ticks > 0 else '已超'} {self._amount()[0]}"
        return "时限已用完" if self.unit.by_window else "今日到期"

    @property
    def en(self) -> str:
        """Say it in English."""
        if self.ticks:
            return f"{self._amount()[1]} {'left' if self.ticks > 0 else 'over'}"
        return "no time left" if self.unit.by_window else "due today"

    def _amount(self) -> tuple[str, str]:
        amount = abs(self.ticks)
        if not self.unit.by_window:
            word = self.unit.en if amount != 1 else self.unit.en.removesuffix("s")
            return f"{amount} {self.unit.zh}", f"{amount} {word}"
        hours, minutes = divmod(-(-amount // MINUTE), MINUTE)
        zh = " ".join(f"{n} {word}" for n, word in ((hours, "小时"), (minutes, "分")) if n)
        return zh, " ".join(f"{n} {word}" for n, word in ((hours, "h"), (minutes, "min")) if n)


def due(state: ClockState, calendar: Calendar) -> Due | None:
    """Tell when a clock is due; None while it is paused and its notice names no end.

    Of a clock that is paused until a day that is named, the deadline is what it will be if it runs again then.

    >>> from worktime.clocks import examples
    >>> due(examples.licence(), examples.CALENDAR).day.isoformat()
    '2030-02-04'
    """
    return Measure(state, calendar, expected=True).due()


def used(state: ClockState, at: datetime, calendar: Calendar) -> int:
    """Count what is used at a moment: days with the day itself, or working seconds; nothing after the stop.

    >>> from worktime.clocks import examples
    >>> used(examples.licence(), examples.morning(2030, 1, 9), examples.CALENDAR)
    2
    """
    measure = Measure(state, calendar)
    return measure.used(measure.place(_until(state, at)))


def left(state: ClockState, at: datetime, calendar: Calendar) -> Left:
    """Tell what is left at a moment; on the last day of a term of days that is 0, and below it the overrun.

    >>> from worktime.clocks import examples
    >>> left(examples.licence(), examples.morning(2030, 2, 6), examples.CALENDAR).zh
    '已超 2 个工作日'
    """
    measure = Measure(state, calendar)
    now, unit = measure.place(_until(state, at)), _shown(measure.unit)
    ends = measure.due()
    last = None if ends is None else _last(measure, ends)
    if last is not None and now > last:
        return Left(-measure.running(last, now), unit)
    if state.budget.amount < 0 and last is not None:
        return Left(measure.count(now, last), unit)
    return Left(max(0, measure.budget - measure.used(now)), unit)


def _last(measure: Measure, ends: Due) -> int:
    return measure.place(ends.at) if measure.unit.by_window else ends.day.toordinal()


def _shown(unit: Unit) -> Unit:
    return Unit.CALENDAR_DAY if unit in {Unit.MONTH, Unit.YEAR} else unit


def late(state: ClockState, at: datetime, calendar: Calendar) -> bool:
    """Tell whether the term had run out at a moment, or when it was stopped; never while it is paused in time.

    >>> from worktime.clocks import examples
    >>> late(examples.licence(), examples.morning(2030, 2, 4), examples.CALENDAR)
    False
    """
    ends = Measure(state, calendar).due()
    return ends is not None and _until(state, at) >= ends.at


def rungs(state: ClockState, calendar: Calendar) -> list[tuple[str, datetime]]:
    """Give the rungs whose moment is known, in order of time; those after a stop are left out.

    A share is reached when that much of the budget is used up, ``-1WD`` a working day before the deadline and
    ``+1WD`` a working day after it.

    >>> from worktime.clocks import examples
    >>> [(key, at.day) for key, at in rungs(examples.licence(), examples.CALENDAR)][:3]
    [('50%', 21), ('80%', 29), ('-1WD', 1)]
    """
    measure = Measure(state, calendar)
    return _rungs(measure, measure.due())


def _rungs(measure: Measure, ends: Due | None) -> list[tuple[str, datetime]]:
    found = []
    for rung in measure.state.rule.ladder:
        at = ends.at if ends and rung.key == DUE else None
        if rung.share is not None:
            at = measure.share(rung.share)
        elif rung.offset is not None and ends:
            at = measure.beside(ends, rung.offset)
        if at is not None and _matters(rung, at, measure.state, ends):
            found.append((at, rung.light.rank, rung.key))
    return [(key, at) for at, _rank, key in sorted(found)]


def _matters(rung: Rung, at: datetime, state: ClockState, ends: Due | None) -> bool:
    """Leave out what comes after the stop, and warnings of a short term before its start or at its very end."""
    if state.stopped_at is not None and at > state.stopped_at:
        return False
    if rung.key == DUE or state.budget.amount < 0:
        return True
    warns_late = rung.share is not None and ends is not None and at >= ends.at
    return at > state.started_at and not warns_late


def next_moment(
    state: ClockState, calendar: Calendar, fired: Collection[str] = ()
) -> tuple[str, datetime] | None:
    """Give the earliest rung that has not fired; None where nothing is to come, or not while it is paused.

    >>> from worktime.clocks import examples
    >>> next_moment(examples.licence(), examples.CALENDAR, {"50%"})[0]
    '80%'
    """
    return next((one for one in rungs(state, calendar) if one[0] not in fired), None)


def light(state: ClockState, at: datetime, calendar: Calendar) -> Light:
    """Tell which light a clock shows at a moment: that of the last rung reached.

    >>> from worktime.clocks import examples
    >>> light(examples.licence(), examples.morning(2030, 1, 23), examples.CALENDAR).value
    'yellow'
    """
    return _light(state, at, rungs(state, calendar))


def _light(state: ClockState, at: datetime, known: list[tuple[str, datetime]]) -> Light:
    lights = {rung.key: rung.light for rung in state.rule.ladder}
    moment = _until(state, at)
    passed = [lights[key] for key, when in known if when <= moment]
    return max(passed, key=lambda one: one.rank, default=Light.GREEN)


@dataclass(frozen=True, slots=True)
class Shown:
    """What lists and sweepers keep of a clock: its deadline, the rung to come, its light."""

    due: Due | None
    following: tuple[str, datetime] | None
    light: Light


def shown(
    state: ClockState, at: datetime, calendar: Calendar, fired: Collection[str] = ()
) -> Shown:
    """Answer `due`, `next_moment` and `light` at once, for a third of the work.

    >>> from worktime.clocks import examples
    >>> told = shown(examples.licence(), examples.morning(2030, 1, 23), examples.CALENDAR, {"50%"})
    >>> told.due.day.isoformat(), told.following[0], told.light.value
    ('2030-02-04', '80%', 'yellow')
    """
    measure = Measure(state, calendar)
    ends = measure.due()
    known = _rungs(measure, ends)
    following = next((one for one in known if one[0] not in fired), None)
    return Shown(ends or due(state, calendar), following, _light(state, at, known))


def _until(state: ClockState, at: datetime) -> datetime:
    moment = aware(at)
    return moment if state.stopped_at is None else min(moment, state.stopped_at)
