"""Doing a verb from a page: what an app refuses is said on the page one came from, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect

from jianghai.base.errors import ApplicationError, NotAllowedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

LONGEST_KEY = 80


def done(request: HttpRequest, verb: Callable[[], object], back: str, said: str) -> HttpResponse:
    """Do it and go back with a word of success, or with what was refused."""
    try:
        verb()
    except NotAllowedError:
        raise
    except ApplicationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    return redirect(back)


def key_of(request: HttpRequest) -> str:
    """Give the key that the form carries, so that sending it twice does nothing twice."""
    return request.POST.get("key", "")[:LONGEST_KEY]


def picked(request: HttpRequest, name: str = "pick") -> list[int]:
    """Give the rows that were ticked."""
    return [int(one) for one in request.POST.getlist(name) if one.isdecimal()]
