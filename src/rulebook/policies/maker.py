"""Reading formulas: the small steps from what a policy file writes to nodes in fen and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any

from rulebook import syntax as s
from rulebook.errors import Text
from rulebook.graph import Node, Op
from rulebook.language.scope import Lowered, refuse
from rulebook.records.inputs import Source
from rulebook.records.lists import Share, check_where
from rulebook.units import MONEY, RATIO
from rulebook.values import INFINITY, Verdict

if TYPE_CHECKING:
    from rulebook.language.lowering import Scope
    from rulebook.language.words import Wording

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One row of a tier or one stage: its name, its condition and its amount."""

    name: Text
    condition: Node
    amount: Node


class Maker:
    """Reads the formulas of one policy in its scope."""

    def __init__(self, scope: Scope, wording: Wording) -> None:
        """Keep the names that expressions may use and how they are said."""
        self.scope = scope
        self.graph = scope.graph
        self.wording = wording

    def node(self, op: Op, *args: Node, data: Any = None) -> Node:
        """Make a node."""
        return self.graph.node(op, *args, data=data)

    def lower(self, written: Any) -> Lowered:
        """Lower a written number."""
        return self.scope.number(s.read(str(written)))

    def number(self, written: Any) -> Node:
        """Give the node of a number in any unit."""
        return self.lower(written).node

    def money(self, written: Any) -> Node:
        """Give the node of an amount; ExpressionError where it is none."""
        lowered = self.lower(written)
        if lowered.unit != MONEY and not lowered.zero:
            raise refuse(
                0,
                (f"{written} 不是金额", f"{written} is not an amount of money"),
                ("写成 200万元 或金额的算式", "Write 200万元 or an expression in money"),
            )
        return lowered.node

    def plain(self, written: Any) -> Node:
        """Give the node of a plain ratio; ExpressionError where it has a unit."""
        lowered = self.lower(written)
        if lowered.unit != RATIO:
            raise refuse(
                0,
                (f"{written} 不是比例", f"{written} is not a ratio"),
                ("写成 30% 或 0.5", "Write 30% or 0.5"),
            )
        return lowered.node

    def fixed(self, written: Any) -> Fraction:
        """Give a number that is the same for all; ExpressionError where it differs."""
        node = self.number(written)
        if node.op is not Op.CONST:
            raise refuse(
                0,
                (f"{written} 应当是固定的数", f"{written} must be a fixed number"),
                ("写数字", "Write a number"),
            )
        found: Fraction = node.data
        return found

    def verdict(self, written: str) -> Node:
        """Give the node of a condition."""
        return self.scope.verdict(s.read(written))

    def said(self, written: Any) -> Text:
        """Say an expression."""
        return self.wording.say(s.read(str(written)))

    def none(self) -> Node:
        """Give nothing."""
        return self.graph.const(0)

    def up_to(self, node: Node) -> Node:
        """Give the range from nothing to a number."""
        return self.node(Op.PICK, self.node(Op.VERDICT, data=Verdict.UNKNOWN), self.none(), node)

    def times(self, node: Node, factor: Node) -> Node:
        """Multiply an amount by a ratio and round to the fen; a fixed ratio becomes a multiplication and a division."""
        if factor.op is Op.CONST:
            share: Fraction = factor.data
            product = self.node(Op.MUL, node, self.graph.const(share.numerator))
            if share.denominator == 1:
                return product
            return self.node(
                Op.ROUND, self.node(Op.DIV, product, self.graph.const(share.denominator))
            )
        if (
            factor.op is Op.PICK
        ):  # a ratio by tier: each of them for itself, so that each stays exact
            condition, yes, no = factor.args
            return self.node(Op.PICK, condition, self.times(node, yes), self.times(node, no))
        return self.node(Op.ROUND, self.node(Op.MUL, node, factor))

    def added(self, nodes: Sequence[Node]) -> Node:
        """Add numbers up."""
        return reduce(lambda a, b: self.node(Op.ADD, a, b), nodes) if nodes else self.none()

    def greatest(self, nodes: Sequence[Node]) -> Node:
        """Give the greatest number."""
        return reduce(lambda a, b: self.node(Op.MAX, a, b), nodes)

    def rest(self, node: Node, less: Node) -> Node:
        """Take away what was received, but not below nothing."""
        return self.node(Op.MAX, self.none(), self.node(Op.SUB, node, less))

    def rows(self, data: Data) -> tuple[Row, ...]:
        """Read the rows of a tier or of stages."""
        found = []
        for row in data["rows"]:
            name = Text(**row["name"]) if "name" in row else self.said(row["when"])
            found.append(Row(name, self.verdict(row["when"]), self.money(row["is"])))
        return tuple(found)

    def looked_up(self, rows: Sequence[Row]) -> Node:
        """Give the amount of the first row that holds, or nothing."""
        result = self.none()
        for row in reversed(rows):
            result = self.node(Op.PICK, row.condition, row.amount, result)
        return result

    def base(self, data: Data) -> tuple[Node, tuple[Row, ...], Text]:
        """Read `is` or `rows`."""
        if "rows" in data:
            rows = self.rows(data)
            return self.looked_up(rows), rows, self.tiers(data["rows"])
        return self.money(data["is"]), (), self.said(data["is"])

    def tiers(self, rows: Sequence[Data], joint: tuple[str, str] = ("；", "; ")) -> Text:
        """Say the rows of a tier."""
        said = []
        for row in rows:
            name = Text(**row["name"]) if "name" in row else self.said(row["when"])
            amount = self.said(row["is"])
            said.append(Text(f"{name.zh}：{amount.zh}", f"{name.en}: {amount.en}"))
        return Text(joint[0].join(t.zh for t in said), joint[1].join(t.en for t in said))

    def shared(self, data: Data, rate: Fraction) -> tuple[Node, Text, Text]:
        """Read a share of every entry of a list, each limited for itself: its node, the list and the limit in words."""
        each = data["each"]
        name, _, part = each["of"].partition(".")
        fact = self.scope.fact(name, 0)
        if part not in fact.item or fact.item[part].kind != "number":
            known = "、".join(key for key, item in fact.item.items() if item.kind == "number")
            raise refuse(
                0,
                (f"{name} 没有数值字段 {part}", f"{name} has no number field {part}"),
                (f"可用：{known}", f"Fields: {known}"),
            )
        where = s.read(each["where"]) if "where" in each else None
        check_where(where, fact)
        most = self.fixed(data["most_each"]) if "most_each" in data else INFINITY
        head = s.Call("total", (s.Dotted(name, part, 0),), where, 0)
        limit = f" ≤ {most}" if most != INFINITY else ""
        source = Source(
            f"{s.write(head)} × {rate}{limit}", "shared", fact, where=where, part=part, share=Share(rate, most)
        )  # fmt: skip
        return self.scope.source(source), self.wording.say(head), self._each_most(data)

    def _each_most(self, data: Data) -> Text:
        if "most_each" not in data:
            return Text("", "")
        most = self.said(data["most_each"])
        return Text(f"，每项最高 {most.zh}", f", each at most {most.en}")
