"""Files are what their content is, and only those see them who may."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import AnonymousUser

from jianghai.base.errors import NotAllowedError
from jianghai.policies.actions import materials
from jianghai.policies.errors import MaterialError, StepError
from jianghai.policies.models import Attachment
from jianghai.policies.queries import applications as queries
from tests.jianghai.policies.paid.conftest import LEASE


def archive(*names):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (LEASE, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"\xff\xd8\xff\xe0...", "image/jpeg"),
        (archive("OFD.xml"), "application/ofd"),
    ],
    ids=["pdf", "png", "jpeg", "ofd"],
)
def test_a_file_is_what_its_content_is(draft, lin, content, kind):
    assert materials.attach(draft, 0, "whatever.exe", content, by=lin).kind == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00",
        b"<svg onload=alert(1)>",
        b"PK\x03\x04 broken",
        archive("readme.txt"),
        archive("xl/workbook.xml", "xl/vbaProject.bin"),
    ],
    ids=["nothing", "program", "drawing", "broken", "archive", "macros"],
)
def test_what_is_no_document_is_refused_whatever_it_is_called(draft, lin, content):
    with pytest.raises(MaterialError):
        materials.attach(draft, 0, "合同.pdf", content, by=lin)
    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large_is_refused(draft, lin, settings):
    settings.MATERIAL_MAX_MEGABYTES = 1
    with pytest.raises(MaterialError, match="1 MB"):
        materials.attach(draft, 0, "合同.pdf", LEASE + b" " * 1024 * 1024, by=lin)


def test_a_material_that_the_clause_does_not_name_is_refused(draft, lin):
    with pytest.raises(StepError):
        materials.attach(draft, 7, "合同.pdf", LEASE, by=lin)


def test_the_same_file_again_is_the_same_file(draft, lin):
    first, second = (materials.attach(draft, 0, "合同.pdf", LEASE, by=lin) for _ in range(2))
    assert first == second


def test_a_name_never_leads_anywhere(draft, lin, folder):
    made = materials.attach(draft, 0, "..\\../..//etc/合\u202e同.pdf", LEASE, by=lin)
    assert made.name == "合同.pdf"
    assert made.place == f"{made.sha256[:2]}/{made.sha256}"
    assert (folder / made.place).read_bytes() == LEASE


def test_files_do_not_lie_where_a_web_server_looks():
    place = django_settings.STORAGES["materials"]["OPTIONS"]["location"]
    assert not place.is_relative_to(django_settings.STATIC_ROOT)
    assert "base_url" not in django_settings.STORAGES["materials"]["OPTIONS"]


def test_lin_and_chen_read_it_and_wei_does_not(handed_in, lin, chen, wei):
    made = Attachment.objects.get()
    for somebody in (lin, chen):
        assert materials.content_of(queries.attachment_of(somebody, made.pk)) == LEASE
    for nobody in (wei, AnonymousUser()):
        with pytest.raises(NotAllowedError):
            queries.attachment_of(nobody, made.pk)


def test_chen_does_not_read_files_of_a_draft(complete, chen):
    with pytest.raises(NotAllowedError):
        queries.attachment_of(chen, Attachment.objects.get().pk)


def test_a_file_taken_back_is_kept_but_no_longer_handed_in(complete, lin, wei, folder):
    made = Attachment.objects.get()
    with pytest.raises(NotAllowedError):
        materials.remove(made.pk, by=wei)
    materials.remove(made.pk, by=lin)
    assert queries.form_of(complete).lacking
    assert (folder / made.place).exists()


def test_a_file_that_was_changed_on_disk_is_not_shown(complete, folder):
    made = Attachment.objects.get()
    (folder / made.place).write_bytes(b"%PDF-1.7 another")
    with pytest.raises(MaterialError):
        materials.content_of(made)
