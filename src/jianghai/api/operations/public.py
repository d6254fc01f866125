"""What everybody may ask without signing in: public notices, and whether a paper is ours."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Router, Schema

from jianghai.api.errors import NotFoundError
from jianghai.api.shapes import After, Limit, Number, page_of
from jianghai.casework.models import Publicity
from jianghai.casework.queries import papers

router = Router(auth=None)


class Notice(Schema):
    """A public notice in a list."""

    id: int
    kind: str
    title: str
    posted_at: datetime
    first_day: date
    last_day: date | None
    closed: bool


class NoticeWhole(Notice):
    """A public notice with its text; the digest is that of what was posted."""

    text: str
    digest: str


class Notices(Schema):
    """One page of notices."""

    items: list[Notice]
    next: str


class Decided(Schema):
    """What was decided."""

    number: str
    kind: str
    decided_on: date
    valid_until: date | None
    revoked: bool


class Verified(Schema):
    """What the journal says of a paper."""

    code: str
    holds: bool
    kind: str
    issued_at: datetime
    digest: str
    decision: Decided | None


@router.get("/notices", response=Notices, operation_id="public_notices")
def notices(request: HttpRequest, after: After = "", limit: Limit = 50) -> dict[str, Any]:
    """List public notices, the latest first."""
    rows, following = page_of(papers.public_notices(), after, limit)
    return {"items": [_notice(row) for row in rows], "next": following}


@router.get("/notices/{id}", response=NoticeWhole, operation_id="public_notice")
def notice(request: HttpRequest, id: Number) -> dict[str, Any]:
    """Tell a public notice in full."""
    row = papers.public_notices().get(pk=id)
    return {**_notice(row), "text": row.text, "digest": row.digest}


def _notice(row: Publicity) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "title": row.title,
        "posted_at": row.posted_at,
        "first_day": row.first_day,
        "last_day": row.last_day,
        "closed": row.closed_at is not None,
    }


@router.get("/verify/{code}", response=Verified, operation_id="verify_decision")
def verify(request: HttpRequest, code: Annotated[str, Path(max_length=40)]) -> dict[str, Any]:
    """Hold the code on a paper against the journal: ours, unchanged and in force, or not."""
    known = papers.verify(code)
    if known is None:
        raise NotFoundError(where=code)
    decision = known.decision
    return {
        "code": known.paper.code,
        "holds": known.holds,
        "kind": known.paper.kind,
        "issued_at": known.paper.at,
        "digest": known.paper.digest,
        "decision": decision
        and {
            "number": decision.number,
            "kind": decision.kind,
            "decided_on": decision.decided_on,
            "valid_until": decision.valid_until,
            "revoked": decision.revoked_at is not None,
        },
    }
