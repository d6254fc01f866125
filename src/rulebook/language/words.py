"""Expressions in words: what a clause asks, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from rulebook import syntax as s
from rulebook.errors import Text
from rulebook.facts import Catalogue, Fact
from rulebook.units import SUFFIXES

_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "==": "=", "!=": "≠", "*": "×", "/": "÷", "+": "+", "-": "−"}
_YEARS = {2: ("前一年", "the year before"), 3: ("前两年", "two years before")}
_EN_UNITS = {
    "元": "CNY", "万元": "0k CNY", "亿元": "00m CNY", "美元": "USD", "万美元": "0k USD", "亿美元": "00m USD",
    "%": "%", "": "", "分": "points", "人": "persons", "件": "", "项": "", "个": "", "家": "", "笔": "", "级": "",
    "年": "years", "月": "months", "天": "days", "吨": "t", "平方米": "m²",
}  # fmt: skip
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

    >>> number_text(Fraction(20000 * 10**6), "万元").zh
    '20,000万元'
    """
    written = value / SUFFIXES[suffix][1]
    text = f"{int(written):,}" if written.denominator == 1 else f"{float(written):,.6g}"
    if suffix == "年" and written >= 1000:
        return Text(f"{int(written)}年", str(int(written)))
    return Text(f"{text}{suffix}", _english(text, float(written), suffix))


def _english(text: str, written: float, suffix: str) -> str:
    if suffix in ("万元", "亿元", "万美元", "亿美元"):
        currency = "CNY" if suffix.endswith("亿元") or suffix == "万元" else "USD"
        millions = written * (0.01 if suffix.startswith("万") else 100)
        return f"{currency} {millions:,.6g} million"
    if suffix in ("元", "美元"):
        return f"{'CNY' if suffix == '元' else 'USD'} {text}"
    unit = _EN_UNITS[suffix]
    return f"{text}%" if unit == "%" else f"{text} {unit}".strip()


class Wording:
    """Turns expressions into words with the names of facts, named values and clauses."""

    def __init__(self, catalogue: Catalogue, lets: Mapping[str, Text], clauses: Mapping[str, Text]) -> None:
        """Keep the names to use."""
        self.catalogue = catalogue
        self.lets = lets
        self.clauses = clauses

    def say(self, tree: s.Expression, of: Fact | None = None) -> Text:
        """Put an expression into words; `of` is the list whose fields are named."""
        match tree:
            case s.Number(value, suffix):
                return number_text(value, suffix)
            case s.Truth(value):
                return Text("是" if value else "否", "yes" if value else "no")
            case s.Word(text):
                return self.clauses.get(text, Text(text, text))
            case s.Name():
                return self._name(tree, of)
            case s.Dotted(id_, part):
                return self._dotted(id_, part)
            case s.Unary("not", operand):
                return self._negated(operand, of)
            case s.Unary(_, operand):
                inner = self.say(operand, of)
                return Text(f"−{inner.zh}", f"−{inner.en}")
            case s.Binary("and", left, right):
                return self._joined(left, right, of, ("且", "and"))
            case s.Binary("or", left, right):
                return self._joined(left, right, of, ("或", "or"))
            case s.Binary(op, left, right):
                a, b = self._operand(left, of), self._operand(right, of)
                return Text(f"{a.zh}{_SIGNS[op]}{b.zh}", f"{a.en} {_SIGNS[op]} {b.en}")
            case s.Compare(op, left, right):
                a, b = self.say(left, of), self.say(right, of)
                return Text(f"{a.zh} {_SIGNS[op]} {b.zh}", f"{a.en} {_SIGNS[op]} {b.en}")
            case s.Among(op, name, words):
                return self._among(op, self.say(name, of), words)
            case s.Call():
                return self._call(tree, of)

    def bound(self, op: str, tree: s.Expression) -> Text:
        """Put what is asked of a value into words: ``≥ 5%``."""
        said = self.say(tree)
        return Text(f"{_SIGNS[op]} {said.zh}", f"{_SIGNS[op]} {said.en}")

    def _negated(self, operand: s.Expression, of: Fact | None) -> Text:
        inner = self.say(operand, of)
        if isinstance(operand, s.Call) and operand.function == "any":
            return Text(f"无{inner.zh.removeprefix('有')}", f"no {inner.en.removeprefix('any ')}")
        return Text(f"不存在“{inner.zh}”", f"not “{inner.en}”")

    def _name(self, tree: s.Name, of: Fact | None) -> Text:
        if of is not None and tree.id in of.item:
            return of.item[tree.id].name
        if tree.id == "score":
            return Text("总分", "total score")
        if tree.id == "today":
            return Text("评价日", "the day of evaluation")
        name = self.lets.get(tree.id)
        if name is None:
            name = self.catalogue[tree.id].name if tree.id in self.catalogue else Text(tree.id, tree.id)
        if tree.lag in (None, 1):
            return name
        zh, en = _YEARS.get(tree.lag or 1, (f"t-{tree.lag}年", f"t-{tree.lag}"))
        return Text(f"{name.zh}（{zh}）", f"{name.en} ({en})")

    def _dotted(self, id_: str, part: str) -> Text:
        if id_ in self.catalogue:
            fact = self.catalogue[id_]
            return Text(f"{fact.zh}的{fact.item[part].name.zh}", f"{fact.item[part].name.en} of {fact.en}")
        return Text(f"{part} 权重", f"weight of {part}")

    def _operand(self, tree: s.Expression, of: Fact | None) -> Text:
        inner = self.say(tree, of)
        return Text(f"（{inner.zh}）", f"({inner.en})") if isinstance(tree, s.Binary) else inner

    def _joined(self, left: s.Expression, right: s.Expression, of: Fact | None, word: tuple[str, str]) -> Text:
        a, b = self.say(left, of), self.say(right, of)
        return Text(f"{a.zh} {word[0]} {b.zh}", f"{a.en} {word[1]} {b.en}")

    @staticmethod
    def _among(op: str, name: Text, words: tuple[str, ...]) -> Text:
        listed = "、".join(words)
        if op == "under":
            return Text(f"{name.zh}属于 {listed}", f"{name.en} under {', '.join(words)}")
        return Text(f"{name.zh}为{listed}" + ("之一" if len(words) > 1 else ""), f"{name.en} in {', '.join(words)}")

    def _call(self, tree: s.Call, of: Fact | None) -> Text:
        if tree.function in ("count", "any", "total"):
            return self._listed(tree)
        patterns = _CALLS[tree.function]
        args = [self.say(arg, of) for arg in tree.args]
        if tree.function in ("average_growth", "cagr", "sum"):
            args[1] = Text(args[1].zh, args[1].en)
        return Text(
            patterns[0].replace("{*}", "、".join(a.zh for a in args)).format(*[a.zh for a in args]),
            patterns[1].replace("{*}", ", ".join(a.en for a in args)).format(*[a.en for a in args]),
        )

    def _listed(self, tree: s.Call) -> Text:
        target = tree.args[0]
        name = target.id if isinstance(target, s.Name | s.Dotted) else ""
        fact = self.catalogue[name] if name in self.catalogue else None
        subject = self.say(target) if isinstance(target, s.Dotted) else (fact.name if fact else Text(name, name))
        where = self.say(tree.where, fact) if tree.where is not None else None
        inside = Text(f"（{where.zh}）", f" ({where.en})") if where else Text("", "")
        head = {"count": ("数", "number of "), "any": ("", "any "), "total": ("合计", "total ")}[tree.function]
        verb = "有" if tree.function == "any" else ""
        return Text(f"{verb}{subject.zh}{inside.zh}{head[0]}", f"{head[1]}{subject.en}{inside.en}")
