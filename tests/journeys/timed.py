"""Jianghai with a clock that a journey moves: asked for `MOVE?to=<moment>`, all clocks run until then."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from jianghai.base import clock
from jianghai.wsgi import application as jianghai
from tests.journeys.serving import MOVE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

_at: list[datetime] = []


def application(asked: WSGIEnvironment, respond: StartResponse) -> Iterable[bytes]:
    """Answer as Jianghai would at the moment that was told last."""
    if asked["PATH_INFO"] == MOVE:
        return _moved(parse_qs(asked["QUERY_STRING"])["to"][0], respond)
    if not _at:
        return jianghai(asked, respond)
    with clock.stopped_at(_at[-1]):
        return jianghai(asked, respond)


def _moved(told: str, respond: StartResponse) -> Iterable[bytes]:
    from jianghai.casework.plays.acting import run_until

    moment = datetime.fromisoformat(told)
    run_until(moment)
    _at.append(moment)
    respond("204 No Content", [])
    return []
