"""The person behind a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jianghai.people.errors import NotSignedInError
from jianghai.people.models import Person

if TYPE_CHECKING:
    from django.http import HttpRequest


def person(request: HttpRequest) -> Person:
    """Give who is signed in; a view behind `login_required` always has one."""
    if not isinstance(request.user, Person):
        raise NotSignedInError
    return request.user
