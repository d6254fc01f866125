"""Who calls: a token in `Authorization: Bearer …`, or the session of a page with its CSRF token."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from jianghai.api import tokens
from jianghai.api.errors import ScopeError, SecondFactorError, StaleFormError
from jianghai.api.models import Scope
from jianghai.people.errors import NotSignedInError
from jianghai.people.models import Person
from jianghai.people.sign_in import lacks_factor

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Bearer(HttpBearer):
    """A program with a token of somebody."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        """Give whose token it is; one for reading only opens nothing else."""
        found = tokens.found(token)
        if found is None:
            return None
        if found.scope != Scope.WRITE and request.method not in READING:
            raise ScopeError
        return found.person


class Session(APIKeyCookie):
    """A page of ours in somebody's browser."""

    param_name = "sessionid"

    def __call__(self, request: HttpRequest) -> Person | None:
        """Give who is signed in; what writes needs the page's CSRF token."""
        person = request.user
        if not isinstance(person, Person) or not person.is_active:
            return None
        if lacks_factor(request):
            raise SecondFactorError
        if check_csrf(request) is not None:
            raise StaleFormError
        return person

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """Leave it to the call itself, which looks at the person and not at the cookie."""
        return self(request)


EITHER = [Bearer(), Session()]
IN_PERSON = Session()  # for what a token must not do, such as making tokens


def person(request: HttpRequest) -> Person:
    """Give who calls."""
    found = getattr(request, "auth", None)
    if not isinstance(found, Person):
        raise NotSignedInError
    return found
