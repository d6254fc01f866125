"""Doing a step once: the caller sends a key, and the same key of the same person does not do the step again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import connection

from jianghai.base import clock
from jianghai.base.errors import KeyUsedError
from jianghai.base.journal import name_of
from jianghai.base.models import Deed

if TYPE_CHECKING:
    from django.db import models

LONGEST = 200
LONGEST_KEY = 100
# One statement for asking and inserting: SQLite and PostgreSQL both wait here for a transaction that has the key.
TAKE = """
    INSERT INTO base_deed (actor, key, verb, subject, made, at) VALUES (%s, %s, %s, %s, '', %s)
    ON CONFLICT (actor, key) DO NOTHING RETURNING id
"""


def once(key: str, verb: str, subject: str, by: models.Model | None) -> Deed | None:
    """Take a key in the caller's transaction; None where this very step was done under it before."""
    if not 0 < len(key) <= LONGEST_KEY:
        raise KeyUsedError(
            "请为每次办理提供 1 到 100 个字符的幂等键。",
            "Send a key of 1 to 100 signs with every step.",
        )
    told = Deed(actor=name_of(by), key=key, verb=verb, subject=subject, at=clock.now())
    moment = connection.ops.adapt_datetimefield_value(told.at)
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [told.actor, key, verb, subject, moment])
        taken = cursor.fetchone()
    if taken is None:
        before = Deed.objects.get(actor=told.actor, key=key)
        if (before.verb, before.subject) != (verb, subject):
            raise KeyUsedError(where=key)
        return None
    told.pk, told._state.adding = taken[0], False
    return told


def keep(deed: Deed, thing: models.Model) -> None:
    """Note what the step made, for whoever asks again under the same key."""
    deed.made = name_of(thing)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE base_deed SET made = %s WHERE id = %s", [deed.made, deed.pk])


def made(key: str, by: models.Model | None) -> int | None:
    """Give the number of what was made under a key before; None where nothing was."""
    found = Deed.objects.filter(actor=name_of(by), key=key).values_list("made", flat=True).first()
    return int(found.rpartition(":")[2]) if found else None


def named(things: Iterable[object]) -> str:
    """Name any number of things in one short line that tells them from others."""
    listed = ",".join(str(one) for one in things)
    if len(listed) <= LONGEST:
        return listed
    return hashlib.sha256(listed.encode()).hexdigest()
