from __future__ import annotations

import pytest
from django.db import connection

from jianghai.base import clock, journal
from jianghai.base.errors import BrokenJournalError
from jianghai.base.models import JournalLine


@pytest.fixture
def three_lines(chen, blue_kiln):
    for verb in ("looked", "asked", "wrote"):
        journal.record(chen, verb, blue_kiln, note=verb)


def change(sql):
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
