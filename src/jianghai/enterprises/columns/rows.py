"""Very many enterprises side by side: who they are, the year of each, and a column for every input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from rulebook.records.dates import day_of_judgement
from rulebook.values import Frame, Interval

Whole = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]
Ends = tuple[Floats, Floats]
#: Whole numbers up to here are exact as floats.
EXACT = 2**53


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Enterprises with the year each is judged for, the last year it has figures of, and its inputs."""

    pks: list[int]
    years: Whole
    latest: Whole
    on: date
    frame: Frame

    def days(self) -> dict[int, date]:
        """Give the day on which each year is looked at."""
        return {year: day_of_judgement(year, self.on) for year in set(self.years.tolist())}

    def taken(self, places: Sequence[int] | Whole) -> Rows:
        """Take some of the enterprises."""
        which = np.asarray(places, dtype=np.int64)
        pks = [self.pks[place] for place in which.tolist()]
        return Rows(pks, self.years[which], self.latest[which], self.on, taken(self.frame, which))


def joined(blocks: Sequence[Rows]) -> Rows:
    """Put blocks with the same inputs one behind the other."""
    first = blocks[0]
    numbers: dict[str, Ends] = {}
    for name in first.frame.numbers:
        sides = [block.frame.numbers[name] for block in blocks]
        low = np.concatenate([side[0] for side in sides])
        same = all(side[0] is side[1] for side in sides)
        numbers[name] = (low, low if same else np.concatenate([side[1] for side in sides]))
    flags = {
        name: np.concatenate([block.frame.flags[name] for block in blocks])
        for name in first.frame.flags
    }
    pks = [pk for block in blocks for pk in block.pks]
    years, latest = (
        np.concatenate([getattr(block, name) for block in blocks]) for name in ("years", "latest")
    )
    return Rows(pks, years, latest, first.on, Frame(len(pks), numbers, flags))


def taken(frame: Frame, which: Whole) -> Frame:
    """Take some rows of a frame."""
    numbers: dict[str, Ends] = {}
    for name, (low, high) in frame.numbers.items():
        column = low[which]
        numbers[name] = (column, column if low is high else high[which])
    return Frame(len(which), numbers, {name: flags[which] for name, flags in frame.flags.items()})


def ends_of(stored: Sequence[int | None], scale: Floats) -> Floats:
    """Turn stored whole parts into floats of base units, each the float nearest to the exact value."""
    column = np.array(stored, dtype=float)
    found = column / scale
    for place in np.flatnonzero((np.abs(column) > EXACT) & (scale != 1)).tolist():
        value = stored[place]
        if value is not None:
            found[place] = value / int(scale[place])
    return found


def float_ends(known: Any) -> tuple[float, float]:
    """Give both ends as a frame writes them: NaN where nothing is known."""
    if not isinstance(known, Interval) or known.whole:
        return float("nan"), float("nan")
    return float(known.low), float(known.high)


def same(low: Floats, high: Floats) -> bool:
    """Tell whether no value is a range."""
    return bool(np.array_equal(low, high, equal_nan=True))
