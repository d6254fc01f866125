"""Every operation answers what it declares, to a stranger, to nonsense and to the wrong method."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st
from ninja import Schema

from jianghai.api.answers import DECLARED
from jianghai.api.urls import interface
from tests.jianghai.api.conftest import Program

SCHEMA = json.loads(json.dumps(interface.get_openapi_schema(path_prefix=""), default=str))
#: What anybody may ask without signing in.
PUBLIC = {"verify_decision", "public_notices", "public_notice"}
OPERATIONS = [
    pytest.param(method.upper(), path, operation, id=operation["operationId"])
    for path, methods in SCHEMA["paths"].items()
    for method, operation in methods.items()
]


def those(fits):
    """Run a test for every operation that fits."""
    return pytest.mark.parametrize(
        ("method", "path", "operation"), [one for one in OPERATIONS if fits(*one.values)]
    )


def takes_json(_method, _path, operation):
    return "application/json" in operation.get("requestBody", {}).get("content", {})


each = those(lambda *_all: True)
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}
WRONG = ["{", "[1", '"x', "NaN", '{"a": NaN}', '{"a": "\\u0000"}', '{"a": "\\ud800"}', "[" * 5000]
GAPS = ["0", "-1", "9" * 20, "9" * 16, "x", "%00", "%F0%9F%90%BC", "a%2Fb", "..", "%27", " "]
NONSENSE = ["[]", "7", "null", '"x"', "{}", '{"unknown_field": 1}']


def filled(path, value="1"):
    return re.sub(r"\{[^}]+\}", value, path)


def check(answer, operation):
    """An answer is declared, and a refusal has the one shape."""
    assert str(answer.status_code) in operation["responses"], answer.content[:300]
    if answer.status_code >= 400:
        fault = answer.json()["error"]
        assert fault.keys() == {"code", "message", "where"}
        assert fault["code"] != "failed", fault


@pytest.fixture
def calls(chen):
    return Program(chen)


@each
def test_a_stranger_is_refused(method, path, operation, nobody_calls):
    answer = nobody_calls.call(method, filled(path), {} if method != "GET" else None, key="k")
    check(answer, operation)
    if operation["operationId"] not in PUBLIC:
        assert answer.status_code == 401


@each
def test_the_wrong_method_is_refused_as_json(method, path, operation, calls):
    known = {one.upper() for one in SCHEMA["paths"][path]}
    for wrong in METHODS - known:
        answer = calls.call(wrong, filled(path))
        assert answer.status_code == 405
        assert set(answer["Allow"].split(", ")) == known
        check(answer, operation)


@each
def test_a_body_that_makes_no_sense_is_refused(method, path, operation, calls):
    for body in WRONG + NONSENSE:
        answer = calls.call(method, filled(path), body, key="k")
        check(answer, operation)
        if takes_json(method, path, operation) and body in WRONG:
            assert answer.status_code in {400, 401}, body


@those(lambda _method, path, _operation: "{" in path)
def test_an_address_that_makes_no_sense_is_refused(method, path, operation, calls):
    for value in GAPS:
        answer = calls.call(method, filled(path, value), {} if method != "GET" else None, key="k")
        check(answer, operation)


@those(takes_json)
def test_a_body_that_is_too_large_is_refused(method, path, operation, calls, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = calls.call(method, filled(path), {"a": "x" * 200}, key="k")
    assert answer.status_code in {401, 413}
    check(answer, operation)


def made_up(parameter):
    """Give a strategy of what somebody may put into a query: what fits, and what does not."""
    return st.one_of(st.text(max_size=20), st.integers().map(str), st.sampled_from(["", "1", "00"]))


def queried(operation):
    return [one for one in operation.get("parameters", []) if one["in"] == "query"]


@those(lambda _method, _path, operation: queried(operation))
def test_no_query_breaks_it(method, path, operation, calls):
    @budget(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.fixed_dictionaries({one["name"]: made_up(one) for one in queried(operation)}))
    def holds(query):
        answer = calls.client.generic(
            method, f"/api/v1{filled(path)}", headers=calls.headers, query_params=query
        )
        check(answer, operation)

    holds()


def test_every_error_is_declared_once():
    for methods in SCHEMA["paths"].values():
        for operation in methods.values():
            refs = {operation["responses"][str(status)]["$ref"] for status in DECLARED}
            assert len(refs) == len(DECLARED)
    assert SCHEMA["openapi"].startswith("3.1")


def test_every_reference_of_the_schema_leads_somewhere():
    for ref in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(SCHEMA)):
        place = SCHEMA
        for part in ref.split("/"):
            place = place[part]


def shapes(kind=Schema):
    for one in kind.__subclasses__():
        yield from shapes(one)
        if one.__module__.startswith("jianghai.api."):
            yield one.__name__


def test_no_two_shapes_share_a_name_of_the_schema():
    assert [name for name, count in Counter(shapes()).items() if count > 1] == []


def test_an_unknown_address_is_json_too(db):
    for path in ("/api/", "/api/v1/nothing", "/api/v2/me", "/api/v1/me/"):
        answer = Client().get(path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_a_fault_of_ours_is_told_as_json_and_logged(lin_calls, monkeypatch, caplog):
    monkeypatch.setattr("jianghai.enterprises.queries.memberships_of", lambda _who: 1 / 0)
    answer = lin_calls.call("GET", "/me")
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "failed")
    assert "ZeroDivisionError" in caplog.text


def test_a_refusal_speaks_the_readers_language(nobody_calls):
    told = [
        nobody_calls.client.get("/api/v1/me", headers={"Accept-Language": tongue}).json()["error"]
        for tongue in ("en", "zh-CN")
    ]
    assert [one["message"][:6] for one in told] == ["Nobody", "尚未登录，请"]


def test_the_description_is_open_to_all(db):
    assert Client().get("/api/v1/openapi.json").json()["info"]["version"] == "1"
