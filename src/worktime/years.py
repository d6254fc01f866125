"""One published year of a calendar: the days off and the make-up working days that its notice names."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NoReturn

from worktime.errors import CalendarError, Text
from worktime.plain import Document, parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Festival:
    """A stretch of days off, both ends included.

    >>> new_year = Festival(Text("元旦", "New Year"), date(2026, 1, 1), date(2026, 1, 3))
    >>> [day.day for day in new_year.days()]
    [1, 2, 3]
    """

    name: Text
    first: date
    last: date

    def days(self) -> list[date]:
        """List its days."""
        return [self.first + timedelta(n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class Source:
    """The notice that a year was taken from, and how it was checked."""

    document: str
    title: str
    day: date
    checked: str


@dataclass(frozen=True, slots=True)
class Year:
    """The days of one year that are not what their weekday says.

    >>> written = '''
    ... schema: calendar/1
    ... year: 2026
    ... source: {document: 国办发明电〔2025〕7号, title: 通知, day: 2025-11-04, checked: 示例}
    ... off: [{zh: 元旦, en: New Year, first: 2026-01-01, last: 2026-01-03}]
    ... makeup: [2026-01-04]
    ... '''
    >>> year = Year.parse(written, "2026.yaml")
    >>> year.year, sorted(year.off)[0].isoformat(), min(year.makeup).isoformat()
    (2026, '2026-01-01', '2026-01-04')
    >>> Year.parse(written.replace("[2026-01-04]", "[2026-01-05]"), "2026.yaml")
    Traceback (most recent call last):
    worktime.errors.CalendarError: 2026.yaml:6: 调休上班日 2026-01-05 是星期一，本来就上班；... / ...
    """

    year: int
    festivals: tuple[Festival, ...]
    makeup: frozenset[date]
    source: Source

    @classmethod
    def read(cls, path: Path) -> Year:
        """Read the file of a year; CalendarError says what is wrong, on which line, and what to do."""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as wrong:
            raise CalendarError(
                "读不到这个文件，请检查路径，并用 UTF-8 编码",
                "cannot be read; check the path and save it as UTF-8",
                str(path),
            ) from wrong
        return cls.parse(text, str(path))

    @classmethod
    def parse(cls, text: str, file: str) -> Year:
        """Read the text of a year; ``file`` is the name that errors tell."""
        document = parse(text, file, CalendarError)
        document.check("year", CalendarError)
        return _Checked(document).year()

    @classmethod
    def of(cls, data: Mapping[str, Any], name: str = "") -> Year:
        """Take a year from data that `as_dict` gave; CalendarError where it is wrong."""
        document = Document(name or str(data.get("year", "")), dict(data), {})
        document.check("year", CalendarError)
        return _Checked(document).year()

    @property
    def off(self) -> frozenset[date]:
        """Give every day off that the notice names, weekends included."""
        return frozenset(day for festival in self.festivals for day in festival.days())

    def festival(self, day: date) -> Festival | None:
        """Give the festival that a day off belongs to."""
        return next((one for one in self.festivals if one.first <= day <= one.last), None)

    @property
    def digest(self) -> str:
        """Give the SHA-256 of what the year says, whatever its layout."""
        told = json.dumps(self.as_dict(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()

    def as_dict(self) -> dict[str, Any]:
        """Give the form of its file; `Year.of` takes it back."""
        return {
            "schema": "calendar/1",
            "year": self.year,
            "source": {
                "document": self.source.document,
                "title": self.source.title,
                "day": self.source.day.isoformat(),
                "checked": self.source.checked,
            },
            "off": [
                {**one.name.as_dict(), "first": f"{one.first}", "last": f"{one.last}"}
                for one in self.festivals
            ],
            "makeup": [day.isoformat() for day in sorted(self.makeup)],
        }


@dataclass(frozen=True, slots=True)
class _Checked:
    """A document that fits its schema, on its way to a year."""

    document: Document

    def year(self) -> Year:
        data = self.document.data
        festivals = tuple(self._festival(place) for place in range(len(data["off"])))
        makeup = self._makeup(festivals)
        source = dict(data["source"])
        source["day"] = self._day(("source", "day"))
        ordered = tuple(sorted(festivals, key=lambda one: one.first))
        return Year(data["year"], ordered, frozenset(makeup), Source(**source))

    def _festival(self, place: int) -> Festival:
        path = ("off", place)
        given = self.document.data["off"][place]
        first, last = self._own((*path, "first")), self._own((*path, "last"))
        if last < first:
            self._refuse(
                path,
                f"“{given['zh']}”的末日 {last} 早于首日 {first}，请对调",
                f"{given['en']} ends on {last}, before it begins on {first}; swap them",
            )
        for other in range(place):
            before = self.document.data["off"][other]
            if str(first) <= before["last"] and before["first"] <= str(last):
                self._refuse(
                    path,
                    f"“{given['zh']}”与“{before['zh']}”的日子重复，请每天只写一次",
                    f"{given['en']} and {before['en']} share a day; write every day once",
                )
        return Festival(Text(given["zh"], given["en"]), first, last)

    def _makeup(self, festivals: tuple[Festival, ...]) -> set[date]:
        found: set[date] = set()
        off = {day for festival in festivals for day in festival.days()}
        for place in range(len(self.document.data["makeup"])):
            path = ("makeup", place)
            day = self._own(path)
            if day in found:
                self._refuse(path, f"{day} 重复，请只写一次", f"{day} stands twice; write it once")
            if day in off:
                self._refuse(
                    path,
                    f"{day} 既放假又上班，请对照通知删去一处",
                    f"{day} is both a day off and a make-up day; keep what the notice says",
                )
            if day.weekday() < SATURDAY:
                self._refuse(
                    path,
                    f"调休上班日 {day} 是星期{'一二三四五'[day.weekday()]}，本来就上班；请对照通知改正",
                    f"make-up day {day} is a {day:%A}, which is worked anyway; correct it by the notice",
                )
            found.add(day)
        return found

    def _own(self, path: tuple[str | int, ...]) -> date:
        """Read a day that must lie in the year of the file."""
        day, year = self._day(path), self.document.data["year"]
        if day.year != year:
            self._refuse(
                path,
                f"{day} 不在 {year} 年内；跨年的日子请写入它所在年份的文件",
                f"{day} is not in {year}; write it into the file of its own year",
            )
        return day

    def _day(self, path: tuple[str | int, ...]) -> date:
        written: Any = self.document.data
        for key in path:
            written = written[key]
        try:
            return date.fromisoformat(written)
        except ValueError:
            self._refuse(
                path, f"没有 {written} 这一天，请改正", f"there is no day {written}; correct it"
            )

    def _refuse(self, path: tuple[str | int, ...], zh: str, en: str) -> NoReturn:
        raise CalendarError(zh, en, self.document.where(path))
