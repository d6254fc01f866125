"""Reading the made-up cases: each is a story of its service, begun some working days ago.

What would lie after the last working day has not happened yet, so the day a case began says where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from jianghai.casework.engine import ledgers
from jianghai.casework.plays.reading import ZONE, Play, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from worktime import Calendar

#: Stands for the day of its action.
SAME_DAY = "today"
DATED = ("day", "time")


@dataclass(frozen=True, slots=True)
class Told:
    """A case as it is told: its play, and the place of its firm among the made-up ones."""

    play: Play
    firm: int | None


def cases(last: date) -> Iterator[Told]:
    """Give every made-up case as it stands at the end of a working day."""
    text = (resources.files("jianghai.casework.demo") / "cases.yaml").read_text("utf-8")
    told = yaml.safe_load(text)
    days = _Days(ledgers.calendar(), last)
    for one in told["cases"]:
        story = told["stories"][one["story"]]
        firm = one.get("firm")
        steps = tuple(days.steps(one["begins"], _actions(story, one)))
        form = {**story["form"], **one.get("form", {})}
        if "named" in story:
            form[story["named"]] = one["title"]
        lane = one.get("lane", "normal")
        play = Play(one["title"], story["service"], steps, one["title"], lane, form=form)
        yield Told(play, firm)


def _actions(story: Mapping[str, Any], one: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Give a story up to where a case leaves it, and how the case goes on."""
    leaves = one.get("until")
    for action in story["steps"]:
        if leaves and leaves in (action.get("step"), action["does"]):
            break
        yield action
    yield from one.get("then", ())


class _Days:
    """Turns working days of a story into moments."""

    def __init__(self, calendar: Calendar, last: date) -> None:
        self.calendar, self.last = calendar, last

    def steps(self, begins: int, actions: Iterator[Mapping[str, Any]]) -> Iterator[Step]:
        """Give what has happened by now, in its order."""
        first = self._after(self.last, begins)
        for number, action in enumerate(actions):
            day = self._after(first, action["day"])
            if day > self.last:
                continue
            hour, _, minute = action["time"].partition(":")
            at = datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=ZONE)
            told = {key: value for key, value in action.items() if key not in DATED}
            told["with"] = _dated(told.get("with", {}), day)
            yield Step(at, told["does"], told.get("who", ""), told, number)

    def _after(self, day: date, working_days: int) -> date:
        return self.calendar.working_after(day, working_days) if working_days else day


def _dated(values: Mapping[str, Any], day: date) -> dict[str, Any]:
    return {key: str(day) if one == SAME_DAY else one for key, one in values.items()}
