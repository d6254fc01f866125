"""Who calls, and the tokens by which programs call for them."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from jianghai.api import tokens
from jianghai.api.auth import IN_PERSON, person
from jianghai.api.models import Scope, Token
from jianghai.api.shapes import Number, Told
from jianghai.enterprises import queries as registry

router = Router()


class ActsFor(Schema):
    """An enterprise one acts for."""

    uscc: str | None
    name: str
    role: str


class Me(Schema):
    """Who calls."""

    username: str
    name: str
    role: str
    firms: list[ActsFor]


class TokenAsked(Told):
    """A token somebody wants."""

    name: str = Field(min_length=1, max_length=100, description="What it is for")
    scope: Scope = Scope.READ
    days: int = Field(90, ge=1, le=tokens.LONGEST_DAYS)


class TokenShown(Schema):
    """A token without its text."""

    id: int
    name: str
    scope: Scope
    made_at: datetime
    expires_at: datetime


class TokenMade(TokenShown):
    """A token that was just made; its text is shown this once."""

    token: str


@router.get("", response=Me, operation_id="me")
def me(request: HttpRequest) -> Me:
    """Tell who calls, and for which enterprises they act today."""
    caller = person(request)
    held = registry.memberships_of(caller).select_related("enterprise").order_by("enterprise")
    firms = [
        ActsFor(uscc=one.enterprise.uscc, name=one.enterprise.name, role=one.role) for one in held
    ]
    return Me(username=caller.username, name=str(caller), role=caller.role, firms=firms)


@router.get("/tokens", response=list[TokenShown], auth=IN_PERSON, operation_id="tokens")
def list_tokens(request: HttpRequest) -> list[Token]:
    """List one's tokens that still open something; asked from a page only."""
    return list(tokens.of(person(request)))


@router.post("/tokens", response={201: TokenMade}, auth=IN_PERSON, operation_id="make_token")
def make_token(request: HttpRequest, asked: TokenAsked) -> Status[TokenMade]:
    """Make a token for oneself; asked from a page only."""
    made, text = tokens.create(asked.name, asked.scope, asked.days, by=person(request))
    shown = TokenShown.model_validate(made, from_attributes=True)
    return Status(201, TokenMade(token=text, **shown.dict()))


@router.delete("/tokens/{id}", response={204: None}, auth=IN_PERSON, operation_id="revoke_token")
def revoke_token(request: HttpRequest, id: Number) -> Status[None]:
    """Take a token back at once; asked from a page only."""
    tokens.revoke(id, by=person(request))
    return Status(204, None)
