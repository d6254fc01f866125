"""The rules in force: the corpus, with official weights in place of drafts once loaded; and how far a title is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from jianghai.enterprises import corpus as shipped
from jianghai.standards.models import CohortSet, WeightTable
from rulebook.cohorts import Cohorts
from rulebook.values import Verdict

if TYPE_CHECKING:
    from rulebook.library import Library
    from rulebook.rules.editions import Clause, Edition

POINTS = "innovation-points"
WEIGHTS = "weights"
Whole = np.ndarray[Any, np.dtype[np.int64]]
Codes = np.ndarray[Any, np.dtype[np.uint8]]


#: The shipped rules, loaded once per process.
corpus = shipped.library


def active_weights(on: date) -> WeightTable | None:
    """Find the official weight table in force on a day: the last that began by then, unless it restored the draft."""
    last = WeightTable.objects.filter(standard=POINTS, valid_from__lte=on).first()
    return None if last is None or last.restores_draft else last


def library(on: date) -> Library:
    """Give the rules of a day; one query, for the weights."""
    weights = active_weights(on)
    return corpus() if weights is None else _weighted(weights.pk, weights.digest)


@lru_cache(maxsize=8)
def _weighted(pk: int, _digest: str) -> Library:
    weights = WeightTable.objects.get(pk=pk)
    return with_weights(weights.rows, weights.document, weights.valid_from)


def with_weights(rows: dict[str, list[Any]], document: str, valid_from: date) -> Library:
    """Give the corpus with other weights; CorpusError where they do not fit its rules."""
    note = {
        "zh": f"权重按 {document}，自 {valid_from} 起用。",
        "en": f"Weights of {document}, in use from {valid_from}.",
    }
    provenance = {"mark": "found", "sources": [document], "note": note}
    return corpus().with_table(POINTS, WEIGHTS, rows, provenance=provenance)


def cohorts(on: date) -> Cohorts | None:
    """Give what points of a day are ranked against: the last cohorts made by then, if any; one query."""
    kept = CohortSet.objects.filter(standard=POINTS, as_of__lte=on).only("pk", "digest").first()
    return None if kept is None else _cohorts(kept.pk, kept.digest)


@lru_cache(maxsize=4)
def _cohorts(pk: int, _digest: str) -> Cohorts:
    return Cohorts.from_json(CohortSet.objects.get(pk=pk).tables)


@dataclass(frozen=True, slots=True)
class Distance:
    """How many conditions are not met on the shortest way, and which of them comes first (an index into `steps`)."""

    open: Whole
    step: Whole
    steps: tuple[str, ...]


def distance(edition: Edition, codes: Callable[[str], Codes], rows: int) -> Distance:
    """Count for every row the conditions that still have to be met; what a person judges counts as passed.

    Of alternatives the one with fewest open conditions counts.
    """
    steps = tuple(clause.id for clause in edition.walk())
    index = {clause_id: place for place, clause_id in enumerate(steps)}

    def leaf(clause: Clause) -> tuple[Whole, Whole]:
        missed = (codes(clause.id) < Verdict.REVIEW).astype(np.int64)
        return missed, np.where(missed, index[clause.id], -1)

    def of_clause(clause: Clause) -> tuple[Whole, Whole]:
        if clause.form not in ("all", "any") or not clause.children:
            return leaf(clause)
        return _joined(clause.form, [of_clause(child) for child in clause.children])

    def of_tree(tree: Any) -> tuple[Whole, Whole]:
        if isinstance(tree, str):
            return of_clause(edition.clause(tree))
        form = "all" if "all" in tree else "any"
        return _joined(form, [of_tree(part) for part in tree[form]])

    if edition.tree is None:
        none = np.zeros(rows, dtype=np.int64)
        return Distance(none, none - 1, steps)
    return Distance(*of_tree(edition.tree), steps)


def _joined(form: str, parts: Sequence[tuple[Whole, Whole]]) -> tuple[Whole, Whole]:
    counts, first = (np.stack(side) for side in zip(*parts, strict=True))
    if form == "all":
        return counts.sum(axis=0), _pick(first, (counts > 0).argmax(axis=0))
    best = counts.argmin(axis=0)
    return counts.min(axis=0), _pick(first, best)


def _pick(choices: Whole, which: Whole) -> Whole:
    picked: Whole = np.take_along_axis(choices, which[None, :], axis=0)[0]
    return picked
