"""From expressions to graph nodes, with every unit checked on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from rulebook.language import simplify
from rulebook import syntax as s
from rulebook.errors import ExpressionError, Text
from rulebook.facts import Catalogue, Fact
from rulebook.graph import Graph, Kind, Node, Op
from rulebook.records.inputs import Source
from rulebook.records.lists import check_where
from rulebook.units import POINT, RATIO, SUFFIXES, Unit
from rulebook.values import Verdict


@dataclass(frozen=True, slots=True)
class Lowered:
    """A node with its unit; verdicts carry none."""

    node: Node
    unit: Unit = RATIO
    #: A literal zero compares with anything.
    zero: bool = False


def refuse(at: int, what: tuple[str, str], remedy: tuple[str, str]) -> ExpressionError:
    """Make the error for something at a place of an expression."""
    return ExpressionError(Text(*what), Text(*remedy), at)


Definition = Callable[["Scope"], Lowered]


@dataclass
class Scope:
    """Everything an expression may refer to while one edition is lowered.

    `lets`, `points` and `tables` are given as definitions that are lowered when first asked for, so order in the file does
    not matter and a circle is found. `trail` collects the inputs a clause looks at.
    """

    catalogue: Catalogue
    graph: Graph
    sources: dict[str, Source]
    lets: Mapping[str, Definition] = field(default_factory=dict)
    points: Mapping[str, Definition] = field(default_factory=dict)
    tables: Mapping[str, Callable[[Scope, str, int], Lowered]] = field(default_factory=dict)
    shift: int = 0
    trail: dict[str, None] = field(default_factory=dict)
    _done: dict[tuple[str, str, int], tuple[Lowered, dict[str, None]]] = field(default_factory=dict)
    _open: list[tuple[str, str, int]] = field(default_factory=list)

    @contextmanager
    def collecting(self) -> Iterator[dict[str, None]]:
        """Collect the inputs named inside the block, apart from those outside."""
        outer, self.trail = self.trail, {}
        try:
            yield self.trail
        finally:
            inner, self.trail = self.trail, outer
            outer.update(inner)

    def once(self, kind: str, name: str, shift: int, make: Definition, at: int = 0) -> Lowered:
        """Lower a named definition once a year-shift; refuse a circle."""
        key = (kind, name, shift)
        if key in self._open:
            ring = " → ".join(part[1] for part in [*self._open[self._open.index(key) :], key])
            raise refuse(at, (f"循环引用：{ring}", f"a circle: {ring}"), ("请断开", "Break it"))
        if key not in self._done:
            self._open.append(key)
            before, self.shift = self.shift, shift
            try:
                with self.collecting() as trail:
                    self._done[key] = (make(self), trail)
            finally:
                self.shift = before
                self._open.pop()
        lowered, trail = self._done[key]
        if kind != "points":
            self.trail.update(trail)
        return lowered

    def trail_of(self, kind: str, name: str, shift: int = 0) -> Mapping[str, None]:
        """Give the inputs that a lowered definition looked at itself."""
        return self._done[(kind, name, shift)][1]

    def source(self, source: Source) -> Node:
        """Give the input node of a source and note that it was looked at."""
        self.sources.setdefault(source.name, source)
        self.trail[source.name] = None
        return self.graph.node(Op.FLAG if source.is_flag else Op.INPUT, data=source.input)

    def text(self, text: str | int) -> s.Expression:
        """Read an expression of the file."""
        return s.read(str(text))

    def number(self, tree: s.Expression) -> Lowered:
        """Lower an expression that must be a number."""
        lowered = self.lower(tree)
        if lowered.node.kind is not Kind.NUMBER:
            raise refuse(
                getattr(tree, "at", 0),
                ("这里应当是数值，不是条件", "a number belongs here, not a condition"),
                ("用 if(条件, 数, 数)", "Use if(condition, number, number)"),
            )
        return lowered

    def verdict(self, tree: s.Expression) -> Node:
        """Lower an expression that must be a condition."""
        lowered = self.lower(tree)
        if lowered.node.kind is not Kind.VERDICT:
            raise refuse(
                getattr(tree, "at", 0),
                ("这里应当是条件，不是数值", "a condition belongs here, not a number"),
                ("写成比较，如 ≥", "Write a comparison"),
            )
        return lowered.node

    def lower(self, tree: s.Expression) -> Lowered:
        """Lower any expression."""
        from rulebook.language.functions import call

        match tree:
            case s.Number(value, suffix):
                return Lowered(self.graph.const(value), SUFFIXES[suffix][0], value == 0)
            case s.Truth(value):
                return Lowered(self.graph.node(Op.VERDICT, data=Verdict.of(value)))
            case s.Name():
                return self._name(tree)
            case s.Dotted(id_, part, at):
                return self._dotted(id_, part, at)
            case s.Unary("not", operand):
                return Lowered(self.graph.node(Op.NOT, self.verdict(operand)))
            case s.Unary(_, operand):
                inner = self.number(operand)
                return replace(inner, node=self.graph.node(Op.SUB, self.graph.const(0), inner.node))
            case s.Binary(("and" | "or") as op, left, right):
                logic = Op.AND if op == "and" else Op.OR
                return Lowered(self.graph.node(logic, self.verdict(left), self.verdict(right)))
            case s.Binary():
                return self._arithmetic(tree)
            case s.Compare():
                return Lowered(self._compare(tree))
            case s.Among():
                return Lowered(self._among(tree))
            case s.Call():
                return call(self, tree)
            case _:
                raise refuse(getattr(tree, "at", 0), ("这里不能写词", "a word cannot stand here"), ("写事实名", "Name a fact"))

    def fact(self, name: str, at: int) -> Fact:
        """Give a fact by id, or refuse with the nearest names."""
        if name not in self.catalogue:
            import difflib

            near = difflib.get_close_matches(name, [*self.catalogue.facts, *self.lets], 3)
            hint = f"是否想写 {'、'.join(near)}" if near else "见 corpus/facts.yaml"
            raise refuse(at, (f"没有事实 {name}", f"there is no fact {name}"), (hint, f"Did you mean {near}?"))
        return self.catalogue[name]

    def _name(self, tree: s.Name) -> Lowered:
        lag = (tree.lag or 1) + self.shift
        if tree.id == "score" and "score" in self.points:
            return self.once("points", "score", 0, self.points["score"], tree.at)
        if tree.id in self.lets:
            return self.once("let", tree.id, lag - 1, self.lets[tree.id], tree.at)
        fact = self.fact(tree.id, tree.at)
        if tree.lag and not fact.per_year:
            raise refuse(tree.at, (f"{fact.zh}不分年度", f"{fact.id} has no years"), ("去掉 [t-…]", "Remove [t-…]"))
        if fact.formula is not None:
            return self.once("fact", fact.id, lag - 1, lambda scope: scope._derived(fact), tree.at)
        return self._plain(fact, lag, tree.at)

    def _plain(self, fact: Fact, lag: int, at: int) -> Lowered:
        name = f"{fact.id}@{lag}" if fact.per_year else fact.id
        match fact.kind:
            case "number":
                return Lowered(self.source(Source(name, "number", fact, lag)), fact.unit)
            case "yesno":
                return Lowered(self.source(Source(name, "yesno", fact, lag)))
        raise refuse(
            at,
            (f"{fact.zh}不是数值也不是“是/否”", f"{fact.id} is neither a number nor yes/no"),
            ("用 in、under、count 或日期函数", "Use in, under, count or a date function"),
        )

    def _derived(self, fact: Fact) -> Lowered:
        """Lower a derived fact: its formula, and what was stated where the formula is unknown."""
        if fact.formula is None:
            raise TypeError(fact.id)
        if fact.kind == "yesno":
            return Lowered(self.verdict(fact.formula))
        lowered = self.number(fact.formula)
        if lowered.unit != fact.unit and not lowered.zero:
            raise refuse(
                0,
                (f"{fact.zh}的公式单位是{lowered.unit.text}", f"the formula of {fact.id} is in {lowered.unit.text}"),
                (f"应为{fact.unit.text}", f"It should be in {fact.unit.text}"),
            )
        stated = self._plain(replace(fact, formula=None), 1 + self.shift, 0)
        return Lowered(self.graph.node(Op.FIRST, lowered.node, stated.node), fact.unit)

    def _dotted(self, table: str, part: str, at: int) -> Lowered:
        if table not in self.tables:
            known = "、".join(self.tables) or "（无）"
            raise refuse(at, (f"没有表 {table}", f"there is no table {table}"), (f"已有：{known}", f"There are: {known}"))
        return self.tables[table](self, part, at)

    def _arithmetic(self, tree: s.Binary) -> Lowered:
        left, right = self.number(tree.left), self.number(tree.right)
        for side in (left, right):
            simplify.no_roots(side.node, tree.at)
        if tree.op in "+-":
            unit = self.common(left, right, tree.at)
            op = Op.ADD if tree.op == "+" else Op.SUB
            return Lowered(self.graph.node(op, left.node, right.node), unit)
        if tree.op == "*":
            return Lowered(self.graph.node(Op.MUL, left.node, right.node), left.unit * right.unit)
        if left.node.op is Op.CONST and right.node.op is Op.CONST and right.node.data:
            return Lowered(self.graph.const(left.node.data / right.node.data), left.unit / right.unit)
        return Lowered(self.graph.node(Op.DIV, left.node, right.node), left.unit / right.unit)

    def common(self, left: Lowered, right: Lowered, at: int) -> Unit:
        """Give the unit that both sides share, or refuse."""
        if left.unit == right.unit or right.zero:
            return left.unit
        if left.zero or {left.unit, right.unit} == {POINT, RATIO}:
            return POINT if POINT in (left.unit, right.unit) else right.unit
        raise refuse(
            at,
            (f"单位不同：{left.unit.text} 与 {right.unit.text}", f"units differ: {left.unit.text} and {right.unit.text}"),
            ("两边应为同一单位", "Both sides need the same unit"),
        )

    def _compare(self, tree: s.Compare) -> Node:
        if isinstance(tree.left, s.Name) and tree.left.id in self.catalogue:
            fact = self.catalogue[tree.left.id]
            if fact.kind in ("choice", "text") and isinstance(tree.right, s.Name | s.Number | s.Word):
                return self._equals_word(tree, fact)
        left, right = self.number(tree.left), self.number(tree.right)
        self.common(left, right, tree.at)
        return simplify.compare(self.graph, tree.op, (left.node, right.node), tree.at)

    def _equals_word(self, tree: s.Compare, fact: Fact) -> Node:
        if tree.op not in ("==", "!="):
            raise refuse(tree.at, (f"{fact.zh}只能比较相等", f"{fact.id} has no order"), ("用 == 或 in", "Use == or in"))
        word = s.write(tree.right).strip('"')
        node = self._among(s.Among("in", s.Name(fact.id, getattr(tree.left, "lag", None)), (word,), tree.at))
        return node if tree.op == "==" else self.graph.node(Op.NOT, node)

    def _among(self, tree: s.Among) -> Node:
        fact = self.fact(tree.name.id, tree.at)
        allowed = ("code",) if tree.op == "under" else ("choice", "text")
        if fact.kind not in allowed:
            raise refuse(
                tree.at,
                (f"{fact.zh}不能用 {tree.op}", f"{fact.id} does not go with {tree.op}"),
                ("in 用于选项，under 用于行业代码", "in is for choices, under for codes"),
            )
        wrong = [word for word in tree.words if fact.of and word not in fact.of]
        if wrong:
            options = "、".join(fact.of)
            raise refuse(tree.at, (f"{fact.zh}没有选项 {wrong[0]}", f"{fact.id} has no choice {wrong[0]}"), (f"可选：{options}", f"Choices: {options}"))
        lag = (tree.name.lag or 1) + self.shift
        tag = f"@{lag}" if fact.per_year else ""
        name = f"{fact.id}{tag} {tree.op} {'|'.join(tree.words)}"
        return self.source(Source(name, tree.op, fact, lag, words=tree.words))

    def listed(self, tree: s.Call, how: str) -> Lowered:
        """Lower `count`, `any` and `total` over a list."""
        target = tree.args[0] if len(tree.args) == 1 else None
        name = target.id if isinstance(target, s.Name | s.Dotted) else ""
        fact = self.fact(name, tree.at)
        part = target.part if isinstance(target, s.Dotted) else ""
        if fact.kind != "list" or (how == "total") != bool(part) or (part and part not in fact.item):
            raise refuse(
                tree.at,
                (f"{tree.function} 的写法不对", f"{tree.function} is written wrongly"),
                ("count(列表 where …)、total(列表.字段 where …)", "count(list where …), total(list.field where …)"),
            )
        check_where(tree.where, fact)
        node = self.source(Source(s.write(tree), how, fact, where=tree.where, part=part))
        measured = part or fact.counted_by
        unit = SUFFIXES[fact.item[measured].suffix][0] if measured else fact.unit
        if how == "any":
            unit = RATIO
        return Lowered(node, unit)
