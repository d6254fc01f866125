"""How what firms get is spread: by size, stage and industry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from jianghai.policies.lab import basis

if TYPE_CHECKING:
    from jianghai.policies.held import Held
    from jianghai.policies.packing import Whole


@dataclass(frozen=True, slots=True)
class Share:
    """One group of firms: how many there are, how many get something, and what they get in fen; "" where unknown."""

    label: str
    firms: int
    winners: int
    sure: int
    most: int


def distribution(
    found: Held, gets: np.ndarray[Any, Any], sure: Whole, most: Whole
) -> dict[str, tuple[Share, ...]]:
    """Tell by size, stage and industry who gets how much, the largest sums first."""
    known = basis.features(found)
    ways = {"size": known.size, "stage": known.stage, "industry": known.industry}
    return {name: _shares(way, gets, (sure, most)) for name, way in ways.items()}


def _shares(
    way: basis.Features, gets: np.ndarray[Any, Any], sums: tuple[Whole, Whole]
) -> tuple[Share, ...]:
    size = len(way.labels)
    firms = np.bincount(way.places, minlength=size)
    winners = np.bincount(way.places[gets], minlength=size)
    sure, most = (_added(way.places, column, size) for column in sums)
    rows = [
        Share(label, int(firms[place]), int(winners[place]), sure[place], most[place])
        for place, label in enumerate(way.labels)
        if firms[place]
    ]
    return tuple(sorted(rows, key=lambda one: (-one.most, -one.winners, one.label)))


def _added(places: Whole, column: Whole, size: int) -> list[int]:
    """Add up exactly: fen are whole numbers, which floats would round."""
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, places, column)
    return [int(one) for one in sums]
