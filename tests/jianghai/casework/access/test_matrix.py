"""Every page and every operation about cases, opened by everybody: what comes is what docs/reference/access.md says.

With WRITE_ACCESS_TABLE=1 the table is written anew instead; look at what changed before it is committed.
"""

from __future__ import annotations

import json
import os
from itertools import count
from pathlib import Path

import pytest
from django.contrib.messages import constants, get_messages
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from tests.jianghai.casework.access import rows
from tests.jianghai.casework.access.scene import CAST, scene
from tests.jianghai.casework.faults import made

TABLE = Path(__file__).resolve().parents[4] / "docs" / "reference" / "access.md"
IN, SENT_BACK, OUT = "✓", "~", "·"
FILES = {"document_upload", "api hand_in_document"}
NO_METHOD = 405
KEYS = count()


class Visitor:
    """Somebody with a browser, whose every visit is forgotten again."""

    def __init__(self, who):
        self.client = Client()
        if who is not None:
            self.client.force_login(
                who, backend="allauth.account.auth_backends.AuthenticationBackend"
            )

    def visit(self, row, there):
        """Give what came of it; None where the page does not know the method."""
        if row.name == "public_notice":
            cache.clear()  # so many objections an hour come from one address
        self.client.cookies.pop("messages", None)  # what was said to an earlier visit
        place = transaction.savepoint()
        try:
            answer = (
                self._api(row, there) if row.name.startswith("api ") else self._page(row, there)
            )
            found = mark(answer)
            answer.close()  # a file that was given
            return found
        finally:
            transaction.savepoint_rollback(place)

    def _page(self, row, there):
        if row.method == "GET":
            return self.client.get(row.path(there))
        return self.client.post(row.path(there), {**row.sent(there), **paper(row), "key": key()})

    def _api(self, row, there):
        headers = {"Idempotency-Key": key()}
        if paper(row):
            return self.client.post(row.path(there), paper(row), headers=headers)
        told = {} if row.method == "GET" else {
            "data": json.dumps(row.sent(there)), "content_type": "application/json"
        }  # fmt: skip
        return self.client.generic(row.method, row.path(there), headers=headers, **told)


def key():
    return f"key {next(KEYS)}".replace(" ", "-")


def paper(row):
    """Give the file that is handed in where one is asked for."""
    if not any(row.name.startswith(name) for name in FILES):
        return {}
    return {"file": SimpleUploadedFile("a.pdf", made.pdf(), "application/pdf")}


def mark(answer):
    """Tell what an answer means: let in, let in but sent back, refused; None for a method it does not know."""
    if answer.status_code == NO_METHOD:
        return None
    away = answer.status_code == 302 and "/accounts/login/" in answer["Location"]
    if away or answer.status_code in {401, 403, 404}:
        return OUT
    told = get_messages(answer.wsgi_request) if answer.status_code == 302 else ()
    wrong = any(one.level >= constants.ERROR for one in told)
    return SENT_BACK if wrong or answer.status_code >= 400 else IN


@pytest.fixture
def there(lin, blue_kiln, wei, settings, tmp_path):
    settings.API_CALLS_A_MINUTE = 100_000
    backend = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path},
    }
    settings.STORAGES = {**settings.STORAGES, "materials": backend}
    with made.at(0):
        yield scene(lin, blue_kiln, wei)


def found(there):
    """Open everything as everybody; give the marks by row."""
    visitors = [Visitor(who) for who in there.people.values()]
    table = {}
    for row in (*rows.pages(), *rows.interface_rows()):
        first = visitors[0].visit(row, there)
        if first is not None:
            table[row.title] = [first, *(one.visit(row, there) for one in visitors[1:])]
    return table


def documented():
    """Read the table of the documentation."""
    lines = TABLE.read_text("utf-8").splitlines() if TABLE.exists() else []
    parts = [line.strip("| ").split(" | ") for line in lines if line.startswith("| `")]
    return {part[0].strip("`"): part[1:] for part in parts}


def lines(table):
    """Write the rows as the documentation shows them."""
    return [f"| `{title}` | {' | '.join(marks)} |" for title, marks in table.items()]


def write(table):
    """Put the rows in the place of those that stand there."""
    before = TABLE.read_text("utf-8").splitlines()
    kept = [line for line in before if not line.startswith("| `")]
    place = max(at for at, line in enumerate(kept) if line.startswith("| --- ")) + 1
    kept[place:place] = lines(table)
    TABLE.write_text("\n".join(kept) + "\n", "utf-8")


def test_everything_answers_everybody_as_the_table_says(there, monkeypatch):
    # Files that are sent close connections older than a minute, and this takes one.
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    table = found(there)
    if os.environ.get("WRITE_ACCESS_TABLE"):
        write(table)
    known = documented()
    differing = [
        line
        for line, title in zip(lines(table), table, strict=True)
        if known.get(title) != table[title]
    ]
    assert differing == [], "the table says otherwise of these, look at them one by one"
    assert sorted(known) == sorted(table), "the table has rows of what is no longer there"


def test_every_page_and_operation_has_a_row():
    """Whoever adds one says in rows.py how it is asked for, and writes the table anew."""
    verbs = {"case_do", "task_do"}
    assert sorted(set(rows.PAGES) - verbs) == sorted(rows.PLACES)
    assert sorted({name for name, _method, _path in rows.operations()}) == sorted(rows.ASKED)
    assert sorted(rows.STAGES) == sorted(rows.verbs.CASE)


def test_every_column_is_explained():
    text = TABLE.read_text("utf-8")
    assert f"| | {' | '.join(CAST)} |" in text
    assert [word for word, who in CAST.items() if f"| {word} | {who} |" not in text] == []
