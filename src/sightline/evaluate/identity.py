"""Identity: how long each was followed under one id (Ristani et al., 2016)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sightline.evaluate.matching import EPSILON, Compared, pair

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Identity:
    """Boxes under the right id, and all boxes true and said, added up over recordings."""

    right: int
    true: int
    said: int

    @property
    def idf1(self) -> float:
        """Give the share of boxes, true and said, under the right id."""
        return 2 * self.right / max(1, self.true + self.said)

    @property
    def precision(self) -> float:
        """Give IDP: the share of the said boxes under the right id."""
        return self.right / max(1, self.said)

    @property
    def recall(self) -> float:
        """Give IDR: the share of the true boxes under the right id."""
        return self.right / max(1, self.true)


def identity(recordings: Sequence[Compared], least: float = 0.5) -> Identity:
    """Count over recordings, each true id having at most one said id in the whole recording.

    >>> from sightline.evaluate.matching import compare
    >>> from sightline.evaluate.motfiles import Rows
    >>> true = Rows.of([1, 2, 3], [7, 7, 7], [[0, 0, 10, 20]] * 3)
    >>> said = Rows.of([1, 2, 3], [1, 2, 2], true.boxes)
    >>> round(identity([compare(true, said)]).idf1, 3)
    0.667
    """
    right = sum(_right(one, least) for one in recordings)
    true = sum(one.true_boxes for one in recordings)
    return Identity(right, true, sum(one.said_boxes for one in recordings))


def _right(compared: Compared, least: float) -> int:
    together = np.zeros((compared.true_ids, compared.said_ids))
    for step in compared.steps:
        together[np.ix_(step.true, step.said)] += step.likeness >= least - EPSILON
    return int(together[pair(together)].sum())
