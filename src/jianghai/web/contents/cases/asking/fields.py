"""A form of a service as a page draws it: what was typed, and what is wrong with it beside it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from jianghai.casework.engine import hidden
from jianghai.web.words import english, told
from rulebook.entitle.owed import Sum

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.http import QueryDict

    from jianghai.casework.services import Field, Form

PREFIX = "f:"
FEN = 100
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Shown:
    """One field: how it is drawn, what stands in it, and what is wrong with that."""

    field: Field
    value: Any
    fault: str

    @property
    def name(self) -> str:
        """Give the name under which it is sent."""
        return PREFIX + self.field.key

    @property
    def ident(self) -> str:
        """Give the id that label, hint and fault are tied to."""
        return f"f-{self.field.key}"

    @property
    def text(self) -> str:
        """Give what stands in a text field."""
        if self.value is None:
            return ""
        if self.field.kind == "money" and isinstance(self.value, int):
            return f"{Decimal(self.value) / FEN:f}"
        if self.field.kind == "list" and isinstance(self.value, list):
            return "\n".join(map(str, self.value))
        return str(self.value)

    @property
    def chosen(self) -> Sequence[str]:
        """Give the choices that are ticked."""
        if isinstance(self.value, bool):
            return [YES if self.value else NO]
        return [str(one) for one in self.value] if isinstance(self.value, list) else [self.text]

    @property
    def words(self) -> str:
        """Say what stands in the field, for reading."""
        names = {one.key: told(one.name) for one in self.field.choices} | {
            YES: _("是"),
            NO: _("否"),
        }
        if self.field.kind in {"choice", "choices", "flag"}:
            return (", " if english() else "、").join(
                names.get(key, key) for key in self.chosen if key
            )
        if self.field.kind == "money" and isinstance(self.value, int):
            return told(Sum(self.value, self.value))
        return self.text

    @property
    def numeric(self) -> bool:
        """Tell whether a phone should show digits."""
        return self.field.kind in {"whole", "number", "money"}


def shown(
    form: Form, values: Mapping[str, Any], faults: Mapping[str, Mapping[str, str]] | None = None
) -> list[Shown]:
    """Draw a form with what was typed; faults as the form tells them."""
    wrong = faults or {}
    return [Shown(one, values.get(one.key), said(wrong.get(one.key))) for one in form.fields()]


def open_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give kept values as pages show them: personal identifiers masked."""
    return hidden.shown(values)


def said(fault: Mapping[str, str] | None) -> str:
    """Say in the reader's language what is wrong with a field."""
    return fault["en" if english() else "zh"] if fault else ""


def typed(form: Form, posted: QueryDict) -> dict[str, Any]:
    """Read what was typed; what is empty is None, so that a field can be cleared.

    What cannot be read stays as it was typed, so that the form can say what is wrong.
    """
    return {field.key: _typed(field, posted.getlist(PREFIX + field.key)) for field in form.fields()}


def _typed(field: Field, sent: Sequence[str]) -> Any:
    lines = [one.strip() for one in sent if one.strip()]
    if not lines:
        return None
    read = READERS.get(field.kind)
    return read(lines) if read else lines[0]


def _number(text: str, times: int) -> int | str:
    """Read a whole number, or an amount in yuan as whole fen; what is none stays as it is."""
    try:
        value = Decimal(text.replace(",", "").replace("，", "")) * times
    except InvalidOperation:
        return text
    return int(value) if value.is_finite() and value == value.to_integral_value() else text


def _decimal(text: str) -> float | int | str:
    whole = _number(text, 1)
    if isinstance(whole, int):
        return whole
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return text
    return float(value) if value.is_finite() else text


#: How the kinds of fields that are no plain text are read.
READERS: Mapping[str, Callable[[list[str]], Any]] = {
    "choices": lambda lines: lines,
    "list": lambda lines: [line.strip() for line in lines[0].splitlines() if line.strip()],
    "flag": lambda lines: {YES: True, NO: False}.get(lines[0], lines[0]),
    "whole": lambda lines: _number(lines[0], 1),
    "money": lambda lines: _number(lines[0], FEN),
    "number": lambda lines: _decimal(lines[0]),
}
