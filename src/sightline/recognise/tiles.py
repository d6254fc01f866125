"""Look at a picture in overlapping tiles, so that small and far things are seen at the size the model learnt them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sightline.errors import SiteFileError
from sightline.recognise.boxes import best_of_each, inside
from sightline.values import Detections, Floats, Picture

SIDE = 640
"""The longer side of most pictures that the detector learnt from (COCO): shrunk no more, things look alike."""
See = Callable[[Picture, float], Detections]
Tile = tuple[int, int, int, int]

OVERLAP = 0.2
"""How much of a tile its neighbour sees too: the share SAHI (Akyon 2022) takes by default."""
CUT_OFF = 0.5
"""The share of a box cut by a tile's edge that must lie in another box for the cut one to go: SAHI's default."""
EDGE = 2.0
"""Pixels from a tile's inner edge within which a box counts as cut by it."""


@dataclass(frozen=True, slots=True)
class Tiling:
    """So many tiles across and down, and whether the picture is also looked at as a whole.

    >>> Tiling.read("2x1+1"), Tiling.read("3x2"), str(Tiling())
    (Tiling(across=2, down=1, whole=True), Tiling(across=3, down=2, whole=False), '1x1')
    """

    across: int = 1
    down: int = 1
    whole: bool = False

    @classmethod
    def read(cls, text: str, where: str = "") -> Tiling:
        """Read ``2x1`` or ``2x1+1``; SiteFileError where it is neither, or more than 16 tiles. ``auto`` is 0 × 0."""
        if text == "auto":
            return AUTO
        found = re.fullmatch(r"([1-8])x([1-8])(\+1)?", text)
        if found is None or int(found[1]) * int(found[2]) > 16:  # noqa: PLR2004
            raise SiteFileError(
                f"分块应写作 auto、2x1 或 2x1+1（另加整幅），最多 16 块，而不是 {text}",
                f"tiles are written auto, 2x1, or 2x1+1 with the whole picture as well, 16 at most; not {text}",
                where,
            )
        return cls(int(found[1]), int(found[2]), bool(found[3]))

    def __str__(self) -> str:
        """Show it as it is written."""
        return f"{self.across}x{self.down}{'+1' if self.whole else ''}"

    @property
    def looks(self) -> int:
        """Tell how often the model is asked for one picture."""
        return self.across * self.down + self.whole

    def fitted(self, width: int, height: int) -> Tiling:
        """Give the tiles for a picture of that size, where they are left to it: none is wider or higher than SIDE.

        >>> str(Tiling.read("auto").fitted(768, 576)), str(Tiling.read("auto").fitted(640, 480))
        ('2x1', '1x1')
        """
        if self.across:
            return self
        return Tiling(min(4, -(-width // SIDE)), min(4, -(-height // SIDE)))

    def tiles(self, width: int, height: int) -> list[Tile]:
        """Give the tiles in pixels, row by row.

        >>> Tiling(2, 1).tiles(90, 50)
        [(0, 0, 50, 50), (40, 0, 90, 50)]
        """
        columns, rows = spans(width, self.across), spans(height, self.down)
        return [(left, top, right, bottom) for top, bottom in rows for left, right in columns]


AUTO = Tiling(0, 0)


def spans(length: int, count: int) -> list[tuple[int, int]]:
    """Divide a length into overlapping spans of one size.

    >>> spans(100, 1), spans(90, 2)
    ([(0, 100)], [(0, 50), (40, 90)])
    """
    size = round(length / (count - (count - 1) * OVERLAP))
    starts = np.linspace(0, length - size, count).round().astype(int)
    return [(int(start), int(start) + size) for start in starts]


def look(see: See, image: Picture, least: float, tiling: Tiling) -> Detections:
    """Give what is seen in all tiles together, each thing once."""
    height, width = image.shape[:2]
    tiling = tiling.fitted(width, height)
    if tiling.looks == 1:
        return see(image, least)
    found = [see(image, least)] if tiling.whole else []
    cut = [np.zeros(len(one), bool) for one in found]
    for tile in tiling.tiles(width, height):
        left, top, right, bottom = tile
        seen = see(np.ascontiguousarray(image[top:bottom, left:right]), least)
        moved = seen.boxes + np.array([left, top, left, top])
        found.append(Detections.of(moved, seen.scores, seen.labels, seen.classes))
        cut.append(cut_by(moved, tile, (width, height)))
    return merged(found, np.concatenate(cut))


def cut_by(
    boxes: Floats, tile: Tile, size: tuple[int, int]
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell which boxes [n] end at an edge of the tile that is not an edge of the picture.

    >>> cut_by(np.array([[30.0, 0, 49, 9], [5, 5, 9, 9]]), (0, 0, 50, 50), (90, 50)).tolist()
    [True, False]
    """
    inner = np.array([tile[0] > 0, tile[1] > 0, tile[2] < size[0], tile[3] < size[1]])
    near = np.abs(boxes - np.array(tile)) <= EDGE
    return np.asarray((near & inner).any(axis=1), np.bool_)


def merged(found: list[Detections], cut: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Detections:
    """Put them together: a cut box goes where another holds it; of those on one thing the surest stays."""
    boxes = np.concatenate([one.boxes for one in found])
    scores = np.concatenate([one.scores for one in found])
    labels = np.concatenate([one.labels for one in found])
    same = labels[:, None] == labels[None, :]
    larger = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    held = (inside(boxes, boxes) >= CUT_OFF) & same & (larger[None, :] > larger[:, None])
    whole = ~(cut & held.any(axis=1))
    everything = Detections.of(boxes, scores, labels, found[0].classes).take(whole)
    kept = best_of_each(everything.boxes, everything.scores, everything.labels, CUT_OFF)
    return everything.take(kept)
