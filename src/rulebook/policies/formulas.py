"""What a clause gives: the kinds of formulas that policies use, each a few lines from its data to a number.

Every kind becomes a node in fen. What a text only limits (最高, 不超过) becomes a range from zero. A share of an amount
is one multiplication by a whole number and one division, rounded half up to the fen, so that it is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rulebook.errors import Text
from rulebook.graph import Node, Op
from rulebook.language.scope import refuse
from rulebook.units import MONEY, RATIO, Unit

if TYPE_CHECKING:
    from rulebook.policies.maker import Data, Maker, Row


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A number that a formula was computed from, to be shown."""

    name: Text
    node: Node
    unit: Unit


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """A formula that was read: `node` in fen, `words` how it reads, `parts` what it rests on.

    `sure`: the text itself fixes the amount; `least`: the smallest amount it states; `rows`: tiers and stages.
    """

    kind: str
    node: Node
    words: Text
    parts: tuple[Part, ...] = ()
    sure: bool = True
    least: Fraction | None = None
    rows: tuple[Row, ...] = ()
    children: tuple[Formula, ...] = ()


def formula(make: Maker, data: Data) -> Formula:
    """Read a formula; ExpressionError says what is wrong."""
    made = KINDS[data["kind"]](make, data)
    if "most" in data and data["kind"] not in LIMITS:
        most, said = make.money(data["most"]), make.said(data["most"])
        made = replace(
            made,
            node=make.node(Op.MIN, made.node, most),
            words=Text(f"{made.words.zh}，最高 {said.zh}", f"{made.words.en}, at most {said.en}"),
            parts=(*made.parts, Part(Text("上限", "limit"), most, MONEY)),
        )
    if not data.get("up_to"):
        return made
    words = Text(
        f"{made.words.zh}（不超过，以审定为准）",
        f"{made.words.en} (at most; the authority decides)",
    )
    return replace(made, node=make.up_to(made.node), words=words, sure=False, least=None)


def _fixed(make: Maker, data: Data) -> Formula:
    node, said = make.money(data["is"]), make.said(data["is"])
    return Formula("fixed", node, said, least=node.data if node.op is Op.CONST else None)


def _tier(make: Maker, data: Data) -> Formula:
    rows = make.rows(data)
    return Formula(
        data["kind"], make.looked_up(rows), make.tiers(data["rows"]), rows=rows, least=_least(rows)
    )


def _least(rows: Sequence[Row]) -> Fraction | None:
    fixed = [row.amount.data for row in rows if row.amount.op is Op.CONST and row.amount.data > 0]
    return min(fixed, default=None)


def _received(make: Maker, data: Data) -> tuple[Node, Part, Text]:
    less = make.money(data["less"])
    received = make.node(Op.MAX, make.none(), less)
    name = make.said(data["less"])
    return received, Part(name, received, MONEY), name


def _net(words: tuple[str, str]) -> Callable[[Maker, Data], Formula]:
    """Make the kinds that pay what is lacking to a standard (补足) or a higher grade (差额)."""

    def read(make: Maker, data: Data) -> Formula:
        standard, rows, said = make.base(data)
        received, part, name = _received(make, data)
        zh, en = words
        return Formula(
            data["kind"],
            make.rest(standard, received),
            Text(zh.format(said.zh, name.zh), en.format(said.en, name.en)),
            (Part(Text("标准", "standard"), standard, MONEY), part),
            rows=rows,
        )

    return read


def _match(make: Maker, data: Data) -> Formula:
    ratio = make.said(data["ratio"])
    if "each" in data:
        node, said, most = make.shared(data, make.fixed(data["ratio"]))
        words = Text(f"按{said.zh}的 {ratio.zh} 配套{most.zh}", f"{ratio.en} of {said.en}{most.en}")
        return Formula("match", node, words)
    factor = make.plain(data["ratio"])
    bases = [make.money(written) for written in data["of"]]
    highest = data.get("take", "highest") == "highest"
    base = make.greatest(bases) if highest else make.added(bases)
    names = [make.said(written) for written in data["of"]]
    listed = Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))
    how = Text("", "")
    if len(names) > 1:
        how = Text("（就高）", " (the highest)") if highest else Text("（合计）", " (added)")
    parts = (Part(listed, base, MONEY), Part(Text("配套比例", "matching ratio"), factor, RATIO))
    words = Text(f"按{listed.zh}{how.zh}的 {ratio.zh} 配套", f"{ratio.en} of {listed.en}{how.en}")
    return Formula("match", make.times(base, factor), words, parts)


def _rate(make: Maker, data: Data) -> Formula:
    rate, base = make.plain(data["rate"]), make.money(data["base"])
    name, share = make.said(data["base"]), make.said(data["rate"])
    parts = (Part(name, base, MONEY), Part(Text("比例", "rate"), rate, RATIO))
    words = Text(f"{name.zh}的 {share.zh}", f"{share.en} of {name.en}")
    return Formula("rate", make.times(base, rate), words, parts)


def _rate_per_item(make: Maker, data: Data) -> Formula:
    node, said, most = make.shared(data, make.fixed(data["rate"]))
    share = make.said(data["rate"])
    words = Text(
        f"{said.zh}逐项按 {share.zh} 计{most.zh}", f"{share.en} of each: {said.en}{most.en}"
    )
    return Formula("rate-per-item", node, words)


def _unit(make: Maker, data: Data) -> Formula:
    price = make.money(data["price"])
    unit = make.times(price, make.plain(data["rate"])) if "rate" in data else price
    if "unit_most" in data:
        unit = make.node(Op.MIN, unit, make.money(data["unit_most"]))
    quantity = make.number(data["quantity"])
    if "per_head" in data:
        allowed = make.node(Op.MUL, make.number(data["per_head"]), make.number(data["heads"]))
        quantity = make.node(Op.MIN, quantity, allowed)
    months = make.number(data["months"])
    whole = make.node(Op.MUL, make.node(Op.MUL, unit, quantity), months)
    parts = (
        Part(Text("补贴单价", "subsidised price"), unit, MONEY),
        Part(Text("计补数量", "quantity counted"), quantity, make.lower(data["quantity"]).unit),
        Part(Text("月数", "months"), months, make.lower(data["months"]).unit),
    )
    said = make.said(data["price"])
    words = Text(f"{said.zh} × 数量 × 月数", f"{said.en} × quantity × months")
    if "rate" in data:
        share = make.said(data["rate"])
        words = Text(
            f"{said.zh}的 {share.zh} × 数量 × 月数", f"{share.en} of {said.en} × quantity × months"
        )
    if "unit_most" in data:
        most = make.said(data["unit_most"])
        words = Text(f"{words.zh}，单价最高 {most.zh}", f"{words.en}, price at most {most.en}")
    return Formula("unit", make.node(Op.ROUND, whole), words, parts)


def _staged(make: Maker, data: Data) -> Formula:
    rows = make.rows(data)
    nodes = [make.node(Op.PICK, row.condition, row.amount, make.none()) for row in rows]
    words = make.tiers(data["rows"], ("，", ", "))
    said = Text(f"分阶段：{words.zh}", f"by stages: {words.en}")
    return Formula("staged", make.added(nodes), said, rows=rows, least=_least(rows))


def _instalment(make: Maker, data: Data) -> Formula:
    whole, rows, said = make.base(data)
    shares = [make.fixed(share) for share in data["shares"]]
    if sum(shares) != 1:
        raise refuse(
            0,
            ("各期比例合计不是 100%", "the instalments do not add up to 100 %"),
            ("改比例", "Mend the shares"),
        )
    node = _by_year(
        make, data["year"], [make.times(whole, make.graph.const(share)) for share in shares]
    )
    parted = "/".join(f"{float(share * 100):g}%" for share in shares)
    parts = (
        Part(Text("总额", "whole"), whole, MONEY),
        Part(Text("年次", "year"), make.number(data["year"]), RATIO),
    )
    words = Text(
        f"{said.zh}，分 {len(shares)} 年按 {parted} 拨付",
        f"{said.en}, over {len(shares)} years {parted}",
    )
    return Formula("instalment", node, words, parts, rows=rows)


def _by_year(make: Maker, year: Any, amounts: Sequence[Node]) -> Node:
    """Give the amount of the year one is in, counted from 1; nothing outside."""
    index = make.number(year)
    result = make.none()
    for place in range(len(amounts), 0, -1):
        same = make.node(Op.EQ, index, make.graph.const(place))
        result = make.node(Op.PICK, same, amounts[place - 1], result)
    return result


def _schedule(make: Maker, data: Data) -> Formula:
    base = make.money(data["base"])
    rates = [make.plain(rate) for rate in data["rates"]]
    node = _by_year(make, data["year"], [make.times(base, rate) for rate in rates])
    said, listed = make.said(data["base"]), "/".join(make.said(rate).zh for rate in data["rates"])
    parts = (Part(said, base, MONEY), Part(Text("年次", "year"), make.number(data["year"]), RATIO))
    words = Text(f"{said.zh}逐年按 {listed} 计", f"{said.en} at {listed} by year")
    return Formula("schedule", node, words, parts)


def _multiplier(make: Maker, data: Data) -> Formula:
    whole, rows, said = make.base(data)
    condition, times = make.verdict(data["when"]), make.plain(data["times"])
    node = make.node(Op.PICK, condition, make.times(whole, times), whole)
    when, factor = make.said(data["when"]), make.said(data["times"])
    words = Text(
        f"{said.zh}；{when.zh}的按 {factor.zh} 倍", f"{said.en}; × {factor.en} where {when.en}"
    )
    return Formula(
        "multiplier", node, words, (Part(Text("基本额", "basic amount"), whole, MONEY),), rows=rows
    )


def _either_or(make: Maker, data: Data) -> Formula:
    options = tuple(formula(make, option) for option in data["options"])
    words = Text("或".join(o.words.zh for o in options), " or ".join(o.words.en for o in options))
    names = [
        Text(**d["name"]) if "name" in d else o.words
        for d, o in zip(data["options"], options, strict=True)
    ]
    parts = tuple(
        Part(name, option.node, MONEY) for name, option in zip(names, options, strict=True)
    )
    return Formula(
        "either-or",
        make.greatest([option.node for option in options]),
        Text(f"{words.zh}（取一项）", f"{words.en} (one of them)"),
        parts,
        sure=all(option.sure for option in options),
        children=options,
    )


def _at_most(zh: str, en: str) -> Callable[[Maker, Data], Formula]:
    def read(make: Maker, data: Data) -> Formula:
        most, said = make.money(data["most"]), make.said(data["most"])
        words = Text(zh.format(said.zh), en.format(said.en))
        return Formula(data["kind"], make.up_to(most), words, sure=False)

    return read


def _negotiated(make: Maker, _data: Data) -> Formula:
    return Formula("negotiated", make.none(), Text("需洽谈", "to be negotiated"), sure=False)


KINDS: Mapping[str, Callable[[Maker, Data], Formula]] = {
    "fixed": _fixed,
    "tier": _tier,
    "tier-difference": _net(("{0}，减去已获得的{1}", "{0}, less {1} received")),
    "top-up": _net(("补足至 {0}，已获得{1}的扣减", "topped up to {0}, less {1}")),
    "match": _match,
    "rate": _rate,
    "rate-per-item": _rate_per_item,
    "unit": _unit,
    "staged": _staged,
    "ranked": _tier,
    "instalment": _instalment,
    "schedule": _schedule,
    "multiplier": _multiplier,
    "either-or": _either_or,
    "appraisal": _at_most("按考核结果确定，最高 {0}", "set by appraisal, at most {0}"),
    "negotiated": _negotiated,
    "max-only": _at_most("最高 {0}", "up to {0}"),
}
#: Kinds whose `most` is the amount itself.
LIMITS = frozenset({"appraisal", "max-only"})
