"""Writing a draft: begin one, set its clauses, its frame and its cases, hand it in, send it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jianghai.base import clock, journal
from jianghai.base.errors import NotAllowedError
from jianghai.policies import rules
from jianghai.policies.editing import data_of, dump, read_draft, reading, text_of
from jianghai.policies.editing.text import case_file, cases_of
from jianghai.policies.errors import DraftError, DraftStateError, SameHandError, StaleDraftError
from jianghai.policies.models import DraftState, PolicyDraft
from rulebook.errors import CorpusError

if TYPE_CHECKING:
    from jianghai.people.models import Person
    from jianghai.policies.editing.reading import Reading, Wrong

AWAITING, IN_FORCE = "awaiting-text", "in-force"
#: What of the frame of a policy a form may set.
FRAME = (
    "name", "short", "level", "issuer", "status", "opens", "precision", "closes", "validity",
    "supersedes", "superseded_by", "upper", "areas", "exclusions", "departments", "topics",
    "industries", "document", "documents", "provenance", "notes", "let", "tables", "stacking",
)  # fmt: skip


def start_draft(
    policy: str, *, by: Person, opens: date | None = None, frame: Mapping[str, Any] | None = None
) -> PolicyDraft:
    """Begin a draft of a later edition of a policy, or of a new one whose frame is given.

    The edition that began last is taken over with its cases; without a day, the draft begins today or the day after it.
    """
    _staff(by)
    editions = rules.shelf().policies.get(policy, ())
    if not editions and frame is None:
        raise DraftError(
            "新政策须给出名称、层级、发布机关等。", "Give a new policy its name, level and issuer."
        )
    base = editions[-1] if editions else None
    day = opens or clock.today()
    if base is not None and opens is None and day <= base.opens:
        day = base.opens + timedelta(days=1)
    data = data_of(text_of(base)) if base is not None else {"schema": "policy/1", "policy": policy}
    data |= {key: value for key, value in (frame or {}).items() if key in FRAME}
    data = _ordered(data, day)
    cases = case_file(policy, cases_of(base)) if base is not None else ""
    with transaction.atomic():
        at = clock.now()
        draft = PolicyDraft.objects.create(
            policy=policy,
            base=base.key if base is not None else "",
            opens=day,
            text=dump(data),
            cases=cases,
            author=by,
            started_at=at,
            changed_at=at,
        )
        journal.record(by, "draft started", draft, policy=policy, base=draft.base, opens=str(day))
    return draft


def _ordered(data: dict[str, Any], day: date) -> dict[str, Any]:
    """Put the day in; an edition taken over says nothing of how long the new one holds."""
    kept = {key: value for key, value in data.items() if key not in {"precision", "closes"}}
    return kept | {"opens": day.isoformat(), "precision": "day"}


@transaction.atomic
def set_clause(
    draft: PolicyDraft, clause: Mapping[str, Any], *, by: Person, version: int, replaces: str = ""
) -> Reading:
    """Add a clause, or put it in place of the one called `replaces`; DraftError lists every fault of it.

    A policy whose text was awaited is in force from its first clause on.
    """
    mine = _writable(draft, by, version)
    data = data_of(mine.text)
    rows = list(data.get("clauses") or ())
    ids = [row.get("id") for row in rows]
    new_id = clause.get("id")
    if new_id in ids and new_id != replaces:
        zh, en = f"条款编号 {new_id} 已经有了。", f"There is a clause {new_id} already."
        raise DraftError(zh, en, where=str(new_id))
    if replaces and replaces not in ids:
        raise DraftError(f"没有条款 {replaces}。", f"There is no clause {replaces}.")
    if replaces:
        rows[ids.index(replaces)] = dict(clause)
    else:
        rows.append(dict(clause))
    data["clauses"] = rows
    if data.get("status") == AWAITING:
        data["status"] = IN_FORCE
    told = _written(mine, data, "clause set", by, clause=str(new_id))
    _refuse(told, str(new_id))
    return told


@transaction.atomic
def remove_clause(draft: PolicyDraft, clause: str, *, by: Person, version: int) -> Reading:
    """Take a clause out, and out of the groups of the policy."""
    mine = _writable(draft, by, version)
    data = data_of(mine.text)
    rows = [row for row in data.get("clauses") or () if row.get("id") != clause]
    if len(rows) == len(data.get("clauses") or ()):
        raise DraftError(f"没有条款 {clause}。", f"There is no clause {clause}.")
    data["clauses"] = rows
    groups = []
    for group in data.get("stacking") or ():
        left = [member for member in group["members"] if member != clause]
        if len(left) > 1:
            groups.append({**group, "members": left})
    data["stacking"] = groups
    if not groups:
        del data["stacking"]
    if not rows:
        data["status"] = AWAITING
    return _written(mine, data, "clause removed", by, clause=clause)


@transaction.atomic
def set_frame(draft: PolicyDraft, frame: Mapping[str, Any], *, by: Person, version: int) -> Reading:
    """Set what stands around the clauses, such as name, days, areas and groups; an empty value takes it out."""
    mine = _writable(draft, by, version)
    data = data_of(mine.text)
    for key, value in frame.items():
        if key not in FRAME:
            raise DraftError(where=key)
        if value in ("", None, [], {}):
            data.pop(key, None)
        else:
            data[key] = value
    told = _written(mine, data, "draft frame set", by, keys=sorted(frame))
    _refuse(told, "")
    return told


@transaction.atomic
def set_cases(
    draft: PolicyDraft, rows: Sequence[Mapping[str, Any]], *, by: Person, version: int
) -> Reading:
    """Set the cases, each with facts and what is expected of clauses; they are run at once."""
    mine = _writable(draft, by, version)
    mine.cases = case_file(mine.policy, [dict(row) for row in rows])
    told = _written(mine, data_of(mine.text), "draft cases set", by, cases=len(rows))
    wrong = [one for one in told.wrong if one.field == "cases"]
    if wrong:
        raise _told(wrong)
    return told


@transaction.atomic
def submit(draft: PolicyDraft, *, by: Person, version: int) -> Reading:
    """Hand a draft in for review; DraftError where it has faults, no clauses or cases that do not hold."""
    mine = _writable(draft, by, version)
    told = read_draft(mine)
    refuse_unready(told)
    mine.state, mine.submitted_at, mine.remark = DraftState.IN_REVIEW, clock.now(), ""
    _save(mine, "draft submitted", by)
    return told


@transaction.atomic
def return_(draft: PolicyDraft, *, by: Person, remark: str) -> None:
    """Send a draft back to its author with a remark."""
    mine = reviewed(draft, by)
    if not remark.strip():
        raise DraftError("请写明退回的原因。", "Say why it is sent back.")
    mine.state, mine.remark, mine.reviewer = DraftState.RETURNED, remark.strip()[:500], by
    _save(mine, "draft returned", by, remark=mine.remark)


@transaction.atomic
def drop(draft: PolicyDraft, *, by: Person) -> None:
    """Give a draft up; it is kept, and nothing can be done with it any more."""
    mine = _writable(draft, by, draft.version)
    mine.state = DraftState.DROPPED
    _save(mine, "draft dropped", by)


def reviewed(draft: PolicyDraft, by: Person) -> PolicyDraft:
    """Give a draft in review, locked, to somebody who may judge it: staff, and not its author."""
    _staff(by)
    mine = PolicyDraft.objects.select_for_update().get(pk=draft.pk)
    if mine.author_id == by.pk:
        raise SameHandError
    if mine.state != DraftState.IN_REVIEW:
        raise DraftStateError
    return mine


def _staff(by: Person) -> None:
    if not by.edits_zone:
        raise NotAllowedError


def _writable(draft: PolicyDraft, by: Person, version: int) -> PolicyDraft:
    """Give an open draft, locked, if nobody has changed it since that version."""
    _staff(by)
    mine = PolicyDraft.objects.select_for_update().get(pk=draft.pk)
    if not mine.open:
        raise DraftStateError
    if mine.version != version:
        raise StaleDraftError
    return mine


def _written(
    mine: PolicyDraft, data: dict[str, Any], verb: str, by: Person, **what: Any
) -> Reading:
    """Write the data down and read it back."""
    mine.text = dump(data)
    if isinstance(data.get("opens"), str):
        try:
            mine.opens = date.fromisoformat(data["opens"])
        except ValueError:
            raise DraftError("日期应写作 2026-01-01。", "Write a day as 2026-01-01.") from None
    _save(mine, verb, by, **what)
    return read_draft(mine)


def _save(mine: PolicyDraft, verb: str, by: Person, **what: Any) -> None:
    mine.version += 1
    mine.changed_at = clock.now()
    mine.save()
    journal.record(by, verb, mine, version=mine.version, **what)


def _refuse(told: Reading, clause: str) -> None:
    """Refuse what was written where a fault is in this clause, or anywhere if none is named."""
    wrong = told.of_clause(clause) if clause else told.wrong
    if wrong:
        raise _told(wrong)


def refuse_unready(told: Reading) -> None:
    """Refuse a draft that has faults, no clauses, or cases that do not hold."""
    _refuse(told, "")
    if told.policy is None or not told.policy.items:
        raise DraftError("草稿还没有条款。", "The draft has no clauses yet.")
    failed = [f"{one.name}：{'；'.join(one.differences)}" for one in told.cases if not one.holds]
    if failed:
        english = [
            f"{one.name}: {'; '.join(one.differences)}" for one in told.cases if not one.holds
        ]
        raise DraftError("用例不符：" + "；".join(failed), "Cases fail: " + "; ".join(english))


def _told(wrong: Sequence[Wrong]) -> DraftError:
    error = DraftError(
        "".join(one.text.zh for one in wrong), " ".join(one.text.en for one in wrong)
    )
    error.wrong = tuple(wrong)
    return error


def try_clause(draft: PolicyDraft, clause: Mapping[str, Any], replaces: str = "") -> Reading:
    """Read a draft as if a clause were set, without writing anything: for the form, as it is filled in."""
    try:
        data = data_of(draft.text)
    except CorpusError:
        return read_draft(draft)
    rows = [
        row
        for row in data.get("clauses") or ()
        if row.get("id") not in {replaces, clause.get("id")}
    ]
    data["clauses"] = [*rows, dict(clause)]
    if data.get("status") == AWAITING:
        data["status"] = IN_FORCE
    return reading(dump(data), draft.cases, name=str(draft))
