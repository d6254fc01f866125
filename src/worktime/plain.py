"""Read YAML that may be hostile: plain values only, no key twice, and the line of everything."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from worktime.errors import WorktimeError

LARGEST = 1_000_000
"""A file of more characters is refused."""
DEEPEST = 20
"""Nesting deeper than this is refused."""
_READER: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,9})")
_WORDS = {"": None, "null": None, "~": None, "true": True, "false": False}
Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    r"""The data of one file and the line of every path in it.

    >>> from worktime.errors import WorktimeError
    >>> document = parse("off:\n- on: 2026-01-01\n", "2026.yaml", WorktimeError)
    >>> document.data, document.where(["off", 0, "on"])
    ({'off': [{'on': '2026-01-01'}]}, '2026.yaml:2')
    """

    file: str
    data: Any
    lines: dict[Path_, int]

    def where(self, path: Iterable[str | int]) -> str:
        """Give the file and line of a path, or of its nearest parent."""
        keys = tuple(path)
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return f"{self.file}:{self.lines.get(keys, 1)}"

    def check(self, name: str, error: type[WorktimeError]) -> None:
        """Refuse data that departs from the schema of that name, with the first place."""
        wrong = min(
            _schema(name).iter_errors(self.data),
            key=lambda one: list(map(str, one.path)),
            default=None,
        )
        if wrong is not None:
            told = wrong.message[:200]
            raise error(
                f"格式不符：{told}。格式见 docs/reference/worktime.md",
                f"does not fit the schema: {told}. See docs/reference/worktime.md",
                self.where(wrong.absolute_path),
            )


@cache
def _schema(name: str) -> Draft202012Validator:
    text = resources.files("worktime").joinpath(f"schema/{name}.schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(text))


def parse(text: str, file: str, error: type[WorktimeError]) -> Document:
    r"""Read YAML text; the given error where it is not plain YAML.

    >>> from worktime.errors import WorktimeError
    >>> parse("a: 1\na: 2", "x.yaml", WorktimeError)
    Traceback (most recent call last):
    worktime.errors.WorktimeError: x.yaml:2: 键 a 重复，请只保留一个 / key a stands twice; keep one
    """
    if len(text) > LARGEST:
        raise error("文件过大，请拆分", "the file is too large; split it", file)
    reader = _Reader(file, {}, error)
    try:
        _survey(text, file, error)
        node = yaml.compose(text, Loader=_READER)
        return Document(file, reader.value(node, ()) if node else None, reader.lines)
    except (yaml.YAMLError, RecursionError, UnicodeEncodeError) as wrong:
        mark = getattr(wrong, "problem_mark", None)
        told = " ".join(str(getattr(wrong, "problem", None) or wrong).split())
        raise error(
            f"不是合法的 YAML（{told}），请检查缩进与引号",
            f"not YAML: {told}; check indentation and quotes",
            f"{file}:{mark.line + 1}" if mark is not None else file,
        ) from wrong


def _survey(text: str, file: str, error: type[WorktimeError]) -> None:
    """Refuse references and deep nesting before anything is built from the text."""
    depth = 0
    for event in yaml.parse(text, Loader=_READER):
        if isinstance(event, yaml.AliasEvent):
            raise error("不允许引用（*），请写出内容", "no aliases (*); write it out", file)
        opens = isinstance(event, yaml.CollectionStartEvent)
        depth += opens - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise error("嵌套太深，请展平", "nested too deeply; make it flatter", file)


@dataclass(frozen=True, slots=True)
class _Reader:
    file: str
    lines: dict[Path_, int]
    error: type[WorktimeError]

    def value(self, node: Any, path: Path_) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        match node:
            case yaml.MappingNode():
                return self._mapping(node, path)
            case yaml.SequenceNode():
                return [self.value(one, (*path, place)) for place, one in enumerate(node.value)]
        plain = not node.style
        if not node.tag.startswith("tag:yaml.org,2002:") or node.tag.endswith(":binary"):
            raise self._refused(node, "不允许标签，请用普通的值", "no tags; use a plain value")
        return _scalar(node.value) if plain else node.value

    def _mapping(self, node: Any, path: Path_) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self._refused(key, "键应当是一个词", "a key must be a word")
            if key.value in found:
                told = key.value[:60]
                raise self._refused(
                    key, f"键 {told} 重复，请只保留一个", f"key {told} stands twice; keep one"
                )
            self.lines[*path, key.value] = key.start_mark.line + 1
            found[key.value] = self.value(value, (*path, key.value))
        return found

    def _refused(self, node: Any, zh: str, en: str) -> WorktimeError:
        return self.error(zh, en, f"{self.file}:{node.start_mark.line + 1}")


def _scalar(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _WHOLE.fullmatch(text) else text
