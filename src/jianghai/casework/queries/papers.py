"""Papers as people read them, and whether one that somebody holds is ours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import F

from jianghai.base import journal
from jianghai.casework import papers
from jianghai.casework.engine import notices
from jianghai.casework.models import IssuedPaper, Publicity

if TYPE_CHECKING:
    from django.db import models

    from jianghai.base.models import JournalLine
    from jianghai.casework.models import Case


def pdf(row: IssuedPaper, *, verify_url: str = "") -> bytes:
    """Print an issued paper; the same paper is always the same file."""
    return _printed(row.pk, verify_url)


@lru_cache(maxsize=64)
def _printed(place: int, verify_url: str) -> bytes:
    return papers.pdf(notices.paper_of(IssuedPaper.objects.get(pk=place), verify_url=verify_url))


@dataclass(frozen=True, slots=True)
class Verification:
    """What is known of a code that stands on a paper."""

    paper: IssuedPaper
    line: JournalLine | None  # of the journal, which holds the paper's digest
    holds: bool

    @property
    def decision(self) -> Any:
        """Give the decision that the paper is, or None for other papers."""
        return getattr(self.paper, "decision", None)


def verify(code: str) -> Verification | None:
    """Hold a paper against the journal; None where the code is not ours.

    The journal line of its issue must hold the very digest that the paper's words have now.
    """
    row = (
        IssuedPaper.objects.filter(code=papers.typed_code(code))
        .select_related("case", "decision")
        .first()
    )
    if row is None:
        return None
    lines = journal.of(row.case).filter(verb="paper issued").order_by("number")
    line = next((one for one in lines if one.what.get("code") == row.code), None)
    holds = (
        line is not None
        and line.what["digest"] == row.digest
        and line.digest == journal.digest(line)
    )
    return Verification(row, line, holds and notices.digest_of(row) == row.digest)


def of_case(case: Case) -> models.QuerySet[IssuedPaper]:
    """List the papers issued in a case."""
    return IssuedPaper.objects.filter(case=case).order_by("id")


def public_notices() -> models.QuerySet[Publicity]:
    """List what everybody may read, the latest first; `over` tells whether its time is up."""
    posted = Publicity.objects.select_related("case", "case__enterprise", "case__department")
    return posted.annotate(over=F("closed_at")).order_by("-posted_at", "-id")
