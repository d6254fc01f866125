"""Lin gets few digests, and in the end everything."""

from __future__ import annotations

import pytest
from django.core import mail

from jianghai.enterprises.models import Membership
from jianghai.notices import actions, queries
from jianghai.notices.models import Digest, Letter, Notice, Stage
from tests.jianghai.notices.conftest import days_later


def test_several_notices_of_a_day_are_one_item(lin, told):
    for key in "abc":
        told(key)
    assert (queries.unread(lin), queries.waiting(lin)) == (0, 3)
    assert actions.send_digests() == 1
    [item] = queries.items(lin)
    assert (len(item.notices), queries.unread(lin), queries.waiting(lin)) == (3, 3, 0)


def test_there_is_one_digest_a_day(lin, told):
    for key in "ab":
        told(key)
        actions.send_digests()
    assert (Digest.objects.count(), queries.waiting(lin)) == (1, 1)
    with days_later(1):
        assert actions.send_digests() == 1


def test_no_digest_goes_out_at_night(lin, told):
    told()
    with days_later(1, hours=-4):
        assert actions.send_digests() == 0
    with days_later(1, hours=-3):
        assert actions.send_digests() == 1


def test_what_is_over_the_weeks_number_waits_and_is_not_lost(lin, told):
    for day in range(5):
        with days_later(day):
            told(f"cause {day}")
            actions.send_digests()
    assert Digest.objects.count() == 2
    with days_later(6):
        assert actions.send_digests() == 0
    with days_later(7):
        assert actions.send_digests() == 1
    assert [len(item.notices) for item in queries.items(lin)] == [3, 1, 1]


def test_lin_may_want_one_a_day_or_none_for_a_while(lin, told, noon):
    from jianghai.base import clock

    actions.set_preference(lin, weekly=7)
    for day in range(3):
        with days_later(day):
            told(f"cause {day}")
            actions.send_digests()
    assert Digest.objects.count() == 3
    with days_later(3):
        actions.set_preference(lin, weekly=7, quiet_until=clock.today())
        told("cause 3")
        assert actions.send_digests() == 0
    with days_later(4):
        assert actions.send_digests() == 1


def test_what_was_switched_off_meanwhile_is_kept(lin, told):
    told()
    actions.set_preference(lin, off=["gained"])
    assert actions.send_digests() == 0
    assert Notice.objects.get().stage == Stage.KEPT


def test_who_left_a_firm_gets_no_digest_about_it(lin, told):
    told()
    Membership.objects.all().delete()
    assert actions.send_digests() == 0


@pytest.fixture
def by_mail(lin, settings):
    settings.NOTICE_MAIL = True
    lin.email = "lin@example.com"
    lin.save()
    actions.set_preference(lin, mail=True)


def test_a_letter_goes_out_where_the_zone_and_lin_want_it(lin, told, by_mail):
    told()
    actions.send_digests()
    assert (actions.send_letters(), actions.send_letters()) == (1, 0)
    [letter] = mail.outbox
    assert letter.to == ["lin@example.com"]
    assert "新增可享：稳岗补贴" in letter.body
    assert "Newly owed" in letter.body


def test_no_letter_without_the_zones_word(lin, told, by_mail, settings):
    settings.NOTICE_MAIL = False
    told()
    actions.send_digests()
    assert not Letter.objects.exists()


def test_a_letter_that_fails_is_tried_again_and_given_up_after_five(
    lin, told, by_mail, monkeypatch
):
    def refuses(*_told, **_named):
        raise ConnectionRefusedError("no mail server")

    monkeypatch.setattr("jianghai.notices.channels.send_mail", refuses)
    told()
    actions.send_digests()
    assert actions.send_letters() == 0
    assert "no mail server" in Letter.objects.get().failure
    assert queries.unread(lin) == 1
    for day in range(1, 8):
        with days_later(day):
            actions.send_letters()
    assert (Letter.objects.get().tries, Letter.objects.get().due_at) == (5, None)
