from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from jianghai.base import clock
from jianghai.enterprises import actions, queries
from jianghai.enterprises.models import Enterprise, Membership
from tests.cast import person
from tests.jianghai.enterprises.sheets import HEAD, as_csv


def test_lin_sees_blue_kiln_and_nothing_else(lin, blue_kiln, red_crane):
    assert list(queries.of(lin)) == [blue_kiln]


def test_wei_does_not_see_blue_kiln(wei, blue_kiln):
    assert blue_kiln not in queries.of(wei)


def test_chen_sees_everybody(chen, blue_kiln, red_crane):
    assert set(queries.of(chen)) == {blue_kiln, red_crane}


def test_a_stranger_sees_nothing(blue_kiln):
    assert not queries.of(AnonymousUser()).exists()
    assert not queries.batches_of(AnonymousUser()).exists()


@pytest.mark.parametrize("role", ["enterprise", "auditor"])
def test_roles_without_membership_see_nothing(db, blue_kiln, role):
    assert not queries.of(person("nobody", "无名", role)).exists()


def test_a_membership_ends_with_its_last_day(lin, blue_kiln):
    today = clock.today()
    Membership.objects.update(valid_until=today)
    assert queries.of(lin).exists()
    Membership.objects.update(valid_until=today - timedelta(days=1))
    assert not queries.of(lin).exists()


def test_a_membership_does_not_begin_early(lin):
    Membership.objects.update(valid_from=clock.today() + timedelta(days=1))
    assert not queries.of(lin).exists()


def test_somebody_who_left_sees_nothing(chen, blue_kiln):
    chen.is_active = False
    assert not queries.of(chen).exists()


def test_imports_are_for_those_who_import(chen, lin, db):
    actions.bring_import("表.csv", as_csv(HEAD, ["蓝窑", "", "2025"]), by=chen)
    leader = person("leader", "领导", "leader")
    assert queries.batches_of(chen).count() == 1
    assert not queries.batches_of(lin).exists()
    assert not queries.batches_of(leader).exists()


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("蓝窑", 1),
        ("lyd", 1),
        ("lanyao", 1),
        ("91320600MA1XBK", 1),
        ("91320600ma1xbk", 1),
        ("南通 红", 1),
        ("蓝 红", 0),
        ("", 2),
        ("%", 0),
    ],
)
def test_enterprises_are_found_by_name_pinyin_initials_and_code(blue_kiln, red_crane, words, count):
    assert queries.found(Enterprise.objects.all(), words).count() == count
