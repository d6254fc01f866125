"""From expressions to graph nodes, with every unit checked on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rulebook import syntax as s
from rulebook.graph import Kind, Node, Op
from rulebook.language import asking, simplify
from rulebook.language.scope import Lowered, Names, refuse
from rulebook.records.inputs import Source
from rulebook.units import SUFFIXES
from rulebook.values import Verdict

if TYPE_CHECKING:
    from rulebook.facts import Fact


@dataclass
class Scope(Names):
    """Lowers expressions; `functions` are those they may call."""

    functions: Mapping[str, Callable[[Scope, s.Call], Lowered]] = field(default_factory=dict)

    def number(self, tree: s.Expression) -> Lowered:
        """Lower an expression that must be a number."""
        lowered = self.lower(tree)
        if lowered.node.kind is not Kind.NUMBER:
            raise refuse(
                tree.at,
                ("这里应当是数值，不是条件", "a number belongs here, not a condition"),
                ("用 if(条件, 数, 数)", "Use if(condition, number, number)"),
            )
        return lowered

    def verdict(self, tree: s.Expression) -> Node:
        """Lower an expression that must be a condition."""
        lowered = self.lower(tree)
        if lowered.node.kind is not Kind.VERDICT:
            raise refuse(
                tree.at,
                ("这里应当是条件，不是数值", "a condition belongs here, not a number"),
                ("写成比较，如 ≥", "Write a comparison"),
            )
        return lowered.node

    def lower(self, tree: s.Expression) -> Lowered:
        """Lower any expression."""
        return _FORMS[type(tree)](self, tree)

    def _number(self, tree: s.Number) -> Lowered:
        unit = SUFFIXES[tree.suffix][0]
        return Lowered(self.graph.const(tree.value), unit, zero=tree.value == 0)

    def _truth(self, tree: s.Truth) -> Lowered:
        return Lowered(self.graph.node(Op.VERDICT, data=Verdict.of(tree.value)))

    def _word(self, tree: s.Word) -> Lowered:
        raise refuse(
            tree.at, ("这里不能写词", "a word cannot stand here"), ("写事实名", "Name a fact")
        )

    def _unary(self, tree: s.Unary) -> Lowered:
        if tree.op == "not":
            return Lowered(self.graph.node(Op.NOT, self.verdict(tree.operand)))
        inner = self.number(tree.operand)
        simplify.no_roots(inner.node, tree.at)
        return replace(inner, node=self.graph.node(Op.SUB, self.graph.const(0), inner.node))

    def _binary(self, tree: s.Binary) -> Lowered:
        if tree.op not in ("and", "or"):
            return self._arithmetic(tree)
        logic = Op.AND if tree.op == "and" else Op.OR
        return Lowered(self.graph.node(logic, self.verdict(tree.left), self.verdict(tree.right)))

    def _name(self, tree: s.Name) -> Lowered:
        lag = (tree.lag or 1) + self.shift
        if tree.id == "score" and "score" in self.points:
            with self.shifted(lag - 1):
                return self.point("score", tree.at)
        if tree.id in self.lets:
            return self.once(("let", tree.id, lag - 1), self.lets[tree.id], tree.at)
        fact = self.fact(tree.id, tree.at)
        lag = self.lag(fact, tree.lag, tree.at)
        if fact.formula is not None:
            return self.once(("fact", fact.id, lag - 1), lambda scope: scope.derived(fact), tree.at)
        return self._plain(fact, lag, tree.at)

    def _plain(self, fact: Fact, lag: int, at: int) -> Lowered:
        if fact.kind not in ("number", "yesno"):
            raise refuse(
                at,
                (f"{fact.zh}不是数值也不是“是/否”", f"{fact.id} is neither a number nor yes/no"),
                ("用 in、under、count 或日期函数", "Use in, under, count or a date function"),
            )
        name = f"{fact.id}@{lag}" if fact.per_year else fact.id
        node = self.source(Source(name, fact.kind, fact, lag))
        return Lowered(node, fact.unit) if fact.kind == "number" else Lowered(node)

    def derived(self, fact: Fact) -> Lowered:
        """Lower a derived fact: its formula, and what was stated where the formula is unknown."""
        if fact.formula is None:
            raise TypeError(fact.id)
        if fact.kind == "yesno":
            return Lowered(self.verdict(fact.formula))
        lowered = self.number(fact.formula)
        if lowered.unit != fact.unit and not lowered.zero:
            raise refuse(
                0,
                (
                    f"{fact.zh}的公式单位是{lowered.unit.text}",
                    f"the formula of {fact.id} is in {lowered.unit.text}",
                ),
                (f"应为{fact.unit.text}", f"It should be in {fact.unit.text}"),
            )
        stated = self._plain(replace(fact, formula=None), 1 + self.shift, 0)
        return Lowered(self.graph.node(Op.FIRST, lowered.node, stated.node), fact.unit)

    def _dotted(self, tree: s.Dotted) -> Lowered:
        if tree.id not in self.tables:
            known = "、".join(self.tables) or "（无）"
            raise refuse(
                tree.at,
                (f"没有表 {tree.id}", f"there is no table {tree.id}"),
                (f"已有：{known}", f"There are: {known}"),
            )
        return self.tables[tree.id](self, tree.part, tree.at)

    def _arithmetic(self, tree: s.Binary) -> Lowered:
        left, right = self.number(tree.left), self.number(tree.right)
        for side in (left, right):
            simplify.no_roots(side.node, tree.at)
        if tree.op in ("+", "-"):
            op = Op.ADD if tree.op == "+" else Op.SUB
            unit = self.common(left, right, tree.at)
            return Lowered(self.graph.node(op, left.node, right.node), unit)
        if tree.op == "*":
            return Lowered(self.graph.node(Op.MUL, left.node, right.node), left.unit * right.unit)
        unit = left.unit / right.unit
        if left.node.op is Op.CONST and right.node.op is Op.CONST and right.node.data:
            return Lowered(self.graph.const(left.node.data / right.node.data), unit)
        return Lowered(self.graph.node(Op.DIV, left.node, right.node), unit)

    def _compare(self, tree: s.Compare) -> Lowered:
        words = asking.as_words(self, tree)
        if words is not None:
            node = asking.among(self, words)
            return Lowered(node if tree.op == "==" else self.graph.node(Op.NOT, node))
        left, right = self.number(tree.left), self.number(tree.right)
        self.common(left, right, tree.at)
        return Lowered(simplify.compare(self.graph, tree.op, (left.node, right.node), tree.at))

    def _call(self, tree: s.Call) -> Lowered:
        made = self.functions.get(tree.function)
        if made is None:
            known = "、".join(self.functions)
            raise refuse(
                tree.at,
                (f"没有函数 {tree.function}", f"there is no function {tree.function}"),
                (f"可用：{known}", f"There are: {known}"),
            )
        if tree.where is not None and tree.function not in ("count", "any", "total"):
            raise refuse(
                tree.at,
                (f"{tree.function} 不能带 where", f"{tree.function} takes no where"),
                ("where 用于 count、any、total", "where goes with count, any and total"),
            )
        return made(self, tree)


_FORMS: Mapping[type, Callable[..., Lowered]] = {
    s.Number: Scope._number,
    s.Truth: Scope._truth,
    s.Word: Scope._word,
    s.Name: Scope._name,
    s.Dotted: Scope._dotted,
    s.Unary: Scope._unary,
    s.Binary: Scope._binary,
    s.Compare: Scope._compare,
    s.Among: lambda scope, tree: Lowered(asking.among(scope, tree)),
    s.Call: Scope._call,
}
