"""What is issued and posted in a turn: papers with their digest in the journal, and public notices."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date
from typing import TYPE_CHECKING, Any

import worktime
from jianghai.casework import papers, services
from jianghai.casework.engine import ledgers
from jianghai.casework.models import (
    Clock,
    ClockKind,
    IssuedPaper,
    Publicity,
    PublicityKind,
)
from jianghai.casework.papers import Letterhead, Paper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jianghai.casework.engine.turns import Turn


def issue(
    turn: Turn, kind: str, blanks: Mapping[str, Any], *, number: str = "", language: str = "zh"
) -> IssuedPaper:
    """Issue a paper: what it is written from is kept, and its digest goes into the journal."""
    case = turn.case
    head = {
        "issuer": case.department.zh if case.department else services.zone().name,
        "number": number,
        "addressee": case.enterprise.name if case.enterprise else str(case.applicant),
        "day": turn.day.isoformat(),
        "language": language,
    }
    row = IssuedPaper(
        case=case,
        kind=kind,
        head=head,
        blanks=json.loads(json.dumps(dict(blanks), default=str)),
        words=papers.resolved(kind, turn.service.papers.get(kind)),  # whatever is shipped later
        at=turn.at,
    )
    paper_of(row)  # a blank that is missing refuses the whole turn, not the reader later
    row.digest = digest = digest_of(row)
    row.code = papers.short_code(digest)
    turn.papers[kind] = row.code
    turn.after.append(row.save)
    turn.note("paper issued", paper=kind, code=row.code, digest=digest)
    return row


def paper_of(row: IssuedPaper, *, verify_url: str = "") -> Paper:
    """Write a paper anew from what was kept of it."""
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
    words = papers.whole(row.kind, row.words)
    return papers.write(row.kind, head, papers.fillings(words, row.blanks), words=words)


def digest_of(row: IssuedPaper) -> str:
    """Compute what a paper's digest must be from its words and its moment."""
    told = [
        row.case_id,
        row.kind,
        row.head,
        row.blanks,
        row.words,
        row.at.astimezone(UTC).isoformat(),
    ]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def pause_notice(turn: Turn, reason: str) -> str:
    """Tell the applicant in writing that a clock stands still, and why; give the paper's code."""
    if "pause_notice" in turn.papers:
        return turn.papers["pause_notice"]
    blanks = {
        "matter": turn.case.title,
        "case_number": turn.case.number,
        "procedure": worktime.REASONS[reason].zh,
        "begins_on": turn.day,
        "how_long": "至该事项完成之日止",
        **standing(turn, reason),
    }
    return issue(turn, "pause_notice", blanks).code


def standing(turn: Turn, reason: str) -> dict[str, str]:
    """Tell which terms stand still: only the promised ones where no statutory clock stops for the reason."""
    plans = turn.service.clocks.values()
    lawful = any(p.rule.kind == "statutory" and p.rule.stops_for(reason) for p in plans)
    return {} if lawful else {"promised_only": "是"}


def post(turn: Turn, element: str, kind: PublicityKind, text: tuple[str, str]) -> Publicity:
    """Post a public notice; the wait that follows it in the same turn says for how long."""
    title, body = text
    digest = hashlib.sha256(json.dumps([title, body], ensure_ascii=False).encode()).hexdigest()
    row = Publicity(
        case=turn.case,
        kind=kind,
        element=element,
        title=title,
        text=body,
        posted_at=turn.at,
        first_day=turn.day,
        digest=digest,
    )
    turn.posted.append(row)
    turn.after.append(lambda: _post(row))
    turn.emit(f"published:{kind}")
    turn.note("notice posted", kind=str(kind), title=title, digest=digest)
    return row


def _post(row: Publicity) -> None:
    row.save()
    public = row.case.documents.filter(public=True).prefetch_related("versions")
    latest = [
        max(one.versions.all(), key=lambda version: version.number, default=None) for one in public
    ]
    row.papers.set([version for version in latest if version is not None])


def bind(turn: Turn, fresh: list[Clock]) -> None:
    """Give each notice of this turn the days of the clock that runs for it."""
    days = ledgers.calendar()
    clocks = [row for row in fresh if row.kind == ClockKind.NOTICE]
    for posted, row in zip(turn.posted, clocks, strict=False):
        due = worktime.due(ledgers.state_of(row, turn.service.clocks[row.key].rule), days)
        if due is not None:
            posted.clock, posted.first_day, posted.last_day = row, due.counted[0], due.day
