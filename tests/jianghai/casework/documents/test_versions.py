"""Versions: checked, kept whole, numbered without gaps, the same content once."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth.models import AnonymousUser

from jianghai.base.errors import KeyUsedError, NotAllowedError, UploadError
from jianghai.base.models import JournalLine
from jianghai.casework.actions import documents as actions
from jianghai.casework.actions.documents import Sent, keeping
from jianghai.casework.errors import DocumentError
from jianghai.casework.models import Case, Document, Status, Tolerance, Version
from jianghai.casework.queries import documents as queries
from tests.jianghai.casework.documents import made

pytestmark = pytest.mark.django_db


class Endless(io.RawIOBase):
    """A file of sixty megabytes that lies nowhere."""

    def __init__(self) -> None:
        self.at, self.most, self.held = 0, 60 * 1024 * 1024, 0

    def read(self, size: int = -1) -> bytes:
        size = min(size if size >= 0 else self.most, self.most - self.at)
        self.at += size
        self.held = max(self.held, size)
        return b"%PDF-" + b"x" * (size - 5) if size else b""

    def seek(self, at: int, whence: int = 0) -> int:
        self.at = at if whence == 0 else self.most + at
        return self.at

    def tell(self) -> int:
        return self.at


def test_lin_hands_in_a_report(case, lin, folder):
    first = made.handed(case, lin)
    assert (first.number, first.pages, first.kind, first.by) == (1, 3, "application/pdf", lin)
    assert (folder / first.place).read_bytes() == made.FIRST
    assert first.document.name == "环境影响报告表"


def test_a_changed_report_is_the_next_version(case, lin, first):
    second = made.handed(case, lin, made.SECOND)
    assert (second.document, second.number) == (first.document, 2)


def test_the_same_content_again_is_the_same_version(case, first, lin):
    again = made.handed(case, lin, key="another")
    assert (again, Version.objects.count()) == (first, 1)


def test_the_same_upload_sent_twice_is_one_version(case, lin):
    made.handed(case, lin, key="once")
    made.handed(case, lin, key="once")
    assert JournalLine.objects.filter(verb="document version added").count() == 1


def test_another_content_under_the_same_key_is_refused(case, lin):
    made.handed(case, lin, key="once")
    with pytest.raises(DocumentError):
        made.handed(case, lin, made.SECOND, key="once")


def test_a_key_of_another_material_is_refused(case, lin):
    made.handed(case, lin, key="once")
    with pytest.raises(KeyUsedError):
        actions.add_version(case, made.PROOF, made.sent(made.SECOND), by=lin, key="once")


def test_sixty_megabytes_are_refused_with_words_and_never_held(case, lin):
    endless = Endless()
    with pytest.raises(UploadError, match="50 MB"):
        actions.add_version(case, made.REPORT, Sent("大.pdf", endless), by=lin, key="k")
    assert endless.held <= 1024 * 1024
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"MZ", b"%PDF-1.7 but nothing more", b"<html>", made.FIRST[:-400]],
    ids=["nothing", "program", "beginning", "page", "torn"],
)
def test_a_pdf_that_is_not_one_is_refused(case, lin, content, folder):
    with pytest.raises(UploadError):
        made.handed(case, lin, content, key="k")
    assert not list(folder.rglob("*.part"))
    assert not Version.objects.exists()


def test_a_service_may_allow_less(case, lin):
    with pytest.raises(UploadError, match="1 MB"):
        actions.add_version(case, made.PROOF, made.sent(made.FIRST + b" " * 2**20), by=lin, key="k")


def test_a_material_that_nobody_asked_for_is_refused(case, lin):
    with pytest.raises(DocumentError):
        actions.add_version(case, "poem", made.sent(), by=lin, key="k")


def test_a_name_leads_nowhere(case, lin, folder):
    sent = made.sent(name="../../etc/报告\u202e表.pdf")
    version = actions.add_version(case, made.REPORT, sent, by=lin, key="k")
    assert version.name == "报告表.pdf"
    assert version.place == f"documents/{version.sha256[:2]}/{version.sha256}"


def test_mei_who_drafts_hands_in_too(case, mei):
    assert made.handed(case, mei).by == mei


@pytest.mark.parametrize("who", ["sun", "zhou", "chen"])
def test_staff_hand_in_nothing_for_the_applicant(case, who, request):
    who = request.getfixturevalue(who)
    with pytest.raises((NotAllowedError, Case.DoesNotExist)):
        made.handed(case, who)


def test_wei_hands_in_nothing_and_sees_nothing(case, first, wei):
    with pytest.raises(Case.DoesNotExist):
        made.handed(case, wei)
    for nobody in (wei, AnonymousUser()):
        assert not queries.of(nobody).exists()


def test_nothing_is_handed_in_while_the_zone_works(case, first, lin):
    Case.objects.update(status=Status.IN_HAND, received_at=case.opened_at)
    with pytest.raises(NotAllowedError):
        made.handed(case, lin, made.SECOND)


@pytest.mark.parametrize("duty", ["applicant", "drafter"])
def test_what_was_asked_for_is_handed_in(case, first, lin, duty):
    Case.objects.update(status=Status.IN_HAND, received_at=case.opened_at)
    made.ask(case, duty)
    assert made.handed(case, lin, made.SECOND).number == 2


def test_a_remark_lets_a_later_version_in(case, first, lin, zhou):
    Case.objects.update(status=Status.IN_HAND, received_at=case.opened_at)
    made.say(first, zhou)
    assert made.handed(case, lin, made.SECOND).number == 2


def test_what_was_promised_comes_later(case, lin):
    Case.objects.update(status=Status.GRANTED_TOLERANT, received_at=case.opened_at)
    told = {"until": "2030-01-01", "promised_at": case.opened_at}
    Tolerance.objects.create(case=case, material=made.REPORT, **told)
    made.handed(case, lin)
    assert Tolerance.objects.get().supplied_at
    with pytest.raises(NotAllowedError):
        made.handed(case, lin, made.SECOND)


def test_sun_issues_an_opinion(case, sun, lin):
    version = actions.issue(case, "opinion", made.sent(name="技术评估意见.pdf"), by=sun, key="k")
    again = actions.issue(case, "opinion", made.sent(name="技术评估意见.pdf"), by=sun, key="l")
    assert version == again
    assert version.document.issued
    assert version.document.name == "技术评估意见.pdf"
    with pytest.raises(NotAllowedError):
        actions.issue(case, "opinion", made.sent(), by=lin, key="m")


def test_a_file_that_was_changed_on_disk_is_not_opened(first, folder):
    (folder / first.place).write_bytes(made.SECOND)
    with pytest.raises(DocumentError):
        actions.opened(first)


def test_what_no_version_names_is_cleared_away_after_a_day(first, folder, lin):
    import os

    place = folder / keeping.kept(io.BytesIO(b"left behind"), "ab" + "0" * 62)
    (place.parent / "cd.part").write_bytes(b"half")
    assert actions.sweep_files() == 0
    for file in folder.rglob("*"):
        os.utime(file, (0, 0))
    assert actions.sweep_files() == 2
    with actions.opened(first) as file:
        assert file.read() == made.FIRST


def test_the_journal_tells_the_document_and_the_version(case, lin):
    first = made.handed(case, lin)
    line = JournalLine.objects.get(verb="document version added")
    assert line.subject == f"casework.case:{case.pk}"
    assert line.what["document"] == first.document_id
    assert line.what["version"] == 1
