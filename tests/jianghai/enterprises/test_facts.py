from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from jianghai.base import journal
from jianghai.base.errors import NotAllowedError
from jianghai.enterprises import actions, queries
from jianghai.enterprises.errors import FactError
from jianghai.enterprises.models import Enterprise, FactValue, SourceKind
from jianghai.enterprises.models.packing import Packed, pack, unpack
from jianghai.enterprises.signals import changed
from rulebook.values import INFINITY, Interval


def test_a_correction_keeps_the_old_value(chen, blue_kiln):
    first = actions.set_fact(blue_kiln, "employees", "80", by=chen, year=2025)
    second = actions.set_fact(blue_kiln, "employees", "82", by=chen, year=2025, text="社保清单")
    first.refresh_from_db()
    assert (first.current, first.superseded_by) == (False, second)
    assert [v.low for v in queries.history_of(blue_kiln, "employees", 2025)] == [82, 80]
    assert [line.what["value"] for line in journal.of(blue_kiln)] == ["80", "82"]


def test_what_an_enterprise_declares_does_not_replace_what_staff_corrected(chen, lin, blue_kiln):
    actions.set_fact(blue_kiln, "employees", "80", by=chen, year=2025)
    declared = actions.set_fact(blue_kiln, "employees", "500", by=lin, year=2025)
    assert (declared.current, declared.source.kind) == (False, SourceKind.DECLARED)
    assert queries.facts_of(blue_kiln, 2025).get().low == 80


def test_a_member_cannot_choose_a_better_source_for_what_is_declared(lin, blue_kiln):
    declared = actions.set_fact(
        blue_kiln, "employees", "9", by=lin, year=2025, kind=SourceKind.OFFICIAL
    )
    assert declared.source.kind == SourceKind.DECLARED


def test_wei_cannot_tell_facts_of_blue_kiln(wei, blue_kiln):
    with pytest.raises(NotAllowedError):
        actions.set_fact(blue_kiln, "employees", "1", by=wei, year=2025)
    assert not FactValue.objects.exists()


@pytest.mark.parametrize(
    ("fact", "written", "year"),
    [
        ("employees", "many", 2025),
        ("employees", "80", 0),
        ("debt_ratio", "40", 2025),
        ("mood", "good", 2025),
    ],
)
def test_what_does_not_fit_is_refused(chen, blue_kiln, fact, written, year):
    with pytest.raises(FactError):
        actions.set_fact(blue_kiln, fact, written, by=chen, year=year)


def test_a_column_of_the_registry_changes_there(chen, blue_kiln):
    actions.set_fact(blue_kiln, "reg_date", "2015-07", by=chen)
    blue_kiln.refresh_from_db()
    assert (str(blue_kiln.reg_from), str(blue_kiln.reg_to)) == ("2015-07-01", "2015-07-31")
    assert journal.of(blue_kiln).get().what["before"] == "2016-03-08"


def test_a_list_is_told_as_a_whole(chen, blue_kiln):
    actions.set_list(blue_kiln, "certs", '[{"type": "HNTE", "to": "2027"}]', by=chen)
    actions.set_list(blue_kiln, "certs", "[]", by=chen)
    assert list(queries.entries_of(blue_kiln, "certs")) == []
    assert blue_kiln.entries.count() == 1


def test_those_above_are_told_once_it_is_sure(chen, blue_kiln, django_capture_on_commit_callbacks):
    heard = []

    def hear(**told):
        heard.append(told["enterprises"])

    changed.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        actions.set_fact(blue_kiln, "employees", "80", by=chen, year=2025)
    changed.disconnect(hear)
    assert heard == [[blue_kiln.pk]]


def test_the_database_keeps_one_current_value(chen, blue_kiln):
    value = actions.set_fact(blue_kiln, "employees", "80", by=chen, year=2025)
    value.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        value.save(force_insert=True)


def test_an_enterprise_without_a_code_must_say_why(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        Enterprise.objects.create(name="无码公司")


ENDS = st.fractions(-(10**6), 10**6, max_denominator=10**6)


@given(ENDS, ENDS)
def test_a_stored_range_never_claims_more_than_it_knows(one, other):
    fact = queries.catalogue()["debt_ratio_stated"]
    given_range = Interval(min(one, other), max(one, other))
    kept = unpack(fact, pack(fact, given_range))
    assert kept.low <= given_range.low
    assert given_range.high <= kept.high
    assert kept.high - given_range.high < 1e-11


@pytest.mark.parametrize("value", [Interval(-INFINITY, 5), Interval(5, INFINITY)])
def test_open_ends_stay_open(value):
    fact = queries.catalogue()["employees"]
    assert unpack(fact, pack(fact, value)) == value


def test_words_and_answers_are_stored_as_they_are():
    told = queries.catalogue()
    assert unpack(told["listed"], Packed(yes=False)) is False
    assert unpack(told["tech_field"], pack(told["tech_field"], "新材料")) == "新材料"
