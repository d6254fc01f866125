"""Evaluation: one record with all its reasons, or very many with their verdicts."""

from __future__ import annotations

from rulebook.evaluate.one import evaluate, reading
from rulebook.rules.plans import plan, shown_nodes, sources_of
from rulebook.tables import Table, cohorts_of, evaluate_all

__all__ = [
    "Table",
    "cohorts_of",
    "evaluate",
    "evaluate_all",
    "plan",
    "reading",
    "shown_nodes",
    "sources_of",
]
