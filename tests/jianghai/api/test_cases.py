"""Lin's program asks for a licence, and the zone's program works on it."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfWriter

from jianghai.base.models import JournalLine
from jianghai.casework.models import Case
from jianghai.casework.services import departments
from jianghai.people.models import Department, Post
from tests.jianghai.api.conftest import Program

FORM = {
    "matter": "临时占用道路",
    "reason": "施工需要",
    "phone": "13812345678",
    "truthful": True,
}


@pytest.fixture
def draft(lin_calls, blue_kiln):
    departments.load()
    asked = {"service": "licence", "uscc": blue_kiln.uscc, "title": "占道许可"}
    made = lin_calls.call("POST", "/cases", asked, key="start")
    assert made.status_code == 201, made.content
    return made.json()["number"]


def pdf(text="x"):
    writer, file = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Title": text})
    writer.write(file)
    file.seek(0)
    file.name = "申请书.pdf"
    return file


def hand_in(calls, number, material="application", key="file"):
    return calls.client.post(
        f"/api/v1/cases/{number}/documents/{material}",
        {"file": pdf(), "note": "初稿"},
        headers={**calls.headers, "Idempotency-Key": key},
    )


@pytest.fixture
def handed_in(lin_calls, draft):
    lin_calls.call("PATCH", f"/cases/{draft}/form", {"values": FORM})
    for material in ("application", "qualification"):
        hand_in(lin_calls, draft, material, key=material)
    done = lin_calls.call("POST", f"/cases/{draft}/submit", {}, key="submit")
    assert done.status_code == 200, done.content
    return draft


def test_the_same_key_begins_one_case(lin_calls, draft, blue_kiln):
    asked = {"service": "licence", "uscc": blue_kiln.uscc, "title": "占道许可"}
    again = lin_calls.call("POST", "/cases", asked, key="start")
    assert (again.status_code, again.json()["number"]) == (201, draft)
    assert Case.objects.count() == 1


def test_a_key_stands_for_one_deed(lin_calls, draft):
    answer = lin_calls.call("POST", f"/cases/{draft}/submit", {}, key="start")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "key_used")


def test_a_deed_without_a_key_is_refused(lin_calls, draft):
    answer = lin_calls.call("POST", f"/cases/{draft}/submit", {})
    assert (answer.status_code, answer.json()["error"]["where"]) == (422, "header.Idempotency-Key")


def test_what_is_wrong_is_kept_and_told_by_field(lin_calls, draft):
    told = lin_calls.call("PATCH", f"/cases/{draft}/form", {"values": {**FORM, "phone": "?"}})
    assert set(told.json()["faults"]) == {"phone"}


def test_personal_identifiers_come_back_masked(lin_calls, draft):
    lin_calls.call("PATCH", f"/cases/{draft}/form", {"values": FORM})
    told = lin_calls.call("GET", f"/cases/{draft}")
    assert told.json()["form"]["phone"] == "138****5678"
    assert "13812345678" not in told.content.decode()


def test_nobody_but_lin_sees_her_case(handed_in, wei_calls, chen, ada):
    for calls in (wei_calls, Program(chen), Program(ada)):
        assert calls.call("GET", "/cases").json()["items"] == []
        for path in ("", "/timeline", "/documents"):
            assert calls.call("GET", f"/cases/{handed_in}{path}").status_code == 404
        assert calls.call("POST", f"/cases/{handed_in}/submit", {}, key="x").status_code == 404
        assert hand_in(calls, handed_in).status_code == 404


def test_an_unknown_service_is_missing(lin_calls, blue_kiln):
    answer = lin_calls.call("POST", "/cases", {"service": "nothing"}, key="k")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no_such_service")


def test_a_case_that_was_handed_in_is_not_handed_in_again(lin_calls, handed_in):
    answer = lin_calls.call("POST", f"/cases/{handed_in}/submit", {}, key="again")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "not_that_stage")


def test_the_window_takes_and_finishes_its_task(lin_calls, handed_in, chen):
    counter = Department.objects.get(code="counter")
    Post.objects.create(person=chen, department=counter, duty="window", since=date(2026, 1, 1))
    calls = Program(chen)
    [told] = calls.call("GET", "/tasks?list=department").json()["items"]
    assert (told["case"], told["element"]) == (handed_in, "check")
    task = calls.call("POST", f"/tasks/{told['id']}/claim").json()
    assert task["mine"]
    assert {way["outcome"] for way in task["ways"]} >= {"complete", "incomplete"}
    done = calls.call("POST", f"/tasks/{told['id']}/finish", {"outcome": "complete"}, key="done")
    assert (done.status_code, done.json()["state"]) == (200, "done")
    case = lin_calls.call("GET", f"/cases/{handed_in}").json()
    assert case["accepted_on"] is not None
    assert {clock["kind"] for clock in case["clocks"]} >= {"statutory"}
    late = calls.call("POST", f"/tasks/{told['id']}/finish", {"outcome": "complete"}, key="late")
    assert late.status_code == 409
    verbs = {one["verb"] for one in lin_calls.call("GET", f"/cases/{handed_in}/timeline").json()}
    assert {"case submitted", "case accepted"} <= verbs
    assert "task claimed" not in verbs


def test_a_file_that_is_no_pdf_is_refused(lin_calls, draft):
    file = BytesIO(b"MZ this is a program")
    file.name = "申请书.pdf"
    answer = lin_calls.client.post(
        f"/api/v1/cases/{draft}/documents/application",
        {"file": file},
        headers={**lin_calls.headers, "Idempotency-Key": "k"},
    )
    assert answer.status_code == 422
    assert lin_calls.call("GET", f"/cases/{draft}/documents").json() == []


def test_the_same_file_is_one_version(lin_calls, draft):
    first, second = hand_in(lin_calls, draft), hand_in(lin_calls, draft)
    assert first.json() == second.json()
    [document] = lin_calls.call("GET", f"/cases/{draft}/documents").json()
    assert [version["number"] for version in document["versions"]] == [1]


def test_a_broken_multipart_body_is_refused(lin_calls, draft):
    answer = lin_calls.client.generic(
        "POST",
        f"/api/v1/cases/{draft}/documents/application",
        b"--x",
        content_type="multipart/form-data",
        headers={**lin_calls.headers, "Idempotency-Key": "k"},
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "body")


def test_taking_back_is_one_line_in_the_journal(lin_calls, handed_in):
    for _ in range(2):
        done = lin_calls.call(
            "POST", f"/cases/{handed_in}/take-back", {"reason": "资料有误"}, key="back"
        )
        assert done.json()["status"]["code"] == 2
    assert JournalLine.objects.filter(verb="case taken back").count() == 1


@pytest.mark.parametrize("uscc", ["91320600MA1XBK8D0C", "91320600138738315N"])
def test_wei_begins_nothing_for_a_firm_that_is_not_hers(wei_calls, lin, uscc):
    departments.load()
    answer = wei_calls.call("POST", "/cases", {"service": "licence", "uscc": uscc}, key="k")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed")
    assert not Case.objects.exists()
