"""Which events and gateways a case has passed, told by the steps that are done and open."""

from __future__ import annotations

from collections.abc import Collection

from jianghai.casework.process.graph import Graph, opened_up, reached
from jianghai.casework.process.model import WAITING, Diagram, Kind


def passed(diagram: Diagram, done: Collection[str], open: Collection[str]) -> frozenset[str]:
    """Give what lies between steps that are done and steps that are done or open.

    Nobody notes down when a gateway is passed: it takes no time. Between two steps that were taken
    there may be two ways of gateways alone; then both are told.
    """
    elements = diagram.elements
    if not (done or open):
        return frozenset()
    after = opened_up(elements, diagram.flows)
    before: Graph = {ident: [] for ident in elements}
    for source, targets in after.items():
        for target in targets:
            before[target].append(source)
    begun = [one.id for one in elements.values() if one.kind is Kind.START and not one.parent]
    steps = {ident for ident, one in elements.items() if one.kind in WAITING}
    onward = _through(after, [*begun, *done], steps)
    backward = _through(before, [*done, *open], steps)
    return frozenset(done) | (onward & backward) - steps


def _through(graph: Graph, starts: Collection[str], steps: Collection[str]) -> set[str]:
    """Give what is reached from these without going through a step."""
    halted = {ident: [] if ident in steps else nexts for ident, nexts in graph.items()}
    found: set[str] = set()
    for start in starts:
        if start in graph:
            found |= {start}.union(*(reached(halted, follower) for follower in graph[start]))
    return found
