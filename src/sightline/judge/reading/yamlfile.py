"""Read YAML that may be hostile, and remember on which line everything stood.

Only the plain subset is read: no alias, no tag, no key twice; a key is always the word as written, so that ``on`` and
``no`` stay words; only ``true`` and ``false`` are yes and no.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from sightline.errors import SightlineError, SiteFileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Steps = tuple[str | int, ...]
LARGEST = 1_000_000
"""A file of more characters is refused."""
DEEPEST = 30
"""Nesting deeper than this is refused."""
_READER: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?[0-9]{1,18}\.[0-9]{1,18}(?:e[-+]?[0-9]{1,3})?")
_AROUND = (
    yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    r"""The data of one file, with the line of every key and item by its path.

    >>> parse_yaml("zones:\n  - {id: yard}", "site.yaml").where(("zones", 0, "id"))
    'site.yaml:2'
    """

    file: str
    data: Any
    lines: dict[Steps, int]

    def where(self, path: Steps) -> str:
        """Give file and line of a path, or of its nearest parent."""
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.file}:{self.lines.get(path, 1)}"


def read_yaml(path: Path, error: type[SightlineError] = SiteFileError) -> Document:
    """Read a file in UTF-8; the error named (SiteFileError) where there is none or it is not plain YAML."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise error(
            "读不到这个文件；请确认路径，用 UTF-8 编码",
            f"cannot be read ({fault}); check its path and save it in UTF-8",
            str(path),
        ) from fault
    return parse_yaml(text, path.name, error)


def parse_yaml(
    text: str, file: str = "<text>", error: type[SightlineError] = SiteFileError
) -> Document:
    """Read YAML text; the error named (SiteFileError) where it is not plain YAML.

    >>> parse_yaml("{on: 5.1, no: no, hits: 3 of 5}").data
    {'on': 5.1, 'no': 'no', 'hits': '3 of 5'}
    """
    if len(text) > LARGEST:
        raise error("文件过大，请拆分", "the file is too large; split it", file)
    try:
        return _Builder(file, yaml.parse(text, Loader=_READER), error).document()
    except (yaml.YAMLError, UnicodeEncodeError) as fault:
        mark = getattr(fault, "problem_mark", None)
        problem = " ".join(str(getattr(fault, "problem", None) or fault).split())
        line = mark.line + 1 if mark is not None else 1
        raise error(
            f"不是合法的 YAML（{problem}）；请检查缩进与引号",
            f"not YAML: {problem}; check indentation and quotes",
            f"{file}:{line}",
        ) from fault


class _Builder:
    """Builds data from the events of a reader, refusing what is not plain."""

    def __init__(
        self, file: str, events: Iterator[yaml.Event], error: type[SightlineError]
    ) -> None:
        self.file = file
        self.error = error
        self.events = (event for event in events if not isinstance(event, _AROUND))
        self.lines: dict[Steps, int] = {}

    def document(self) -> Document:
        first = next(self.events, None)
        data = self._value(first, ()) if first is not None else None
        extra = next(self.events, None)
        if extra is not None:
            raise self._refuse(extra, "只能有一个文档，请去掉 ---", "one document only; remove ---")
        return Document(self.file, data, self.lines)

    def _refuse(self, event: Any, zh: str, en: str) -> SightlineError:
        return self.error(zh, en, f"{self.file}:{_line(event)}")

    def _value(self, event: Any, path: Steps) -> Any:
        self.lines.setdefault(path, _line(event))
        self._plain(event, path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            inner = self._until(yaml.SequenceEndEvent)
            return [self._value(item, (*path, place)) for place, item in enumerate(inner)]
        return _scalar(event.value) if event.implicit[0] else event.value

    def _plain(self, event: Any, path: Steps) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise self._refuse(
                event, "不允许引用（*），请写出内容", "aliases (*) are not allowed; write it out"
            )
        if event.tag is not None:
            raise self._refuse(
                event,
                f"不允许的标签 {event.tag}，请用普通的值",
                f"tag {event.tag} is not allowed; use a plain value",
            )
        if len(path) > DEEPEST:
            raise self._refuse(event, "嵌套太深，请展平", "nested too deeply; make it flatter")

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        while not isinstance(event := next(self.events), end):
            yield event

    def _mapping(self, path: Steps) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in self._until(yaml.MappingEndEvent):
            self._plain(event, path)
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refuse(event, "键应当是一个词", "a key must be a word")
            key = str(event.value)
            if key in found:
                raise self._refuse(
                    event, f"键 {key} 重复，请只保留一个", f"key {key} stands twice; keep one"
                )
            self.lines[*path, key] = _line(event)
            found[key] = self._value(next(self.events), (*path, key))
        return found


def _line(event: Any) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 1


def _scalar(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
