"""Everything worktime refuses, each error with what, where and what to do in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in Chinese and English.

    >>> str(Text("好", "good"))
    '好 / good'
    """

    zh: str
    en: str

    def as_dict(self) -> dict[str, str]:
        """Give the form used in JSON.

        >>> Text("好", "good").as_dict()
        {'zh': '好', 'en': 'good'}
        """
        return {"zh": self.zh, "en": self.en}

    def __str__(self) -> str:
        """Show both, Chinese first."""
        return f"{self.zh} / {self.en}"


class WorktimeError(Exception):
    """The time asked for cannot be counted."""

    def __init__(self, zh: str, en: str, where: str = "") -> None:
        """Keep the sentence in both languages and the place, such as ``2027.yaml:12``.

        >>> str(WorktimeError("不对，请改", "wrong; correct it", "2027.yaml:3"))
        '2027.yaml:3: 不对，请改 / wrong; correct it'
        """
        self.what = Text(zh, en)
        self.where = where
        super().__init__(f"{where}: {self.what}" if where else str(self.what))


class SpanError(WorktimeError):
    """An amount of time is not written as 10WD, 30CD, 2WH, 10WMIN, 3M or 5Y."""


class CalendarError(WorktimeError):
    """A calendar, or a file of one year, is wrong or missing."""


class WindowError(WorktimeError):
    """The opening hours of a window are not written as 09:00-12:00 13:30-17:30, or are not known."""


class DeadlineError(WorktimeError):
    """A deadline cannot be counted from that start, or lies outside the years 1 to 9999."""


class ClockError(WorktimeError):
    """A clock may not do that: no notice, out of order, already stopped, no extension left."""


class ClockFileError(WorktimeError):
    """A file of clocks is wrong."""
