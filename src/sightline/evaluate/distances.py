"""How far measured places and distances are from the truth, and whether the intervals stated with them hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from sightline.values import Floats

WIDE = 1.959964
"""Standard deviations to either side that hold 95 % of a normal error."""


@dataclass(frozen=True, slots=True)
class Errors:
    """Errors [n] in metres, and which of them the stated 95 % interval holds [n].

    >>> some = Errors.of(np.array([1.0, 2.0]), np.array([1.1, 2.6]), np.array([0.1, 0.2]))
    >>> round(some.median, 2), some.coverage
    (0.35, 0.5)
    """

    errors: Floats
    held: Floats

    @classmethod
    def of(cls, true: Floats, measured: Floats, sigmas: Floats) -> Errors:
        """Compare measured values [n] of standard deviation [n] with the truth [n]."""
        errors = np.abs(measured - true)
        return cls(errors, (errors <= WIDE * sigmas).astype(np.float64))

    @classmethod
    def none(cls) -> Errors:
        """Begin with nothing measured."""
        return cls(np.zeros(0), np.zeros(0))

    def __add__(self, other: Errors) -> Errors:
        """Take both together."""
        return Errors(
            np.concatenate([self.errors, other.errors]), np.concatenate([self.held, other.held])
        )

    def __len__(self) -> int:
        """Tell how many."""
        return len(self.errors)

    @property
    def median(self) -> float:
        """Give the middle error, NaN where nothing was measured."""
        return float(np.median(self.errors)) if len(self) else float("nan")

    @property
    def p90(self) -> float:
        """Give the error that nine of ten stay below, NaN where nothing was measured."""
        return float(np.quantile(self.errors, 0.9)) if len(self) else float("nan")

    @property
    def coverage(self) -> float:
        """Give the share that the stated interval holds, NaN where nothing was measured."""
        return float(self.held.mean()) if len(self) else float("nan")

    def as_dict(self) -> dict[str, Any]:
        """Give the form used in JSON; null where nothing was measured."""
        if not len(self):
            return {"count": 0, "median": None, "p90": None, "coverage": None}
        return {
            "count": len(self),
            "median": round(self.median, 4),
            "p90": round(self.p90, 4),
            "coverage": round(self.coverage, 4),
        }
