"""Forms as JSON Schema: one description that the pages draw, the API serves, and both check against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from rulebook.errors import Text

LONGEST = 2_000
"""A text of more characters is refused where the form names no other limit."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the words that a field may hold."""

    key: str
    name: Text


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form, as a page draws it."""

    key: str
    name: Text
    kind: str  # text, long, whole, number, money, flag, choice, day, list, choices
    required: bool
    choices: tuple[Choice, ...] = ()
    help: Text | None = None
    personal: bool = False
    fact: str = ""
    longest: int = LONGEST
    least: float | None = None
    most: float | None = None
    default: Any = None


@dataclass(frozen=True)
class Form:
    """A form: its JSON Schema, and what follows from it."""

    name: str
    schema: Mapping[str, Any]

    @property
    def title(self) -> Text:
        """Give its title in both languages."""
        return _name(self.schema, self.name)

    @cached_property
    def _validator(self) -> Draft202012Validator:
        return Draft202012Validator(dict(self.schema), format_checker=FormatChecker(["date"]))

    def fields(self) -> tuple[Field, ...]:
        """Give its fields in the order of the file."""
        required = frozenset(self.schema.get("required", ()))
        properties = self.schema.get("properties", {})
        return tuple(_field(key, told, key in required) for key, told in properties.items())

    def faults(self, values: Mapping[str, Any]) -> dict[str, dict[str, str]]:
        """Say by field what is wrong with what was typed, in both languages; nothing where all is right."""
        found: dict[str, dict[str, str]] = {}
        for error in self._validator.iter_errors(dict(values)):
            for key, said in _told(error):
                found.setdefault(key, said.as_dict())
        return found

    def kept(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Keep of what was typed only the fields that the form knows."""
        return {key: values[key] for key in self.schema.get("properties", {}) if key in values}


def _name(told: Mapping[str, Any], key: str) -> Text:
    return Text(str(told.get("title", key)), str(told.get("x-en", key)))


KINDS = {"integer": "whole", "number": "number", "boolean": "flag"}


def _kind(told: Mapping[str, Any]) -> str:
    match told:
        case {"type": "array", "items": {"enum": _}}:
            return "choices"
        case {"type": "array"}:
            return "list"
    named = {"x-money": "money", "enum": "choice", "format": "day", "x-long": "long"}
    return next(
        (kind for word, kind in named.items() if word in told), KINDS.get(told["type"], "text")
    )


def _field(key: str, told: Mapping[str, Any], required: bool) -> Field:  # noqa: FBT001
    of_choices = told.get("items", told) if told.get("type") == "array" else told
    names = of_choices.get("x-names", {})
    choices = (
        Choice(str(word), Text(*names.get(word, (word, word))))
        for word in of_choices.get("enum", ())
    )
    helped = told.get("x-help")
    return Field(
        key, _name(told, key), _kind(told), required, tuple(choices),
        Text(*helped) if helped else None, bool(told.get("x-personal")), str(told.get("x-fact", "")),
        int(told.get("maxLength", LONGEST)), told.get("minimum"), told.get("maximum"),
        told.get("default"),
    )  # fmt: skip


def _told(error: Any) -> Iterator[tuple[str, Text]]:
    if error.validator == "required" and not error.absolute_path:
        for key in error.validator_value:
            if key not in error.instance:
                yield key, Text("请填写。", "Please fill this in.")
        return
    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        for key in error.instance:
            if key not in known:
                yield (
                    str(key),
                    Text("表单没有这一项，请去掉。", "The form has no such field; leave it out."),
                )
        return
    key = str(error.absolute_path[0]) if error.absolute_path else ""
    zh, en = SAID.get(
        str(error.validator), ("填写的内容不符合要求。", "This is not what is asked for.")
    )
    bound = error.validator_value
    listed = "、".join(map(str, bound)) if isinstance(bound, list) else str(bound)
    yield key, Text(zh.format(listed), en.format(listed.replace("、", ", ")))


SAID = {
    "type": ("填写的内容类型不对，应为 {0}。", "This is of the wrong type; it should be {0}."),
    "enum": ("只能从这些里选：{0}。", "Choose one of {0}."),
    "const": ("须为 {0}。", "This must be {0}."),
    "minimum": ("不能小于 {0}。", "This may not be less than {0}."),
    "maximum": ("不能大于 {0}。", "This may not be more than {0}."),
    "minLength": ("至少 {0} 个字。", "At least {0} characters."),
    "maxLength": ("最多 {0} 个字。", "At most {0} characters."),
    "minItems": ("至少 {0} 项。", "At least {0} items."),
    "maxItems": ("最多 {0} 项。", "At most {0} items."),
    "uniqueItems": ("有重复的项，请去掉。", "An item stands twice; leave one out."),
    "pattern": (
        "格式不对，请按说明填写。",
        "This is not in the right shape; see the note beside it.",
    ),
    "format": ("应为日期，写作 2026-08-15。", "This is a day, written 2026-08-15."),
}
