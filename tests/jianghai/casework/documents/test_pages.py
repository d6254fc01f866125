"""The pages of documents: who gets what, in which shape, and what is refused with words."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jianghai.base.models import JournalLine
from jianghai.casework.actions import documents as actions
from jianghai.casework.models import Reading, Remark, Version
from tests.jianghai.casework.documents import made

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


def browser(who, **told) -> Client:
    client = Client(**told)
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def addresses(version) -> list[str]:
    pk, number = version.document_id, version.number
    named = [
        reverse(name, args=[pk])
        for name in ("document", "document_review", "document_live", "document_compare")
    ]
    of_version = ("review", "document_file", "document_readers", "document_read", "remark_make")
    named += [reverse(name, args=[pk, number]) for name in of_version]
    named += [reverse("document_table", args=[pk, kind]) for kind in ("xlsx", "pdf")]
    return named


def test_wei_and_staff_of_other_departments_find_nothing(case, first, zhou, wei, chen):
    one = made.say(first, zhou)
    for nobody in (wei, chen):
        client = browser(nobody)
        for address in [*addresses(first), reverse("remark", args=[one.pk])]:
            assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}
        sent = {"file": SimpleUploadedFile("a.pdf", made.SECOND), "key": "k"}
        upload = reverse("document_upload", args=[case.number, made.REPORT])
        assert client.post(upload, sent).status_code == 404
    assert Version.objects.count() == 1


def test_nobody_is_let_in_without_signing_in(first, client):
    for address in addresses(first):
        assert client.get(address).status_code in {302, 405}


def test_a_drafter_sees_only_documents_of_their_case(first, mei, red_crane, wei, bureau):
    other = made.laid(made.case(red_crane, wei, bureau), wei, made.pdf("other"))
    client = browser(mei)
    assert client.get(reverse("review", args=[first.document_id, 1])).status_code == 200
    assert client.get(reverse("review", args=[other.document_id, 1])).status_code == 404


def test_lin_uploads_on_the_page(case, first, lin):
    there = reverse("document", args=[first.document_id])
    sent = {
        "file": SimpleUploadedFile("新.pdf", made.SECOND),
        "key": "k",
        "next": there,
        "note": "二稿",
    }
    answer = browser(lin).post(
        reverse("document_upload", args=[case.number, made.REPORT]), sent, follow=True
    )
    assert "已上传：新.pdf" in answer.content.decode()
    assert Version.objects.get(number=2).note == "二稿"


def test_a_file_far_too_large_is_refused_before_it_is_read(case, lin):
    class Unread(io.BytesIO):
        def read(self, *_size):
            raise AssertionError

    answer = browser(lin).generic(
        "POST",
        reverse("document_upload", args=[case.number, made.REPORT]),
        headers={"content-length": str(10**10)},
        **{"wsgi.input": Unread(), "CONTENT_LENGTH": str(10**10)},
    )
    assert answer.status_code == 413
    assert "超过 50 MB" in answer.content.decode()


def test_an_upload_without_the_form_is_refused(case, lin):
    client = browser(lin, enforce_csrf_checks=True)
    sent = {"file": SimpleUploadedFile("a.pdf", made.FIRST), "key": "k"}
    answer = client.post(reverse("document_upload", args=[case.number, made.REPORT]), sent)
    assert answer.status_code == 403
    assert not Version.objects.exists()


def test_an_upload_leads_back_to_our_own_pages_only(case, lin):
    for there in ("https://elsewhere.example/", "//elsewhere.example", "javascript:x"):
        answer = browser(lin).post(
            reverse("document_upload", args=[case.number, made.REPORT]), {"next": there}
        )
        assert answer["Location"] == "/"


def test_a_version_is_saved_and_runs_nothing(first, zhou):
    answer = browser(zhou).get(reverse("document_file", args=[first.document_id, 1]))
    assert b"".join(answer) == made.FIRST
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=100-", 206, slice(100, None)),
        ("bytes=5-4", 206, slice(5, 5)),
        ("bytes=999999-", 416, slice(0, 0)),
        ("bytes=0-1,5-6", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
    ],
)
def test_a_browser_may_ask_for_a_part(first, zhou, asked, status, told):
    address = reverse("document_file", args=[first.document_id, 1])
    answer = browser(zhou).get(address, headers={"range": asked})
    assert answer.status_code == status
    assert b"".join(answer) == made.FIRST[told]


def test_what_a_browser_has_is_not_sent_again(first, zhou):
    address = reverse("document_file", args=[first.document_id, 1])
    answer = browser(zhou).get(address, headers={"if-none-match": f'"{first.sha256}"'})
    assert (answer.status_code, answer.content) == (304, b"")


def test_opening_a_personal_paper_is_noted_in_the_journal(case, sun, lin):
    proof = actions.add_version(case, made.PROOF, made.sent(), by=lin, key="p")
    b"".join(browser(sun).get(reverse("document_file", args=[proof.document_id, 1])))
    assert JournalLine.objects.get(verb="personal read").actor == f"people.person:{sun.pk}"


def test_a_remark_works_without_javascript(first, zhou, mei, second):
    page = reverse("review", args=[first.document_id, 1])
    told = {"page": "2", "text": "请补充。", "key": "k"}
    answer = browser(zhou).post(page + "remarks/", told, follow=True)
    assert "请补充。" in answer.content.decode()
    one = Remark.objects.get()
    address = reverse("remark", args=[one.pk])
    answer = browser(mei).post(
        address, {"do": "accepted", "text": "已补充。", "key": "a"}, follow=True
    )
    assert "已补充。" in answer.content.decode()
    browser(zhou).post(address, {"do": "closed", "version": "2", "key": "b"})
    one.refresh_from_db()
    assert (one.state, one.closed_in, one.verdict) == ("closed", second, "accepted")


def test_what_was_typed_is_there_again_where_it_was_refused(first, zhou, mei):
    address = reverse("remark", args=[made.say(first, zhou).pk])
    answer = browser(mei).post(
        address, {"do": "rejected", "text": "", "key": "a"}, headers={"hx-request": "true"}
    )
    assert answer.status_code == 422
    assert "请写明" in answer.content.decode()


@pytest.mark.parametrize("area", ["{", "[1]", '[["a", 1, 2, 3]]', "[[1, 2, 3]]", "7"])
def test_a_place_that_is_none_is_refused_with_words(first, zhou, area):
    told = {"page": "1", "text": "x", "key": "k", "area": area}
    address = reverse("remark_make", args=[first.document_id, 1])
    answer = browser(zhou).post(address, told, headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "remark"


def test_a_poll_with_a_pass_costs_one_query(first, zhou, lin, django_assert_num_queries):
    client = browser(lin)
    page = client.get(reverse("review", args=[first.document_id, 1])).content.decode()
    given = page.partition('data-pass="')[2].partition('"')[0]
    address = reverse("document_live", args=[first.document_id])
    asked = {"since": 0, "version": 1, "pass": given}
    with django_assert_num_queries(1):
        assert client.get(address, asked).status_code == 204
    made.say(first, zhou)
    news = client.get(address, asked).json()
    assert [one["id"] for one in news["remarks"]] == [Remark.objects.get().pk]
    assert client.get(address, {**asked, "since": news["turn"]}).status_code == 204


def test_a_pass_tells_a_stranger_nothing_but_that_nothing_changed(first, zhou, wei):
    from jianghai.web.views.documents.live import passed

    client, address = browser(wei), reverse("document_live", args=[first.document_id])
    asked = {"since": 0, "version": 1, "pass": passed(first.document_id)}
    made.say(first, zhou)
    assert client.get(address, asked).status_code == 404


def test_a_pass_of_another_document_does_not_count(first, wei):
    from jianghai.web.views.documents.live import passed

    asked = {"since": 0, "version": 1, "pass": passed(first.document_id + 1)}
    assert (
        browser(wei).get(reverse("document_live", args=[first.document_id]), asked).status_code
        == 404
    )


def test_readers_are_shown_to_the_parties(first, zhou, wu):
    browser(zhou).get(reverse("review", args=[first.document_id, 1]))
    browser(zhou).post(reverse("document_read", args=[first.document_id, 1]), {"page": "3"})
    assert Reading.objects.get().furthest == 3
    page = browser(wu).get(reverse("document_readers", args=[first.document_id, 1]))
    assert "周岩" in page.content.decode()


def test_versions_are_compared_on_a_page(first, second, zhou):
    page = browser(zhou).get(reverse("document_compare", args=[first.document_id])).content.decode()
    assert "<del>10</del><ins>8</ins>" in page


def test_the_table_is_taken_away(first, zhou):
    made.say(first, zhou)
    for kind, start in (("xlsx", b"PK"), ("pdf", b"%PDF-")):
        answer = browser(zhou).get(reverse("document_table", args=[first.document_id, kind]))
        assert answer.content.startswith(start)
    assert (
        browser(zhou).get(reverse("document_table", args=[first.document_id, "csv"])).status_code
        == 404
    )
