"""A personal identifier is never lying open, and nobody reads it unseen."""

from __future__ import annotations

import pytest

from jianghai.base import journal, personal
from jianghai.base.errors import SealError

NUMBER = "32068319900307401X"


def test_what_is_kept_shows_nothing_and_is_found_again():
    kept = personal.kept("320683 19900307-401x")
    assert NUMBER not in "".join((kept.sealed, kept.lookup, kept.shown))
    assert kept.lookup == personal.lookup(NUMBER) != personal.lookup(NUMBER[:-1] + "1")
    assert kept.shown == "320***********401X"


def test_opening_leaves_a_line(chen, blue_kiln):
    sealed = personal.kept(NUMBER).sealed
    assert personal.opened(sealed, "id_number", of=blue_kiln, by=chen, why="核对身份") == NUMBER
    line = journal.of(blue_kiln).get()
    assert (line.actor_name, line.verb) == ("陈辰", "personal read")
    assert line.what == {"fields": ["id_number"], "why": "核对身份"}
    assert NUMBER not in str(line.what)


def test_a_failed_opening_leaves_its_line_too(chen, blue_kiln):
    with pytest.raises(SealError):
        personal.opened("x", "id_number", of=blue_kiln, by=chen)
    assert journal.of(blue_kiln).count() == 1


def test_another_key_finds_nothing(settings):
    before = personal.lookup(NUMBER)
    settings.SECRET_KEY = "another secret key of more than thirty-two signs"
    assert personal.lookup(NUMBER) != before


@pytest.mark.parametrize(("text", "shown"), [("", ""), ("魏", "魏"), ("12345678", "1*******")])
def test_short_texts_are_masked_too(text, shown):
    assert personal.masked(text) == shown
