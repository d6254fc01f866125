"""Two workers write at the same time; the chain holds and a key is taken once."""

from __future__ import annotations

import pytest
from django.db import transaction

from jianghai.base import deeds, journal
from tests.jianghai.policies.paid.together import Workers

pytestmark = pytest.mark.django_db(transaction=True)
LINES = 20


def written(thing):
    for number in range(LINES):
        with transaction.atomic():
            journal.record(None, "counted", thing, number=number)


def test_two_workers_write_one_chain(tmp_path, blue_kiln):
    workers = Workers(tmp_path)
    assert workers.together(*[lambda: written(blue_kiln)] * 2) == [None, None]
    assert workers.ask(journal.verify) == journal.Proof(2 * LINES)


def taken():
    with transaction.atomic():
        return deeds.once("k", "submitted", "case:1", None) is not None


def test_two_workers_take_a_key_once(tmp_path, db):
    assert sorted(Workers(tmp_path).together(taken, taken)) == [False, True]
