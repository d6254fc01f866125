"""Remarks on a place of a version: made by reviewers, answered by the applicant's side, closed by a later version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jianghai.base import clock, deeds
from jianghai.base.errors import NotAllowedError
from jianghai.casework.actions.documents.locking import locked, told, turned
from jianghai.casework.errors import RemarkError
from jianghai.casework.models import Document, Remark, RemarkState, Reply, Version
from jianghai.casework.queries import documents as queries

if TYPE_CHECKING:
    from jianghai.people.models import Person

LONGEST, LONGEST_QUOTE, LONGEST_REASON = 5000, 1000, 1000
MOST_RECTANGLES, MOST_REMARKS = 60, 20_000
#: PDF allows pages of 200 by 200 inches.
FARTHEST = 14_400
SETTLED = frozenset({RemarkState.ANSWERED, RemarkState.ACCEPTED, RemarkState.REJECTED})
VERBS = {
    RemarkState.OPEN: "remark reopened",
    RemarkState.ANSWERED: "remark answered",
    RemarkState.ACCEPTED: "remark accepted",
    RemarkState.REJECTED: "remark rejected",
    RemarkState.CLOSED: "remark closed",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a remark points: a page, rectangles on it in PDF points, and the words that stand there."""

    page: int
    area: Sequence[Sequence[float]] = ()
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What is to happen to a remark: where it goes, in which words, against which version."""

    state: RemarkState
    text: str = ""
    version: Version | None = None


@transaction.atomic
def remark(version: Version, place: Place, text: str, *, by: Person, key: str) -> Remark:
    """Make a remark; asked again with the same key it is the one that was made."""
    document = locked(queries.get(by, version.document_id).pk)
    if not queries.rights(by, document).remark:
        raise NotAllowedError
    deed = deeds.once(key, "make remark", f"{version.pk}", by)
    if deed is None:
        return Remark.objects.get(pk=deeds.made(key, by) or 0)
    _check(version, place, text, document)
    document.remarked += 1
    made = Remark.objects.create(
        document=document,
        number=document.remarked,
        turn=turned(document),
        version=version,
        page=place.page,
        area=[[round(float(one), 2) for one in rectangle] for rectangle in place.area],
        quote=plain(place.quote)[:LONGEST_QUOTE],
        text=plain(text),
        by=by,
        department=queries.department_of(by, document.case),
        at=clock.now(),
    )
    deeds.keep(deed, made)
    told("remark made", document, by, version=version.number, remark=made.pk)
    return made


def answer_remark(remark: Remark, text: str, *, by: Person, key: str) -> Remark:
    """Say something to a remark, without taking it up or refusing it yet."""
    return _step(remark, Step(RemarkState.ANSWERED, text), by, key)


def accept_remark(remark: Remark, text: str = "", *, by: Person, key: str) -> Remark:
    """Take a remark up, and say how where there is something to say."""
    return _step(remark, Step(RemarkState.ACCEPTED, text), by, key)


def reject_remark(remark: Remark, reason: str, *, by: Person, key: str) -> Remark:
    """Refuse a remark, with the reason."""
    return _step(remark, Step(RemarkState.REJECTED, reason), by, key)


def close_remark(remark: Remark, version: Version, *, by: Person, key: str) -> Remark:
    """Settle a remark against a later version of the same document."""
    return _step(remark, Step(RemarkState.CLOSED, version=version), by, key)


def reopen_remark(remark: Remark, text: str, *, by: Person, key: str) -> Remark:
    """Take a remark of one's own up again, with the reason."""
    return _step(remark, Step(RemarkState.OPEN, text), by, key)


@transaction.atomic
def _step(remark: Remark, step: Step, by: Person, key: str) -> Remark:
    document = locked(queries.remark(by, remark.pk).document_id)
    row = Remark.objects.select_related("version", "document").get(pk=remark.pk)
    if step.state not in allowed(by, row, document):
        raise NotAllowedError
    if deeds.once(key, f"remark {step.state}", f"{row.pk}", by) is None:
        return row
    _fits(row, step)
    at, text = clock.now(), plain(step.text)
    _written(row, step, by)
    row.turn = turned(document)
    row.save()
    Reply.objects.create(
        remark=row, state=step.state, text=text, version=step.version, by=by, at=at
    )
    told(VERBS[step.state], document, by, version=row.version.number, remark=row.pk)
    return row


def allowed(by: Person, remark: Remark, document: Document) -> frozenset[RemarkState]:
    """Tell into which states a person may bring a remark, whatever state it is in."""
    may = queries.rights(by, document)
    found = set(SETTLED) if may.answer else set()
    if may.remark or may.handle:
        own, mine = remark.by_id == by.pk, queries.department_of(by, document.case)
        if own:
            found.add(RemarkState.OPEN)
        if own or may.handle or (mine is not None and mine.pk == remark.department_id):
            found.add(RemarkState.CLOSED)
    return frozenset(found)


def _fits(row: Remark, step: Step) -> None:
    """Refuse a step that the remark does not allow as it stands."""
    ends = RemarkState.OPEN if step.state == RemarkState.OPEN else RemarkState.CLOSED
    if row.state == ends:
        raise RemarkError(where=f"#{row.number}")
    if step.state in {RemarkState.ANSWERED, RemarkState.REJECTED, RemarkState.OPEN}:
        _worded(step.text, LONGEST_REASON if step.state == RemarkState.REJECTED else LONGEST)
    later = step.version
    if step.state == RemarkState.CLOSED and (
        later is None or later.document_id != row.document_id or later.number <= row.version.number
    ):
        raise RemarkError(
            "意见只能由同一文件的较新版本关闭，请选择较新的版本；还没有时，请等待修改稿。",
            "A remark is closed by a later version of the same document; choose one, or wait for it.",
            where=f"#{row.number}",
        )


def _written(row: Remark, step: Step, by: Person) -> None:
    """Put a step into the columns of the remark."""
    row.state = step.state
    at, text = clock.now(), plain(step.text)
    if step.state in SETTLED:
        row.answered_by, row.answered_at = by, at
        row.verdict = "" if step.state == RemarkState.ANSWERED else step.state
        row.reason = text if step.state == RemarkState.REJECTED else ""
        if step.state != RemarkState.REJECTED:
            row.answer = text or row.answer
    closing: tuple[Any, ...] = (step.version, by, at)
    if step.state != RemarkState.CLOSED:
        closing = (None, None, None)
    row.closed_in, row.closed_by, row.closed_at = closing
    if step.state == RemarkState.OPEN:
        row.verdict, row.reason = "", ""


def _check(version: Version, place: Place, text: str, document: Document) -> None:
    _worded(text, LONGEST)
    if not 1 <= place.page <= (version.pages or 1):
        raise RemarkError(
            f"页码应在 1 到 {version.pages or 1} 之间。",
            f"The page lies between 1 and {version.pages or 1}.",
            where=str(place.page),
        )
    if len(place.area) > MOST_RECTANGLES or not all(_lies(one) for one in place.area):
        raise RemarkError(
            "选定的位置不在页面上，请重新选择。",
            "The place that was chosen is not on the page; choose it again.",
        )
    if document.remarked >= MOST_REMARKS:
        raise RemarkError(
            f"一份文件最多 {MOST_REMARKS} 条意见。",
            f"A document holds at most {MOST_REMARKS} remarks.",
        )


def _lies(rectangle: Sequence[float]) -> bool:
    """Tell whether four numbers are a rectangle that a PDF page could hold."""
    if len(rectangle) != len(("left", "bottom", "right", "top")):
        return False
    left, bottom, right, top = rectangle
    near = all(isfinite(one) and abs(one) <= FARTHEST for one in rectangle)
    return near and left <= right and bottom <= top


def _worded(text: str, most: int) -> None:
    if not 0 < len(plain(text)) <= most:
        raise RemarkError(
            f"请写明意见或理由，不超过 {most} 字。",
            f"Say it in words, no more than {most} signs.",
        )


def plain(text: str) -> str:
    """Take off what a database cannot keep, and the space around."""
    return text.replace("\x00", "").replace("\r\n", "\n").strip()
