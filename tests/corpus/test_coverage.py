"""What each edition's cases must show: it can be met, each clause can fail, each fact can be missing."""

from __future__ import annotations

import re

import pytest

from tests.corpus.shelf import cases_under, editions

EDITIONS = [edition for edition in editions() if edition.kind != "share"]
TITLES = [edition for edition in EDITIONS if edition.kind == "title"]


def _name(edition):
    return edition.key


def _verdict_of(want):
    return want.get("verdict") if isinstance(want, dict) else want


def _score_of(want):
    return want.get("score") if isinstance(want, dict) else want


@pytest.mark.parametrize("edition", EDITIONS, ids=_name)
def test_somebody_meets_it(edition):
    assert any(case.expect.get("verdict") == "met" for case in cases_under(edition))


@pytest.mark.parametrize("edition", TITLES, ids=_name)
def test_somebody_fails_each_clause(edition):
    failed = {
        clause
        for case in cases_under(edition)
        for clause, want in case.expect.get("clauses", {}).items()
        if _verdict_of(want) == "unmet"
    }
    excluded = {
        inside.id
        for clause in edition.walk()
        if clause.form == "none"
        for inside in clause.children
    }
    conditions = {clause.id for clause in edition.walk() if clause.verdict is not None}
    assert conditions - excluded - failed - _only_groups(edition) == set()


def _only_groups(edition):
    """Give the conditions that only gather others, whose failing their parts already show."""
    return {clause.id for clause in edition.walk() if clause.form in ("all", "any")}


@pytest.mark.parametrize("edition", EDITIONS, ids=_name)
def test_each_fact_that_somebody_gives_is_missed_by_somebody_else(edition):
    own = cases_under(edition)
    given = own[0].facts.keys()
    missed = {fact for case in own for fact, value in case.facts.items() if value is None}
    assert set(given) - missed == set()


@pytest.mark.parametrize("edition", EDITIONS, ids=_name)
def test_each_step_of_each_band_is_reached(edition):
    reached = {}
    for case in cases_under(edition):
        for clause, want in case.expect.get("clauses", {}).items():
            score = _score_of(want)
            for end in score if isinstance(score, list) else [score]:
                reached.setdefault(clause, set()).add(float(end) if _is_number(end) else end)
    for clause in edition.walk():
        steps = {
            float(n) for row in clause.bands for n in re.split(r"\.\.", row.rpartition(" ")[2])
        }
        assert steps <= reached.get(clause.id, set()), (
            f"{clause.id}: {steps - reached.get(clause.id, set())}"
        )


def _is_number(end):
    return not isinstance(end, str | dict | type(None))
