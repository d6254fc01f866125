"""So many calls a minute for each caller, counted in each server process."""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from jianghai.people.models import Person
from jianghai.people.sign_in import address_of

MINUTE = 60
CALLERS = 10_000


class Calls(BaseThrottle):
    """Counts in whole minutes: cheap, kept in memory, and forgotten with it."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.counts: OrderedDict[str, tuple[int, int]] = OrderedDict()
        self.lock = Lock()

    def allow_request(self, request: HttpRequest) -> bool:
        """Count a call; say no where a caller has had all of this minute."""
        caller = _caller(request)
        minute = int(time.time() // MINUTE)
        with self.lock:
            began, count = self.counts.pop(caller, (minute, 0))
            count = count + 1 if began == minute else 1
            self.counts[caller] = (minute, count)
            if len(self.counts) > CALLERS:
                self.counts.popitem(last=False)
        return count <= settings.API_CALLS_A_MINUTE

    def wait(self) -> float:
        """Tell for how many seconds this minute still lasts."""
        return MINUTE - time.time() % MINUTE


def _caller(request: HttpRequest) -> str:
    found = getattr(request, "auth", None)
    return f"person {found.pk}" if isinstance(found, Person) else f"address {address_of(request)}"
