"""Writing a paper: the words of its kind with every blank filled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from jianghai.casework.papers.errors import PaperError
from jianghai.casework.papers.values import (
    CHINA,
    TO_NOBODY,
    Block,
    Filling,
    Items,
    Language,
    Letterhead,
    Paper,
    Paragraph,
    Table,
)
from jianghai.casework.papers.words import BRACES, OF_THE_HEAD, Blank, Words
from jianghai.casework.papers.words import words as words_of

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
EMPTY: tuple[Filling, ...] = ("", (), [])
#: How far the legal basis of a paper is known, where it was not read in the source.
UNSURE = {
    "recalled": ("（待核对）", " (to be checked)"),
    "local-draft": ("（地方草案）", " (local draft)"),
}


def day(on: date | datetime, language: Language = "zh") -> str:
    """Write a day, and the minute where one is given, as official papers do.

    >>> day(date(2025, 9, 8)), day(datetime(2025, 9, 8, 9, 5)), day(date(2025, 9, 8), "en")
    ('2025年9月8日', '2025年9月8日9时05分', '8 September 2025')
    """
    if isinstance(on, datetime) and on.tzinfo:
        on = on.astimezone(CHINA)
    if language == "zh":
        told = f"{on.year}年{on.month}月{on.day}日"
        return f"{told}{on.hour}时{on.minute:02}分" if isinstance(on, datetime) else told
    told = f"{on.day} {MONTHS[on.month - 1]} {on.year}"
    return f"{told}, {on.hour}:{on.minute:02}" if isinstance(on, datetime) else told


def write(
    kind: str, head: Letterhead, filled: Mapping[str, Filling], *, words: Words | None = None
) -> Paper:
    """Fill the blanks of a kind of paper; PaperError names the blank that is missing, unknown or misshapen."""
    made = words or words_of(kind)
    given = _given(made, head, filled)
    parts = [
        part
        for part in made.body
        if _wanted(part.get("when", ""), part.get("unless", ""), given)
        and (made.legal or "lawful" not in part)
    ]
    return Paper(
        kind=kind,
        title=made.title[head.language],
        head=head,
        body=tuple(_block(part, given, head.language) for part in parts),
        look=made.look,
        notes=tuple(
            _note(basis.cite, basis.provenance, head.language)
            for basis in made.legal
            if _wanted(basis.when, basis.unless, given)
        ),
    )


def text(paper: Paper) -> str:
    """Give a paper as plain text, for a message or a page."""
    head = paper.head
    lines = [head.issuer, paper.title, head.number]
    named = head.addressee and paper.look not in TO_NOBODY
    lines.append(f"{head.addressee}：" if named else "")
    for block in paper.body:
        lines.extend(_lines(block))
    lines.extend((paper.signed_by or head.issuer, day(head.day, head.language)))
    if head.verify_url:
        lines.append(f"{head.code} {head.verify_url}".strip())
    return "\n".join(line for line in lines if line)


def _lines(block: Block) -> list[str]:
    match block:
        case Paragraph(text=told):
            return [told]
        case Items(texts=texts):
            return [f"{number}. {told}" for number, told in enumerate(texts, start=1)]
        case Table(head=head, rows=rows):
            return [" | ".join(row) for row in (head, *rows) if row]


def _given(made: Words, head: Letterhead, filled: Mapping[str, Filling]) -> dict[str, Filling]:
    known = {blank.name for blank in made.blanks}
    strange = sorted(set(filled) - known)
    if strange:
        raise PaperError(
            f"该文书没有“{strange[0]}”这一项，可填的有：{'、'.join(sorted(known))}。",
            f"This paper has no blank {strange[0]!r}; it has {', '.join(sorted(known))}.",
            where=made.kind,
        )
    given: dict[str, Filling] = {name: getattr(head, name) for name in OF_THE_HEAD}
    for blank in made.blanks:
        given[blank.name] = _fitting(made.kind, blank, filled.get(blank.name))
    return given


def _fitting(kind: str, blank: Blank, value: Filling | None) -> Filling:
    """Give a filling in its blank's shape; an empty one where the blank may stay open."""
    if value is None or value in EMPTY:
        if blank.needed:
            raise PaperError(
                f"请填写“{blank.zh}”。", f"Fill in {blank.name!r} ({blank.zh}).", where=kind
            )
        return ""
    if not SHAPES[blank.shape](value):
        raise PaperError(
            f"“{blank.zh}”的内容形式不对。",
            f"{blank.name!r} must be of the shape {blank.shape!r}.",
            where=kind,
        )
    return value


def _strings(value: object) -> bool:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and all(isinstance(one, str) for one in value)
    )


SHAPES: dict[str, Callable[[object], bool]] = {
    "text": lambda value: isinstance(value, str | int),
    "day": lambda value: isinstance(value, date),
    "list": _strings,
    "rows": lambda value: isinstance(value, Sequence) and all(_strings(row) for row in value),
}


def _wanted(when: str, unless: str, given: Mapping[str, Filling]) -> bool:
    return not (when and given[when] == "") and not (unless and given[unless] != "")


def _block(part: Mapping[str, Any], given: Mapping[str, Any], language: Language) -> Block:
    def said(told: str) -> str:
        return BRACES.sub(lambda found: _shown(given[found[1]], language), told)

    if "items" in part:
        return Items(tuple(given[part["items"]] or ()))
    if "table" in part:
        return _table(part, given[part["table"]] or (), language)
    if "form" in part:
        rows = ((row["label"][language], said(row["text"])) for row in part["form"])
        return Table((), tuple(rows), (3, 7))
    heading = "heading" in part
    return Paragraph(said(part["heading" if heading else "text"][language]), heading)


def _table(part: Mapping[str, Any], rows: Sequence[Sequence[str]], language: Language) -> Table:
    head = tuple(part["head"][language])
    if any(len(row) != len(head) for row in rows):
        raise PaperError(
            f"“{part['table']}”每行应有 {len(head)} 格。",
            f"Every row of {part['table']!r} has {len(head)} cells.",
        )
    return Table(head, tuple(tuple(row) for row in rows), tuple(part.get("widths", ())))


def _shown(value: Filling, language: Language) -> str:
    return day(value, language) if isinstance(value, date) else str(value)


def _note(cite: str, provenance: str, language: Language) -> str:
    return cite + UNSURE.get(provenance, ("", ""))[language == "en"]
