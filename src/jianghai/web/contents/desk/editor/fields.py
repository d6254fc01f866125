"""Fields, rows and sections of the editor: what a form shows, before it is HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jianghai.web.words import told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.functional import Promise

Options = tuple[tuple[str, "str | Promise"], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `kind` is text, area, choice, many or hidden; `turns` draws the form anew when it changes."""

    name: str
    label: str | Promise
    value: Any = ""
    kind: str = "text"
    options: Options = ()
    hint: str | Promise = ""
    unit: str = ""
    known: str = ""
    turns: bool = False
    wide: bool = False
    broad: bool = False
    place: int | None = None

    @property
    def id(self) -> str:
        """Name the field on the page."""
        return f"f-{self.name}" if self.place is None else f"f-{self.name}-{self.place}"


@dataclass(frozen=True, slots=True)
class Rows:
    """Repeated fields; every row has every field, so that the lists that come back are of one length."""

    name: str
    add: str | Promise
    rows: tuple[tuple[Field, ...], ...]
    row: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form under a heading; `keys` are the parts of the clause that it writes."""

    name: str
    title: str | Promise
    parts: tuple[Field | Rows, ...]
    keys: tuple[str, ...] = ()
    open: bool = True
    faults: tuple[Any, ...] = field(default=(), compare=False)


def options(words: Mapping[str, Any], empty: str | Promise = "") -> Options:
    """Give the options of a table of words in two languages."""
    head: Options = (("", empty),) if empty else ()
    return (*head, *((key, told(text)) for key, text in words.items()))


def pair(zh: str, en: str = "") -> dict[str, str] | None:
    """Give a text of two languages; the Chinese one stands in where English is lacking.

    >>> pair("奖励", ""), pair(" ", "x")
    ({'zh': '奖励', 'en': '奖励'}, None)
    """
    zh, en = zh.strip(), en.strip()
    return {"zh": zh, "en": en or zh} if zh else None


def english_of(text: Mapping[str, str] | None) -> str:
    """Give the English of a text for its field: empty where the Chinese only stands in."""
    if not text or text.get("en") == text.get("zh"):
        return ""
    return str(text.get("en", ""))


def chinese_of(text: Mapping[str, str] | None) -> str:
    """Give the Chinese of a text for its field."""
    return str((text or {}).get("zh", ""))


def lists(posted: Any, *names: str) -> list[dict[str, str]]:
    """Give the rows that came back under some names, as one table each."""
    columns: Sequence[list[str]] = [posted.getlist(name) for name in names]
    count = max((len(column) for column in columns), default=0)
    return [
        {
            name: (column[place] if place < len(column) else "").strip()
            for name, column in zip(names, columns, strict=True)
        }
        for place in range(count)
    ]


def moved(rows: list[Any], name: str, asked: str, empty: Any) -> list[Any]:
    """Add or remove a row as a button asked: `name-add` or `name-remove-2`.

    >>> moved([1, 2], "c", "c-remove-0", None), moved([1], "c", "c-add", None), moved([1], "c", "d-add", None)
    ([2], [1, None], [1])
    """
    if asked == f"{name}-add":
        return [*rows, empty]
    head = f"{name}-remove-"
    if asked.startswith(head) and asked[len(head) :].isdecimal():
        gone = int(asked[len(head) :])
        return [row for place, row in enumerate(rows) if place != gone]
    return rows
