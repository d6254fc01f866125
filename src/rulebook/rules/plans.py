"""What an evaluation of some editions needs: the nodes that it shows, and the inputs below them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from rulebook.graph import Node, Op, walk

if TYPE_CHECKING:
    from rulebook.records.inputs import Source
    from rulebook.rules.editions import Clause, Edition


@lru_cache(maxsize=64)
def plan(editions: tuple[Edition, ...]) -> tuple[tuple[Node, ...], tuple[Source, ...]]:
    """Give the nodes that some editions show and the sources they need, each once; kept for the next record."""
    nodes = tuple(dict.fromkeys(node for edition in editions for node in shown_nodes(edition)))
    return nodes, sources_of(nodes, editions)


def sources_of(nodes: Iterable[Node], editions: Sequence[Edition]) -> tuple[Source, ...]:
    """Give the sources of all inputs below some nodes."""
    registry: Mapping[str, Source] = editions[0].sources if editions else {}
    names = [node.data.name for node in walk(*nodes) if node.op in (Op.INPUT, Op.FLAG)]
    return tuple(registry[name] for name in names if name in registry)


def _outcomes(edition: Edition) -> list[Node | None]:
    class_ = edition.class_.left if edition.class_ is not None else None
    return [edition.verdict, edition.score, class_, *(amount.node for amount in edition.amounts)]


def shown_nodes(edition: Edition) -> list[Node]:
    """List every node whose value an edition's result shows."""
    found = _outcomes(edition)
    for clause in edition.walk():
        found.extend(_clause_nodes(clause))
    return [node for node in found if node is not None]


def _clause_nodes(clause: Clause) -> list[Node | None]:
    found: list[Node | None] = [clause.verdict, clause.points, clause.ceiling]
    for measure in clause.measures:
        found.extend((measure.verdict, measure.left, measure.right))
    if clause.value is not None:
        found.append(clause.value.left)
    return found


def bulk_nodes(edition: Edition, *, parts: bool = False) -> list[Node]:
    """List what is kept of an edition for many: its outcomes, sums of shares, and the verdict of every clause.

    Of the named values those with labels are kept. With `parts` all of them are, and the points of every clause.
    """
    found = _outcomes(edition)
    for share in edition.shares:
        found.extend((share.numerator, share.denominator))
    found.extend(measure.left for measure in edition.lets.values() if parts or measure.labels)
    for clause in edition.walk():
        found.append(clause.verdict)
        if parts:
            found.append(clause.points)
    return [node for node in found if node is not None]
