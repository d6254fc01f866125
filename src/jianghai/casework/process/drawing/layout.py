"""Where everything is drawn, when the file does not say: lanes as rows, time from left to right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from jianghai.casework.process.drawing.rows import Grid, Row
from jianghai.casework.process.drawing.wrapping import width
from jianghai.casework.process.model import WAITING, Box, Diagram, Kind, Layout

if TYPE_CHECKING:
    from jianghai.casework.process.drawing.columns import Frame

Point = tuple[float, float]
SIZES = {
    Kind.START: (36, 36),
    Kind.END: (36, 36),
    Kind.THROW: (36, 36),
    Kind.WAIT: (36, 36),
    Kind.CATCH: (36, 36),
    Kind.CHOICE: (46, 46),
    Kind.PARALLEL: (46, 46),
    Kind.PART: (14, 60),
}
TASK = (116, 62)
ROOM = 42  # above and below what stands in a row: the caption, the names of small shapes
THIN = 30  # a row in which only lines run
HEAD = 34  # the strip with the lane's name
GAP = 26  # between columns, before any line needs room there
TRACK = 10
LETTER = 12
MARGIN = 10
KEPT = 128  # layouts of diagrams in use
BORDER = 9  # how much further in a sub-process inside a sub-process is drawn


def laid(diagram: Diagram) -> Layout:
    """Lay a diagram out: columns by order, rows by lane, flows at right angles."""
    return Drafting(Grid(diagram)).layout()


@lru_cache(maxsize=KEPT)
def complete(diagram: Diagram) -> Layout:
    """Use the layout of the file if it holds every element and flow, and ours otherwise."""
    drawn = diagram.layout
    whole = all(ident in drawn.boxes for ident in diagram.elements) and all(
        len(drawn.lines.get(flow.id, ())) > 1 for flow in diagram.flows
    )
    if not whole:
        return laid(diagram)
    known = {*diagram.elements, *diagram.lanes, *(note.id for note in diagram.notes)}
    return Layout({one: box for one, box in drawn.boxes.items() if one in known}, drawn.lines)


def size(kind: Kind) -> tuple[float, float]:
    """Give the width and height in which an element is drawn."""
    return TASK if kind in WAITING - {Kind.WAIT} else SIZES[kind]


@dataclass
class Tracks:
    """The upright lines of one gap; two share a track where they do not touch."""

    spans: dict[str, tuple[float, float]] = field(default_factory=dict)

    def add(self, who: str, span: tuple[float, float]) -> None:
        """Let a line turn here; all that leave or enter one element share its track."""
        held = self.spans.get(who, span)
        self.spans[who] = (min(held[0], span[0]), max(held[1], span[1]))

    def place(self, who: str) -> int:
        """Give the number of a line's track, counted from its own side of the gap."""
        side = who.partition(" ")[0]
        tracks: list[list[tuple[float, float]]] = []
        for other, (top, bottom) in self.spans.items():
            if not other.startswith(side):
                continue
            free = (
                at
                for at, spans in enumerate(tracks)
                if all(bottom + TRACK < above or below + TRACK < top for above, below in spans)
            )
            at = next(free, len(tracks))
            tracks += [[]] if at == len(tracks) else []
            tracks[at].append((top, bottom))
            if other == who:
                return at
        return len(tracks)

    def count(self) -> tuple[int, int]:
        """Give how many tracks are needed on each side."""
        leave, arrive = ([who for who in self.spans if who.startswith(s)] for s in ("from", "to"))
        return (
            max((self.place(who) + 1 for who in leave), default=0),
            max((self.place(who) + 1 for who in arrive), default=0),
        )


@dataclass
class Drafting:
    """A grid with its measures: where columns begin, which line turns where."""

    grid: Grid
    top: dict[Row, float] = field(default_factory=dict)
    high: dict[Row, float] = field(default_factory=dict)
    left: list[float] = field(default_factory=list)
    wide: list[float] = field(default_factory=list)
    tracks: dict[int, Tracks] = field(default_factory=dict)  # by gap: who turns where in it

    def __post_init__(self) -> None:
        self.elements = self.grid.diagram.elements
        self._rows()
        for flow in sorted(self.grid.diagram.flows, key=self.grid.ends):
            first, goal = self.grid.span(flow)
            (source, target), trunk = self.grid.ends(flow), self.grid.trunk[flow.id]
            self._turn(first, f"from {flow.source}", source, trunk)
            self._turn(goal - 1, f"to {flow.target}", trunk, target)
        last = max(self.grid.column.values())
        self.wide = [0.0] * (last + 1)
        for ident, column in self.grid.column.items():
            kind = self.elements[ident].kind if ident in self.elements else Kind.PART
            if kind is not Kind.CATCH:
                self.wide[column] = max(self.wide[column], size(kind)[0])
        at = float(MARGIN + HEAD + GAP)
        for column in range(last + 1):
            self.left.append(at)
            at += self.wide[column] + self._gap(column)
        self.end = at

    def _rows(self) -> None:
        """Give each row its height: by what stands in it, or thin."""
        tall = dict.fromkeys(self.grid.row.values(), 0.0)
        for ident, row in self.grid.row.items():
            if ident in self.elements and self.elements[ident].kind is not Kind.PART:
                tall[row] = max(tall[row], size(self.elements[ident].kind)[1])
        at = float(MARGIN)
        for lane, rows in enumerate(self.grid.rows):
            for row in ((lane, n) for n in range(rows)):
                high = tall.get(row, 0.0)
                self.top[row], self.high[row] = at, high + ROOM if high else THIN
                at += self.high[row]
        self.bottom = at

    def _turn(self, gap: int, who: str, one: Row, other: Row) -> None:
        """Keep a track for a line that turns in a gap; lines of one element share it."""
        if one != other:
            ends = sorted((self.y(one), self.y(other)))
            self.tracks.setdefault(gap, Tracks()).add(who, (ends[0], ends[1]))

    def _gap(self, column: int) -> float:
        """Give the width of the gap behind a column: its tracks, and the words on its flows."""
        labels = [
            width(flow.name or flow.condition) * LETTER
            for flow in self.grid.diagram.flows
            if self.grid.span(flow)[0] == column
        ]
        tracks = self.tracks.get(column, Tracks())
        return GAP + TRACK * sum(tracks.count()) + max([0.0, *labels])

    def x_of_turn(self, gap: int, who: str) -> float:
        """Give where a line turns: those that leave keep left, those that arrive keep right."""
        at = self.tracks[gap].place(who)
        if who.startswith("from"):
            return self.left[gap] + self.wide[gap] + GAP / 2 + TRACK * at
        behind = self.left[gap + 1] if gap + 1 < len(self.left) else self.end
        return behind - GAP / 2 - TRACK * at

    def y(self, row: Row) -> float:
        """Give the middle of a row."""
        return self.top[row] + self.high[row] / 2

    def layout(self) -> Layout:
        """Give boxes and lines."""
        boxes = dict(self._lanes())
        for ident, one in self.elements.items():
            if one.kind is Kind.PART:
                boxes[ident] = self._frame(self.grid.frame[ident])
        for ident, one in self.elements.items():
            if one.kind is not Kind.PART:
                boxes[ident] = self._box(ident, boxes)
        lines = {flow.id: tuple(self._line(flow.id, boxes)) for flow in self.grid.diagram.flows}
        return Layout(boxes, lines)

    def _lanes(self) -> Iterator[tuple[str, Box]]:
        """Give each lane its strip across the whole picture."""
        tops = [self.top[lane, 0] for lane in range(len(self.grid.rows))]
        for lane, (top, below) in zip(
            self.grid.diagram.lanes, pairwise([*tops, self.bottom]), strict=True
        ):
            yield lane, Box(MARGIN, top, self.end - MARGIN, below - top)

    def _box(self, ident: str, boxes: dict[str, Box]) -> Box:
        """Give an element its box in the middle of its cell, a boundary event on its border."""
        one = self.elements[ident]
        wide, high = size(one.kind)
        column, y = self.grid.column[ident], self.y(self.grid.row[ident])
        x = self.left[column] + (self.wide[column] - wide) / 2
        if one.kind is Kind.CATCH:
            frame = boxes[one.attached]
            x = frame.x + frame.width - wide / 2
        return Box(x, y - high / 2, wide, high)

    def _frame(self, frame: Frame) -> Box:
        """Give a sub-process the box around everything in it."""
        top, bottom = self.grid.extent(frame)
        depth, scope = 1, self.elements[frame.part].parent
        while scope:
            depth, scope = depth + 1, self.elements[scope].parent
        inset = min(BORDER * depth, ROOM / 2) - BORDER + 1
        x = self.left[frame.first] + self.wide[frame.first] / 2
        right = self.left[frame.last] + self.wide[frame.last] / 2
        upper, lower = self.top[top] + inset, self.top[bottom] + self.high[bottom] - inset
        return Box(x, upper, right - x, lower - upper)

    def _line(self, ident: str, boxes: dict[str, Box]) -> Iterator[Point]:
        """Draw a flow: out to the right, along its row, in from the left."""
        flow = next(flow for flow in self.grid.diagram.flows if flow.id == ident)
        (source, target), trunk = self.grid.ends(flow), self.y(self.grid.trunk[ident])
        first, goal = self.grid.span(flow)
        start, end = boxes[flow.source], boxes[flow.target]
        points = [(start.x + start.width, self.y(source))]
        if self.y(source) != trunk:
            turn = self.x_of_turn(first, f"from {flow.source}")
            points += [(turn, self.y(source)), (turn, trunk)]
        if trunk != self.y(target):
            turn = self.x_of_turn(goal - 1, f"to {flow.target}")
            points += [(turn, trunk), (turn, self.y(target))]
        points.append((end.x, self.y(target)))
        yield points[0]
        for (before, here), (_, after) in pairwise(pairwise(points)):
            if not (before[1] == here[1] == after[1] or before[0] == here[0] == after[0]):
                yield here
        yield points[-1]


def outside(layout: Layout) -> Box:
    """Give the box around everything that is drawn."""
    corners = [
        corner
        for box in layout.boxes.values()
        for corner in ((box.x, box.y), (box.x + box.width, box.y + box.height))
    ]
    corners += [point for line in layout.lines.values() for point in line]
    left, top = (min(corner[axis] for corner in corners) for axis in (0, 1))
    right, bottom = (max(corner[axis] for corner in corners) for axis in (0, 1))
    return Box(left, top, right - left, bottom - top)
