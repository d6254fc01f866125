"""What moves when a calendar is published or corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from worktime.clocks import due

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from worktime.calendars import Calendar
    from worktime.clocks import ClockState
    from worktime.deadlines import Due

Id = TypeVar("Id")


def differing(old: Calendar, new: Calendar) -> tuple[int, ...]:
    """Name the years that two calendars tell differently.

    >>> from worktime.calendars import Calendar
    >>> differing(Calendar("cn"), Calendar("cn"))
    ()
    """
    return tuple(
        year
        for year in sorted({*old.years, *new.years})
        if year not in old.years
        or year not in new.years
        or old.years[year].digest != new.years[year].digest
    )


def reproject(
    states: Iterable[tuple[Id, ClockState]], old: Calendar, new: Calendar
) -> Iterator[tuple[Id, Due | None, Due | None]]:
    """Give the clocks whose deadline differs by two calendars, one by one, with both; the others are passed over.

    A deadline that only stops being provisional differs too.

    >>> from worktime.clocks import examples
    >>> list(reproject([(1, examples.licence())], examples.CALENDAR, examples.CALENDAR))
    []
    """
    years = differing(old, new)
    if not years and old.windows == new.windows:
        return
    for one, state in states:
        before, after = due(state, old), due(state, new)
        if before != after:
            yield one, before, after
