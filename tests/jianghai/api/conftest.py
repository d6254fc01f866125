"""Programs that call: Lin's with a token that writes, Wei's with one of her own, and one of nobody."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from jianghai.api import tokens
from jianghai.api.models import Scope

if TYPE_CHECKING:
    from django.http import HttpResponse

    from jianghai.people.models import Person

API = "/api/v1"


class Program:
    """Calls the interface for somebody, or for nobody."""

    def __init__(self, who: Person | None = None, scope: Scope = Scope.WRITE) -> None:
        self.client = Client()
        text = tokens.create("test", scope, 1, by=who)[1] if who else ""
        self.headers = {"Authorization": f"Bearer {text}"} if text else {}

    def call(
        self, method: str, path: str, body: Any = None, *, key: str = "", **more: Any
    ) -> HttpResponse:
        """Call an address under /api/v1 with a JSON body."""
        headers = {**self.headers, **({"Idempotency-Key": key} if key else {})}
        sent = body if isinstance(body, str | bytes) else json.dumps(body)
        what = {} if body is None else {"data": sent, "content_type": "application/json"}
        return self.client.generic(method, f"{API}{path}", headers=headers, **what, **more)


@pytest.fixture
def lin_calls(lin):
    return Program(lin)


@pytest.fixture
def wei_calls(wei):
    return Program(wei)


@pytest.fixture
def nobody_calls(db):
    return Program()
