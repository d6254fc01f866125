"""HOTA: how well things were found and kept apart, in one number (Luiten et al., IJCV 2020)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sightline.evaluate.matching import EPSILON, Compared, pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sightline.values import Floats, Whole

ALPHAS: Floats = np.arange(0.05, 0.99, 0.05)
"""The nineteen overlaps from which on two boxes count as one."""


@dataclass(frozen=True, slots=True)
class Hota:
    """Counts by alpha [19], added up over recordings; the scores are shares of 1, means over the alphas."""

    true_positives: Floats
    false_negatives: Floats
    false_positives: Floats
    kept: Floats
    likeness: Floats

    @property
    def by_alpha(self) -> Floats:
        """Give HOTA of each alpha."""
        return np.sqrt(self._detection * self._association)

    @property
    def hota(self) -> float:
        """Give the geometric mean of finding and keeping apart."""
        return float(self.by_alpha.mean())

    @property
    def detection(self) -> float:
        """Give DetA: the share of all boxes, true or said, that were found."""
        return float(self._detection.mean())

    @property
    def association(self) -> float:
        """Give AssA: of each found box, the share of its two tracks that agree."""
        return float(self._association.mean())

    @property
    def location(self) -> float:
        """Give LocA: how far found boxes overlap; 1 where none was found."""
        found = self.true_positives > 0
        share = np.divide(self.likeness, self.true_positives, out=np.ones(len(ALPHAS)), where=found)
        return float(share.mean())

    @property
    def _detection(self) -> Floats:
        every = self.true_positives + self.false_negatives + self.false_positives
        return self.true_positives / np.maximum(1, every)

    @property
    def _association(self) -> Floats:
        return self.kept / np.maximum(1, self.true_positives)


def hota(recordings: Sequence[Compared]) -> Hota:
    """Count over recordings.

    >>> from sightline.evaluate.matching import compare
    >>> from sightline.evaluate.motfiles import Rows
    >>> rows = Rows.of([1, 2], [7, 7], [[0, 0, 10, 20], [1, 0, 11, 20]])
    >>> hota([compare(rows, rows)]).hota
    1.0
    """
    counts = np.zeros((5, len(ALPHAS)))
    for one in recordings:
        counts += _counts(one)
    return Hota(*counts)


def _counts(compared: Compared) -> Floats:
    """Give the five counts of one recording as [5, 19]."""
    true, said = np.zeros((compared.true_ids, 1)), np.zeros((1, compared.said_ids))
    for step in compared.steps:
        true[step.true] += 1
        said[0, step.said] += 1
    aligned = _aligned(compared, true, said)
    pairs, likes = [np.zeros((0, 2), np.int64)], [np.zeros(0)]
    for step in compared.steps:
        rows, columns = pair(aligned[np.ix_(step.true, step.said)] * step.likeness)
        pairs.append(np.column_stack([step.true[rows], step.said[columns]]))
        likes.append(step.likeness[rows, columns])
    paired, like = np.concatenate(pairs), np.concatenate(likes)
    enough = like >= ALPHAS[:, None] - EPSILON
    kept = [_kept(paired[some], true, said) for some in enough]
    found = enough.sum(1)
    return np.array(
        [found, true.sum() - found, said.sum() - found, kept, (like * enough).sum(1)], np.float64
    )


def _kept(paired: Whole, true: Floats, said: Floats) -> float:
    """Add up, over matched boxes [n, 2] of true and said id, the share of their two tracks that agree."""
    ids, times = np.unique(paired, axis=0, return_counts=True)
    either = true[ids[:, 0], 0] + said[0, ids[:, 1]] - times
    return float((times * times / np.maximum(1, either)).sum())


def _aligned(compared: Compared, true: Floats, said: Floats) -> Floats:
    """Give how far each true track goes with each said track, before any box is matched, [true ids, said ids]."""
    common = np.zeros((compared.true_ids, compared.said_ids))
    for step in compared.steps:
        either = step.likeness.sum(0) + step.likeness.sum(1)[:, None] - step.likeness
        share = np.divide(step.likeness, either, out=np.zeros_like(either), where=either > EPSILON)
        common[np.ix_(step.true, step.said)] += share
    return common / np.maximum(true + said - common, EPSILON)
