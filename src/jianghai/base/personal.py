"""Personal identifiers: sealed where they lie, found by a keyed hash, shown masked, opened only with a journal line."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from jianghai.base import journal, sealing

if TYPE_CHECKING:
    from django.db import models

#: Signs shown at either end of what is at least this long: 138****5678.
LONG, HEAD, TAIL = 9, 3, 4


@dataclass(frozen=True, slots=True)
class Kept:
    """What a table holds instead of an identifier: a sealed text, a hash to find it by, and what pages may show."""

    sealed: str
    lookup: str
    shown: str


def kept(text: str) -> Kept:
    """Make what a table holds of an identifier as somebody wrote it."""
    return Kept(sealing.seal(plain(text)), lookup(text), masked(text))


def plain(text: str) -> str:
    """Write an identifier as all write it: no spaces or dashes, half-width, capital letters.

    >>> plain("320683 19900307 401x"), plain("１３８-1234-5678")
    ('32068319900307401X', '13812345678')
    """
    narrow = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in narrow if not sign.isspace() and sign != "-")


def lookup(text: str) -> str:
    """Give the hash under which the same identifier is found; without `SECRET_KEY` nobody can try numbers out."""
    return hmac.new(_key(settings.SECRET_KEY), plain(text).encode(), hashlib.sha256).hexdigest()


def masked(text: str) -> str:
    """Show both ends of a long number, and of a short text the first sign only.

    >>> masked("13812345678"), masked("32068319900307401X"), masked("魏微")
    ('138****5678', '320***********401X', '魏*')
    """
    sign = plain(text)
    head, tail = (HEAD, TAIL) if len(sign) >= LONG else (1, 0)
    return sign[:head] + "*" * (len(sign) - head - tail) + sign[len(sign) - tail :]


def opened(
    sealed: str, field: str, *, of: models.Model, by: models.Model | None, why: str = ""
) -> str:
    """Open a sealed identifier for somebody; the journal says who read which field of what, and why."""
    journal.read(by, of, [field], why)
    return sealing.unseal(sealed)


@lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    made = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"jianghai lookup")
    return made.derive(secret.encode())
