"""A .bpmn file becomes a `Diagram`, or is refused with every element that is at fault."""

from __future__ import annotations

import re
from collections.abc import Collection
from xml.etree.ElementTree import Element as Node

from jianghai.casework.process.errors import DiagramError
from jianghai.casework.process.model import Box, Diagram, Layout
from jianghai.casework.process.reading import words
from jianghai.casework.process.reading.checking import faults_of
from jianghai.casework.process.reading.nodes import Reader
from jianghai.casework.process.reading.tree import (
    BPMNDI,
    DC,
    DI,
    children,
    drawn,
    local,
    parsed,
    refusal,
)  # fmt: skip

MOST = 500


def read(
    content: bytes, *, where: str, services: Collection[str], clocks: Collection[str]
) -> Diagram:
    """Check a file against what we run, and give the diagram that it draws."""
    root = parsed(content, where=where)
    process = _process(root, where)
    reader = Reader(services, clocks, _codes(root))
    reader.scope(process, "")
    if len(reader.elements) > MOST:
        raise refusal(
            f"流程图超过 {MOST} 个元素，请拆分。",
            f"The diagram has over {MOST} elements; divide it.",
            where,
        )
    reader.lanes_of_elements()
    diagram = Diagram(
        process=process.get("id", ""),
        name=process.get("name", ""),
        elements={one.id: one for one in reader.elements},
        flows=tuple(reader.flows),
        lanes={lane.id: lane for lane in reader.lanes},
        notes=tuple(reader.notes),
        layout=_layout(root),
        where=where,
    )
    faults = tuple(reader.faults) or tuple(faults_of(diagram))
    if faults:
        raise DiagramError.of(faults, where=where)
    return diagram


def _process(root: Node, where: str) -> Node:
    """Find the one process; a second one, or anything else at the top, is refused."""
    for node in root:
        # Drawings and the names of errors are not run; a pool may frame the one process.
        if local(node) not in words.TOP and not node.tag.startswith(f"{{{BPMNDI}}}"):
            raise refusal(
                f"不支持 {local(node)}，请去掉。", f"Remove {local(node)}: not supported.", where
            )
    found = children(root, "process")
    pools = [pool for one in children(root, "collaboration") for pool in one]
    if len(found) != 1 or len(pools) > 1:
        raise refusal(
            f"文件须恰有一个流程（现有 {max(len(found), len(pools))} 个），请每个流程单独一个文件。",
            f"A file holds exactly one process ({max(len(found), len(pools))} here); "
            "give each its own file.",
            where,
        )
    return found[0]


def _codes(root: Node) -> dict[str, str]:
    """Give the code of each declared error and escalation by its id."""
    declared = [*children(root, "error"), *children(root, "escalation")]
    return {
        node.get("id", ""): f"{local(node)}:"
        + (node.get("errorCode") or node.get("escalationCode") or node.get("id") or "")
        for node in declared
    }


def _layout(root: Node) -> Layout:
    """Read where things are drawn; a diagram without it is laid out when its picture is asked."""
    boxes = {
        shape.get("bpmnElement", ""): Box(*(_number(box.get(key)) for key in Box._fields))
        for shape in drawn(root, "BPMNShape")
        for box in shape.findall(f"{{{DC}}}Bounds")[:1]
    }
    lines = {
        edge.get("bpmnElement", ""): tuple(
            (_number(point.get("x")), _number(point.get("y")))
            for point in edge.findall(f"{{{DI}}}waypoint")
        )
        for edge in drawn(root, "BPMNEdge")
    }
    return Layout(boxes, lines)


def _number(written: str | None) -> float:
    """Read a coordinate; what is no number is drawn at the corner."""
    found = re.fullmatch(r"-?\d{1,7}(\.\d{1,12})?", written or "")
    return float(found.group()) if found else 0.0
