"""A draft beside what it follows: which policies wait for clauses, what differs in words, which editions there are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jianghai.base import clock
from jianghai.policies import rules
from jianghai.policies.models import PolicyDraft, PublishedEdition
from rulebook.policies.changes import differences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from jianghai.web.contents.desk.editor.reading import Case, Reading, Wrong
    from rulebook.errors import Text
    from rulebook.policies import Item, Policy

AWAITING = "awaiting-text"


@dataclass(frozen=True, slots=True)
class Shell:
    """A policy known by name only, and the draft that is being written of it."""

    policy: Policy
    draft: PolicyDraft | None


@dataclass(frozen=True, slots=True)
class Row:
    """One clause in the overview of a draft."""

    id: str
    clause: Mapping[str, Any]
    item: Item | None
    wrong: tuple[Wrong, ...]
    passed: int
    failed: int


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a policy: since when, its hash, and who wrote and published it here."""

    opens: date
    digest: str
    policy: Policy
    published: PublishedEdition | None
    now: bool


@dataclass(frozen=True, slots=True)
class Review:
    """What a reviewer reads: what differs in words, and the hash that the edition would have."""

    base: Policy | None
    words: tuple[Text, ...]
    digest: str


def shells(drafts: Iterable[PolicyDraft]) -> list[Shell]:
    """List the policies whose clauses nobody has entered, the zone's own first."""
    writing_of = {draft.policy: draft for draft in drafts}
    order = ("zone", "district", "city", "province", "nation")
    found = [
        editions[-1]
        for editions in rules.shelf().policies.values()
        if editions[-1].status == AWAITING and not editions[-1].demo
    ]
    found.sort(key=lambda one: (order.index(one.level), one.id))
    return [Shell(one, writing_of.get(one.id)) for one in found]


def name_of(policy_id: str) -> Text | None:
    """Name a policy."""
    editions = rules.shelf().policies.get(policy_id)
    return editions[-1].short if editions else None


def rows(data: Mapping[str, Any], read: Reading, cases: list[Case]) -> list[Row]:
    """List the clauses of a draft with what is wrong and how their cases come out."""
    items = {item.id: item for item in read.policy.items} if read.policy is not None else {}
    found = []
    for clause in data.get("clauses") or ():
        name = str(clause.get("id", ""))
        mine = [
            one
            for one in cases
            if name in one.row.get("expect", {}).get("clauses", {}) and one.ran is not None
        ]
        passed = sum(one.holds for one in mine)
        wrong = tuple(one for one in read.wrong if one.clause == name)
        found.append(Row(name, clause, items.get(name), wrong, passed, len(mine) - passed))
    return found


def base_of(draft: PolicyDraft) -> Policy | None:
    """Find the edition that a draft follows."""
    editions = rules.shelf().policies.get(draft.policy, ())
    return next((one for one in reversed(editions) if one.opens < draft.opens), None)


def review(draft: PolicyDraft, read: Reading) -> Review:
    """Set a draft beside the edition it follows."""
    base = base_of(draft)
    words = differences(base, read.policy) if base is not None and read.policy is not None else ()
    return Review(base, words, hashlib.sha256(draft.text.encode()).hexdigest())


def editions(policy_id: str) -> list[Edition]:
    """List the editions of a policy, newest first."""
    published = {
        one.opens: one
        for one in PublishedEdition.objects.filter(policy=policy_id).select_related(
            "author", "reviewer"
        )
    }
    known = rules.shelf().policies.get(policy_id, ())
    now = rules.latest(rules.shelf(), policy_id, clock.today()) if known else None
    return [
        Edition(one.opens, published[one.opens].digest if one.opens in published else one.digest, one,
                published.get(one.opens), one is now)
        for one in reversed(known)
    ]  # fmt: skip


def moved(data: dict[str, Any], clause_id: str) -> tuple[str, str]:
    """Give the clauses before and after one, to go on to."""
    ids = [str(row.get("id")) for row in data.get("clauses") or ()]
    if clause_id not in ids:
        return (ids[-1] if ids else ""), ""
    at = ids.index(clause_id)
    return (ids[at - 1] if at else ""), (ids[at + 1] if at + 1 < len(ids) else "")
