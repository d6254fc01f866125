"""Why: a sentence for each clause, in Chinese and English, made from what was measured and asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from rulebook.errors import Text
from rulebook.graph import Node
from rulebook.results import ClauseResult, Range, Shown
from rulebook.values import Verdict

if TYPE_CHECKING:
    from rulebook.rules.editions import Clause, Measure

Values = Mapping[Node, Range | Verdict]

OUTCOME: Mapping[Verdict, Text] = {
    Verdict.MET: Text("符合", "met"),
    Verdict.UNMET: Text("不符合", "not met"),
    Verdict.UNKNOWN: Text("数据不足，暂不能判断", "cannot be told yet"),
    Verdict.REVIEW: Text("需由人认定", "a person decides"),
}


def range_of(node: Node, values: Values) -> Range:
    """Give the shown range of a number node."""
    return cast("Range", values[node])


def shown(measure: Measure, values: Values) -> Shown | None:
    """Give what was measured, as it is printed."""
    if measure.left is None:
        return None
    return Shown(range_of(measure.left, values), measure.unit, measure.labels)


def measured(measure: Measure, values: Values) -> Text:
    """Say one comparison: what it came to, and whether that is enough."""
    outcome = OUTCOME[cast("Verdict", values[measure.verdict])]
    value = shown(measure, values)
    if value is None:
        return Text(f"{measure.asks.zh}：{outcome.zh}", f"{measure.asks.en}: {outcome.en}")
    bound = _bound(measure, values)
    return Text(
        f"{measure.label.zh} {value.zh}，要求 {measure.asks.zh}{bound.zh}，{outcome.zh}",
        f"{measure.label.en} {value.en}; asked {measure.asks.en}{bound.en}; {outcome.en}",
    )


def _bound(measure: Measure, values: Values) -> Text:
    """Say what a computed threshold came to."""
    if measure.right is None:
        return Text("", "")
    bound = Shown(range_of(measure.right, values), measure.unit)
    return Text(f"（{bound.zh}）", f" ({bound.en})")


def _join(parts: Sequence[Text]) -> Text:
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def _of_condition(clause: Clause, values: Values, missing: Text | None) -> Text:
    if len(clause.measures) == 1 and clause.measures[0].left is None:
        outcome = OUTCOME[cast("Verdict", values[cast("Node", clause.verdict)])]
        said = [Text(f"{clause.name.zh}：{outcome.zh}", f"{clause.name.en}: {outcome.en}")]
    else:
        said = [measured(measure, values) for measure in clause.measures]
    if missing is not None:
        said.append(missing)
    return _join(said)


def _of_points(clause: Clause, values: Values, missing: Text | None) -> Text:
    points = range_of(cast("Node", clause.points), values)
    got = _points_text(points)
    most = f"{most_of(clause, values):g}"
    said = []
    if clause.value is not None:
        value = cast("Shown", shown(clause.value, values))
        said.append(
            Text(f"{clause.value.label.zh} {value.zh}", f"{clause.value.label.en} {value.en}")
        )
    said.append(Text(f"得 {got} 分（满分 {most}）", f"{got} of {most} points"))
    if missing is not None:
        said.append(missing)
    return _join(said)


def most_of(clause: Clause, values: Values) -> float | None:
    """Give the most points that this firm can have in a clause, by its stage where that decides."""
    return clause.most if clause.ceiling is None else range_of(clause.ceiling, values).high


def _points_text(points: Range) -> str:
    low, high = (f"{end:.4f}".rstrip("0").rstrip(".") for end in (points.low, points.high))
    return low if points.closed else f"{low}–{high}"


def of_leaf(clause: Clause, values: Values, missing: Text | None) -> Text:
    """Say why a clause without children came out as it did."""
    if clause.points is not None:
        return _of_points(clause, values, missing)
    if clause.form == "manual" and not clause.measures:
        return Text(f"{clause.name.zh}需由人认定", f"{clause.name.en}: a person decides")
    return _of_condition(clause, values, missing)


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


def of_group(clause: Clause, verdict: Verdict, children: Sequence[ClauseResult]) -> Text:
    """Say which parts of a group decided it."""
    head = _HEADS[clause.form][verdict]
    deciding = Verdict.MET if clause.form == "none" and verdict is Verdict.UNMET else verdict
    named = [child.name for child in children if child.verdict is deciding]
    if not head.zh.endswith("："):
        return head
    return Text(head.zh + "、".join(n.zh for n in named), head.en + ", ".join(n.en for n in named))


MOST_NAMED = 5
"""So many missing facts are named in a sentence; the others are counted. `missing` has them all."""


def lacking(names: Sequence[Text]) -> Text | None:
    """Say which facts are missing."""
    if not names:
        return None
    few, more = names[:MOST_NAMED], len(names) > MOST_NAMED
    zh = "缺：" + "、".join(name.zh for name in few) + (f"等 {len(names)} 项" if more else "")
    en = "missing: " + ", ".join(name.en for name in few)
    return Text(zh, en + (f" and {len(names) - len(few)} more" if more else ""))
