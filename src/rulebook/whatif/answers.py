"""What a what-if answers, in values and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rulebook.errors import Text
from rulebook.facts import Catalogue
from rulebook.language.words import Wording
from rulebook.syntax import read
from rulebook.units import show, show_english
from rulebook.values import INFINITY, Interval, Verdict

if TYPE_CHECKING:
    from rulebook.interpreter import Known
    from rulebook.records.inputs import Source


@dataclass(frozen=True, slots=True)
class Change:
    """One input that would have to be otherwise: from `old` to `new`, and how far that is (0 none, 1 everything)."""

    input: str
    fact: str
    year: int | None
    name: Text
    old: Text
    new: Text
    effort: float
    value: Known
    sentence: Text

    def as_dict(self) -> dict[str, Any]:
        """Give the form used in JSON."""
        return {
            "input": self.input,
            "fact": self.fact,
            "year": self.year,
            "name": self.name.as_dict(),
            "old": self.old.zh,
            "new": self.new.zh,
            "effort": round(self.effort, 6),
            "sentence": self.sentence.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class Ask:
    """A fact worth asking for: the clauses it would decide, and by how many points it would narrow the score."""

    fact: str
    year: int | None
    name: Text
    decides: tuple[str, ...]
    narrows: float
    sentence: Text

    def as_dict(self) -> dict[str, Any]:
        """Give the form used in JSON."""
        return {
            "fact": self.fact,
            "year": self.year,
            "name": self.name.as_dict(),
            "decides": list(self.decides),
            "narrows": round(self.narrows, 4),
            "sentence": self.sentence.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would change an edition's answer for one record; every change was verified by evaluating again."""

    standard: str
    now: Verdict
    singles: tuple[Change, ...]
    combination: tuple[Change, ...]
    reaches: Verdict | None
    ask_next: tuple[Ask, ...]
    clauses: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)
    blocked: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Give the form used in JSON."""
        return {
            "standard": self.standard,
            "verdict": self.now.word,
            "singles": [change.as_dict() for change in self.singles],
            "combination": [change.as_dict() for change in self.combination],
            "reaches": self.reaches.word if self.reaches is not None else None,
            "ask_next": [ask.as_dict() for ask in self.ask_next],
            "clauses": {
                key: [change.as_dict() for change in changes]
                for key, changes in self.clauses.items()
            },
            "blocked": list(self.blocked),
        }


@lru_cache(maxsize=4096)
def name_of(source: Source) -> Text:
    """Name an input in words: the fact, or the condition over a list."""
    if source.how in ("number", "yesno"):
        return source.fact.name
    wording = Wording(Catalogue({source.fact.id: source.fact}), {}, {})
    text = source.name if source.how != "shared" else source.name.partition(" × ")[0]
    if source.how in ("in", "under"):
        head, _, words = text.partition(f" {source.how} ")
        text = f"{head.partition('@')[0]} {source.how} [{', '.join(words.split('|'))}]"
    return wording.say(read(text))


def told(known: Known, source: Source) -> Text:
    """Print a value of an input."""
    if isinstance(known, Verdict):
        words = {Verdict.MET: Text("是", "yes"), Verdict.UNMET: Text("否", "no")}
        return words.get(known, Text("未知", "unknown"))
    unit = source.unit
    low, high = float(known.low), float(known.high)
    return Text(show(low, high, unit), show_english(low, high, unit))


def change_of(source: Source, year: int, old: Known, new: Known, effort: float) -> Change:
    """Build a change with its sentence."""
    name, before, after = name_of(source), told(old, source), told(new, source)
    at = year + 1 - source.lag if source.fact.per_year else None
    dated = Text(f"{name.zh}（{at}）", f"{name.en} ({at})") if at else name
    return Change(
        input=source.name,
        fact=source.fact.id,
        year=at,
        name=name,
        old=before,
        new=after,
        effort=effort,
        value=new,
        sentence=_sentence(source, dated, (old, new), (before, after)),
    )


def _sentence(
    source: Source, name: Text, values: tuple[Known, Known], texts: tuple[Text, Text]
) -> Text:
    old, new = values
    before, after = texts
    if source.how == "any":
        bare = Text(name.zh.removeprefix("有"), name.en.removeprefix("any "))
        held = new is Verdict.MET
        return Text(
            f"{'若有' if held else '若无'}{bare.zh}", f"{'with' if held else 'without'} {bare.en}"
        )
    if isinstance(old, Verdict) or isinstance(new, Verdict):
        if old is Verdict.UNKNOWN:
            return Text(f"若{name.zh}为“{after.zh}”", f"if {name.en} is {after.en}")
        return Text(
            f"{name.zh}由“{before.zh}”变为“{after.zh}”", f"{name.en} from {before.en} to {after.en}"
        )
    if not old.closed:
        return Text(f"若{name.zh}{after.zh}", f"if {name.en} is {after.en}")
    span = (new.low if new.high == INFINITY else new.high) if not new.closed else new.low
    step = float(span) - float(old.low)
    by = show(abs(step), abs(step), source.unit)
    by_en = show_english(abs(step), abs(step), source.unit)
    verb = ("增至", "up to") if step > 0 else ("减至", "down to")
    sign = "+" if step > 0 else "−"
    return Text(
        f"{name.zh}由 {before.zh} {verb[0]} {after.zh}（{sign}{by}）",
        f"{name.en} from {before.en} {verb[1]} {after.en} ({sign}{by_en})",
    )


def at_least(value: Interval) -> Interval:
    """Open the upper end, for thresholds that any greater value meets too."""
    return Interval(value.low, INFINITY)


def at_most(value: Interval) -> Interval:
    """Open the lower end, for thresholds that any smaller value meets too."""
    return Interval(-INFINITY, value.high)
