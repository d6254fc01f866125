"""Keeping papers: as JSON that gives back the very same paper, whatever words are shipped later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from jianghai.casework.papers.codes import short_code
from jianghai.casework.papers.values import (
    Block,
    Filling,
    Items,
    Letterhead,
    Paper,
    Paragraph,
    Table,
)

if TYPE_CHECKING:
    from jianghai.casework.papers.words import Words

ISO_DAY = len("2025-09-08")
KINDS: dict[type[Block], str] = {Paragraph: "paragraph", Items: "items", Table: "table"}


def kept(paper: Paper) -> dict[str, Any]:
    """Give a paper as JSON, to be stored.

    >>> paper = Paper("decision", "决定", Letterhead("局", date(2025, 9, 8)), (Items(("甲",)),))
    >>> again(kept(paper)) == paper
    True
    """
    told = asdict(paper)
    told["head"]["day"] = paper.head.day.isoformat()
    told["body"] = [{"kind": KINDS[type(block)], **asdict(block)} for block in paper.body]
    read: dict[str, Any] = json.loads(json.dumps(told))
    return read


def again(told: Mapping[str, Any]) -> Paper:
    """Give back the paper that was kept."""
    head = {**told["head"], "day": date.fromisoformat(told["head"]["day"])}
    rest = {
        "head": Letterhead(**head),
        "body": tuple(_block(block) for block in told["body"]),
        "notes": tuple(told["notes"]),
    }
    return Paper(**{**told, **rest})


def fillings(made: Words, told: Mapping[str, Any]) -> dict[str, Filling]:
    """Give back what fills the blanks of some words from JSON, in which days are texts.

    >>> from jianghai.casework.papers.words import words
    >>> fillings(words("pause_notice"), {"begins_on": "2025-09-08", "matter": "甲"})
    {'begins_on': datetime.date(2025, 9, 8), 'matter': '甲'}
    """
    days = {blank.name for blank in made.blanks if blank.shape == "day"}
    return {
        name: _day(value) if name in days and isinstance(value, str) and value else value
        for name, value in told.items()
    }


def _day(told: str) -> date:
    return date.fromisoformat(told) if len(told) == ISO_DAY else datetime.fromisoformat(told)


def digest(paper: Paper) -> str:
    """Give the SHA-256 of what a paper says, without how it is verified; for the journal."""
    bare = replace(paper, head=replace(paper.head, verify_url="", code="", digest=""))
    told = json.dumps(kept(bare), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def verifiable(paper: Paper, address: str) -> Paper:
    """Put digest, code and address of verification on a paper; `address` ends where the code begins.

    >>> paper = Paper("decision", "决定", Letterhead("局", date(2025, 9, 8)), ())
    >>> verifiable(paper, "https://zone.example/verify/").head.verify_url
    'https://zone.example/verify/...'
    """
    found = digest(paper)
    code = short_code(found)
    return replace(
        paper, head=replace(paper.head, digest=found, code=code, verify_url=address + code)
    )


def _block(told: Mapping[str, Any]) -> Block:
    match told["kind"]:
        case "paragraph":
            return Paragraph(told["text"], told["heading"])
        case "items":
            return Items(tuple(told["texts"]))
        case _:
            rows = tuple(tuple(row) for row in told["rows"])
            return Table(tuple(told["head"]), rows, tuple(told["widths"]))
