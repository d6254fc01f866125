"""Numbers that a zone may replace without touching a rule file."""

from __future__ import annotations

from rulebook.evaluate import evaluate
from rulebook.proving.cases import ranks_of, record_of
from tests.corpus.shelf import cases, library

OFFICIAL = {"mark": "found", "sources": ["S2"]}


def _result(code, case_id, shelf):
    case = next(case for case in cases(code) if case.id == case_id)
    edition = shelf.edition(code, case.on)
    record = record_of(case, shelf.catalogue)
    return evaluate(record, [edition], cohorts=ranks_of(case))[0]


def test_the_example_firm_is_a_gazelle_by_three_and_by_four_periods():
    four = library().with_table("gazelle", "span", {"periods": [4]}, provenance=OFFICIAL)
    assert _result("gazelle", "示例", library()).clause("G-JS.rate").verdict.word == "met"
    assert _result("gazelle", "示例", four).clause("G-JS.rate").verdict.word == "met"


def test_periods_decide_where_the_first_year_was_weak():
    four = library().with_table("gazelle", "span", {"periods": [4]}, provenance=OFFICIAL)
    assert _result("gazelle", "基期 1000", library()).clause("G-JS.base").verdict.word == "met"
    assert _result("gazelle", "基期 1000", four).clause("G-JS.base").verdict.word == "unmet"


def test_official_weights_replace_the_draft():
    rows = {f"IP{place:02}": [100 if place == 1 else 0] * 3 for place in range(1, 19)}
    official = library().with_table("innovation-points", "weights", rows, provenance=OFFICIAL)
    score = _result("innovation-points", "P1", official).score
    assert (score.low, score.high) == (40, 40)
