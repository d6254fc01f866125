"""TensorFlow's strided slice, whose masks also drop and insert axes, as ONNX's slice, squeeze and unsqueeze."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sightline.errors import ModelError

if TYPE_CHECKING:
    from sightline.recognise.models.tfjs import Node, Writing

MASKS = ("begin", "end", "ellipsis", "new_axis", "shrink_axis")
LAST = int(np.iinfo(np.int64).max)


@dataclass(slots=True)
class Cut:
    """What a strided slice does: start, end, axis and step of each axis kept, and the axes dropped and inserted.

    >>> cut = Cut()
    >>> cut.take((3, 0, 1), {"shrink_axis"}); cut.take((0, 0, 0), {"new_axis"}); cut.take((1, 5, 2), {"end"})
    >>> cut.kept, cut.dropped, cut.inserted
    ([(3, 4, 0, 1), (1, 9223372036854775807, 1, 2)], [0], [0])
    """

    kept: list[tuple[int, int, int, int]] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)
    inserted: list[int] = field(default_factory=list)

    def take(self, told: tuple[int, int, int], masks: set[str]) -> None:
        """Add one place of the slice: its start, end and step, and the masks that are set for it."""
        start, end, step = told
        axis = len(self.kept)
        if "new_axis" in masks:
            self.inserted.append(axis - len(self.dropped) + len(self.inserted))
            return
        if "shrink_axis" in masks:
            self.dropped.append(axis)
            end = start + 1 or LAST
        first = 0 if "begin" in masks else start
        self.kept.append((first, LAST if "end" in masks else end, axis, step))

    @property
    def whole(self) -> bool:
        """Tell whether nothing is cut away."""
        return all((start, end, step) == (0, LAST, 1) for start, end, _, step in self.kept)


def sliced(out: Writing, node: Node, given: list[str]) -> list[str]:
    """Write one strided slice."""
    if node.attributes.get("ellipsis_mask"):
        raise ModelError("转换不了此种切片", "this way of slicing cannot be converted", node.name)
    cut = Cut()
    columns = zip(*(out.whole(name) for name in given[1:4]), strict=True)
    for place, told in enumerate(columns):
        set_here = {one for one in MASKS if node.attributes.get(f"{one}_mask", 0) >> place & 1}
        cut.take(told, set_here)
    made = given[0]
    if not cut.whole:
        made = out.one("Slice", made, *(out.constant(row) for row in zip(*cut.kept, strict=True)))
    if cut.dropped:
        made = out.one("Squeeze", made, out.constant(cut.dropped))
    return out.add("Unsqueeze", made, out.constant(cut.inserted)) if cut.inserted else [made]
