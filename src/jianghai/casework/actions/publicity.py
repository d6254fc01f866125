"""What the public does with notices, and the proof that they were up."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from jianghai.base import clock, deeds, journal, sealing
from jianghai.base.errors import NotAllowedError
from jianghai.casework.engine.turns import taken, written
from jianghai.casework.errors import FormError, NotThatStageError, ObjectionError
from jianghai.casework.models import Objection, ObjectionState, Publicity, PublicityKind, Sighting
from jianghai.casework.queries import cases as queries
from jianghai.people.models import Role

if TYPE_CHECKING:
    from jianghai.people.models import Person

#: Notices to which somebody may object while they are up.
OPEN_TO_OBJECTION = frozenset(
    {PublicityKind.ACCEPTANCE, PublicityKind.PREAPPROVAL, PublicityKind.RESULT}
)
LONGEST = {"name": 60, "contact": 100, "text": 5000}
#: Signs of a receipt that are not mistaken for each other.
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody of the public says: who, how to reach them, what, and whether they want a hearing."""

    name: str
    contact: str
    text: str
    hearing: bool = False


@transaction.atomic
def object_(publicity: Publicity, said: Said, *, key: str) -> Objection:
    """Take what somebody of the public says against a notice, and give a receipt; who they are is sealed."""
    turn = taken(publicity.case_id, None)
    before = Objection.objects.filter(key=key).first()  # sent twice at once, one waits here
    if before is not None:
        return before
    posted = Publicity.objects.get(pk=publicity.pk)
    given = {field: getattr(said, field).strip() for field in LONGEST}
    if not all(given.values()) or any(len(told) > LONGEST[field] for field, told in given.items()):
        raise ObjectionError(where=posted.title)
    if posted.kind not in OPEN_TO_OBJECTION or posted.closed_at is not None:
        raise NotThatStageError(
            "公示期已结束，异议请按公告中的救济途径提出。",
            "The notice has ended; use the remedies that the announcement names.",
            where=posted.title,
        )
    row = Objection.objects.create(
        publicity=posted,
        receipt="".join(secrets.choice(SIGNS) for _place in range(10)),
        name=sealing.seal(given["name"]),
        contact=sealing.seal(given["contact"]),
        text=given["text"],
        hearing=said.hearing,
        at=turn.at,
        key=key,
    )
    turn.note("objection received", objection=row.pk, receipt=row.receipt, hearing=said.hearing)
    turn.emit("objected")
    written(turn)
    return row


@transaction.atomic
def answer_objection(
    objection: Objection, *, upheld: bool, answer: str, by: Person, key: str
) -> Objection:
    """Answer an objection with reasons."""
    row = Objection.objects.select_related("publicity").get(pk=objection.pk)
    if deeds.once(key, "objection answered", f"objection:{row.pk}", by) is None:
        return row
    turn = taken(row.publicity.case_id, by)
    mine = turn.case.parties.filter(department__in=queries.departments_of(by))
    if by.role != Role.STAFF or not mine.exists():
        raise NotAllowedError
    row.refresh_from_db()
    if row.state != ObjectionState.RECEIVED:
        raise NotThatStageError(where=row.receipt)
    if not answer.strip():
        raise FormError(zh="请写明答复内容。", en="Write the answer.", where=row.receipt)
    row.state = ObjectionState.UPHELD if upheld else ObjectionState.DISMISSED
    row.answer, row.answered_by, row.answered_at = answer.strip()[:5000], by, turn.at
    row.save()
    turn.note("objection answered", objection=row.pk, state=str(row.state))
    written(turn)
    return row


def objector(objection: Objection, by: Person) -> tuple[str, str]:
    """Show who objected and how to reach them to somebody who may see the case; the journal says who looked."""
    if not queries.of(by).filter(pk=objection.publicity.case_id).exists() or by.role != Role.STAFF:
        raise NotAllowedError
    journal.read(by, objection, fields=["name", "contact"])
    return sealing.unseal(objection.name), sealing.unseal(objection.contact)


def digest_of(publicity: Publicity) -> str:
    """Compute the digest of what a notice says now, to hold against what was posted."""
    told = json.dumps([publicity.title, publicity.text], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


@transaction.atomic
def keep_sighting(publicity: Publicity, status: int, digest: str) -> Sighting:
    """Keep that the public page was asked for and what it showed."""
    row = Sighting.objects.create(
        publicity=publicity, at=clock.now(), status=status, digest=digest[:64]
    )
    what = {
        "case": publicity.case_id,
        "notice": publicity.pk,
        "status": status,
        "digest": row.digest,
    }
    journal.record_all([journal.Entry(None, "notice seen", publicity, what)], row.at)
    return row
