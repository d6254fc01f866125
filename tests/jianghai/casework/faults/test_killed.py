"""Whatever statement of an action the power fails at: nothing of it is there, and doing it again does all of it."""

from __future__ import annotations

import io
import os
import signal
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from jianghai.base import clock
from jianghai.base.models import JournalLine
from jianghai.casework import offices
from jianghai.casework.actions import cases, documents, publicity, sweeping, tasks
from jianghai.casework.models import (
    Case,
    Clock,
    Flow,
    Publicity,
    Status,
    Task,
)
from tests.jianghai.casework.faults import made

#: Statements that only open and close transactions.
FRAME = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")


class PowerError(BaseException):
    """The process is gone: nothing in it may catch this."""


class Fuse:
    """Counts the statements of an action, and lets the power fail at one of them."""

    def __init__(self, at: int = -1) -> None:
        self.at, self.passed = at, 0

    def __call__(self, execute, sql, params, many, context):
        if not sql.startswith(FRAME):
            if self.passed == self.at:
                raise PowerError
            self.passed += 1
        return execute(sql, params, many, context)


def undone(do):
    """Do something, give what it came to, and take it back again."""
    place = transaction.savepoint()
    fuse = Fuse()
    with connection.execute_wrapper(fuse):
        do()
    found = made.outcome()
    transaction.savepoint_rollback(place)
    return found, fuse.passed


def holds_at_every_statement(do, step=1):
    """Let the power fail at every statement in turn; then do it again, under the same key."""
    undone(do)  # what is read once a process is read now
    before = made.everything()
    wanted, count = undone(do)
    assert wanted != made.outcome()
    for at in range(0, count, step):
        place = transaction.savepoint()
        with pytest.raises(PowerError), connection.execute_wrapper(Fuse(at)):
            do()
        assert made.everything() == before, f"statement {at} left something behind"
        do()
        assert made.outcome() == wanted, f"after statement {at} it went another way"
        transaction.savepoint_rollback(place)


@pytest.fixture
def zone(lin, blue_kiln):
    with made.at(0):
        yield made.zone(lin, blue_kiln)


def test_handing_in(zone):
    case = made.draft(zone)
    holds_at_every_statement(lambda: cases.submit(case, by=zone.lin, key="in"))


def test_accepting(zone):
    case = made.handed_in(zone)
    task = made.open_task(case)
    holds_at_every_statement(lambda: tasks.finish(task, "complete", {}, by=zone.window, key="k"))


def test_deciding(zone):
    case = made.walked(zone, 4)
    task = made.open_task(case)
    told = {"text": "准予"}
    holds_at_every_statement(lambda: tasks.finish(task, "granted", told, by=zone.chief, key="k"))


def test_taking_back(zone):
    case = made.walked(zone, 1)
    holds_at_every_statement(
        lambda: cases.take_back(case, reason="不办了", by=zone.lin, key="back")
    )


def test_sweeping(zone):
    """Five days of silence: three clocks ran out in two cases, each is dealt with whole or not at all."""
    for key in ("one", "two"):
        made.handed_in(zone, key)
    with made.at(8):
        wanted, count = undone(sweeping.sweep)
        for at in range(count):
            place = transaction.savepoint()
            with pytest.raises(PowerError), connection.execute_wrapper(Fuse(at)):
                sweeping.sweep()
            assert made.holds()
            accepted = Case.objects.filter(status=Status.IN_HAND).count()
            assert made.told("case accepted") == accepted
            assert Task.objects.filter(element="examine").count() == accepted
            sweeping.sweep()
            assert made.outcome() == wanted, f"after statement {at} it went another way"
            transaction.savepoint_rollback(place)


def posted(case):
    """Put a notice of a case up."""
    return Publicity.objects.create(
        case=case, kind="preapproval", element="post", title="公示", text="现予公示",
        posted_at=clock.now(), first_day=clock.today(), last_day=clock.today() + timedelta(days=7),
        digest="ab" * 32,
    )  # fmt: skip


def test_objecting(zone, monkeypatch):
    notice = posted(made.walked(zone, 1))
    monkeypatch.setattr("secrets.choice", lambda signs: signs[0])
    monkeypatch.setattr("secrets.token_bytes", lambda many: b"0" * many)
    said = publicity.Said("示例居民", "13900000000", "担心噪声")
    holds_at_every_statement(lambda: publicity.object_(notice, said, key="o"))


def test_an_office_answering(db):
    call = made.registered().calls["tax"]
    reply = offices.Reply(done=True, answer={"number": "7"})
    with clock.stopped_at(call.made_at + timedelta(minutes=1)):
        holds_at_every_statement(lambda: offices.answer(call.key, reply))


def test_uploading(zone, settings, tmp_path):
    backend = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path},
    }
    settings.STORAGES = {**settings.STORAGES, "materials": backend}
    case = made.draft(zone)
    content = made.pdf()

    def upload():
        sent = documents.Sent("申请书.pdf", io.BytesIO(content))
        documents.add_version(case, "application", sent, by=zone.lin, key="up")

    holds_at_every_statement(upload, step=4)
    assert len([one for one in tmp_path.rglob("*") if one.is_file()]) == 1


class Kill:
    """Really kills this process at a statement, the one that commits among them."""

    def __init__(self, at: int) -> None:
        self.at, self.passed = at, 0

    def __call__(self, execute, sql, params, many, context):
        self.tick()
        return execute(sql, params, many, context)

    def tick(self) -> None:
        if self.passed == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.passed += 1


def killed(file, at, do) -> int:
    """Do something in a process of its own on a file, which is killed at a statement; give how it ended."""
    child = os.fork()
    if child == 0:
        try:
            mine = use(file)
            kill = Kill(at)
            commit = mine._commit

            def committing():
                kill.tick()
                commit()
                kill.tick()

            mine._commit = committing
            with mine.execute_wrapper(kill):
                do()
        except BaseException:  # noqa: BLE001 - a child must not run on as a second pytest
            os._exit(2)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def use(file):
    """Let this process work on a database file."""
    mine = connections["default"]
    mine.inc_thread_sharing()
    mine.connection = None
    mine.settings_dict = {**mine.settings_dict, "NAME": str(file)}
    return mine


def seen(file, look):
    """Look into a database file."""
    mine = connections["default"]
    held, settings = mine.connection, mine.settings_dict
    try:
        mine.connection, mine.settings_dict = None, {**settings, "NAME": str(file)}
        return look()
    finally:
        mine.close()
        mine.connection, mine.settings_dict = held, settings


def stands(key):
    """Tell where a case is: not handed in at all, or wholly."""
    lines = JournalLine.objects.filter(verb="case submitted").count()
    return (Case.objects.get(pk=key).status, Flow.objects.count(), Task.objects.count(),
            Clock.objects.count() > 0, lines, made.holds())  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="kills a process that writes to a file")
def test_a_real_kill_of_a_process_that_hands_in(lin, blue_kiln, tmp_path):
    with made.at(0):
        zone = made.zone(lin, blue_kiln)
        case = made.draft(zone)
        file = tmp_path / "killed.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file)])

        def hand_in():
            cases.submit(case, by=lin, key="in")

        nothing, whole = (0, 0, 0, False, 0, True), (1, 1, 2, True, 1, True)
        found = set()
        for at in range(1, 200, 3):
            ended = killed(file, at, hand_in)
            now = seen(file, lambda: stands(case.pk))
            assert now in {nothing, whole}, (at, ended, now)
            found.add((ended, now))
            if ended == 0:
                break
        assert (0, whole) in found
        assert (-signal.SIGKILL, nothing) in found
