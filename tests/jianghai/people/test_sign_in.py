from __future__ import annotations

import pytest
from axes.utils import reset
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from jianghai.people import actions, queries
from jianghai.people import sign_in as sign_in_module
from jianghai.people.models import Person


def sign_in(username, password, *, address="10.0.0.1"):
    client = Client(REMOTE_ADDR=address)
    answer = client.post(reverse("account_login"), {"login": username, "password": password})
    return client, answer


@pytest.fixture(autouse=True)
def _clean_slate(db):
    reset()


def test_lin_signs_in(lin):
    client, answer = sign_in("lin", "jianghai")
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(lin.pk)


def test_too_many_wrong_passwords_lock_one_person_at_one_address(lin, chen):
    answers = [sign_in("lin", "wrong")[1] for _ in range(6)]
    assert answers[-1].status_code == 429
    assert sign_in("lin", "jianghai")[1].status_code == 429
    assert sign_in("chen", "jianghai")[1].status_code == 302  # a colleague behind the same address
    assert sign_in("lin", "jianghai", address="10.0.0.2")[1].status_code == 302


def test_nobody_signs_up_alone(client, db):
    client.post(
        reverse("account_signup"),
        {"username": "mallory", "password1": "long-enough-1", "password2": "long-enough-1"},
    )
    assert not Person.objects.filter(username="mallory").exists()


def test_staff_without_a_second_factor_are_sent_to_add_one(settings, chens, lins):
    settings.SECOND_FACTOR = True
    answer = chens.get("/")
    assert (answer.status_code, answer.url) == (302, reverse("mfa_index"))
    assert lins.get("/").headers.get("Location") != reverse("mfa_index")


def test_demo_accounts_are_shown_only_where_demonstrations_are_on(settings, db):
    actions.make_demo_accounts()
    actions.make_demo_accounts()
    assert queries.demo_accounts().count() == len(actions.DEMO_ACCOUNTS)
    settings.DEMO = False
    assert not queries.demo_accounts().exists()


def test_a_demo_account_signs_in_with_the_password_shown(db):
    actions.make_demo_accounts()
    assert sign_in("staff", queries.DEMO_PASSWORD)[1].status_code == 302


@pytest.mark.parametrize(("behind", "address"), [(True, "10.1.1.1"), (False, "127.0.0.1")])
def test_a_forwarded_address_is_believed_only_behind_our_proxy(settings, rf, behind, address):
    settings.BEHIND_PROXY = behind
    request = rf.get("/", headers={"x-forwarded-for": "6.6.6.6, 10.1.1.1"})
    assert sign_in_module.address_of(request) == address


def test_the_first_person_made_at_the_command_line_administers(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "jianghai")
    call_command("createsuperuser", interactive=False, username="ada", email="", verbosity=0)
    assert Person.objects.get(username="ada").administers
