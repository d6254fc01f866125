"""Lin is told what concerns Blue Kiln, once; Wei is told nothing."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from jianghai.base import journal
from jianghai.enterprises.models import Membership
from jianghai.notices import actions, queries
from jianghai.notices.models import Kind, Notice, Push, Stage
from rulebook.errors import Text
from tests.cast import join, person
from tests.jianghai.notices.conftest import cause

TITLE = Text("标题", "Title")


def test_everybody_who_acts_for_a_firm_is_told(lin, blue_kiln, told):
    join(agent := person("agent", "经办", "enterprise"), blue_kiln)
    assert told() == 2
    assert {one.person for one in Notice.objects.all()} == {lin, agent}


def test_one_cause_is_told_once(lin, told):
    assert [told(), told()] == [1, 0]
    assert [line.what["notices"] for line in journal.of(Push.objects.get())] == [1]


def test_who_joins_later_is_told_by_telling_again(lin, blue_kiln, told):
    told()
    join(person("agent", "经办", "enterprise"), blue_kiln)
    assert told() == 1


def test_who_left_is_not_told(lin, told):
    Membership.objects.update(valid_from="2026-07-01")
    assert told() == 0


def test_a_firm_without_people_is_counted_for_the_zone(blue_kiln, told):
    told()
    assert Push.objects.get().unreached == 1


def test_one_who_acts_for_two_firms_is_told_of_each(lin, blue_kiln, red_crane):
    join(lin, red_crane)
    messages = [actions.Message(firm, TITLE) for firm in (blue_kiln, red_crane, blue_kiln)]
    assert actions.tell(cause(), messages) == 2


def test_a_person_is_told_directly_and_once(chen):
    told = [actions.tell(cause(), [actions.Message(chen, TITLE)] * 2) for _ in range(2)]
    assert told == [1, 0]


@pytest.mark.parametrize("link", ["https://elsewhere.example/", "//elsewhere.example", "x"])
def test_a_link_never_leads_away(lin, link):
    actions.tell(cause(), [actions.Message(lin, TITLE, link=link)])
    assert Notice.objects.get().link == ""


def test_what_was_switched_off_is_kept_but_not_told(lin, told):
    actions.set_preference(lin, off=["gained"])
    told()
    assert actions.send_digests() == 0
    assert queries.unread(lin) == 0
    assert [one.stage for one in queries.of(lin)] == [Stage.KEPT]


def test_an_answer_that_one_waits_for_does_not_wait_for_a_digest(lin, told):
    told(kind=Kind.APPLICATION)
    assert queries.unread(lin) == 1
    [item] = queries.items(lin)
    assert item.digest.prompt


def test_wei_sees_nothing_of_what_lin_was_told(lin, wei, told):
    told(kind=Kind.UNASKED)
    assert not queries.of(wei).exists()
    assert (queries.unread(wei), queries.items(wei), queries.waiting(wei)) == (0, [], 0)


def test_a_stranger_sees_nothing(lin, told):
    told(kind=Kind.UNASKED)
    nobody = AnonymousUser()
    assert not queries.of(nobody).exists()
    assert (queries.unread(nobody), queries.items(nobody), queries.waiting(nobody)) == (0, [], 0)
    assert (queries.fared(nobody), list(queries.remarks_of(nobody, 1))) == ([], [])


def test_who_left_a_firm_no_longer_reads_what_was_told_about_it(lin, told):
    told(kind=Kind.UNASKED)
    Membership.objects.all().delete()
    assert not queries.of(lin).exists()
