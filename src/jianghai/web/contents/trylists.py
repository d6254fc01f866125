"""Trying lists: records taken out of a list or put into it on the spot; nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from jianghai.web.contents.ledger import Field, valued
from jianghai.web.contents.trying import TRIED
from jianghai.web.words import told
from rulebook import syntax as s
from rulebook.records import Observation, Record
from rulebook.records.dates import read_date
from rulebook.rules.plans import plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rulebook.facts import Attribute, Fact
    from rulebook.records.inputs import Source
    from rulebook.rules.editions import Edition

MOST = 99
VALID_YEARS = 3
Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """A record on file, in a few words; `out` where somebody tries to do without it."""

    name: str
    words: str
    out: bool


@dataclass(frozen=True, slots=True)
class TriedList:
    """A list that a standard looks at: the records on file, and one that may be added so many times."""

    fact: Fact
    known: Observation | None
    kept: tuple[Kept, ...]
    fields: tuple[Field, ...]
    more: str
    complete: bool
    error: str = ""

    @property
    def name(self) -> str:
        """Name the form fields of this list."""
        return f"list.{self.fact.id}"

    @property
    def most(self) -> int:
        """Tell how many records may be added at once."""
        return MOST

    @property
    def before(self) -> tuple[Entry, ...]:
        """Give the records on file."""
        return _entries(self.known)

    @property
    def after(self) -> tuple[Entry, ...]:
        """Give the records as they would be."""
        stay = [entry for entry, one in zip(self.before, self.kept, strict=True) if not one.out]
        new = {
            field.attribute.id: valued(field.attribute, field.value)
            for field in self.fields
            if field.value
        }
        return (*stay, *(dict(new) for _copy in range(0 if self.error else int(self.more))))

    @property
    def moved(self) -> bool:
        """Tell whether anything else is tried than is on file."""
        was = self.known is not None and self.known.complete
        return self.complete != was or self.after != self.before


def lists(
    record: Record, edition: Edition, facts: Iterable[Fact], typed: Mapping[str, str]
) -> list[TriedList]:
    """Lay out the lists that a result looked at, with what was tried where something was."""
    read: dict[str, list[Source]] = {}
    for source in plan((edition,))[1]:
        read.setdefault(source.fact.id, []).append(source)
    return [_list(record, fact, read.get(fact.id, []), typed) for fact in facts]


def with_lists(record: Record, tried: Iterable[TriedList]) -> Record:
    """Give the record as it would be with the lists that were tried."""
    moved = {one.fact.id: one for one in tried if one.moved}
    if not moved:
        return record
    facts = dict(record.facts)
    for name, one in moved.items():
        seen = Observation(one.after, source=TRIED, complete=one.complete)
        key = None if not one.fact.per_year else record.year
        facts[name] = {**facts.get(name, {}), key: seen}
    return replace(record, facts=facts)


def _list(
    record: Record, fact: Fact, read: Sequence[Source], typed: Mapping[str, str]
) -> TriedList:
    known, name = record.get(fact), f"list.{fact.id}"
    asked = name in typed
    wanted = {key for source in read for key in _parts_of(source)} & fact.item.keys()
    shown = {key: one for key, one in fact.item.items() if key in wanted or not wanted}
    kept = tuple(
        Kept(f"{name}.{place}.out", _words(shown, entry), f"{name}.{place}.out" in typed)
        for place, entry in enumerate(_entries(known))
    )
    hints = _hints(read, record.on)
    fields = tuple(
        Field(
            f"{name}.{key}",
            one,
            typed.get(f"{name}.{key}", "").strip() if asked else hints.get(key, ""),
        )
        for key, one in shown.items()
    )
    complete = f"{name}.complete" in typed if asked else known is not None and known.complete
    more = typed.get(f"{name}.more", "").strip() or "0"
    made = TriedList(fact, known, kept, fields, more, complete)
    return replace(made, error=_fault(made))


def _entries(known: Observation | None) -> tuple[Entry, ...]:
    if known is None or not isinstance(known.value, tuple):
        return ()
    return tuple(dict(entry) for entry in known.value)


def _words(shown: Mapping[str, Attribute], entry: Entry) -> str:
    """Say a record by what the standard looks at; a yes by its name."""
    said = []
    for key, one in shown.items():
        value = entry.get(key)
        if isinstance(value, bool):
            said.append(told(one.name) if value else _("不%(what)s") % {"what": told(one.name)})
        elif value not in (None, ""):
            said.append(
                f"{told(one.name)} {value}{one.suffix}" if one.kind == "number" else str(value)
            )
    return " · ".join(said)


def _fault(made: TriedList) -> str:
    if not made.more.isdecimal() or int(made.more) > MOST:
        return _("条数请填 0 到 %(most)d 的整数。") % {"most": MOST}
    if made.more == "0":
        return ""
    for field in made.fields:
        value = valued(field.attribute, field.value)
        if field.attribute.kind == "number" and isinstance(value, str) and value:
            return _("“%(text)s”不是数字，请改正。") % {"text": value}
        if field.attribute.kind == "date" and field.value and read_date(field.value) is None:
            return _("“%(text)s”不是日期，请写成 2024-05-01。") % {"text": field.value}
    return ""


def _parts_of(source: Source) -> Iterator[str]:
    """Name the attributes that a source reads of every record."""
    if source.part:
        yield source.part
    if source.where is not None:
        yield from _names(source.where)


def _names(tree: s.Expression) -> Iterator[str]:
    match tree:
        case s.Name(id=name):
            yield name
        case s.Unary(operand=inner):
            yield from _names(inner)
        case s.Binary(left=left, right=right) | s.Compare(left=left, right=right):
            yield from (*_names(left), *_names(right))
        case s.Among(name=name):
            yield name.id
        case s.Call(args=args):
            yield from (each for one in args for each in _names(one))


def _hints(read: Sequence[Source], on: date) -> dict[str, str]:
    """Fill in what the conditions ask for, the first condition first, so that a new record counts as it stands."""
    found: dict[str, str] = {}
    for source in read:
        for key, word in _asked(source.where, on) if source.where is not None else ():
            found.setdefault(key, word)
    return found


def _asked(tree: s.Expression, on: date) -> Iterator[tuple[str, str]]:
    match tree:
        case s.Binary(op="and", left=left, right=right):
            yield from (*_asked(left, on), *_asked(right, on))
        case s.Name(id=name):
            yield name, "是"
        case s.Unary(op="not", operand=s.Name(id=name)):
            yield name, "否"
        case s.Among(op="in", name=name, words=words):
            yield name.id, words[0]
        case s.Call(function="within", args=(s.Name(id=name), *_rest)):
            yield name, on.isoformat()
        case s.Call(function="during", args=(s.Name(id=name), *_rest)):
            yield name, str(on.year - 1)
        case s.Compare():
            yield from _compared(tree, on)


def _compared(tree: s.Compare, on: date) -> Iterator[tuple[str, str]]:
    match tree:
        case s.Compare(op="<=", left=s.Name(id="today"), right=s.Name(id=name)):
            yield name, on.replace(day=min(on.day, 28), year=on.year + VALID_YEARS).isoformat()
        case s.Compare(op="<=", left=s.Name(id=name), right=s.Name(id="today")):
            yield name, on.isoformat()
        case s.Compare(op="==", left=s.Name(id=name), right=s.Name(id=word)):
            yield name, word
        case s.Compare(op="<=", left=s.Name(id=name), right=s.Number()):
            yield name, "1"
