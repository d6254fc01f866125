"""Everything the rulebook refuses, each error with place, fault and remedy in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in Chinese and English.

    >>> Text("好", "good").as_dict()
    {'zh': '好', 'en': 'good'}
    """

    zh: str
    en: str

    def as_dict(self) -> dict[str, str]:
        """Give the form used in JSON."""
        return {"zh": self.zh, "en": self.en}

    def __str__(self) -> str:
        """Show both, Chinese first."""
        return f"{self.zh} / {self.en}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file: path, line and column, both from 1."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Show as file:line."""
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, what, and what would be right."""

    where: Place
    what: Text
    remedy: Text

    def __str__(self) -> str:
        """Show as one line."""
        return f"{self.where}: {self.what.zh}。{self.remedy.zh} / {self.what.en}. {self.remedy.en}"


class RulebookError(Exception):
    """The rulebook cannot do what was asked."""


class ExpressionError(RulebookError):
    """An expression cannot be read."""

    def __init__(self, what: Text, remedy: Text, at: int = 0) -> None:
        """Keep what is wrong, what would be right and the character it was seen at."""
        super().__init__(f"{what}; {remedy}")
        self.what = what
        self.remedy = remedy
        self.at = at


class CorpusError(RulebookError):
    """Some rule files are wrong; every fault is listed."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep all faults found."""
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class UnknownStandardError(RulebookError):
    """No standard has that code; `jianghai corpus check` lists them."""


class NoEditionError(RulebookError):
    """No edition of the standard is in force on that day."""


class RecordError(RulebookError):
    """A record holds a value that its fact does not allow."""

    def __init__(self, fact: str, value: object, what: Text, remedy: Text) -> None:
        """Keep the fact, the refused value, what is wrong and what would be right."""
        super().__init__(f"{fact}={value!r}: {what}; {remedy}")
        self.fact = fact
        self.value = value
        self.what = what
        self.remedy = remedy
