"""Many at once on one document: nothing is lost, nothing is there twice, no number is left out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from django.test import Client
from django.urls import reverse

from jianghai.base.models import JournalLine
from jianghai.casework.actions import documents as actions
from jianghai.casework.actions.documents import Place
from jianghai.casework.models import Document, Party, Remark, Version
from jianghai.people.models import Person
from tests.jianghai.casework.documents import made
from tests.jianghai.policies.paid.together import Workers

pytestmark = pytest.mark.django_db(transaction=True)
MANY, HANDS = 200, 8


def test_two_uploads_at_once_are_two_versions_without_a_gap(tmp_path, case, lin, mei):
    workers = Workers(tmp_path)
    jobs = [(lin, made.FIRST), (mei, made.SECOND), (lin, made.pdf("third"))]
    done = workers.together(
        *(lambda who=who, data=data: made.handed(case, who, data) for who, data in jobs)
    )
    assert sorted(one.number for one in done) == [1, 2, 3]
    assert workers.ask(Document.objects.count) == 1


def test_the_same_upload_sent_twice_at_once_is_one_version(tmp_path, case, lin):
    workers = Workers(tmp_path)
    done = workers.together(*[lambda: made.handed(case, lin, key="once")] * 2)
    assert done[0] == done[1]
    assert workers.ask(Version.objects.count) == 1


def test_two_persons_hand_in_the_same_content_at_once(tmp_path, case, lin, mei):
    workers = Workers(tmp_path)
    done = workers.together(*(lambda who=who: made.handed(case, who) for who in (lin, mei)))
    assert done[0] == done[1]


def test_the_same_remark_sent_twice_at_once_is_one(tmp_path, first, zhou):
    workers = Workers(tmp_path)
    done = workers.together(
        *[lambda: actions.remark(first, Place(1), "一次", by=zhou, key="once")] * 2
    )
    assert done[0] == done[1]
    assert workers.ask(Remark.objects.count) == 1


def test_two_answer_one_remark_and_both_are_kept(tmp_path, first, zhou, lin, mei):
    one = made.say(first, zhou)
    workers = Workers(tmp_path)
    workers.together(
        lambda: actions.accept_remark(one, "好", by=lin, key="a"),
        lambda: actions.reject_remark(one, "不好", by=mei, key="b"),
    )
    assert workers.ask(one.replies.count) == 2


@pytest.fixture
def experts(case):
    """Two hundred experts of the case."""
    made_up = [Person(username=f"expert{n}", name=f"专家{n}", role="expert") for n in range(MANY)]
    people = Person.objects.bulk_create(made_up)
    since = case.opened_at
    Party.objects.bulk_create(
        Party(case=case, part="expert", person=one, since=since) for one in people
    )
    return people


class Reviewer:
    """Somebody who remarks on one document and hears what others say, as the page does."""

    def __init__(self, who: Person, version: Version) -> None:
        self.who, self.version, self.turn = who, version, 0
        self.heard: dict[int, int] = {}
        self.client = Client()
        self.client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")

    def remark(self) -> None:
        told = {"page": 1 + self.who.pk % 3, "text": f"意见 {self.who}", "key": f"of {self.who.pk}"}
        address = reverse("remark_make", args=[self.version.document_id, 1])
        for _again in range(2):  # the second time as if the first answer had been lost
            answer = self.client.post(address, told, headers={"accept": "application/json"})
            assert answer.status_code == 201, answer.content

    def poll(self) -> None:
        told = {"since": self.turn, "version": 1}
        answer = self.client.get(reverse("document_live", args=[self.version.document_id]), told)
        if answer.status_code == 200:
            news = answer.json()
            self.turn = news["turn"]
            for one in news["remarks"]:
                self.heard[one["id"]] = self.heard.get(one["id"], 0) + 1


def test_two_hundred_reviewers_on_one_document(tmp_path, first, experts):
    """Each remarks and polls; in the end everybody has heard of every remark once."""
    reviewers = [Reviewer(who, first) for who in experts]
    workers = Workers(tmp_path)

    def work(some: list[Reviewer]) -> None:
        for one in some:
            one.poll()
            one.remark()
            one.poll()

    faults = [one for one in workers.together(
        *(lambda part=part: work(reviewers[part::HANDS]) for part in range(HANDS))
    ) if one]  # fmt: skip
    assert faults == []
    workers.together(lambda: [one.poll() for one in reviewers])
    every = set(workers.ask(lambda: list(Remark.objects.values_list("pk", flat=True))))
    assert len(every) == MANY
    assert all(set(one.heard) == every for one in reviewers)
    assert all(set(one.heard.values()) == {1} for one in reviewers)
    numbers = workers.ask(lambda: list(Remark.objects.values_list("number", flat=True)))
    assert sorted(numbers) == list(range(1, MANY + 1))
    told = workers.ask(lambda: JournalLine.objects.filter(verb="remark made").count())
    assert told == MANY


KILLED = """
import io, os, signal
from jianghai.casework.actions.documents import keeping
write = os.fsync
def fsync(handle):
    write(handle)
    if {at} == fsync.calls:
        os.kill(os.getpid(), signal.SIGKILL)
    fsync.calls += 1
fsync.calls = 0
os.fsync = fsync
keeping.folder = lambda: __import__("pathlib").Path({folder!r})
keeping.kept(io.BytesIO(b"a report" * 200_000), "ab" + "0" * 62)
"""


@pytest.mark.parametrize("at", [0, 1], ids=["before it has its name", "after"])
def test_a_kill_while_writing_leaves_a_whole_file_or_none(folder, at):
    program = "import django; django.setup()\n" + KILLED.format(at=at, folder=str(folder))
    where = {**os.environ, "DJANGO_SETTINGS_MODULE": "jianghai.settings"}
    path = os.pathsep.join(one for one in sys.path if one)
    ended = subprocess.run(
        [sys.executable, "-c", program], env={**where, "PYTHONPATH": path}, check=False
    )
    assert ended.returncode == -signal.SIGKILL
    whole = [
        file for file in folder.rglob("*") if file.is_file() and not file.name.endswith(".part")
    ]
    assert [file.stat().st_size for file in whole] == ([1_600_000] if at else [])
