"""What can be moved in a policy: thresholds, amounts, rates, caps and windows, each with its path and its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from jianghai.web.contents.desk.editor.amounts import FIELDS
from jianghai.web.contents.desk.editor.building import told_of
from jianghai.web.words import english, told
from rulebook import syntax as s
from rulebook.errors import ExpressionError
from rulebook.policies import terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)\s*([^\d\s]*)")
AMOUNTS = ("is", "ratio", "rate", "most", "most_each", "unit_most", "times")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{2}-\d{2}")
GROUPS = ("all", "any", "none")
#: A slider goes from nothing to so many times what stands in the file.
REACH = 3
#: Steps that a hand can find, and into how many of them a slider is parted at least.
STEPS, PARTS = (1000, 100, 50, 10, 5, 1, 0.5, 0.1), 30


@dataclass(frozen=True, slots=True)
class Knob:
    """One value: its path, what it is called, as the file has it, and as it was moved."""

    path: str
    label: str
    kind: str  # threshold amount cap window
    number: str
    unit: str
    typed: str = ""

    @property
    def name(self) -> str:
        """Name the form field."""
        return f"k:{self.path}"

    @property
    def id(self) -> str:
        """Name the field on the page."""
        return "k-" + re.sub(r"[^A-Za-z0-9_-]", "-", self.path)

    @property
    def value(self) -> str:
        """Give what stands in the field."""
        return self.typed or self.number

    @property
    def moved(self) -> bool:
        """Tell whether something else was typed."""
        return bool(self.typed) and self.typed != self.number

    @property
    def written(self) -> str:
        """Write the moved value as the file would."""
        return f"{self.typed}{self.unit}"

    @property
    def slides(self) -> bool:
        """Tell whether it is a number that a slider can move."""
        return self.kind != "window"

    @property
    def most(self) -> str:
        """Give the end of the slider."""
        if self.unit == "%":
            return "100"
        return f"{float(self.number) * REACH or 10:g}"

    @property
    def step(self) -> str:
        """Give the step of the slider: a hundredth of its length, round."""
        length = float(self.most)
        return next((f"{one:g}" for one in STEPS if length / one >= PARTS), "0.1")


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one clause."""

    id: str
    name: str
    knobs: tuple[Knob, ...]

    @property
    def moved(self) -> int:
        """Count those that were moved."""
        return sum(knob.moved for knob in self.knobs)


def groups(data: Mapping[str, Any], typed: Mapping[str, str]) -> list[Group]:
    """List what can be moved, by clause, with what was typed."""
    found = []
    for clause in data.get("clauses") or ():
        knobs = tuple(_of_clause(clause, typed))
        if knobs:
            name = clause.get("name") or {}
            found.append(
                Group(
                    str(clause["id"]),
                    str(name.get("en" if english() else "zh", clause["id"])),
                    knobs,
                )
            )
    return found


def _of_clause(clause: Mapping[str, Any], typed: Mapping[str, str]) -> Iterator[Knob]:
    key = str(clause.get("id", ""))
    yield from _conditions(clause, typed)
    yield from _amount(clause.get("amount") or {}, f"{key}/amount", typed)
    for name, word in terms.CAP_NAMES.items():
        value = (clause.get("caps") or {}).get(name)
        if value is not None:
            yield from _number(
                f"{key}/caps/{name}",
                _("上限：%(what)s") % {"what": told(word)},
                ("cap", value),
                typed,
            )
    yield from _windows(key, clause.get("window") or {}, typed)


def _windows(key: str, window: Mapping[str, Any], typed: Mapping[str, str]) -> Iterator[Knob]:
    rows = [
        (mode, place, row)
        for mode in ("rounds", "yearly")
        for place, row in enumerate(window.get(mode) or ())
    ]
    for mode, place, row in rows:
        for end, label in (("opens", _("申报开始")), ("closes", _("申报截止"))):
            if DAY.fullmatch(str(row.get(end, ""))):
                path = f"{key}/window/{mode}/{place}/{end}"
                yield Knob(path, label, "window", str(row[end]), "", typed.get(path, ""))


def _conditions(row: Mapping[str, Any], typed: Mapping[str, str]) -> Iterator[Knob]:
    for group in GROUPS:
        for child in row.get(group) or ():
            yield from _conditions(child, typed)
    if "when" not in row:
        return
    try:
        bounds = list(_bounds(s.read(str(row["when"]))))
    except ExpressionError:
        return
    for place, (left, number) in enumerate(bounds):
        path = f"{row['id']}/threshold" + (f"/{place}" if len(bounds) > 1 else "")
        yield from _number(path, _left(left, row), ("threshold", s.write(number)), typed)


def _left(left: s.Expression, row: Mapping[str, Any]) -> str:
    """Say what is compared; a value that the file names for itself is called as its condition is."""
    words = told_of(s.write(left))
    name = row.get("name") or {}
    return told(words) if words else str(name.get("en" if english() else "zh") or s.write(left))


def _bounds(tree: s.Expression) -> Iterator[tuple[s.Expression, s.Number]]:
    match tree:
        case s.Binary(("and" | "or"), left, right):
            yield from _bounds(left)
            yield from _bounds(right)
        case s.Unary("not", inner) | s.Call("review", (inner,)):
            yield from _bounds(inner)
        case s.Compare(_, left, s.Number() as number):
            yield left, number
        case s.Compare(_, s.Number() as number, right):
            yield right, number


def _amount(amount: Mapping[str, Any], path: str, typed: Mapping[str, str]) -> Iterator[Knob]:
    for name in AMOUNTS:
        if name in amount:
            yield from _number(
                f"{path}/{name}", str(FIELDS[name][0]), ("amount", amount[name]), typed
            )
    for place, row in enumerate(amount.get("rows") or ()):
        name = (row.get("name") or {}).get("en" if english() else "zh") or row.get("when", "")
        yield from _number(f"{path}/rows/{place}/is", str(name), ("amount", row.get("is")), typed)
    for place, option in enumerate(amount.get("options") or ()):
        yield from _amount(option, f"{path}/options/{place}", typed)


def _number(
    path: str, label: str, found: tuple[str, Any], typed: Mapping[str, str]
) -> Iterator[Knob]:
    kind, value = found
    matched = NUMBER.fullmatch(str(value).strip())
    if matched is not None:
        yield Knob(path, label, kind, matched[1], matched[2], typed.get(path, "").strip())


def changes(groups_: list[Group]) -> dict[str, str]:
    """Give what was moved, as the lab takes it."""
    return {knob.path: knob.written for group in groups_ for knob in group.knobs if knob.moved}
