"""The edition is chosen by the day; official tables replace drafts without touching a file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from rulebook.errors import CorpusError, NoEditionError, UnknownStandardError
from rulebook.library import load_library
from tests.rulebook.corpora import OPENS, corpus, judge, library, record, rule, when

OFFICIAL = {"mark": "found", "sources": ["S9"]}
WEIGHED = """label: {zh: 本地草案, en: Local draft}
tables:
  weights: {key: stage, rows: {A: [6, 8, 9], B: [1, 2, 3]}}
  extra: {key: stage, rows: {C: [0, 0, 5]}}
clauses:
  - {id: P, name: {zh: 得分, en: Points}, cite: 一, points: {is: (weights.A + extra.C) * share, max: 14}}
score: {sum: [P], max: 14}
"""


@pytest.fixture(name="two")
def two_editions(tmp_path):
    files = {
        f"{OPENS}.yaml": rule('closes: "2020-12-31"\n' + when("listed")),
        "2021-01-01.yaml": rule('closes: "2022-12-31"\n' + when("listed"), opens="2021-01-01"),
    }
    return load_library(corpus(tmp_path, files))


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        ("2020-01-01", "2020-01-01"),
        ("2020-12-31", "2020-01-01"),
        ("2021-01-01", "2021-01-01"),
        ("2022-12-31", "2021-01-01"),
    ],
)
def test_the_edition_in_force_on_a_day_is_found(two, day, opens):
    assert two.edition("toy", date.fromisoformat(day)).opens.isoformat() == opens


@pytest.mark.parametrize("day", ["2019-12-31", "2023-01-01"])
def test_before_the_first_and_after_the_last_there_is_none(two, day):
    with pytest.raises(NoEditionError, match="no edition is in force"):
        two.edition("toy", date.fromisoformat(day))
    assert two.editions(date.fromisoformat(day)) == ()
    with pytest.raises(NoEditionError):
        two.editions(date.fromisoformat(day), ["toy"])


def test_without_a_last_day_an_edition_holds_until_the_next(tmp_path):
    files = {
        f"{OPENS}.yaml": rule(when("listed")),
        "2021-01-01.yaml": rule(when("listed"), opens="2021-01-01"),
    }
    found = load_library(corpus(tmp_path, files))
    assert found.edition("toy", date(2020, 12, 31)).opens == date(2020, 1, 1)
    assert found.edition("toy", date(2030, 1, 1)).opens == date(2021, 1, 1)


def test_an_unknown_standard_is_told_the_known_ones(two):
    with pytest.raises(UnknownStandardError, match="there are: toy"):
        two.edition("toys", date(2021, 1, 1))


def test_the_fingerprint_is_that_of_the_content_not_of_the_layout(tmp_path):
    one = library(tmp_path / "one", when("listed"))
    two = library(tmp_path / "two", "# a remark\n" + when("listed"))
    three = library(tmp_path / "three", when("fined"))
    digests = [lib.standards["toy"].editions[0].digest for lib in (one, two, three)]
    assert digests[0] == digests[1] != digests[2]


def test_a_table_gives_the_entry_of_the_key(tmp_path):
    rules = library(tmp_path, WEIGHED)
    scores = [judge(rules, record(stage=stage, share=100)).score for stage in (1, 2, 3)]
    assert [score.low for score in scores] == [6, 8, 14]
    assert judge(rules, record(share=100)).score.as_dict() == {"low": 6.0, "high": 14.0}


def test_official_weights_replace_a_draft_without_touching_the_file(tmp_path):
    draft = library(tmp_path, WEIGHED)
    official = draft.with_table(
        "toy", "weights", {"A": [1, Decimal("2.5"), 3]}, provenance=OFFICIAL
    )
    before, after = (lib.standards["toy"].editions[-1] for lib in (draft, official))
    assert judge(official, record(stage=2, share=100)).score.low == 2.5
    assert judge(draft, record(stage=2, share=100)).score.low == 8
    assert before.label is not None
    assert after.label is None
    assert before.digest != after.digest
    assert after.mark.sources == ("S9",)


def test_a_second_official_table_keeps_the_first(tmp_path):
    rules = library(tmp_path, WEIGHED).with_table(
        "toy", "weights", {"A": [1, 1, 1]}, provenance=OFFICIAL
    )
    rules = rules.with_table("toy", "extra", {"C": [2, 2, 2]}, provenance=OFFICIAL)
    assert judge(rules, record(stage=1, share=100)).score.low == 3


@pytest.mark.parametrize(
    "rows",
    [{}, {"B": [1, 2, 3]}, {"A": ["x", "y", "z"]}, {"A": [1]}, {"A": [1, 2, 3], "B": [1, 2]}],
)
def test_official_weights_that_do_not_fit_are_refused(tmp_path, rows):
    with pytest.raises(CorpusError):
        library(tmp_path, WEIGHED).with_table("toy", "weights", rows, provenance=OFFICIAL)


def test_an_unknown_table_is_refused(tmp_path):
    with pytest.raises(UnknownStandardError, match="has no table grades"):
        library(tmp_path, WEIGHED).with_table("toy", "grades", {}, provenance=OFFICIAL)


def test_an_edition_tells_its_head(tmp_path):
    head = (
        "notes: [{zh: 注, en: A note}]\nviews: [{name: {zh: 百分制, en: Of 100}, times: 10}]\n"
        "documents: {annex: {title: 附件}}\n"
        "clauses:\n  - {id: P, name: {zh: 得分, en: Points}, cite: 一, document: annex, points: {is: 3分, max: 10}}\n"
        "score: {sum: [P], max: 10, pass: 6}\n"
    )
    edition = library(tmp_path, head).standards["toy"].editions[0]
    assert edition.notes[0].en == "A note"
    assert edition.views[0][1] == 10
    assert edition.pass_mark == 6
    assert edition.clause("P").document.title == "附件"
    assert edition.key == "toy@2020-01-01"
