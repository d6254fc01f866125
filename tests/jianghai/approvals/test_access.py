from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from jianghai.approvals import actions
from jianghai.approvals.queries import access
from jianghai.people.models import Department, Deputy, Post
from tests.cast import join, person
from tests.jianghai.approvals.conftest import moment


@pytest.fixture
def auditor(db):
    """Somebody who reads the journal."""
    return person("shen", "审", "auditor")


def test_lin_sees_own_appointments_and_wei_nothing_of_them(booked, lin, wei):
    one = booked()
    assert list(access.of(lin)) == [one]
    assert list(access.of(wei)) == []
    assert list(access.of(AnonymousUser())) == []


def test_a_colleague_sees_and_moves_what_was_booked_for_their_enterprise(window, lin, blue_kiln):
    colleague = person("mei", "梅", "enterprise")
    join(colleague, blue_kiln)
    one = actions.book(
        window,
        moment("2026-11-20 09:00"),
        service="consultation",
        by=lin,
        key="k",
        enterprise=blue_kiln,
    )
    assert list(access.of(colleague)) == [one]
    actions.cancel(one, by=colleague, key="c")


def test_chen_sees_the_windows_of_own_department_only(booked, chen, posted, bureau):
    one = booked()
    other = person("zhou", "周", "staff")
    tax = Department.objects.create(code="tax", zh="税务", en="Tax")
    Post.objects.create(person=other, department=tax, duty="window", since=date(2020, 1, 1))
    assert list(access.of(posted)) == [one]
    assert list(access.of(other)) == []
    assert list(access.worked_by(other)) == []


def test_a_deputy_works_at_the_window_for_the_time(booked, posted, window):
    other = person("zhou", "周", "staff")
    Deputy.objects.create(
        person=posted,
        deputy=other,
        since=date(2026, 11, 19),
        until=date(2026, 11, 20),
        reason="年假",
    )
    assert list(access.worked_by(other)) == [window]


def test_a_reviewer_of_the_department_does_not_work_at_the_window(chen, bureau, window):
    Post.objects.create(person=chen, department=bureau, duty="reviewer", since=date(2020, 1, 1))
    assert list(access.worked_by(chen)) == []


def test_leaders_see_all_and_work_nowhere(booked, leader, window):
    one = booked()
    assert list(access.of(leader)) == [one]
    assert list(access.watched_by(leader)) == [window]
    assert list(access.worked_by(leader)) == []


def test_who_administers_the_system_sees_nobodys_appointments(booked, ada):
    booked()
    assert list(access.of(ada)) == []
    assert list(access.watched_by(ada)) == []


def test_who_was_switched_off_sees_nothing(booked, lin, posted):
    booked()
    for who in (lin, posted):
        who.is_active = False
        assert list(access.of(who)) == []


def test_an_agency_books_for_those_it_acts_for(blue_kiln, red_crane):
    agency = person("bian", "编", "agency")
    join(agency, blue_kiln)
    assert access.acts_for(agency, blue_kiln)
    assert not access.acts_for(agency, red_crane)


def test_the_zones_own_people_do_not_book(posted, leader, ada, auditor):
    assert not any(access.acts_for(who, None) for who in (posted, leader, ada, auditor))
