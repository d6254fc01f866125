"""What a diagram must keep to as a whole: one way in, named answers, no dead ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from jianghai.casework.process.errors import Fault
from jianghai.casework.process.graph import catches, catching, idle_circle, opened_up, reached
from jianghai.casework.process.model import Diagram, Element, Flow, Kind

Told = tuple[str, str]

LOOSE = (
    "连线一端未接，或跨越了子流程边界，请重新连接。",
    "A flow ends nowhere or crosses the border of a sub-process; connect it again.",
)
TWICE = (
    "两个元素之间只能有一条连线，请去掉多余的。",
    "Two elements are tied by one flow at most; remove the other.",
)
ONE_START = (
    "须恰有一个开始事件，请补上或去掉多余的。",
    "There must be exactly one start event; add it or remove the others.",
)
NO_END = ("缺少结束事件，请补上。", "An end event is missing; add one.")
UNREACHED = (
    "从开始事件走不到这里，请连接或删除。",
    "No way leads here from the start event; connect it or delete it.",
)
IDLE = (
    "这条回路中无人办理，会无休止地循环，请加入一个任务或等待。",
    "Nobody does anything in this loop, so it would never stop; put a task or a wait into it.",
)
DEFAULT = (
    "排他网关须恰有一条默认连线，其余连线各带一个不同的条件。",
    "An exclusive gateway has exactly one default flow, and a condition of its own on each other.",
)
CONDITION = (
    "条件只能写在排他网关的出线上。",
    "Conditions belong on the flows that leave an exclusive gateway; remove it here.",
)
UNCAUGHT = (
    "抛出的错误或升级无处捕获，请在外层子流程上加同一代码的边界事件。",
    "Nothing catches this error or escalation; put a boundary event of its code on a sub-process "
    "around it.",
)
ATTACHED = (
    "边界事件只能放在子流程上。",
    "A boundary event sits on a sub-process; move it there.",
)
AMBIGUOUS = (
    "同一子流程上有两个边界事件捕获同一代码，请只留一个。",
    "Two boundary events of one sub-process catch the same code; keep one.",
)

#: How many flows may come in and go out: (least, most) by kind; None is any number.
DEGREES: dict[Kind, tuple[tuple[int, int | None], tuple[int, int | None]]] = {
    Kind.START: ((0, 0), (1, 1)),
    Kind.END: ((1, None), (0, 0)),
    Kind.THROW: ((1, None), (0, 0)),
    Kind.PERSON: ((1, None), (1, 1)),
    Kind.WAIT: ((1, None), (1, 1)),
    Kind.SERVICE: ((1, None), (1, 1)),
    Kind.CHOICE: ((1, None), (1, None)),
    Kind.PARALLEL: ((1, None), (1, None)),
    Kind.PART: ((1, None), (1, 1)),
    Kind.CATCH: ((0, 0), (1, 1)),
}


def faults_of(diagram: Diagram) -> Iterator[Fault]:
    """Give what is wrong; ways are followed only once every flow is tied."""
    loose = list(_flows(diagram))
    yield from loose
    if loose:
        return
    shape = [*_scopes(diagram), *_degrees(diagram), *_choices(diagram), *_events(diagram)]
    yield from shape
    if not shape:
        yield from _ways(diagram)


def _fault(diagram: Diagram, ident: str, told: Told) -> Fault:
    """Make a fault of an element, of a flow, or of the process itself."""
    named = {one.id: one.name for one in diagram.elements.values()}
    named |= {flow.id: flow.name for flow in diagram.flows}
    return Fault(ident, named.get(ident, diagram.name), *told)


def _flows(diagram: Diagram) -> Iterator[Fault]:
    """Check that each flow ties two elements of one scope, and no pair twice."""
    pairs = Counter((flow.source, flow.target) for flow in diagram.flows)
    for flow in diagram.flows:
        source, target = diagram.elements.get(flow.source), diagram.elements.get(flow.target)
        if source is None or target is None or source.parent != target.parent:
            yield _fault(diagram, flow.id, LOOSE)
        elif pairs[flow.source, flow.target] > 1:
            yield _fault(diagram, flow.id, TWICE)
        elif flow.condition and source.kind is not Kind.CHOICE:
            yield _fault(diagram, flow.id, CONDITION)


def _scopes(diagram: Diagram) -> Iterator[Fault]:
    """Check that the process and each sub-process begin once and can end."""
    elements = diagram.elements.values()
    parts = [one.id for one in elements if one.kind is Kind.PART]
    kinds = Counter((one.parent, one.kind) for one in elements)
    for scope in ("", *parts):
        if kinds[scope, Kind.START] != 1:
            yield _fault(diagram, scope or diagram.process, ONE_START)
        if not kinds[scope, Kind.END]:
            yield _fault(diagram, scope or diagram.process, NO_END)


def _degrees(diagram: Diagram) -> Iterator[Fault]:
    """Check how many flows come in and go out."""
    coming = Counter(flow.target for flow in diagram.flows)
    going = Counter(flow.source for flow in diagram.flows)
    for one in diagram.elements.values():
        incoming, outgoing = DEGREES[one.kind]
        if not _within(coming[one.id], incoming):
            yield _fault(diagram, one.id, _count("入", "come in", coming[one.id], incoming))
        if not _within(going[one.id], outgoing):
            yield _fault(diagram, one.id, _count("出", "go out", going[one.id], outgoing))


def _within(count: int, bounds: tuple[int, int | None]) -> bool:
    """Tell whether a number lies within bounds."""
    least, most = bounds
    return least <= count and (most is None or count <= most)


def _count(zh: str, en: str, count: int, bounds: tuple[int, int | None]) -> Told:
    """Say how many flows there are and how many there should be."""
    least, most = bounds
    if most is None:
        return (
            f"没有{zh}线，请连接。",
            f"No flow does {en} here; connect it.",
        )
    return (
        f"有 {count} 条{zh}线，应为 {least} 条；分支与合并请用网关。",
        f"{count} flows {en} where {least} should; use gateways to branch.",
    )


def _choices(diagram: Diagram) -> Iterator[Fault]:
    """Check that an exclusive gateway always knows its way."""
    leaving: dict[str, list[Flow]] = {}
    for flow in diagram.flows:
        leaving.setdefault(flow.source, []).append(flow)
    for one in diagram.elements.values():
        flows = leaving.get(one.id, [])
        if one.kind is not Kind.CHOICE or (len(flows) == 1 and not flows[0].condition):
            continue
        others = [flow.condition for flow in flows if flow.id != one.does]
        if len(others) != len(flows) - 1 or len(set(others)) < len(others) or "" in others:
            yield _fault(diagram, one.id, DEFAULT)


def _events(diagram: Diagram) -> Iterator[Fault]:
    """Check that what is thrown is caught, once."""
    elements = diagram.elements
    for one in elements.values():
        if one.kind is Kind.THROW:
            found = catching(elements, one)
            if len(found) != 1:
                yield _fault(diagram, one.id, AMBIGUOUS if found else UNCAUGHT)
        elif one.kind is Kind.CATCH:
            on = elements.get(one.attached)
            if on is None or on.kind is not Kind.PART or on.parent != one.parent:
                yield _fault(diagram, one.id, ATTACHED)
            elif not _thrown(one, elements.values()):
                yield _fault(diagram, one.id, UNREACHED)


def _thrown(catch: Element, elements: Iterable[Element]) -> bool:
    """Tell whether anything throws what a boundary event waits for."""
    return any(one.kind is Kind.THROW and catches(catch, one) for one in elements)


def _ways(diagram: Diagram) -> Iterator[Fault]:
    """Check that every element is reached, and that no loop runs by itself."""
    graph = opened_up(diagram.elements, diagram.flows)
    start = next(
        one.id for one in diagram.elements.values() if one.kind is Kind.START and not one.parent
    )
    seen = reached(graph, start)
    for ident in diagram.elements:
        if ident not in seen:
            yield _fault(diagram, ident, UNREACHED)
    if idle := idle_circle(diagram.elements, graph):
        yield _fault(diagram, idle, IDLE)
