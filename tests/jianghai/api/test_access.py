"""Whose token opens what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from jianghai.api import tokens
from jianghai.api.models import Scope, Token
from jianghai.base import clock, journal
from tests.jianghai.api.conftest import API, Program


def code(answer):
    return answer.json()["error"]["code"]


def test_lin_is_told_who_she_is(lin_calls, blue_kiln):
    told = lin_calls.call("GET", "/me").json()
    assert (told["name"], told["role"]) == ("林岚", "enterprise")
    assert told["firms"] == [{"uscc": blue_kiln.uscc, "name": blue_kiln.name, "role": "legal"}]


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer jh_x", "Basic bGluOmppYW5naGFp", "x"])
def test_a_stranger_is_asked_to_sign_in(db, header):
    answer = Client().get(f"{API}/me", headers={"Authorization": header} if header else {})
    assert (answer.status_code, code(answer)) == (401, "not_signed_in")


def test_wei_does_not_find_blue_kiln(wei_calls, lin, blue_kiln, red_crane):
    assert [firm["uscc"] for firm in wei_calls.call("GET", "/firms").json()["items"]] == [
        red_crane.uscc
    ]
    answer = wei_calls.call("GET", f"/firms/{blue_kiln.uscc}")
    assert (answer.status_code, code(answer)) == (404, "not_found")
    assert blue_kiln.name not in answer.content.decode()


def test_a_token_that_reads_writes_nothing(lin):
    answer = Program(lin, Scope.READ).call("DELETE", "/me")
    assert answer.status_code == 405
    reading = Program(lin, Scope.READ)
    assert reading.call("GET", "/me").status_code == 200


def test_a_token_makes_no_token(lin_calls):
    assert lin_calls.call("POST", "/me/tokens", {"name": "x"}).status_code == 401


def test_a_revoked_expired_or_left_token_opens_nothing(lin):
    calls = Program(lin)
    assert calls.call("GET", "/me").status_code == 200
    with clock.stopped_at(clock.now() + timedelta(days=2)):
        assert calls.call("GET", "/me").status_code == 401
    tokens.revoke(Token.objects.get().pk, by=lin)
    assert calls.call("GET", "/me").status_code == 401
    other = Program(lin)
    lin.is_active = False
    lin.save()
    assert other.call("GET", "/me").status_code == 401


def test_only_the_hash_of_a_token_is_kept(lin):
    made, text = tokens.create("财务系统", Scope.READ, 30, by=lin)
    assert text not in str(Token.objects.values().get())
    line = journal.of(made).get()
    assert line.verb == "token made"
    assert text not in str(line.what)


@pytest.fixture
def page(lin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lin, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_page_of_ours_needs_its_csrf_token_to_write(page):
    asked = {"data": '{"name": "财务"}', "content_type": "application/json"}
    refused = page.post(f"{API}/me/tokens", **asked)
    assert (refused.status_code, code(refused)) == (403, "stale_form")
    secret = "a" * 32
    page.cookies["csrftoken"] = secret
    made = page.post(f"{API}/me/tokens", **asked, headers={"X-CSRFToken": secret})
    assert made.status_code == 201
    assert made.json()["token"].startswith("jh_")
    assert [one["name"] for one in page.get(f"{API}/me/tokens").json()] == ["财务"]
    gone = page.delete(f"{API}/me/tokens/{made.json()['id']}", headers={"X-CSRFToken": secret})
    assert gone.status_code == 204


def test_wei_cannot_revoke_lins_token(lin, wei):
    made, _ = tokens.create("x", Scope.READ, 1, by=lin)
    client = Client()
    client.force_login(wei, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.delete(f"{API}/me/tokens/{made.pk}").status_code == 404


def test_staff_without_a_second_factor_are_told_as_json(chens, settings):
    settings.SECOND_FACTOR = True
    answer = chens.get(f"{API}/me")
    assert (answer.status_code, code(answer)) == (403, "second_factor")


def test_a_caller_who_calls_too_often_waits(lin_calls, wei_calls, settings):
    settings.API_CALLS_A_MINUTE = 2
    codes = [lin_calls.call("GET", "/me").status_code for _ in range(4)]
    assert codes[-1] == 429
    late = lin_calls.call("GET", "/me")
    assert code(late) == "too_often"
    assert 0 < int(late["Retry-After"]) <= 60
    assert wei_calls.call("GET", "/me").status_code == 200


def test_a_person_has_only_so_many_tokens(lin):
    for number in range(tokens.MOST):
        tokens.create(str(number), Scope.READ, 1, by=lin)
    with pytest.raises(tokens.TokenError):
        tokens.create("one more", Scope.READ, 1, by=lin)


def test_a_list_is_read_page_by_page(chen, blue_kiln, red_crane):
    calls = Program(chen)
    first = calls.call("GET", "/firms?limit=1").json()
    second = calls.call("GET", f"/firms?limit=1&after={first['next']}").json()
    assert [one["items"][0]["name"] for one in (first, second)] == [red_crane.name, blue_kiln.name]
    assert second["next"] == ""
