"""Ladders: at which moments of a term somebody is warned, in which light, and who."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from worktime.errors import ClockError, Text
from worktime.spans import Span

DUE = "due"
_SHARE = re.compile(r"([1-9][0-9]?)%")
_SIGNED = re.compile(r"[+-][0-9]+[A-Z]+")


class Light(StrEnum):
    """The light that a clock shows.

    >>> Light.RED.told.zh, Light.RED.rank > Light.GREEN.rank
    ('红灯', True)
    """

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"

    @property
    def rank(self) -> int:
        """Give its place, the worst last."""
        return list(Light).index(self)

    @property
    def told(self) -> Text:
        """Name it in Chinese and English."""
        return Text(
            {"green": "绿灯", "yellow": "黄灯", "orange": "橙灯", "red": "红灯"}[self], self
        )


@dataclass(frozen=True)
class Rung:
    """One rung: when (``50%`` of the term, ``-1WD`` before its end, ``due``, ``+3WD`` after), light, roles told.

    >>> Rung("80%", Light.ORANGE, ("handler",)).share, Rung("-1WD", Light.RED).offset
    (80, Span(amount=-1, unit=<Unit.WORKING_DAY: 'WD'>))
    >>> Rung("soon", Light.RED)
    Traceback (most recent call last):
    worktime.errors.ClockError: “soon”不是提醒时点，应写作 50%、-1WD、due 或 +3WD / 'soon' is no rung; ...
    """

    key: str
    light: Light = Light.RED
    tells: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a key that names no moment."""
        if self.key != DUE and not _SHARE.fullmatch(self.key) and not _SIGNED.fullmatch(self.key):
            raise ClockError(
                f"“{self.key}”不是提醒时点，应写作 50%、-1WD、due 或 +3WD",
                f"{self.key!r} is no rung; write 50%, -1WD, due or +3WD",
            )
        _ = self.offset

    @cached_property
    def share(self) -> int | None:
        """Give the percentage of the term, where it is one."""
        found = _SHARE.fullmatch(self.key)
        return int(found[1]) if found else None

    @cached_property
    def offset(self) -> Span | None:
        """Give the span before (negative) or after the deadline, where it is one."""
        return Span.parse(self.key) if _SIGNED.fullmatch(self.key) else None


LADDERS: dict[str, tuple[Rung, ...]] = {
    "usual": (
        Rung("50%", Light.YELLOW, ("handler",)),
        Rung("80%", Light.ORANGE, ("handler", "department_head")),
        Rung("-1WD", Light.ORANGE, ("handler", "department_head")),
        Rung(DUE, Light.RED, ("handler", "department_head", "supervision")),
        Rung("+1WD", Light.RED, ("department_head", "supervision")),
        Rung("+3WD", Light.RED, ("zone_leader",)),
    ),
    "quick": (
        Rung("50%", Light.YELLOW, ("handler",)),
        Rung("80%", Light.ORANGE, ("handler", "department_head")),
        Rung(DUE, Light.RED, ("handler", "department_head")),
        Rung("+1WH", Light.RED, ("department_head", "supervision")),
        Rung("+1WD", Light.RED, ("zone_leader",)),
    ),
    "applicant": (
        Rung("50%", Light.YELLOW, ("applicant",)),
        Rung("-1WD", Light.ORANGE, ("applicant", "handler")),
        Rung(DUE, Light.RED, ("applicant", "handler")),
    ),
    "silent": (Rung(DUE, Light.GREEN),),
}
"""The ladders that files of clocks name; yellow, orange and red at 50 %, 80 % and the end are a design choice."""
