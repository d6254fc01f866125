"""What may be done with the standards: evaluate, build cohorts, load official weights."""

from __future__ import annotations

from jianghai.standards.actions.cohorts import build_cohorts
from jianghai.standards.actions.evaluating import (
    evaluate_some,
    evaluate_zone,
)
from jianghai.standards.actions.refreshing import hear, refresh, renew
from jianghai.standards.actions.weights import (
    draft_rows,
    faults_of,
    load_weights,
    read_weights,
    restore_draft,
)

__all__ = [
    "build_cohorts",
    "draft_rows",
    "evaluate_some",
    "evaluate_zone",
    "faults_of",
    "hear",
    "load_weights",
    "read_weights",
    "refresh",
    "renew",
    "restore_draft",
]
