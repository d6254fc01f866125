"""Read and write the text files of the MOT challenge: frame, id, left, top, width, height, score, kind, visibility."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sightline.errors import ValueShapeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sightline.values import Flags, Floats, Whole

COLUMNS = (math.nan, -1.0, math.nan, math.nan, math.nan, math.nan, 1.0, 1.0, 1.0)
"""What a column that is left out says; the frame and the box must be there."""

PLAIN = 7
"""Columns that are read of a line of ten or more: places on the ground stand where kind and visibility would."""

LONGEST = 10_000
"""Characters a line may have: none of the files that exist comes near."""

LARGEST = 2.0**31
"""Numbers may not be larger: frames, ids and pixels of no camera are."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Who is where in which picture: frames, ids, kinds [n] whole; boxes [n, 4] x1, y1, x2, y2 px; scores, visible [n].

    A score of 0 in a file of truth marks a row that does not count.

    >>> Rows.of([1, 2], [7, 7], [[0, 0, 10, 20], [1, 0, 11, 20]]).scores.tolist()
    [1.0, 1.0]
    """

    frames: Whole
    ids: Whole
    boxes: Floats
    scores: Floats
    kinds: Whole
    visible: Floats

    @classmethod
    def of(cls, frames: object, ids: object, boxes: object, scores: object = None) -> Rows:
        """Make them of anything that numpy reads; all of kind 1, wholly visible and of score 1 unless told.

        >>> len(Rows.of([], [], []))
        0
        """
        whole = np.asarray(frames, np.int64).reshape(-1)
        ones = np.ones(len(whole))
        rows = cls(
            whole,
            np.asarray(ids, np.int64).reshape(-1),
            np.asarray(boxes, np.float64).reshape(-1, 4),
            ones if scores is None else np.asarray(scores, np.float64).reshape(-1),
            np.ones(len(whole), np.int64),
            ones,
        )
        if {len(rows.ids), len(rows.boxes), len(rows.scores)} != {len(whole)}:
            raise ValueShapeError(
                "帧号、编号、框的个数必须相同", "frames, ids and boxes must be of one length"
            )
        return rows

    def __len__(self) -> int:
        """Tell how many."""
        return len(self.frames)

    def take(self, which: Flags | Whole) -> Rows:
        """Keep those of a mask or of a list of places.

        >>> Rows.of([1, 2], [7, 8], [[0, 0, 1, 1]] * 2).take(np.array([False, True])).ids.tolist()
        [8]
        """
        return Rows(
            self.frames[which],
            self.ids[which],
            self.boxes[which],
            self.scores[which],
            self.kinds[which],
            self.visible[which],
        )


def read(path: Path) -> Rows:
    """Read a file; a line that is not such a row is refused with its number (`ValueShapeError`)."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        return parse(lines, str(path))


def parse(lines: Iterable[str], where: str = "") -> Rows:
    """Read lines; empty ones are passed over. Of ten columns (MOT15) the last three are places: everybody is a person.

    >>> rows = parse(["1, 3, 10, 20, 30, 60, 0.9, -1, -1, -1"])
    >>> rows.boxes.tolist(), rows.ids.tolist()
    ([[10.0, 20.0, 40.0, 80.0]], [3])
    >>> parse(["1,3,ten,20,30,60"], "gt.txt")
    Traceback (most recent call last):
    sightline.errors.ValueShapeError: gt.txt:1: 应为数字：帧号,编号,左,上,宽,高 / not frame,id,left,top,width,height
    """
    table = np.array(list(_numbers(lines, where)), np.float64).reshape(-1, len(COLUMNS))
    boxes = table[:, 2:6].copy()
    boxes[:, 2:] += boxes[:, :2]
    return Rows(
        table[:, 0].astype(np.int64),
        table[:, 1].astype(np.int64),
        boxes,
        table[:, 6],
        table[:, 7].astype(np.int64),
        table[:, 8],
    )


def _numbers(lines: Iterable[str], where: str) -> Iterator[tuple[float, ...]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        given = line[: LONGEST + 1].split(",")
        given = given if len(given) <= len(COLUMNS) else given[:PLAIN]
        try:
            row = (*map(float, given), *COLUMNS[len(given) :])
        except ValueError:
            row = COLUMNS
        fair = all(abs(value) < LARGEST for value in row)  # NaN is not
        if not (fair and row[4] >= 0 and row[5] >= 0 and len(line) <= LONGEST):
            raise ValueShapeError(
                "应为数字：帧号,编号,左,上,宽,高",
                "not frame,id,left,top,width,height",
                f"{where}:{number}",
            )
        yield row


def write(path: Path, rows: Rows) -> None:
    """Write rows as such a file, boxes to a hundredth of a pixel."""
    sides = rows.boxes[:, 2:] - rows.boxes[:, :2]
    table = np.column_stack(
        [rows.frames, rows.ids, rows.boxes[:, :2], sides, rows.scores, rows.kinds, rows.visible]
    )
    form = ["%d", "%d", "%.2f", "%.2f", "%.2f", "%.2f", "%.4f", "%d", "%.3f"]
    with path.open("w", encoding="ascii", newline="\n") as file:
        np.savetxt(file, table, form, delimiter=",")
