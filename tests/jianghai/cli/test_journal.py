"""An auditor asks whether the journal was touched."""

from __future__ import annotations

import json
import sqlite3

import pytest
from django.db import connection

from jianghai.base import guard, journal
from jianghai.cli import main


@pytest.fixture
def lines(chen, blue_kiln):
    for verb in ("looked", "asked", "wrote"):
        journal.record(chen, verb, blue_kiln)


def break_line():
    guard.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE base_journalline SET verb = 'left' WHERE number = 2")


def test_an_untouched_journal_holds(capsys, lines):
    assert main(["journal", "verify"]) == 0
    assert capsys.readouterr().out == "日志完整，共 3 行 / the journal holds, 3 lines\n"


def test_the_first_broken_line_is_named(capsys, lines):
    break_line()
    assert main(["journal", "verify"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "breaks at line 2" in told.err
    assert "left" in told.err


def test_json_says_the_same(capsys, lines):
    break_line()
    assert main(["journal", "verify", "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told | {"line": ""} == {"holds": False, "lines": 2, "broken_at": 2, "line": ""}


def test_a_long_walk_tells_how_far_it_is(capsys, lines, monkeypatch):
    monkeypatch.setattr(journal, "CHUNK", 1)
    monkeypatch.setattr(journal, "TOLD", 2)
    assert main(["journal", "verify"]) == 0
    assert capsys.readouterr().err == "2 / 3\n"


def test_an_empty_database_is_wrong_input(capsys, monkeypatch, lines):
    monkeypatch.setattr(journal, "verify", lambda _told: sqlite_without_tables())
    assert main(["journal", "verify"]) == 2
    assert "migrate" in capsys.readouterr().err


def sqlite_without_tables():
    from django.db import DatabaseError

    with pytest.raises(sqlite3.OperationalError) as missing:
        sqlite3.connect(":memory:").execute("SELECT * FROM base_journalline")
    raise DatabaseError(str(missing.value))
