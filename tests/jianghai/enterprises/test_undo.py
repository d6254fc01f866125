from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jianghai.base import journal
from jianghai.base.errors import NotAllowedError
from jianghai.enterprises import actions, queries
from jianghai.enterprises.errors import NotAppliedError
from jianghai.enterprises.models import (
    Batch,
    Completeness,
    Enterprise,
    Entry,
    FactValue,
    Source,
    SourceKind,
)
from tests.cast import BLUE_KILN
from tests.jianghai.enterprises.sheets import HEAD, as_csv


def table(staff, ip="[]"):
    return as_csv(
        [*HEAD, "职工总数", "行业代码", "ip"], ["蓝窑", BLUE_KILN, "2025", str(staff), "C39", ip]
    )


def applied(content, chen, kind=SourceKind.DECLARED):
    return actions.apply_import(
        actions.bring_import("表.csv", content, by=chen, kind=kind), by=chen
    )


def staff(firm):
    return list(
        FactValue.objects.filter(enterprise=firm, current=True).values_list("low", flat=True)
    )


def test_undoing_brings_back_what_was_replaced(chen, blue_kiln):
    applied(table(80, '[{"class": "I"}]'), chen)
    second = applied(table(90), chen)
    assert (staff(blue_kiln), queries.entries_of(blue_kiln).count()) == ([90], 0)
    actions.undo_import(second, by=chen)
    assert (staff(blue_kiln), queries.entries_of(blue_kiln).count()) == ([80], 1)
    assert journal.of(second).last().verb == "import undone"


def test_undoing_removes_firms_that_came_with_it(chen):
    batch = applied(table(80), chen)
    actions.undo_import(batch, by=chen)
    for model in (Enterprise, FactValue, Entry, Completeness, Source):
        assert not model.objects.exists()
    assert Batch.objects.get().undone_at


def test_a_firm_that_was_promised_money_stays(chen):
    batch = applied(table(80), chen)
    told = {"period": "2026", "full": 100, "amount": 100, "state": "pushed"}
    at = {"matched_at": batch.applied_at, "changed_at": batch.applied_at}
    Enterprise.objects.get().payouts.create(clause="tests/paying#U1", **told, **at)
    actions.undo_import(batch, by=chen)
    assert Enterprise.objects.get().batch is None
    assert not FactValue.objects.exists()


def test_a_firm_that_others_have_told_of_stays(chen):
    first = applied(table(80), chen)
    firm = Enterprise.objects.get()
    actions.set_fact(firm, "tech_staff", "9", by=chen, year=2025)
    actions.undo_import(first, by=chen)
    assert staff(firm) == [9]


def test_columns_the_import_filled_are_empty_again(chen, blue_kiln):
    Enterprise.objects.update(industry_code="")
    batch = applied(table(80), chen)
    blue_kiln.refresh_from_db()
    assert blue_kiln.industry_code == "C39"
    actions.undo_import(batch, by=chen)
    blue_kiln.refresh_from_db()
    assert blue_kiln.industry_code == ""


def test_only_a_finished_import_is_undone_and_only_once(chen, lin):
    batch = actions.bring_import("表.csv", table(80), by=chen)
    with pytest.raises(NotAppliedError):
        actions.undo_import(batch, by=chen)
    done = actions.apply_import(batch, by=chen)
    with pytest.raises(NotAllowedError):
        actions.undo_import(done, by=lin)
    actions.undo_import(done, by=chen)
    with pytest.raises(NotAppliedError):
        actions.undo_import(done, by=chen)


def standing():
    rows = FactValue.objects.filter(current=True).values_list("fact", "year", "low", "source__kind")
    entries = Entry.objects.filter(current=True).values_list("list", "year", "source__kind")
    return sorted(rows), sorted(entries)


KINDS = st.sampled_from([SourceKind.DECLARED, SourceKind.AUDITED, SourceKind.OFFICIAL])
IMPORTS = st.lists(
    st.tuples(st.integers(1, 5), KINDS, st.sampled_from(["", "[]", '[{"class": "I"}]'])),
    min_size=1,
    max_size=4,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=IMPORTS, last=IMPORTS.map(lambda many: many[0]))
def test_undoing_the_last_import_restores_what_stood_before(before, last, chen, blue_kiln):
    undone = [applied(table(number, ip), chen, kind) for number, kind, ip in before]
    stood = standing()
    number, kind, ip = last
    actions.undo_import(applied(table(number, ip), chen, kind), by=chen)
    assert standing() == stood
    for batch in undone:
        actions.undo_import(batch, by=chen)
    assert standing() == ([], [])
