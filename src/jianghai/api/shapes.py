"""Shapes that many operations share."""

from __future__ import annotations

from typing import Annotated, Any

from django.db import models
from ninja import Field, Header, Query, Schema
from pydantic import ConfigDict

LARGEST = 2**63 - 1
#: A case number.
SIXTEEN = r"^[0-9]{16}$"


class Told(Schema):
    """What a program sends: a field that nobody knows is refused, not overlooked."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Fault(Schema):
    """What went wrong: a word for programs, a sentence for people, and the place."""

    code: str = Field(description="The error's name, as in docs/reference/errors.md")
    message: str = Field(
        description="What happened and what to do, in the language that was asked for"
    )
    where: str = Field(description="The field or thing it is about; empty where it is the whole")


class Wrong(Schema):
    """Every answer that is not a success."""

    error: Fault


class Words(Schema):
    """The same in Chinese and English."""

    zh: str
    en: str


#: Sent with everything that writes: the same key again does nothing twice and gives the same answer.
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=100,
        pattern=r"^[\x21-\x7E]+$",
        description="One per deed, such as a UUID; sent again, nothing is done twice",
    ),
]
After = Annotated[
    str, Query(max_length=40, pattern=r"^[0-9]{0,18}$", description="`next` of the page before")
]
Limit = Annotated[int, Query(ge=1, le=100, description="How many at most")]
Number = Annotated[int, Field(ge=1, le=LARGEST)]


def page_of(rows: models.QuerySet[Any], after: str, limit: int) -> tuple[list[Any], str]:
    """Give the rows of a page, newest first, and the cursor of the next; empty where there is none."""
    if after:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-pk")[: limit + 1])
    more = len(found) > limit
    return found[:limit], str(found[limit - 1].pk) if more else ""
