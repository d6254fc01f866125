"""Read YAML that may be hostile, and remember on which line everything stood.

Only the plain subset is read: no aliases, no tags, no duplicate keys; ``true``/``false`` are the only yes/no words, so a key
named ``on`` stays ``on``; decimals stay exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import json

import yaml
from jsonschema import Draft202012Validator

from rulebook.errors import CorpusError, Fault, Place, Text

LARGEST = 4_000_000
Path_ = tuple[str | int, ...]


class _PlainLoader(yaml.SafeLoader):
    """SafeLoader that knows only null, true/false, whole numbers and decimals."""


_PlainLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("bool", r"^(?:true|false)$", list("tf")),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", list("-0123456789")),
    ("float", r"^-?[0-9]+\.[0-9]+$", list("-0123456789")),
):
    _PlainLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


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
    """Read a file into a document; CorpusError where it is not plain YAML."""
    file = shown or str(path)
    text = path.read_text(encoding="utf-8")
    if len(text) > LARGEST:
        raise _single(file, 1, Text("文件过大", "the file is too large"), Text("请拆分", "Split it"))
    return parse(text, file)


def parse(text: str, file: str = "<text>") -> Document:
    """Read YAML text.

    >>> parse("a: {on: 5.10}").data
    {'a': {'on': Decimal('5.10')}}
    """
    try:
        for event in yaml.parse(text, Loader=_PlainLoader):
            if isinstance(event, yaml.AliasEvent):
                raise _single(
                    file,
                    event.start_mark.line + 1,
                    Text("不允许引用（*）", "aliases (*) are not allowed"),
                    Text("请写出内容", "Write the content out"),
                )
        root = yaml.compose(text, Loader=_PlainLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _single(
            file,
            mark.line + 1 if mark else 1,
            Text("不是合法的 YAML", f"not YAML: {getattr(error, 'problem', error)}"),
            Text("请检查缩进与引号", "Check indentation and quotes"),
        ) from error
    lines: dict[Path_, int] = {}
    data = _plain(root, (), lines, file) if root is not None else None
    return Document(file, data, lines)


def _plain(node: yaml.Node, path: Path_, lines: dict[Path_, int], file: str) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines, file)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, i), lines, file) for i, item in enumerate(node.value)]
    match node.tag.rpartition(":")[2]:
        case "null":
            return None
        case "bool":
            return node.value == "true"
        case "int":
            return int(node.value)
        case "float":
            return Decimal(node.value)
        case "str":
            return node.value
    raise _single(
        file,
        node.start_mark.line + 1,
        Text(f"不允许的标签 {node.tag}", f"tag {node.tag} is not allowed"),
        Text("请用普通的值", "Use a plain value"),
    )


def _mapping(node: yaml.MappingNode, path: Path_, lines: dict[Path_, int], file: str) -> dict[Any, Any]:
    result: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = _plain(key_node, (*path, "?"), {}, file)
        if key in result:
            raise _single(
                file,
                key_node.start_mark.line + 1,
                Text(f"键 {key} 重复", f"key {key} stands twice"),
                Text("请只保留一个", "Keep one"),
            )
        lines[(*path, key)] = key_node.start_mark.line + 1
        result[key] = _plain(value_node, (*path, key), lines, file)
    return result


@cache
def schema(name: str) -> Draft202012Validator:
    """Give the JSON Schema that ships with the rulebook: facts, rule or cases."""
    text = resources.files("rulebook").joinpath(f"schema/{name}.schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(text))


def check(document: Document, name: str) -> list[Fault]:
    """List where a document departs from its schema."""
    faults = []
    for error in schema(name).iter_errors(document.data):
        deepest = max(_leaves(error), key=lambda e: len(e.absolute_path))
        faults.append(
            document.fault(
                deepest.absolute_path,
                Text(f"格式不符：{deepest.message}", f"does not fit the schema: {deepest.message}"),
                Text("见 docs/reference/rule-files.md", "See docs/reference/rule-files.md"),
            )
        )
    return faults


def _leaves(error: Any) -> list[Any]:
    inner = [leaf for sub in error.context or () for leaf in _leaves(sub)]
    return inner or [error]
