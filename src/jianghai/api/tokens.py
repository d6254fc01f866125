"""Making, finding and revoking tokens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import models, transaction

from jianghai.api.errors import NotFoundError, TokenError
from jianghai.api.models import Scope, Token
from jianghai.base import clock, journal
from jianghai.people.models import Person

PREFIX = "jh_"
LONGEST_DAYS, MOST = 366, 20
# Asked with every call: plain statements take a sixth of the time that building them takes.
OPENS = "SELECT * FROM api_token WHERE digest = %s AND revoked_at IS NULL"
PERSON = "SELECT * FROM people_person WHERE id = %s AND is_active"


def of(person: Person) -> models.QuerySet[Token]:
    """List somebody's tokens that still open something."""
    return Token.objects.filter(person=person, revoked_at=None, expires_at__gt=clock.now())


@transaction.atomic
def create(name: str, scope: Scope, days: int, *, by: Person) -> tuple[Token, str]:
    """Make a token for oneself; its text is shown now and never again."""
    Person.objects.select_for_update().get(pk=by.pk)
    if not name.strip() or not 0 < days <= LONGEST_DAYS or of(by).count() >= MOST:
        raise TokenError(where=name.strip()[:40])
    text = PREFIX + secrets.token_urlsafe(32)
    now = clock.now()
    made = Token.objects.create(
        person=by,
        name=name.strip()[:100],
        scope=scope,
        digest=digest(text),
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    journal.record(by, "token made", made, name=made.name, scope=str(scope), days=days)
    return made, text


@transaction.atomic
def revoke(pk: int, *, by: Person) -> None:
    """Take one of one's own tokens back."""
    found = of(by).select_for_update().filter(pk=pk).first()
    if found is None:
        raise NotFoundError(where=str(pk))
    found.revoked_at = clock.now()
    found.save(update_fields=["revoked_at"])
    journal.record(by, "token revoked", found, name=found.name)


def found(text: str) -> Token | None:
    """Give the token of a text that still opens something; note the day of its use."""
    token = next(iter(Token.objects.raw(OPENS, [digest(text)])), None)
    if token is None or token.expires_at <= clock.now():
        return None
    person = next(iter(Person.objects.raw(PERSON, [token.person_id])), None)
    if person is None:
        return None
    token.person = person
    if token.used_on != (today := clock.today()):
        Token.objects.filter(pk=token.pk).update(used_on=today)
    return token


def digest(text: str) -> str:
    """Hash a token; it is random and long, so that a plain hash is enough."""
    return hashlib.sha256(text.encode()).hexdigest()
