"""Where the words of flows stand: beside their own line, and none on another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from jianghai.casework.process.drawing.wrapping import width
from jianghai.casework.process.model import Box, Flow

Line = tuple[tuple[float, float], ...]
LETTER = 12
HIGH = 14
NEAR = 4
SHORT = 2 * LETTER  # a stretch too short to bear a word


class Label(NamedTuple):
    """A word, where it begins or ends, and on which side of that."""

    said: str
    x: float
    y: float
    anchor: str

    @property
    def box(self) -> Box:
        """Give the room that it takes."""
        wide = width(self.said) * LETTER
        left = self.x if self.anchor == "start" else self.x - wide
        return Box(left, self.y - LETTER, wide, HIGH)


def labels(flows: Iterable[Flow], lines: Mapping[str, Line]) -> Iterator[Label]:
    """Give the words of all flows; where lines run together, the same word is said once."""
    placed: list[Label] = []
    for flow in flows:
        said = flow.name or flow.condition.replace("_", " ")
        if not said:
            continue
        wished = list(_places(said, lines[flow.id]))
        if any(_meet(wished[0].box, one.box) and one.said == said for one in placed):
            continue
        clear = (place for place in wished if not any(_meet(place.box, one.box) for one in placed))
        label = next(clear, wished[0])
        placed.append(label)
        yield label


def _places(said: str, line: Line) -> Iterator[Label]:
    """Give places for a word, the best first: where its line is alone, then on its way out."""
    level = [(start, end) for start, end in pairwise(line) if start[1] == end[1]]
    for start, end in [*(level[1:] or level), *level]:
        if end[0] - start[0] > SHORT:
            yield Label(said, start[0] + NEAR, start[1] - NEAR - 1, "start")
        elif start[0] - end[0] > SHORT:
            yield Label(said, start[0] - NEAR, start[1] - NEAR - 1, "end")
    for start, end in pairwise(line):
        if abs(start[1] - end[1]) > SHORT:
            yield Label(said, start[0] + NEAR, (start[1] + end[1]) / 2, "start")
    yield Label(said, line[0][0] + NEAR, line[0][1] - NEAR - 1, "start")


def _meet(one: Box, other: Box) -> bool:
    """Tell whether two boxes share room."""
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )
