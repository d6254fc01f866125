"""Why: a sentence for each clause, in Chinese and English, made from what was measured and asked.

What never changes of a clause's sentence is put together once, for every language. The sentence of one firm is written
in a language when somebody reads it there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from rulebook.errors import Text
from rulebook.graph import Node
from rulebook.results import Range, Shown
from rulebook.values import Verdict

if TYPE_CHECKING:
    from rulebook.records.inputs import Source
    from rulebook.results import ClauseResult
    from rulebook.rules.editions import Clause, Measure

Values = Mapping[Node, Range | Verdict]


class Seen(NamedTuple):
    """What a sentence is about: the values of one firm as they are shown, and the facts that it lacks."""

    values: Mapping[Node, Any]
    shown: Mapping[Measure, Shown]
    year: int
    missing: Sequence[Source]


Decided = tuple[Verdict, Sequence["ClauseResult"]]
"""What the sentence of a group is about: its verdict, and its parts."""
Say = Callable[[Seen], str]
SayGroup = Callable[[Decided], str]


class Tongue(NamedTuple):
    """What a language puts between the parts of a sentence; `of` gives a text or a value in it."""

    of: Callable[[Any], str]
    colon: str
    asked: str
    brackets: tuple[str, str]
    then: str
    also: str
    listed: str
    missing: str
    more: str
    points: tuple[str, str, str]
    judged: str


ZH = Tongue(
    attrgetter("zh"), "：", "，要求 ", ("（", "）"), "，", "；", "、",
    "缺：", "等 {all} 项", ("得 ", " 分（满分 ", "）"), "{name}需由人认定",
)  # fmt: skip
EN = Tongue(
    attrgetter("en"), ": ", "; asked ", (" (", ")"), "; ", "; ", ", ",
    "missing: ", " and {left} more", ("", " of ", " points"), "{name}: a person decides",
)  # fmt: skip

OUTCOME: Mapping[Verdict, Text] = {
    Verdict.MET: Text("符合", "met"),
    Verdict.UNMET: Text("不符合", "not met"),
    Verdict.UNKNOWN: Text("数据不足，暂不能判断", "cannot be told yet"),
    Verdict.REVIEW: Text("需由人认定", "a person decides"),
}
MOST_NAMED = 5
"""So many missing facts are named in a sentence; the others are counted. `missing` has them all."""


def range_of(node: Node, values: Values) -> Range:
    """Give the shown range of a number node."""
    return cast("Range", values[node])


def most_of(clause: Clause, values: Mapping[Node, Any]) -> float | None:
    """Give the most points that this firm can have in a clause, by its stage where that decides."""
    return clause.most if clause.ceiling is None else values[clause.ceiling].high


def of_leaf(clause: Clause, tongue: Tongue) -> Say:
    """Make what says why a clause without children came out as it did."""
    if clause.points is None and clause.form == "manual" and not clause.measures:
        fixed = tongue.judged.format(name=tongue.of(clause.name))
        return lambda _: fixed
    parts = _points(clause, tongue) if clause.points is not None else _condition(clause, tongue)
    also, only = tongue.also, parts[0] if len(parts) == 1 else None

    def say(seen: Seen) -> str:
        said = only(seen) if only is not None else also.join([part(seen) for part in parts])
        return f"{said}{also}{_lacking(seen, tongue)}" if seen.missing else said

    return say


def _condition(clause: Clause, tongue: Tongue) -> list[Say]:
    if len(clause.measures) == 1 and clause.measures[0].left is None:
        return [_judged(tongue.of(clause.name), cast("Node", clause.verdict), tongue)]
    return [_measured(measure, tongue) for measure in clause.measures]


def _judged(name: str, verdict: Node, tongue: Tongue) -> Say:
    """Say how a yes/no came out."""
    outcomes = [f"{name}{tongue.colon}{tongue.of(OUTCOME[each])}" for each in Verdict]
    return lambda seen: outcomes[seen.values[verdict]]


def _measured(measure: Measure, tongue: Tongue) -> Say:
    """Say one comparison: what it came to, what was asked, and whether that is enough."""
    if measure.left is None:
        return _judged(tongue.of(measure.asks), measure.verdict, tongue)
    of, verdict, right, unit = tongue.of, measure.verdict, measure.right, measure.unit
    label, asked = f"{of(measure.label)} ", f"{tongue.asked}{of(measure.asks)}"
    outcomes = [f"{tongue.then}{of(OUTCOME[each])}" for each in Verdict]
    if right is None:
        ends = [asked + outcome for outcome in outcomes]
        return lambda seen: label + of(seen.shown[measure]) + ends[seen.values[verdict]]
    opening, closing = tongue.brackets

    def say(seen: Seen) -> str:
        bound, outcome = of(Shown(seen.values[right], unit)), outcomes[seen.values[verdict]]
        return f"{label}{of(seen.shown[measure])}{asked}{opening}{bound}{closing}{outcome}"

    return say


def _points(clause: Clause, tongue: Tongue) -> list[Say]:
    points, value, of = cast("Node", clause.points), clause.value, tongue.of
    before, between, after = tongue.points
    label = f"{of(value.label)} " if value is not None else ""
    ending = None if clause.ceiling is not None else f"{between}{clause.most:g}{after}"

    def say(seen: Seen) -> str:
        low, high = seen.values[points]
        got = _plain(low) if low == high else f"{_plain(low)}–{_plain(high)}"
        most = ending or f"{between}{most_of(clause, seen.values):g}{after}"
        had = f"{before}{got}{most}"
        return had if value is None else f"{label}{of(seen.shown[value])}{tongue.also}{had}"

    return [say]


def _plain(points: float) -> str:
    return f"{points:.0f}" if points % 1 == 0 else f"{points:.4f}".rstrip("0").rstrip(".")


def _lacking(seen: Seen, tongue: Tongue) -> str:
    """Say which facts are missing, each with its year."""
    once = {(source.fact.id, source.lag): source for source in seen.missing}
    few = [_dated(source, seen.year, tongue) for source in list(once.values())[:MOST_NAMED]]
    left = len(once) - len(few)
    more = tongue.more.format(all=len(once), left=left) if left else ""
    return tongue.missing + tongue.listed.join(few) + more


def _dated(source: Source, year: int, tongue: Tongue) -> str:
    name, (opening, closing) = tongue.of(source.fact.name), tongue.brackets
    return f"{name}{opening}{year + 1 - source.lag}{closing}" if source.fact.per_year else name


_HEADS: Mapping[str, Mapping[Verdict, Text]] = {
    "all": {
        Verdict.MET: Text("各项均符合", "all are met"),
        Verdict.UNMET: Text("不符合：", "not met: "),
        Verdict.UNKNOWN: Text("待补数据：", "data missing: "),
        Verdict.REVIEW: Text("需由人认定：", "a person decides: "),
    },
    "any": {
        Verdict.MET: Text("已符合：", "met: "),
        Verdict.UNMET: Text("没有一项符合", "none is met"),
        Verdict.UNKNOWN: Text(
            "尚无一项确定符合，待补数据：", "none is certain yet; data missing: "
        ),
        Verdict.REVIEW: Text("需由人认定：", "a person decides: "),
    },
    "none": {
        Verdict.MET: Text("均不存在", "none is present"),
        Verdict.UNMET: Text("存在：", "present: "),
        Verdict.UNKNOWN: Text("待补数据：", "data missing: "),
        Verdict.REVIEW: Text("需由人认定：", "a person decides: "),
    },
}


def of_group(clause: Clause, tongue: Tongue) -> SayGroup:
    """Make what says which parts of a group decided it."""
    heads = [tongue.of(_HEADS[clause.form][each]) for each in Verdict]
    naming = [_HEADS[clause.form][each].zh.endswith("：") for each in Verdict]
    none = clause.form == "none"

    def say(decided: Decided) -> str:
        verdict, parts = decided
        if not naming[verdict]:
            return heads[verdict]
        which = Verdict.MET if none and verdict is Verdict.UNMET else verdict
        return heads[verdict] + tongue.listed.join(
            [tongue.of(part.name) for part in parts if part.verdict is which]
        )

    return say
