"""A diagram as a graph in which sub-processes are opened up: what may follow what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jianghai.casework.process.model import WAITING, Element, Flow, Kind

Elements = Mapping[str, Element]
Graph = dict[str, list[str]]


def catching(elements: Elements, throw: Element) -> list[Element]:
    """Give the boundary events that an error end event reaches: of the innermost that has one."""
    scope = throw.parent
    while scope:
        found = [
            one
            for one in elements.values()
            if one.kind is Kind.CATCH and one.attached == scope and catches(one, throw)
        ]
        if found:
            return found
        scope = elements[scope].parent if scope in elements else ""
    return []


def catches(catch: Element, throw: Element) -> bool:
    """Tell whether sort and code agree; a boundary event without a code catches every code."""
    sort, _, code = catch.does.partition(":")
    thrown, _, told = throw.does.partition(":")
    return sort == thrown and code in {"", told}


def opened_up(elements: Elements, flows: Iterable[Flow]) -> Graph:
    """Give what follows each element, going into sub-processes and out of them again."""
    after: Graph = {ident: [] for ident in elements}
    for flow in flows:
        after[flow.source].append(flow.target)
    leaving = {ident: after[ident] for ident, one in elements.items() if one.kind is Kind.PART}
    for part in leaving:
        after[part] = [
            one.id for one in elements.values() if one.parent == part and one.kind is Kind.START
        ]
    for one in elements.values():
        if one.kind is Kind.END and one.parent:
            after[one.id] = leaving[one.parent]
        elif one.kind is Kind.THROW:
            after[one.id] = [catch.id for catch in catching(elements, one)]
    return after


def reached(graph: Graph, start: str) -> set[str]:
    """Give everything that can be reached from an element."""
    seen, left = {start}, [start]
    while left:
        fresh = [one for one in graph[left.pop()] if one not in seen]
        seen.update(fresh)
        left += fresh
    return seen


def idle_circle(elements: Elements, graph: Graph) -> str:
    """Give an element of a loop in which nobody does anything: it would never stop."""
    idle = {ident for ident, one in elements.items() if one.kind not in WAITING}
    narrowed = {ident: [one for one in graph[ident] if one in idle] for ident in idle}
    return next(
        (
            ident
            for ident in elements
            if ident in idle and any(ident in reached(narrowed, one) for one in narrowed[ident])
        ),
        "",
    )


def forward(graph: Graph, start: str) -> Graph:
    """Leave out the flows that go back, so that no loop is left."""
    kept: Graph = {ident: [] for ident in graph}
    done: set[str] = set()
    path: list[tuple[str, list[str]]] = [(start, list(graph[start]))]
    on_path = {start}
    while path:
        here, left = path[-1]
        if not left:
            path.pop()
            on_path.discard(here)
            done.add(here)
            continue
        following = left.pop(0)
        if following in on_path:
            continue
        kept[here].append(following)
        if following not in done:
            on_path.add(following)
            path.append((following, list(graph[following])))
    return kept


def ranks(graph: Graph, start: str) -> dict[str, int]:
    """Give the longest way to each element, flows back left out: its column in a picture."""
    kept = forward(graph, start)
    waiting: dict[str, int] = dict.fromkeys(graph, 0)
    for followers in kept.values():
        for follower in followers:
            waiting[follower] += 1
    rank = dict.fromkeys(graph, 0)
    ready = [ident for ident, count in waiting.items() if not count]
    while ready:
        here = ready.pop()
        for follower in kept[here]:
            rank[follower] = max(rank[follower], rank[here] + 1)
            waiting[follower] -= 1
            if not waiting[follower]:
                ready.append(follower)
    return rank
