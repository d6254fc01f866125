"""Every threshold names where it stands, and what we are not sure of says so."""

from __future__ import annotations

import pytest
import yaml

from tests.corpus.shelf import CORPUS, editions, library

UNSURE = [
    ("hnte", "2016-01-01", "H1", "recalled"),
    ("hnte", "2016-01-01", "H6.main", "recalled"),
    ("hnte", "2016-01-01", "M2", "recalled"),
    ("hnte", "2016-01-01", "M3", "recalled"),
    ("hnte", "2016-01-01", "M4", "recalled"),
    ("hnte", "2016-01-01", "G1", "recalled"),
    ("hnte", "2016-01-01", "G2", "recalled"),
    ("tech-sme", "2017-05-03", "T6.4", "recalled"),
    ("innovative-sme", "2022-08-01", "I1", "recalled"),
    ("srdi", "2022-08-01", "Q10", "recalled"),
    ("little-giant", "2026-04-01", "L0", "recalled"),
    ("little-giant", "2026-04-01", "L2.main", "single-source"),
    ("little-giant", "2026-04-01", "L2.growth", "single-source"),
    ("little-giant", "2026-04-01", "L2.debt", "single-source"),
    ("little-giant", "2026-04-01", "L5.rank", "single-source"),
    ("gazelle", "2022-09-08", "G-JS", "single-source"),
    ("gazelle", "2022-09-08", "G-TORCH", "recalled"),
    ("tax", "2023-01-01", "X3", "recalled"),
    ("innovation-points", "2024-08-13", "IP01", "local-draft"),
    ("innovation-points", "2024-08-13", "IP17", "recalled"),
    ("innovation-points", "2024-08-13", "IP18", "recalled"),
]


@pytest.mark.parametrize(("code", "opens", "clause", "mark"), UNSURE)
def test_what_we_are_not_sure_of_is_marked(code, opens, clause, mark):
    edition = next(e for e in library().standard(code).editions if e.opens.isoformat() == opens)
    assert edition.clause(clause).mark.mark == mark


def test_sure_numbers_are_not_marked_as_doubtful():
    edition = library().standard("little-giant").editions[-1]
    assert edition.clause("L2.revenue").mark.mark == "found"
    assert edition.clause("L3.sum").mark.mark == "found"


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.key)
def test_every_clause_is_cited(edition):
    assert [
        clause.id for clause in edition.walk() if not clause.cite or not clause.document.title
    ] == []


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.key)
def test_every_source_key_is_listed(edition):
    listed = yaml.safe_load((CORPUS / "sources.yaml").read_text(encoding="utf-8"))["sources"]
    named = {key for clause in edition.walk() for key in clause.mark.sources} | set(
        edition.mark.sources
    )
    assert named <= listed.keys()


def test_a_local_draft_is_never_shown_as_official():
    points = library().standard("innovation-points").editions[-1]
    assert points.label is not None
    assert points.label.zh == "园区试算积分（非科技部官方权重）"
    assert points.mark.mark == "local-draft"


def test_draft_weights_come_to_a_hundred_at_each_stage():
    rows = library().standard("innovation-points").editions[-1].tables["weights"]["rows"]
    assert [sum(stage) for stage in zip(*rows.values(), strict=True)] == [100, 100, 100]
