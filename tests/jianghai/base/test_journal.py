from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jianghai.base import clock, guard, journal
from jianghai.base.errors import BrokenJournalError
from jianghai.base.journal import Entry
from jianghai.base.models import JournalHead, JournalLine


@pytest.fixture
def three_lines(chen, blue_kiln):
    for verb in ("looked", "asked", "wrote"):
        journal.record(chen, verb, blue_kiln, note=verb)


def change(sql):
    guard.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_line_says_who_did_what_to_what(chen, blue_kiln):
    line = journal.record(chen, "corrected", blue_kiln, fact="employees", year=2025)
    assert line.actor_name == "陈辰"
    assert list(journal.of(blue_kiln)) == [line]
    assert line.what == {"fact": "employees", "year": 2025}


def test_an_untouched_chain_holds(three_lines):
    proof = journal.verify()
    assert (proof.holds, proof.lines) == (True, 3)


def test_an_empty_journal_holds(db):
    assert journal.verify().holds


@pytest.mark.parametrize(
    ("sql", "broken_at"),
    [
        ("UPDATE base_journalline SET verb = 'left' WHERE number = 2", 2),
        ("DELETE FROM base_journalline WHERE number = 1", 1),
        ("DELETE FROM base_journalline WHERE number = 3", 3),
        ("UPDATE base_journalhead SET number = 2", 3),
        ("DELETE FROM base_journalhead", 1),
    ],
)
def test_touching_the_table_is_found(three_lines, sql, broken_at):
    change(sql)
    assert journal.verify().broken_at == broken_at


def test_a_line_cannot_be_changed_or_removed(three_lines):
    line = JournalLine.objects.get(number=2)
    for touch in (line.save, line.delete, JournalLine.objects.all().delete):
        with pytest.raises(BrokenJournalError):
            touch()
    with pytest.raises(BrokenJournalError):
        JournalLine.objects.update(verb="x")


def test_a_line_carries_the_time_of_the_clock(chen, blue_kiln):
    moment = clock.now().replace(year=2031, month=5, day=4)
    with clock.stopped_at(moment):
        assert journal.record(chen, "looked", blue_kiln).at == moment
        assert clock.today().year == 2031


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE base_journalline SET verb = 'left' WHERE number = 2",
        "DELETE FROM base_journalline",
        "UPDATE base_journalhead SET number = 2",
        "DELETE FROM base_journalhead",
    ],
)
def test_the_database_itself_refuses(three_lines, sql):
    guard.install(connection)
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert journal.record(None, "went on", JournalHead.objects.get()).number == 4


def test_lines_that_belong_together_are_written_at_once(chen, blue_kiln, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(3):
        lines = journal.record_all(
            [
                Entry(chen, "looked", blue_kiln),
                Entry(None, "warned", "casework.case:7", {"rung": 1}),
            ]
        )
    assert [line.number for line in lines] == [1, 2]
    assert journal.verify() == journal.Proof(2)
    assert journal.record_all([]) == []


def test_a_chain_goes_on_after_its_tables_were_emptied(chen, blue_kiln):
    change("DELETE FROM base_journalhead")
    journal.record(chen, "looked", blue_kiln)
    assert journal.verify() == journal.Proof(1)


def test_a_line_without_its_place_in_the_head_is_found(three_lines):
    journal.JournalLine(
        number=4, at=clock.now(), actor="system", verb="crept in", subject="x", digest="0" * 64
    ).save()
    assert journal.verify().broken_at == 4


def test_numbers_survive_either_database(chen, blue_kiln):
    journal.record(chen, "counted", blue_kiln, odd=[1e22, -0.0, 1e-7, 0.1, 10**20, 1e16, True])
    assert journal.verify().holds
    with pytest.raises(ValueError, match="JSON"):
        journal.record(chen, "counted", blue_kiln, share=float("nan"))


WORD = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
NUMBER = st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBER | WORD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORD, inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(JSON, min_size=1, max_size=4))
def test_whatever_is_told_the_chain_holds(db, told):
    journal.record_all([Entry(None, "told", "x:1", {"it": one}) for one in told])
    assert journal.verify().holds


def test_a_chain_written_by_the_first_release_still_holds(db):
    told = json.dumps(
        [1, "2026-01-02T03:04:05.000006+00:00", "system", "", "loaded", "a.b:1", {"é": "蓝"}, ""],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    moment = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
    line = journal.JournalLine(
        number=1, at=moment, actor="system", verb="loaded", subject="a.b:1", what={"é": "蓝"}
    )
    line.digest = hashlib.sha256(told.encode()).hexdigest()
    line.save()
    JournalHead.objects.filter(pk=1).update(number=1, digest=line.digest)
    assert journal.verify() == journal.Proof(1)


def readings():
    return JournalLine.objects.filter(verb=journal.PERSONAL_READ)


def test_a_reading_is_told_once_in_a_transaction(chen, lin, blue_kiln):
    for _ in range(3):
        journal.read(chen, blue_kiln, ["phone", "id_number"], "核对身份")
    journal.read(lin, blue_kiln, ["phone"])
    assert [line.what for line in readings()] == [
        {"fields": ["id_number", "phone"], "why": "核对身份"},
        {"fields": ["phone"], "why": ""},
    ]


@pytest.mark.django_db(transaction=True)
def test_a_reading_outside_is_told_each_time(chen, blue_kiln):
    for _ in range(2):
        journal.read(chen, blue_kiln, ["phone"])
    assert readings().count() == 2


def test_a_reading_whose_line_was_undone_is_told_again(chen, blue_kiln):
    with transaction.atomic():
        journal.read(chen, blue_kiln, ["phone"])
        transaction.set_rollback(True)
    journal.read(chen, blue_kiln, ["phone"])
    assert readings().count() == 1
