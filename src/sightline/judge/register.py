"""Remember numbers per track, one row a track, so that a picture costs the same however long it was watched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sightline.values import Floats, Whole

FIRST_ROWS = 64


class Register:
    """Rows of tracks and columns of numbers; a row is given back once its track was not seen for ``keep`` seconds.

    >>> register = Register(keep=10)
    >>> side = register.column("side", 0.0)
    >>> rows = register.meet(np.array([7, 9]), clock=0.0)
    >>> register.columns["side"][rows] = [1, 2]
    >>> register.columns["side"][register.meet(np.array([9]), clock=1.0)].tolist()
    [2.0]
    """

    def __init__(self, keep: float) -> None:
        """Begin with nobody known."""
        self.keep = keep
        self.rows: dict[int, int] = {}
        self.free = list(range(FIRST_ROWS))[::-1]
        self.columns: dict[str, Floats] = {}
        self.fills: dict[str, float] = {}
        self.ids: Whole = np.full(FIRST_ROWS, -1, np.int64)
        self.column("seen", -np.inf)
        self.column("born", np.nan)

    def column(self, name: str, fill: float, width: int = 0) -> Floats:
        """Add a column, or one of several numbers a row, with what a new track begins with."""
        shape = (len(self.ids), width) if width else (len(self.ids),)
        self.fills[name] = fill
        self.columns[name] = np.full(shape, fill, np.float64)
        return self.columns[name]

    def meet(self, ids: Whole, clock: float) -> NDArray[np.intp]:
        """Give the rows of tracks seen now; new tracks get a fresh row, long unseen ones lose theirs."""
        self._forget(clock)
        rows = np.array([self._row(one) for one in ids.tolist()], np.intp)
        self.columns["seen"][rows] = clock
        born = self.columns["born"]
        born[rows] = np.where(np.isnan(born[rows]), clock, born[rows])
        return rows

    def ages(self, rows: NDArray[np.intp], clock: float) -> dict[int, float]:
        """Give for how many seconds the tracks of some rows have been known, by their id."""
        known = clock - self.columns["born"][rows]
        return dict(zip(self.ids[rows].tolist(), known.tolist(), strict=True))

    def _row(self, one: int) -> int:
        row = self.rows.get(one)
        if row is not None:
            return row
        if not self.free:
            self._grow()
        row = self.free.pop()
        self.rows[one] = row
        self.ids[row] = one
        for name, column in self.columns.items():
            column[row] = self.fills[name]
        return row

    def _forget(self, clock: float) -> None:
        old = (self.ids >= 0) & (self.columns["seen"] < clock - self.keep)
        for row in np.flatnonzero(old).tolist():
            del self.rows[int(self.ids[row])]
            self.ids[row] = -1
            self.free.append(row)

    def _grow(self) -> None:
        size = len(self.ids)
        self.free.extend(range(2 * size - 1, size - 1, -1))
        self.ids = np.concatenate([self.ids, np.full(size, -1, np.int64)])
        for name, column in self.columns.items():
            self.columns[name] = np.concatenate([column, np.full_like(column, self.fills[name])])

    def snapshot(self) -> dict[str, Any]:
        """Give all that is known as JSON can hold it."""
        known = sorted(self.rows)
        rows = [self.rows[one] for one in known]
        columns = {
            name: [_plain(value) for value in column[rows].ravel().tolist()]
            for name, column in self.columns.items()
        }
        return {"ids": known, "columns": columns}

    def restore(self, data: dict[str, Any]) -> None:
        """Know what a snapshot knew; columns it does not tell of begin anew."""
        rows = [self._row(one) for one in data["ids"]]
        for name, values in data["columns"].items():
            column = self.columns.get(name)
            width = 1 if column is None or column.ndim == 1 else column.shape[1]
            if column is None or len(values) != width * len(rows):
                continue
            numbers = np.array([_number(value) for value in values], np.float64)
            column[rows] = numbers.reshape((len(rows), *column.shape[1:]))


def _plain(value: float) -> float | str:
    return value if np.isfinite(value) else str(value)


def _number(value: float | str) -> float:
    return float(value)
