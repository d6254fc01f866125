"""Papers as people read them, and whether one that somebody holds is ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import F

from jianghai.base import journal
from jianghai.casework import papers
from jianghai.casework.engine import notices
from jianghai.casework.models import IssuedPaper, Publicity
from jianghai.casework.papers import Letterhead, Paper

if TYPE_CHECKING:
    from django.db import models

    from jianghai.base.models import JournalLine
    from jianghai.casework.models import Case


def paper(row: IssuedPaper, *, verify_url: str = "") -> Paper:
    """Write an issued paper anew from what was kept of it."""
    head = Letterhead(
        issuer=row.head["issuer"],
        number=row.head["number"],
        addressee=row.head["addressee"],
        day=date.fromisoformat(row.head["day"]),
        verify_url=verify_url,
        code=row.code,
        digest=row.digest,
        language=row.head["language"],
    )
    words = papers.words(row.kind, row.words or None)
    days = {
        blank.name for blank in papers.blanks(row.kind, row.words or None) if blank.shape == "day"
    }
    return papers.write(row.kind, head, _filled(row.blanks, days), words=words)


def _filled(blanks: dict[str, Any], days: set[str]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(told) if name in days and isinstance(told, str) else told
        for name, told in blanks.items()
    }


def pdf(row: IssuedPaper, *, verify_url: str = "") -> bytes:
    """Print an issued paper; the same paper is always the same file."""
    return _printed(row.pk, verify_url)


@lru_cache(maxsize=64)
def _printed(place: int, verify_url: str) -> bytes:
    return papers.pdf(paper(IssuedPaper.objects.get(pk=place), verify_url=verify_url))


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
        IssuedPaper.objects.filter(code=code.strip().upper())
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
