"""At a glance and with all reasons: one enterprise is told the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from jianghai.cli.inputs import read
from rulebook.entitle import entitle
from rulebook.entitle.survey import survey
from tests.corpus.policies import shelf
from tests.corpus.shelf import library

ON = date(2026, 11, 22)
FIRMS = Path(__file__).parents[2] / "examples" / "real-companies.csv"


@pytest.fixture(scope="module")
def firms():
    return read(FIRMS, library().catalogue, ON)[:25]


def test_a_glance_says_what_the_reasons_say(firms):
    policies = shelf().on(ON)
    for firm in firms:
        whole, brief = (tell(firm, shelf(), ON, policies=policies) for tell in (entitle, survey))
        assert brief.total == whole.total
        for owed, glance in zip(whole.items, brief.items, strict=True):
            assert glance.item is owed.item
            assert (glance.verdict, glance.kept, glance.why) == (owed.verdict, owed.kept, owed.why)
            assert glance.negotiated == owed.negotiated
            assert (glance.amount is None) == (owed.amount is None)
            if glance.amount and owed.amount:
                assert glance.amount.sum == owed.amount.sum
                assert glance.amount.exact == owed.amount.exact
            if glance.kept:
                assert glance.missing == owed.result.missing


def test_a_clause_that_is_opened_is_told_whole_and_once(firms):
    policies = shelf().on(ON)
    whole = entitle(firms[0], shelf(), ON, policies=policies)
    brief = survey(firms[0], shelf(), ON, policies=policies)
    for owed, glance in zip(whole.items, brief.items, strict=True):
        told = brief.owed(glance)
        assert told is brief.owed(glance)
        assert (told.amount, told.payers) == (owed.amount, owed.payers)
        reasons = [clause.as_dict() for clause in told.result.walk()]
        assert reasons == [clause.as_dict() for clause in owed.result.walk()]
        assert replace(told.result, clauses=()) == replace(owed.result, clauses=())


def test_a_condition_has_the_verdict_that_its_reason_has(firms):
    brief = survey(firms[0], shelf(), ON)
    for glance in brief.items:
        told = {clause.id: clause.verdict for clause in brief.owed(glance).result.walk()}
        assert told == {clause.id: brief.verdict(clause) for clause in glance.item.edition.walk()}
