"""Reading case files: hostile until they fit the schema."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from jsonschema import Draft202012Validator, FormatChecker

from jianghai.casework.errors import PlayError
from rulebook import yamlfile
from rulebook.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Step:
    """One dated action."""

    at: datetime
    does: str
    who: str
    told: Mapping[str, Any]
    line: int


@dataclass(frozen=True, slots=True)
class Play:
    """A case file, checked."""

    name: str
    service: str
    steps: tuple[Step, ...]
    title: str = ""
    lane: str = "normal"
    firm: Mapping[str, str] | None = None
    form: Mapping[str, Any] = field(default_factory=dict)
    cast: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    expect: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


@cache
def _schema() -> Draft202012Validator:
    text = (resources.files("jianghai.casework.plays") / "play.schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(text), format_checker=FormatChecker())


def read(path: Path) -> Play:
    """Read one case file; PlayError names the line that is wrong."""
    return _only(read_all(path), path)


def _only(plays: tuple[Play, ...], path: Path) -> Play:
    if len(plays) != 1:
        raise PlayError(
            f"文件中有 {len(plays)} 个办件，请每个文件只写一个。",
            f"The file holds {len(plays)} cases; write one in a file.",
            where=str(path),
        )
    return plays[0]


def read_all(path: Path) -> tuple[Play, ...]:
    """Read a file of one case, or of a list of cases."""
    try:
        document = yamlfile.read(path, path.name)
    except CorpusError as wrong:
        raise PlayError(str(wrong), str(wrong), where=path.name) from None
    except OSError as wrong:
        raise PlayError(
            f"无法读取文件：{wrong.strerror}。",
            f"The file cannot be read: {wrong.strerror}.",
            where=path.name,
        ) from None
    listed = isinstance(document.data, list)
    told = document.data if listed else [document.data]
    return tuple(_made(document, (place,) if listed else (), one) for place, one in enumerate(told))


def _made(document: yamlfile.Document, base: tuple[str | int, ...], told: Any) -> Play:
    told = _plain(told)
    for error in _schema().iter_errors(told):
        place = document.place((*base, *error.absolute_path))
        raise PlayError(
            f"不符合办件文件的格式：{error.message}",
            f"Not a case file: {error.message}",
            where=str(place),
        )
    steps = tuple(
        _step(one, document.place((*base, "steps", number)).line)
        for number, one in enumerate(told["steps"])
    )
    for before, after in pairwise(steps):
        if after.at < before.at:
            raise PlayError(
                "各步应按时间先后排列。",
                "Steps stand in the order of their time.",
                where=f"{document.file}:{after.line}",
            )
    return Play(
        name=told["play"],
        service=told["service"],
        steps=steps,
        title=told.get("title", ""),
        lane=told.get("lane", "normal"),
        firm=told.get("firm", {"name": "示例企业（虚构）"}),
        form=told.get("form", {}),
        cast=told.get("cast", {}),
        offices=told.get("offices", {}),
        expect=told.get("expect", {}),
        note=told.get("note", ""),
    )


def _plain(told: Any) -> Any:
    """Give decimals as numbers that JSON knows; forms hold them as they would come from a page."""
    match told:
        case dict():
            return {key: _plain(one) for key, one in told.items()}
        case list():
            return [_plain(one) for one in told]
        case Decimal():
            return float(told)
    return told


def _step(told: Mapping[str, Any], line: int) -> Step:
    at = datetime.strptime(told["at"], "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)
    return Step(at, told.get("does", "wait"), told.get("who", ""), told, line)
