"""Read YAML that may be hostile, and remember on which line everything stood.

Only the plain subset is read: no alias, no tag, no key twice; ``true`` and ``false`` are the only yes/no words; a key
is always the word as written, so that ``on`` stays ``on``; decimals stay exact.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml
from jsonschema import Draft202012Validator

from rulebook.errors import CorpusError, Fault, Place, Text

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 1_000_000
"""A file of more characters is refused."""
RULE_FILES = frozenset({"facts", "rule", "cases"})
"""The schemas that the page on rule files tells of; the others are told of with policies."""
DEEPEST = 40
"""Nesting deeper than this is refused."""
Path_ = tuple[str | int, ...]
_Events = Iterator[yaml.Event]

_READER: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?[0-9]{1,18}\.[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Document:
    """The data of one file, with the line of every key and item by its path."""

    file: str
    data: Any
    lines: dict[Path_, int]

    def place(self, path: Iterable[str | int]) -> Place:
        """Give the place of a path, or of its nearest parent."""
        keys = tuple(path)
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return Place(self.file, self.lines.get(keys, 1))

    def fault(self, path: Iterable[str | int], what: Text, remedy: Text) -> Fault:
        """Make a fault that points at a path."""
        return Fault(self.place(path), what, remedy)


def _single(file: str, line: int, what: Text, remedy: Text) -> CorpusError:
    return CorpusError((Fault(Place(file, line), what, remedy),))


def read(path: Path, shown: str = "") -> Document:
    """Read a file into a document; CorpusError where there is none or it is not plain YAML."""
    file = shown or str(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _single(
            file,
            1,
            Text("读不到这个文件", f"cannot read this file: {error}"),
            Text("请放好文件，用 UTF-8 编码", "Put it there, in UTF-8"),
        ) from error
    return parse(text, file)


def parse(text: str, file: str = "<text>") -> Document:
    """Read YAML text; CorpusError where it is not plain YAML.

    >>> parse("a: {on: 5.10, no: no}").data
    {'a': {'on': Decimal('5.10'), 'no': 'no'}}
    """
    if len(text) > LARGEST:
        raise _single(
            file, 1, Text("文件过大", "the file is too large"), Text("请拆分", "Split it")
        )
    try:
        return _Builder(file, yaml.parse(text, Loader=_READER)).document()
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = " ".join(str(getattr(error, "problem", None) or error).split())
        raise _single(
            file,
            mark.line + 1 if mark is not None else 1,
            Text("不是合法的 YAML", f"not YAML: {problem}"),
            Text("请检查缩进与引号", "Check indentation and quotes"),
        ) from error


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 1


class _Builder:
    """Builds data from the events of a reader, refusing what is not plain."""

    def __init__(self, file: str, events: _Events) -> None:
        self.file = file
        self.events = (event for event in events if not isinstance(event, _FRAME))
        self.lines: dict[Path_, int] = {}

    def document(self) -> Document:
        first = next(self.events, None)
        data = self._value(first, ()) if first is not None else None
        extra = next(self.events, None)
        if extra is not None:
            raise self._refuse(
                extra, ("只能有一个文档", "one document only"), ("去掉 ---", "Remove ---")
            )
        return Document(self.file, data, self.lines)

    def _refuse(
        self, event: yaml.Event, what: tuple[str, str], remedy: tuple[str, str]
    ) -> CorpusError:
        return _single(self.file, _line(event), Text(*what), Text(*remedy))

    def _value(self, event: Any, path: Path_) -> Any:
        self.lines.setdefault(path, _line(event))
        self._plain(event, path)
        match event:
            case yaml.MappingStartEvent():
                return self._mapping(path)
            case yaml.SequenceStartEvent():
                inner = self._until(yaml.SequenceEndEvent)
                return [self._value(item, (*path, place)) for place, item in enumerate(inner)]
        return _scalar(event.value) if event.implicit[0] else event.value

    def _plain(self, event: Any, path: Path_) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise self._refuse(
                event,
                ("不允许引用（*）", "aliases (*) are not allowed"),
                ("请写出内容", "Write the content out"),
            )
        if event.tag is not None:
            raise self._refuse(
                event,
                (f"不允许的标签 {event.tag}", f"tag {event.tag} is not allowed"),
                ("请用普通的值", "Use a plain value"),
            )
        if len(path) > DEEPEST:
            raise self._refuse(
                event, ("嵌套太深", "nested too deeply"), ("请展平", "Make it flatter")
            )

    def _until(self, end: type[yaml.Event]) -> _Events:
        while not isinstance(event := next(self.events), end):
            yield event

    def _mapping(self, path: Path_) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in self._until(yaml.MappingEndEvent):
            key = self._key(event, path)
            if key in found:
                raise self._refuse(
                    event,
                    (f"键 {key} 重复", f"key {key} stands twice"),
                    ("请只保留一个", "Keep one"),
                )
            self.lines[*path, key] = _line(event)
            found[key] = self._value(next(self.events), (*path, key))
        return found

    def _key(self, event: Any, path: Path_) -> str:
        self._plain(event, path)
        if not isinstance(event, yaml.ScalarEvent):
            raise self._refuse(
                event, ("键应当是一个词", "a key must be a word"), ("写一个词", "Write a word")
            )
        return str(event.value)


_FRAME = (
    yaml.StreamStartEvent,
    yaml.StreamEndEvent,
    yaml.DocumentStartEvent,
    yaml.DocumentEndEvent,
)


def _scalar(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text


@cache
def schema(name: str) -> Draft202012Validator:
    """Give the JSON Schema that ships with the rulebook: facts, rule or cases."""
    text = resources.files("rulebook").joinpath(f"schema/{name}.schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(text))


def check(document: Document, name: str) -> list[Fault]:
    """List where a document departs from its schema, each fault once."""
    page = f"docs/reference/{'rule' if name in RULE_FILES else 'policy'}-files.md"
    faults: dict[tuple[Any, ...], Fault] = {}
    for error in schema(name).iter_errors(document.data):
        deepest = max(_leaves(error), key=lambda e: len(e.absolute_path))
        if deepest.validator == "oneOf" and not isinstance(deepest.instance, dict):
            continue  # that it is none at all is told besides
        said = _said(deepest)
        what = Text(f"格式不符：{said.zh}", f"does not fit the schema: {said.en}")
        path = tuple(deepest.absolute_path)
        fault = document.fault(path, what, Text(f"见 {page}", f"See {page}"))
        faults.setdefault((path, said), fault)
    return list(faults.values())


def _said(error: Any) -> Text:
    """Say one departure; where just one of some keys is wanted, those keys and not all that was written."""
    plain = Text(error.message[:300], error.message[:300])
    choice = error if error.validator == "oneOf" else error.parent
    options = choice.validator_value if choice is not None and choice.validator == "oneOf" else ()
    keys = [key for option in options for key in option.get("required", ())]
    if not keys or error.validator not in ("oneOf", "required"):
        return plain
    zh, en = "、".join(keys), ", ".join(keys)
    if error.validator == "oneOf":
        return Text(f"只能写其中一项：{zh}", f"just one of these is wanted: {en}")
    return Text(f"须写其中一项：{zh}", f"{plain.en}, or else one of: {en}")


def _leaves(error: Any) -> list[Any]:
    inner = [leaf for sub in error.context or () for leaf in _leaves(sub)]
    return inner or [error]
