"""The cast: Lin applies for Blue Kiln 蓝窑, Chen works for the zone, Wei is a stranger."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from jianghai.enterprises.models import Enterprise
    from jianghai.people.models import Person

BLUE_KILN = "91320600MA1XBK8D0C"
RED_CRANE = "91320600MA1XRC2L3L"


def person(username: str, name: str, role: str) -> Person:
    """Make somebody who can sign in with the password “jianghai”."""
    from jianghai.people.models import Person

    return Person.objects.create_user(username, password="jianghai", name=name, role=role)


def firm(uscc: str, name: str) -> Enterprise:
    """Make an enterprise of the zone."""
    from jianghai.enterprises.models import Enterprise

    return Enterprise.objects.create(
        uscc=uscc, name=name, reg_date="2016-03-08", industry_code="C3985"
    )


def join(who: Person, where: Enterprise) -> None:
    """Let somebody act for an enterprise, without end."""
    from jianghai.enterprises.models import Membership, MembershipRole

    since = date(2020, 1, 1)
    Membership.objects.create(
        enterprise=where, person=who, role=MembershipRole.LEGAL, valid_from=since
    )


@pytest.fixture
def blue_kiln(db: None) -> Enterprise:
    """Lin's enterprise."""
    return firm(BLUE_KILN, "南通蓝窑电子陶瓷有限公司")


@pytest.fixture
def red_crane(db: None) -> Enterprise:
    """Wei's enterprise, which must never see Blue Kiln's figures."""
    return firm(RED_CRANE, "南通红鹤精密机械有限公司")


@pytest.fixture
def lin(blue_kiln: Enterprise) -> Person:
    """Lin acts for Blue Kiln."""
    someone = person("lin", "林岚", "enterprise")
    join(someone, blue_kiln)
    return someone


@pytest.fixture
def wei(red_crane: Enterprise) -> Person:
    """Wei acts for another enterprise and is a stranger to Blue Kiln."""
    someone = person("wei", "魏微", "enterprise")
    join(someone, red_crane)
    return someone


@pytest.fixture
def chen(db: None) -> Person:
    """Chen works for the zone."""
    return person("chen", "陈辰", "staff")


@pytest.fixture
def ada(db: None) -> Person:
    """Ada administers the system."""
    return person("ada", "安达", "administrator")


def _signed_in(client_of: Person) -> Client:
    from django.test import Client

    client = Client()
    client.force_login(client_of, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def lins(lin: Person) -> Client:
    """Lin's browser, signed in."""
    return _signed_in(lin)


@pytest.fixture
def weis(wei: Person) -> Client:
    """Wei's browser, signed in."""
    return _signed_in(wei)


@pytest.fixture
def chens(chen: Person) -> Client:
    """Chen's browser, signed in."""
    return _signed_in(chen)
