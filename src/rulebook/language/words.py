"""Expressions in words: what a clause asks, in Chinese and English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rulebook import syntax as s
from rulebook.errors import Text
from rulebook.units import SUFFIXES

if TYPE_CHECKING:
    from rulebook.facts import Catalogue, Fact

_SIGNS = {
    ">=": "≥", "<=": "≤", ">": ">", "<": "<", "==": "=", "!=": "≠",
    "*": "×", "/": "÷", "+": "+", "-": "−",
}  # fmt: skip
_YEARS = {2: ("前一年", "the year before"), 3: ("前两年", "two years before")}
_OWN = {"score": Text("总分", "total score"), "today": Text("评价日", "the day of evaluation")}
_EN_UNITS = {
    "%": "%", "分": " points", "人": " persons", "年": " years", "月": " months", "天": " days",
    "名": "", "吨": " t", "平方米": " m²",
}  # fmt: skip
_MILLIONS = {
    "万元": ("CNY", 0.01),
    "亿元": ("CNY", 100),
    "万美元": ("USD", 0.01),
    "亿美元": ("USD", 100),
}
_CURRENCIES = {"元": "CNY", "美元": "USD"}
_CALENDAR = 1000
"""From here on a number of years is the name of a year."""
_CALLS: Mapping[str, tuple[str, str]] = {
    "growth": ("{0}增长率", "growth of {0}"),
    "average_growth": ("{0}近{1}年平均增长率", "average growth of {0} over {1} years"),
    "cagr": ("{0}近{1}年复合增长率", "compound growth of {0} over {1} years"),
    "sum": ("近{1}年{0}合计", "{0} over {1} years"),
    "min": ("{*}中的较小值", "the least of {*}"),
    "max": ("{*}中的较大值", "the greatest of {*}"),
    "first": ("{0}", "{0}"),
    "if": ("{1}（若{0}，否则{2}）", "{1} (if {0}, else {2})"),
    "between": ("{0}至{1}之间", "between {0} and {1}"),
    "floor": ("{0}取整", "{0} rounded down"),
    "fen": ("{0}", "{0}"),
    "days_since": ("距{0}的天数", "days since {0}"),
    "years_since": ("距{0}的整年数", "whole years since {0}"),
    "years_at_year_end": ("至上年末距{0}的整年数", "whole years since {0} at year end"),
    "year_of": ("{0}的年份", "year of {0}"),
    "review": ("{0}（数据不足时由人认定）", "{0} (a person decides while open)"),
    "rank": ("{0}在同类企业中的百分位", "percentile of {0} among peers"),
    "points": ("{0}得分", "points of {0}"),
    "on_record": ("{0}及以前有经营记录", "figures on record for {0} or before"),
    "within": ("{0}在近{1}内", "{0} within {1}"),
    "during": ("{0}在{1}至{2}年度", "{0} in years {1} to {2}"),
}


def number_text(value: Fraction, suffix: str) -> Text:
    """Write a literal in its unit.

    >>> number_text(Fraction(20000 * 10**6), "万元")
    Text(zh='20,000万元', en='CNY 200 million')
    >>> number_text(Fraction(2008), "年")
    Text(zh='2008年', en='2008')
    """
    written = value / SUFFIXES[suffix][1]
    text = f"{int(written):,}" if written.denominator == 1 else f"{float(written):,.6g}"
    if suffix == "年" and written >= _CALENDAR:
        return Text(f"{int(written)}年", str(int(written)))
    return Text(f"{text}{suffix}", _english(text, float(written), suffix))


def _english(text: str, written: float, suffix: str) -> str:
    if suffix in _MILLIONS:
        currency, scale = _MILLIONS[suffix]
        return f"{currency} {written * scale:,.6g} million"
    if suffix in _CURRENCIES:
        return f"{_CURRENCIES[suffix]} {text}"
    return text + _EN_UNITS.get(suffix, "")


class Wording:
    """Turns expressions into words with the names of facts, named values and clauses."""

    def __init__(
        self, catalogue: Catalogue, lets: Mapping[str, Text], clauses: Mapping[str, Text]
    ) -> None:
        """Keep the names to use."""
        self.catalogue = catalogue
        self.lets = lets
        self.clauses = clauses

    def say(self, tree: s.Expression, of: Fact | None = None) -> Text:
        """Put an expression into words; `of` is the list whose fields are named."""
        return _SAID[type(tree)](self, tree, of)

    def bound(self, op: str, tree: s.Expression, labels: Mapping[int, str]) -> Text:
        """Put what is asked of a value into words: ``≥ 5%``, or ``< “大型”`` where whole numbers have labels."""
        said = self.say(tree)
        if isinstance(tree, s.Number) and tree.value in labels:
            said = Text(f"“{labels[int(tree.value)]}”", f"“{labels[int(tree.value)]}”")
        return Text(f"{_SIGNS[op]} {said.zh}", f"{_SIGNS[op]} {said.en}")

    def _word(self, tree: s.Word, _of: Fact | None) -> Text:
        return self.clauses.get(tree.text, Text(tree.text, tree.text))

    def _unary(self, tree: s.Unary, of: Fact | None) -> Text:
        inner = self.say(tree.operand, of)
        if tree.op == "-":
            return Text(f"−{inner.zh}", f"−{inner.en}")
        if isinstance(tree.operand, s.Call) and tree.operand.function == "any":
            return Text(f"无{inner.zh.removeprefix('有')}", f"no {inner.en.removeprefix('any ')}")
        return Text(f"不存在“{inner.zh}”", f"not “{inner.en}”")

    def _binary(self, tree: s.Binary, of: Fact | None) -> Text:
        if tree.op in _LOGIC:
            a, b = self.say(tree.left, of), self.say(tree.right, of)
            word = _LOGIC[tree.op]
            return Text(f"{a.zh} {word.zh} {b.zh}", f"{a.en} {word.en} {b.en}")
        a, b = self._operand(tree.left, of), self._operand(tree.right, of)
        return Text(f"{a.zh}{_SIGNS[tree.op]}{b.zh}", f"{a.en} {_SIGNS[tree.op]} {b.en}")

    def _operand(self, tree: s.Expression, of: Fact | None) -> Text:
        inner = self.say(tree, of)
        return Text(f"（{inner.zh}）", f"({inner.en})") if isinstance(tree, s.Binary) else inner

    def _compare(self, tree: s.Compare, of: Fact | None) -> Text:
        a, b = self.say(tree.left, of), self.say(tree.right, of)
        return Text(f"{a.zh} {_SIGNS[tree.op]} {b.zh}", f"{a.en} {_SIGNS[tree.op]} {b.en}")

    def _name(self, tree: s.Name, of: Fact | None) -> Text:
        if of is not None and tree.id in of.item:
            return of.item[tree.id].name
        if tree.id in _OWN:
            return _OWN[tree.id]
        name = self.lets.get(tree.id)
        if name is None:
            known = tree.id in self.catalogue
            name = self.catalogue[tree.id].name if known else Text(tree.id, tree.id)
        if tree.lag in (None, 1):
            return name
        zh, en = _YEARS.get(tree.lag or 1, (f"t-{tree.lag}年", f"t-{tree.lag}"))
        return Text(f"{name.zh}（{zh}）", f"{name.en} ({en})")

    def _dotted(self, tree: s.Dotted, _of: Fact | None) -> Text:
        if tree.id not in self.catalogue:
            return Text(f"{tree.part} 权重", f"weight of {tree.part}")
        fact = self.catalogue[tree.id]
        part = fact.item[tree.part].name
        return Text(f"{fact.zh}的{part.zh}", f"{part.en} of {fact.en}")

    def _among(self, tree: s.Among, of: Fact | None) -> Text:
        name, listed = self.say(tree.name, of), "、".join(tree.words)
        if tree.op == "under":
            return Text(f"{name.zh}属于 {listed}", f"{name.en} under {', '.join(tree.words)}")
        ending = "之一" if len(tree.words) > 1 else ""
        return Text(f"{name.zh}为{listed}{ending}", f"{name.en} in {', '.join(tree.words)}")

    def _call(self, tree: s.Call, of: Fact | None) -> Text:
        if tree.function in _HEADS:
            return self._listed(tree)
        zh, en = _CALLS[tree.function]
        args = [self.say(arg, of) for arg in tree.args]
        return Text(
            zh.replace("{*}", "、".join(a.zh for a in args)).format(*[a.zh for a in args]),
            en.replace("{*}", ", ".join(a.en for a in args)).format(*[a.en for a in args]),
        )

    def _listed(self, tree: s.Call) -> Text:
        target = tree.args[0]
        name = target.id if isinstance(target, s.Name | s.Dotted) else ""
        fact = self.catalogue.facts.get(name)
        subject = self.say(target)
        where = self.say(tree.where, fact) if tree.where is not None else None
        inside = Text(f"（{where.zh}）", f" ({where.en})") if where else Text("", "")
        before, after, english = _HEADS[tree.function]
        return Text(f"{before}{subject.zh}{inside.zh}{after}", f"{english}{subject.en}{inside.en}")


_LOGIC = {"and": Text("且", "and"), "or": Text("或", "or")}
_HEADS = {
    "count": ("", "数", "number of "),
    "any": ("有", "", "any "),
    "total": ("", "合计", "total "),
}
_SAID: Mapping[type, Callable[[Wording, Any, Fact | None], Text]] = {
    s.Number: lambda _, tree, of: number_text(tree.value, tree.suffix),
    s.Truth: lambda _, tree, of: Text("是", "yes") if tree.value else Text("否", "no"),
    s.Word: Wording._word,
    s.Name: Wording._name,
    s.Dotted: Wording._dotted,
    s.Unary: Wording._unary,
    s.Binary: Wording._binary,
    s.Compare: Wording._compare,
    s.Among: Wording._among,
    s.Call: Wording._call,
}
