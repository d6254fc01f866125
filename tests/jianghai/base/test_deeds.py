"""A step is done once, however often and from wherever it is asked for."""

from __future__ import annotations

import pytest

from jianghai.base import deeds
from jianghai.base.errors import KeyUsedError
from jianghai.base.models import Deed


def test_the_first_time_is_done_and_the_second_is_not(lin):
    assert deeds.once("k", "submitted", "case:1", lin).at is not None
    assert deeds.once("k", "submitted", "case:1", lin) is None
    assert Deed.objects.count() == 1


@pytest.mark.parametrize(("verb", "subject"), [("withdrawn", "case:1"), ("submitted", "case:2")])
def test_a_key_stands_for_one_step(lin, verb, subject):
    deeds.once("k", "submitted", "case:1", lin)
    with pytest.raises(KeyUsedError, match="k"):
        deeds.once("k", verb, subject, lin)


@pytest.mark.parametrize("key", ["", "k" * 101])
def test_a_step_without_a_usable_key_is_refused(lin, key):
    with pytest.raises(KeyUsedError, match="100"):
        deeds.once(key, "submitted", "case:1", lin)


def test_wei_cannot_take_or_read_lins_key(lin, wei, blue_kiln):
    deeds.keep(deeds.once("k", "asked", "zone", lin), blue_kiln)
    assert deeds.made("k", wei) is None
    assert deeds.once("k", "asked", "elsewhere", wei) is not None


def test_what_was_made_is_found_again(lin, blue_kiln):
    deeds.keep(deeds.once("k", "asked", "zone", lin), blue_kiln)
    assert deeds.made("k", lin) == blue_kiln.pk
    assert deeds.made("other", lin) is None


def test_the_system_has_keys_too(db):
    assert deeds.once("rung:7", "warned", "case:1", None).actor == "system"
    assert deeds.once("rung:7", "warned", "case:1", None) is None


def test_many_names_fit_one_line():
    assert deeds.named([1, 2]) == "1,2"
    assert len(deeds.named(range(1000))) == 64
    assert deeds.named(range(1000)) != deeds.named(range(1001))
