"""What a paper is before it is printed: plain frozen values, no layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

#: Where papers are read: moments are kept in UTC and printed as clocks show them here.
CHINA = ZoneInfo("Asia/Shanghai")
Language = Literal["zh", "en"]
#: How a paper is laid out: under a red head, as a notice to somebody or to everybody, or as a form of one table.
Look = Literal["red", "plain", "public", "form"]
#: Looks that name nobody to whom they are written.
TO_NOBODY: tuple[Look, ...] = ("public", "form")
#: What may be filled in for a blank.
Filling = str | int | date | datetime | Sequence[str] | Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, indented by two characters; a heading stands in the sans font."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A numbered list."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head is repeated on every page; widths are shares of the line."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


Block = Paragraph | Items | Table


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes to whom, under which number, on which day, and how it is verified."""

    issuer: str
    day: date
    number: str = ""
    addressee: str = ""
    contact: str = ""
    #: Page that verifies the paper against the journal; drawn as a QR code.
    verify_url: str = ""
    #: Short code that a person can type instead: `short_code(digest)`.
    code: str = ""
    #: Digest of the journal line that made the paper.
    digest: str = ""
    language: Language = "zh"


@dataclass(frozen=True, slots=True)
class Paper:
    """An official paper, ready to be printed or shown."""

    kind: str
    title: str
    head: Letterhead
    body: tuple[Block, ...]
    look: Look = "plain"
    #: Who signs; the issuer where nobody is named.
    signed_by: str = ""
    #: What stands below the date, in small print: the legal basis.
    notes: tuple[str, ...] = ()
