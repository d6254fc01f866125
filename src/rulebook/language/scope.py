"""What expressions may name while one edition is lowered, and which inputs they looked at."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rulebook.errors import ExpressionError, Text
from rulebook.graph import Graph, Node, Op
from rulebook.units import POINT, RATIO, Unit

if TYPE_CHECKING:
    from rulebook.facts import Catalogue, Fact
    from rulebook.records.inputs import Source


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


Definition = Callable[[Any], Lowered]
"""Lowers a named value in a scope."""


@dataclass
class Names:
    """Everything an expression may refer to.

    `lets`, `points` and `tables` are given as definitions that are lowered when first asked for, so order in the file
    does not matter and a circle is found. `trail` collects the inputs a clause looks at.
    """

    catalogue: Catalogue
    graph: Graph
    sources: dict[str, Source]
    lets: Mapping[str, Definition] = field(default_factory=dict)
    points: Mapping[str, Definition] = field(default_factory=dict)
    tables: Mapping[str, Callable[[Any, str, int], Lowered]] = field(default_factory=dict)
    #: How many years before t-1 names without a year stand for.
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

    @contextmanager
    def shifted(self, shift: int) -> Iterator[None]:
        """Lower what is inside the block so many years earlier."""
        before, self.shift = self.shift, shift
        try:
            yield
        finally:
            self.shift = before

    def once(self, key: tuple[str, str, int], make: Definition, at: int = 0) -> Lowered:
        """Lower a definition once for its kind, name and year-shift; refuse a circle."""
        if key in self._open:
            ring = " → ".join(part[1] for part in [*self._open[self._open.index(key) :], key])
            raise refuse(at, (f"循环引用：{ring}", f"a circle: {ring}"), ("请断开", "Break it"))
        if key not in self._done:
            self._open.append(key)
            try:
                with self.shifted(key[2]), self.collecting() as trail:
                    self._done[key] = (make(self), trail)
            finally:
                self._open.pop()
        lowered, trail = self._done[key]
        if key[0] != "points":
            self.trail.update(trail)
        return lowered

    def point(self, name: str, at: int = 0) -> Lowered:
        """Give the points of a clause, or the score."""
        if name not in self.points:
            raise refuse(
                at,
                (f"没有计分条款 {name}", f"no clause {name} gives points"),
                ("写条款编号", "Name a clause"),
            )
        if self.shift:
            raise refuse(
                at,
                (f"{name} 的得分没有往年", f"the points of {name} have no earlier year"),
                ("只在 t-1 使用得分", "Use points in t-1 only"),
            )
        return self.once(("points", name, 0), self.points[name], at)

    def trail_of(self, name: str) -> Mapping[str, None]:
        """Give the inputs that the points of a clause looked at themselves."""
        return self._done["points", name, 0][1]

    def source(self, source: Source) -> Node:
        """Give the input node of a source and note that it was looked at."""
        self.sources.setdefault(source.name, source)
        self.trail[source.name] = None
        return self.graph.node(Op.FLAG if source.is_flag else Op.INPUT, data=source.input)

    def fact(self, name: str, at: int) -> Fact:
        """Give a fact by id, or refuse with the nearest names."""
        if name not in self.catalogue:
            near = difflib.get_close_matches(name, [*self.catalogue.facts, *self.lets], 3)
            remedy = (
                (f"是否想写 {'、'.join(near)}", f"Did you mean {' or '.join(near)}?")
                if near
                else ("见 corpus/facts.yaml", "See corpus/facts.yaml")
            )
            raise refuse(at, (f"没有事实 {name}", f"there is no fact {name}"), remedy)
        return self.catalogue[name]

    def lag(self, fact: Fact, lag: int | None, at: int) -> int:
        """Give the year of a fact, counted back from t; refuse one for a fact without years."""
        if lag and not fact.per_year:
            raise refuse(
                at,
                (f"{fact.zh}不分年度", f"{fact.id} has no years"),
                ("去掉 [t-…]", "Remove [t-…]"),
            )
        return (lag or 1) + self.shift

    @staticmethod
    def common(left: Lowered, right: Lowered, at: int) -> Unit:
        """Give the unit that both sides share, or refuse; points and plain ratios go together."""
        if left.unit == right.unit or right.zero:
            return left.unit
        if left.zero:
            return right.unit
        if {left.unit, right.unit} == {POINT, RATIO}:
            return POINT
        raise refuse(
            at,
            (
                f"单位不同：{left.unit.text} 与 {right.unit.text}",
                f"units differ: {left.unit.text} and {right.unit.text}",
            ),
            ("两边应为同一单位", "Both sides need the same unit"),
        )
