"""The registry, as far as the caller may see it."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from jianghai.api.auth import person
from jianghai.api.errors import NotFoundError
from jianghai.api.shapes import After, Limit, page_of
from jianghai.base.identifiers import credit_code
from jianghai.enterprises import queries
from jianghai.enterprises.models import Enterprise

router = Router()


class Firm(Schema):
    """What the registry says an enterprise is."""

    uscc: str | None
    name: str
    reg_date: str
    industry_code: str


class Firms(Schema):
    """One page of enterprises."""

    items: list[Firm]
    next: str


@router.get("", response=Firms, operation_id="firms")
def list_firms(
    request: HttpRequest,
    search: Annotated[str, Query(max_length=100, description="Parts of name, pinyin or code")] = "",
    after: After = "",
    limit: Limit = 50,
) -> Firms:
    """List the enterprises the caller may see, the newest first."""
    rows, following = page_of(queries.found(queries.of(person(request)), search), after, limit)
    return Firms(
        items=[Firm.model_validate(row, from_attributes=True) for row in rows], next=following
    )


@router.get("/{uscc}", response=Firm, operation_id="firm")
def firm(request: HttpRequest, uscc: Annotated[str, Path(max_length=40)]) -> Enterprise:
    """Tell what the registry says of one enterprise."""
    code = credit_code(uscc).text
    found = queries.of(person(request)).filter(uscc=code).first()
    if found is None:
        raise NotFoundError(where=code)
    return found
