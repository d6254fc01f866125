"""A process that is killed between any two writes of a step has done the whole step or none of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from jianghai.base.models import Deed, JournalLine
from jianghai.casework.models import Document, Remark, Version
from tests.jianghai.casework.documents import made
from tests.jianghai.policies.paid.together import Workers

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[4]
MOST_WRITES = 14
PROGRAM = """
import json, os, signal, sys
import django
django.setup()
from django.conf import settings
from django.db import connection
from jianghai.casework.actions import documents as actions
from jianghai.casework.models import Case, Version
from jianghai.people.models import Person
from tests.jianghai.casework.documents.test_killed import MOST_WRITES, counted

step, folder = sys.argv[1:]
settings.STORAGES["materials"]["OPTIONS"]["location"] = folder
left = 0

def kill(execute, sql, params, many, context):
    global left
    if sql.split()[0].upper() in ("INSERT", "UPDATE"):
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
    return execute(sql, params, many, context)

def remark():
    version, zhou = Version.objects.get(), Person.objects.get(username="zhou")
    actions.remark(version, actions.Place(1), "once", by=zhou, key="once")

def version():
    case, lin = Case.objects.get(), Person.objects.get(username="lin")
    with open(folder + "/sent.pdf", "rb") as content:
        actions.add_version(case, "report", actions.Sent("a.pdf", content), by=lin, key="once")

for left in range(MOST_WRITES):
    if not (child := os.fork()):
        with connection.execute_wrapper(kill):
            {"remark": remark, "version": version}[step]()
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(json.dumps([ended, *counted()]))
    connection.close()
"""


def tried(file: Path, step: str, folder: Path) -> list[list[int]]:
    """Do a step again and again, each time killed before its next write; tell how each ended and what it left."""
    told = {
        "DATABASE_URL": f"sqlite:///{file}",
        "DJANGO_SETTINGS_MODULE": "jianghai.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "VAR_DIR": str(folder / "var"),
    }
    command = [sys.executable, "-c", PROGRAM, step, str(folder)]
    answer = subprocess.run(command, env={**os.environ, **told}, check=True, stdout=subprocess.PIPE)
    return [json.loads(line) for line in answer.stdout.splitlines()]


def counted() -> tuple[int, ...]:
    """Count what a step leaves."""
    rows = (Remark, Version, Document, Deed, JournalLine)
    return tuple(row.objects.count() for row in rows)


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="a copy of the database to kill is a file"
)
@pytest.mark.parametrize("step", ["remark", "version"])
def test_a_kill_between_any_two_writes_leaves_the_whole_step_or_none(
    tmp_path, first, zhou, folder, step
):
    if step == "version":
        Document.objects.all().delete()
    (folder / "sent.pdf").write_bytes(made.SECOND)
    workers = Workers(tmp_path)
    before = list(workers.ask(counted))
    told = tried(workers.file, step, folder)
    killed = [left for ended, *left in told if ended == -signal.SIGKILL]
    done = [left for ended, *left in told if ended == 0]
    assert len(killed) >= 5
    assert all(left == before for left in killed)
    grown = [after - earlier for earlier, after in zip(before, done[0], strict=True)]
    assert grown == ([1, 0, 0, 1, 1] if step == "remark" else [0, 1, 1, 1, 1])
    assert all(left == done[0] for left in done)  # the same step again does nothing again
    assert len(done) > 1
