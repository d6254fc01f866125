"""What may be done with the standards: evaluate, build cohorts, load official weights."""

from __future__ import annotations

from jianghai.standards.actions.cohorts import build_cohorts
from jianghai.standards.actions.evaluating import (
    evaluate_some,
    evaluate_zone,
)
from jianghai.standards.actions.refreshing import hear, refresh, renew
from jianghai.standards.actions.weights import load_weights, read_weights

__all__ = [
    "build_cohorts",
    "evaluate_some",
    "evaluate_zone",
    "hear",
    "load_weights",
    "read_weights",
    "refresh",
    "renew",
]
