"""Doing a step once: the caller sends a key, and the same key does not do the step again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from jianghai.base import clock
from jianghai.policies.errors import KeyUsedError
from jianghai.policies.models import Deed

if TYPE_CHECKING:
    from jianghai.people.models import Person

LONGEST = 200
LONGEST_KEY = 100


def once(key: str, verb: str, subject: str, by: Person | None) -> Deed | None:
    """Take a key in the caller's transaction; None where this very step was done under it before."""
    if not 0 < len(key) <= LONGEST_KEY:
        raise KeyUsedError(
            "请为每次办理提供 1 到 100 个字符的幂等键。",
            "Send a key of 1 to 100 signs with every step.",
        )
    about = {"verb": verb, "subject": subject}
    deed, new = Deed.objects.get_or_create(key=key, defaults={**about, "by": by, "at": clock.now()})
    if not new and {"verb": deed.verb, "subject": deed.subject} != about:
        raise KeyUsedError(where=key)
    return deed if new else None


def named(things: Iterable[object]) -> str:
    """Name any number of things in one short line that tells them from others."""
    listed = ",".join(str(one) for one in things)
    if len(listed) <= LONGEST:
        return listed
    return hashlib.sha256(listed.encode()).hexdigest()
