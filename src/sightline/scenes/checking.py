"""Check a scene file against its schema, and say in words what is wrong on which line."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, cast

from jsonschema import Draft202012Validator, ValidationError

from sightline.errors import SceneError, Text

if TYPE_CHECKING:
    from sightline.judge.reading.yamlfile import Document, Steps

KINDS = {
    "object": Text("一组键值", "a group of keys"),
    "array": Text("列表", "a list"),
    "string": Text("带单位的文字，如 5 m", "words with a unit, such as 5 m"),
    "number": Text("数", "a number"),
    "integer": Text("整数", "a whole number"),
}


def check(document: Document) -> Mapping[str, Any]:
    """Give what a file says if it has the shape of a scene, else raise SceneError at the first wrong line."""
    if not isinstance(document.data, dict):
        raise SceneError(
            "文件是空的，请写 scene、camera 和 actors",
            "the file is empty: write scene, camera and actors",
            document.file,
        )
    found = list(_validator().iter_errors(document.data))
    if found:
        wrong = min(found, key=lambda one: document.lines.get(_way(one), 0))
        said = SAID[str(wrong.validator)](wrong)
        raise SceneError(said.zh, said.en, document.where(_way(wrong)))
    return document.data


@cache
def _validator() -> Draft202012Validator:
    text = resources.files("sightline.scenes").joinpath("schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def _known(wrong: ValidationError) -> list[str]:
    schema = cast("dict[str, Any]", wrong.schema)
    return list(schema["properties"])


def _way(wrong: ValidationError) -> Steps:
    way = tuple(wrong.absolute_path)
    if wrong.validator == "additionalProperties":
        known = _known(wrong)
        return (
            *way,
            next(key for key in cast("dict[str, Any]", wrong.instance) if key not in known),
        )
    return way


def _missing(wrong: ValidationError) -> Text:
    wanted = cast("list[str]", wrong.validator_value)
    gone = next(key for key in wanted if key not in cast("dict[str, Any]", wrong.instance))
    return Text(f"缺少“{gone}”，请补上", f'"{gone}" is missing; add it')


def _unknown(wrong: ValidationError) -> Text:
    known, odd = _known(wrong), str(_way(wrong)[-1])
    meant = difflib.get_close_matches(odd, known, 1) or known
    return Text(
        f"不认识“{odd}”，可用：{'、'.join(meant)}",
        f'"{odd}" is not known; use {" or ".join(meant)}',
    )


def _kind(wrong: ValidationError) -> Text:
    kind = KINDS[str(wrong.validator_value)]
    return Text(f"这里应是{kind.zh}", f"this must be {kind.en}")


def _one_of(wrong: ValidationError) -> Text:
    known = [str(value) for value in cast("list[str]", wrong.validator_value)]
    return Text(f"只能是 {'、'.join(known)}", f"this must be {' or '.join(known)}")


def _with(zh: str, en: str) -> Callable[[ValidationError], Text]:
    return lambda wrong: Text(zh.format(wrong.validator_value), en.format(wrong.validator_value))


SAID: dict[str, Callable[[ValidationError], Text]] = {
    "required": _missing,
    "additionalProperties": _unknown,
    "type": _kind,
    "enum": _one_of,
    "minItems": _with("这里至少要有 {} 项", "there must be at least {} entries"),
    "maxItems": _with("这里最多有 {} 项", "there may be at most {} entries"),
    "minimum": _with("不能小于 {}", "this cannot be below {}"),
    "maximum": _with("不能大于 {}", "this cannot be above {}"),
    "pattern": _with(
        "编号只能用小写字母、数字、- _ .", "an id has small letters, digits and - _ . only"
    ),
}
"""What is said for each word of the schema that the schema uses."""
