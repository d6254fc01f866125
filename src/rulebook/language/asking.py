"""Conditions over words, codes and lists: each becomes one input, so that the graph holds only numbers and verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rulebook import syntax as s
from rulebook.language.scope import Lowered, Names, refuse
from rulebook.records.inputs import Source
from rulebook.records.lists import check_where
from rulebook.units import RATIO, SUFFIXES

if TYPE_CHECKING:
    from rulebook.facts import Fact
    from rulebook.graph import Node


def among(names: Names, tree: s.Among) -> Node:
    """Lower ``fact in [words]`` and ``code under [prefixes]``."""
    fact = names.fact(tree.name.id, tree.at)
    _fits(fact, tree)
    lag = names.lag(fact, tree.name.lag, tree.at)
    tag = f"@{lag}" if fact.per_year else ""
    name = f"{fact.id}{tag} {tree.op} {'|'.join(tree.words)}"
    return names.source(Source(name, tree.op, fact, lag, words=tree.words))


def _fits(fact: Fact, tree: s.Among) -> None:
    allowed = ("code",) if tree.op == "under" else ("choice", "text")
    if fact.kind not in allowed:
        raise refuse(
            tree.at,
            (f"{fact.zh}不能用 {tree.op}", f"{fact.id} does not go with {tree.op}"),
            ("in 用于选项，under 用于行业代码", "in is for choices, under for codes"),
        )
    wrong = [word for word in tree.words if fact.of and word not in fact.of]
    if wrong:
        raise refuse(
            tree.at,
            (f"{fact.zh}没有选项 {wrong[0]}", f"{fact.id} has no choice {wrong[0]}"),
            (f"可选：{'、'.join(fact.of)}", f"Choices: {', '.join(fact.of)}"),
        )


def as_words(names: Names, tree: s.Compare) -> s.Among | None:
    """Turn ``choice == word`` into ``choice in [word]``; None where no words are compared."""
    if not isinstance(tree.left, s.Name) or tree.left.id not in names.catalogue:
        return None
    fact = names.catalogue[tree.left.id]
    if fact.kind not in ("choice", "text") or not isinstance(
        tree.right, s.Name | s.Number | s.Word
    ):
        return None
    if tree.op not in ("==", "!="):
        raise refuse(
            tree.at,
            (f"{fact.zh}只能比较相等", f"{fact.id} has no order"),
            ("用 == 或 in", "Use == or in"),
        )
    return s.Among("in", tree.left, (s.write(tree.right).strip('"'),), tree.at)


def listed(names: Names, tree: s.Call) -> Lowered:
    """Lower `count`, `any` and `total` over a list.

    A count is in the unit of the field that the list is counted by, a total in that of its field.
    """
    how = tree.function
    target = tree.args[0] if len(tree.args) == 1 else None
    fact = names.fact(target.id if isinstance(target, s.Name | s.Dotted) else "", tree.at)
    part = target.part if isinstance(target, s.Dotted) else ""
    if fact.kind != "list" or (how == "total") != bool(part) or (part and part not in fact.item):
        raise refuse(
            tree.at,
            (f"{how} 的写法不对", f"{how} is written wrongly"),
            (
                "count(列表 where …)、total(列表.字段 where …)",
                "count(list where …), total(list.field where …)",
            ),
        )
    check_where(tree.where, fact)
    node = names.source(Source(s.write(tree), how, fact, where=tree.where, part=part))
    measured = part or fact.counted_by
    unit = SUFFIXES[fact.item[measured].suffix][0] if measured else fact.unit
    return Lowered(node, RATIO if how == "any" else unit)
