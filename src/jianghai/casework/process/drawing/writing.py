"""Our layout written into a .bpmn file, so that authors need not place boxes by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from jianghai.casework.process.drawing.layout import laid
from jianghai.casework.process.drawing.picture import num
from jianghai.casework.process.model import Box, Diagram, Kind
from jianghai.casework.process.reading.diagrams import read
from jianghai.casework.process.reading.tree import BPMNDI, DC, DI, children, parsed

DRAWN = re.compile(r"\s*<((?:\w+:)?BPMNDiagram)\b.*?</\1\s*>", re.DOTALL)
CLOSING = re.compile(r"</((?:\w+:)?)definitions\s*>\s*\Z")
POOL = 30  # the strip of the pool, left of the lanes


class Anything(frozenset[str]):
    """Holds every name: where things stand does not depend on which functions there are."""

    __slots__ = ()

    def __contains__(self, name: object) -> bool:
        """Hold it."""
        return True


def laid_out(content: bytes, *, where: str = "") -> bytes:
    """Give the file with every element, lane and flow placed anew; nothing else is changed."""
    diagram = read(content, where=where, services=Anything(), clocks=Anything())
    root = parsed(content, where=where)
    written = DRAWN.sub("", content.decode("utf-8"))
    prefix = CLOSING.search(written)
    mark = prefix.group(1) if prefix else ""
    pools = children(root, "collaboration")
    pool = pools[0].get("id", "") if pools else "Pools"
    party = next((one.get("id", "") for held in pools for one in held), "Pool")
    added = "" if pools else _pool(diagram, mark)
    drawing = "\n".join(_drawing(diagram, pool, party))
    return CLOSING.sub("", written).rstrip().encode() + (
        f"\n{added}{drawing}\n</{mark}definitions>\n".encode()
    )


def _pool(diagram: Diagram, mark: str) -> str:
    """Frame the process with a pool: editors show lanes only in one."""
    return (
        f'  <{mark}collaboration id="Pools">\n    <{mark}participant id="Pool" '
        f"name={quoteattr(diagram.name)} processRef={quoteattr(diagram.process)}/>\n"
        f"  </{mark}collaboration>\n"
    )


def _drawing(diagram: Diagram, pool: str, party: str) -> Iterator[str]:
    """Write the drawing."""
    layout = laid(diagram)
    lanes = [layout.boxes[lane] for lane in diagram.lanes]
    first, last = lanes[0], lanes[-1]
    whole = Box(first.x - POOL, first.y, first.width + POOL, last.y + last.height - first.y)
    yield f'  <di:BPMNDiagram xmlns:di="{BPMNDI}" xmlns:dc="{DC}" xmlns:dd="{DI}" id="Drawing">'
    yield f'    <di:BPMNPlane id="Plane" bpmnElement={quoteattr(pool)}>'
    yield _shape(party, whole, ' isHorizontal="true"')
    for ident, box in layout.boxes.items():
        one = diagram.elements.get(ident)
        more = ' isHorizontal="true"' if one is None else ""
        yield _shape(ident, box, ' isExpanded="true"' if one and one.kind is Kind.PART else more)
    for ident, line in layout.lines.items():
        points = "".join(f'<dd:waypoint x="{num(x)}" y="{num(y)}"/>' for x, y in line)
        yield (
            f"      <di:BPMNEdge id={quoteattr(ident + '_di')} "
            f"bpmnElement={quoteattr(ident)}>{points}</di:BPMNEdge>"
        )
    yield "    </di:BPMNPlane>"
    yield "  </di:BPMNDiagram>"


def _shape(ident: str, box: Box, more: str) -> str:
    """Write where one thing is drawn."""
    measures = (
        f'x="{num(box.x)}" y="{num(box.y)}" width="{num(box.width)}" height="{num(box.height)}"'
    )
    return (
        f"      <di:BPMNShape id={quoteattr(ident + '_di')} bpmnElement={quoteattr(ident)}{more}>"
        f"<dc:Bounds {measures}/></di:BPMNShape>"
    )
