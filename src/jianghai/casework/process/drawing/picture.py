"""The process picture as SVG: where the case has been, where it is, who holds it.

Colours are attributes, so that the picture prints and stands alone; a page may restyle it by class:
`process-picture`, `pp-lane`, `pp-part`, `pp-flow`, `pp-label`, `pp-note`, `pp-caption` and, on each
element, `pp-node pp-<kind>` with `is-done`, `is-open` or `is-ahead`. There is no inline style.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from xml.sax.saxutils import escape, quoteattr

from jianghai.casework.process.drawing.labels import Label, labels
from jianghai.casework.process.drawing.layout import complete, outside
from jianghai.casework.process.drawing.passed import passed
from jianghai.casework.process.drawing.shapes import COLOURS, INK, MUTED, SHAPES, mark
from jianghai.casework.process.drawing.wrapping import width, wrapped
from jianghai.casework.process.model import WAITING, Box, Diagram, Element, Flow, Kind, Layout

LETTER = 13
SMALL = 12
EDGE = 8
REPEAT = 800  # how far a lane's name is repeated
HALO = 'paint-order="stroke" stroke="#ffffff" stroke-width="3"'  # a line behind stays legible
WORDS = {
    "zh": {
        "title": "流程图：{0}",
        "open": "正在办理：{0}。",
        "done": "已办：{0}。",
        "none": "尚未开始。",
        "is-open": "（正在办理）",
        "is-done": "（已办）",
        "is-ahead": "",
        "and": "、",
    },
    "en": {
        "title": "Process: {0}",
        "open": "Open now: {0}. ",
        "done": "Done: {0}. ",
        "none": "Not begun.",
        "is-open": " (open)",
        "is-done": " (done)",
        "is-ahead": "",
        "and": ", ",
    },
}


def picture(
    diagram: Diagram,
    *,
    done: Collection[str] = (),
    open: Mapping[str, str] | None = None,
    lang: str = "zh",
) -> str:
    """Draw a diagram; what is open carries a caption such as who holds it and until when."""
    held = dict(open or {})
    sheet = Sheet(diagram, complete(diagram), passed(diagram, done, held), held, lang)
    return "".join(sheet.drawn())


@dataclass(frozen=True)
class Sheet:
    """One picture being drawn."""

    diagram: Diagram
    layout: Layout
    done: frozenset[str]
    open: Mapping[str, str]
    lang: str

    @property
    def words(self) -> Mapping[str, str]:
        """Give the words of the reader's language."""
        return WORDS.get(self.lang, WORDS["zh"])

    def drawn(self) -> Iterator[str]:
        """Give the picture piece by piece: lanes, sub-processes, flows, elements, words."""
        box = outside(self.layout)
        wide, high = box.width + 2 * EDGE, box.height + 2 * EDGE
        key = f"pp-{self.diagram.process}"
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="process-picture" role="img" '
            f'aria-labelledby="{key}-title {key}-desc" lang="{self.lang}" '
            f'viewBox="{num(box.x - EDGE)} {num(box.y - EDGE)} {num(wide)} {num(high)}" '
            f'width="{num(wide)}" height="{num(high)}" font-family="sans-serif" '
            f'font-size="{LETTER}" fill="{INK}">'
            f'<title id="{key}-title">'
            f"{escape(self.words['title'].format(self.diagram.name or self.diagram.process))}</title>"
            f'<desc id="{key}-desc">{escape(self.told())}</desc>'
        )
        yield (
            f'<defs><marker id="{key}-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
            f'markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="{MUTED}"/></marker></defs>'
        )
        yield from self.lanes()
        elements = self.diagram.elements.values()
        yield from (self.element(one) for one in elements if one.kind is Kind.PART)
        yield from (self.flow(flow, f"{key}-tip") for flow in self.diagram.flows)
        yield from (self.element(one) for one in elements if one.kind is not Kind.PART)
        words = labels(self.diagram.flows, self.layout.lines)
        yield from (self.label(one) for one in words)
        yield from (self.note(ident, text) for ident, text, _ in self.diagram.notes)
        yield from (self.caption(one) for one in elements)
        yield "</svg>"

    def told(self) -> str:
        """Say in words what the picture shows, for those who do not see it."""
        names = {one.id: one.name or one.id for one in self.diagram.elements.values()}
        held = [
            names[ident] + (f"（{caption}）" if caption and self.lang == "zh" else "")
            + (f" ({caption})" if caption and self.lang != "zh" else "")
            for ident, caption in self.open.items()
            if ident in names
        ]  # fmt: skip
        past = [
            names[one.id]
            for one in self.diagram.elements.values()
            if one.id in self.done and one.kind in WAITING and one.id not in self.open
        ]
        joined = self.words["and"]
        said = self.words["open"].format(joined.join(held)) if held else ""
        said += self.words["done"].format(joined.join(past)) if past else ""
        return (said or self.words["none"]).strip()

    @cached_property
    def busy(self) -> frozenset[str]:
        """Give the sub-processes in which something is open."""
        elements, found = self.diagram.elements, set()
        for ident in self.open.keys() & elements.keys():
            scope = elements[ident].parent
            while scope:
                found.add(scope)
                scope = elements[scope].parent
        return frozenset(found)

    def state(self, ident: str) -> str:
        """Tell whether an element is open, done or still ahead."""
        if ident in self.open or ident in self.busy:
            return "is-open"
        return "is-done" if ident in self.done else "is-ahead"

    def lanes(self) -> Iterator[str]:
        """Draw who: a strip each, with the name standing at its left."""
        for at, lane in enumerate(self.diagram.lanes.values()):
            box = self.layout.boxes.get(lane.id)
            if box is None:
                continue
            fill = "#f6f8fa" if at % 2 else "#ffffff"
            letters = wrapped(lane.name, max(1.0, box.height / 18 - 1), 2)
            yield (
                f'<g class="pp-lane"><rect {rect(box)} fill="{fill}" stroke="#d0d7de"/>'
                + "".join(
                    standing(line, box.x + 15 * (n + 1), box.y + box.height / 2)
                    for n, line in enumerate(letters)
                )
                + "".join(self.again(lane.name, box))
                + "</g>"
            )

    def again(self, name: str, box: Box) -> Iterator[str]:
        """Repeat a lane's name along a wide picture, for those who have scrolled."""
        look = f'font-size="{SMALL}" fill="{MUTED}"'
        for n in range(1, int(box.width / REPEAT)):
            yield text([name], (box.x + n * REPEAT, box.y + 14), 14, look, "start")

    def element(self, one: Element) -> str:
        """Draw an element with its mark and its name."""
        box, state = self.layout.boxes[one.id], self.state(one.id)
        title = f"{one.name or one.id}{self.words[state]}"
        fill, line = COLOURS[state]
        return (
            f'<g class="pp-node pp-{one.kind.value} {state}" data-element={quoteattr(one.id)} '
            f'fill="{fill}" stroke="{line}" stroke-width="{2 if state == "is-open" else 1.3}">'
            f"<title>{escape(title)}</title>{SHAPES[one.kind](box)}{mark(one.kind, box)}</g>"
            + self.name(one, box)
        )

    def name(self, one: Element, box: Box) -> str:
        """Write a name into a task, at the head of a sub-process, or under a small shape."""
        middle, small = box.x + box.width / 2, f'class="pp-label" font-size="{SMALL}"'
        if one.kind in {Kind.PERSON, Kind.SERVICE}:
            tick = "✓ " if self.state(one.id) == "is-done" else ""
            lines = wrapped(tick + one.name, (box.width - 14) / LETTER, 3)
            top = box.y + box.height / 2 - (len(lines) - 1) * 8 + 5
            return text(lines, (middle, top), 16, 'class="pp-label"')
        if one.kind is Kind.PART:
            lines = wrapped(one.name, box.width / SMALL - 2, 1)
            return text(lines, (box.x + 10, box.y + 15), 14, f'{small} font-weight="bold"', "start")
        below = box.y + box.height + 13
        return text(wrapped(one.name, 8, 2), (middle, below), 13, f"{small} {HALO}")

    def caption(self, one: Element) -> str:
        """Write who holds an open element, and until when, under it."""
        box = self.layout.boxes[one.id]
        said = self.open.get(one.id, "")
        if not said:
            return ""
        line = wrapped(said, 16, 1)[0]
        wide = width(line) * SMALL + 14
        x, y = box.x + box.width / 2 - wide / 2, box.y + box.height + 3
        return (
            f'<g class="pp-caption"><rect x="{num(x)}" y="{num(y)}" width="{num(wide)}" height="18" '
            f'rx="9" fill="#0b5394"/>'
            + text([line], (x + wide / 2, y + 13), 14, f'font-size="{SMALL}" fill="#ffffff"')
            + f"<title>{escape(said)}</title></g>"
        )

    def flow(self, flow: Flow, tip: str) -> str:
        """Draw a flow with its arrow."""
        points = " ".join(f"{num(x)},{num(y)}" for x, y in self.layout.lines[flow.id])
        return (
            f'<polyline class="pp-flow" points="{points}" fill="none" stroke="{MUTED}" '
            f'stroke-width="1.3" marker-end="url(#{tip})"/>'
        )

    def label(self, one: Label) -> str:
        """Write the word of a flow."""
        look = f'class="pp-label" font-size="{SMALL}" fill="{MUTED}" {HALO}'
        return text([one.said], (one.x, one.y), 14, look, one.anchor)

    def note(self, ident: str, said: str) -> str:
        """Write a note where the author put it; a diagram that we lay out shows none."""
        box = self.layout.boxes.get(ident)
        if box is None:
            return ""
        lines = wrapped(said, box.width / SMALL, max(1, int(box.height / 15)))
        look = f'class="pp-note" font-size="{SMALL}" fill="{MUTED}"'
        return text(lines, (box.x + 4, box.y + 14), 15, look, "start")


def num(value: float) -> str:
    """Write a coordinate without needless digits."""
    return f"{value:.1f}".removesuffix(".0")


def rect(box: Box) -> str:
    """Write the measures of a rectangle."""
    return f'x="{num(box.x)}" y="{num(box.y)}" width="{num(box.width)}" height="{num(box.height)}"'


def text(
    lines: Iterable[str], at: tuple[float, float], leading: float, more: str, anchor: str = "middle"
) -> str:
    """Write lines of text, one below the other."""
    x, y = at
    spans = "".join(
        f'<tspan x="{num(x)}" y="{num(y + leading * n)}">{escape(line)}</tspan>'
        for n, line in enumerate(lines)
    )
    return f'<text text-anchor="{anchor}" {more}>{spans}</text>' if spans else ""


def standing(line: str, x: float, y: float) -> str:
    """Write a text from bottom to top, as lanes are named."""
    return (
        f'<text transform="translate({num(x + 4)} {num(y)}) rotate(-90)" text-anchor="middle" '
        f'class="pp-label">{escape(line)}</text>'
    )
