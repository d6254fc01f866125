"""One policy tried on the zone: as it is in force, and as a draft or a move of some values would have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jianghai.policies import rules
from jianghai.policies.errors import ScenarioError
from jianghai.policies.lab import basis
from rulebook.entitle.holdings import entitle_all, inputs_of
from rulebook.errors import CorpusError, ExpressionError
from rulebook.policies.changes import revise
from rulebook.yamlfile import parse

if TYPE_CHECKING:
    from jianghai.policies.held import Held
    from jianghai.policies.models import PolicyDraft
    from rulebook.entitle.holdings import Holdings
    from rulebook.policies import Policy, Shelf
    from rulebook.yamlfile import Document

MOST_CHANGES = 50


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """The zone under what is in force and under what is tried: the policy and those it shares groups with."""

    zone: Held
    before: Policy | None
    after: Policy
    old: Holdings
    new: Holdings

    @property
    def keys(self) -> tuple[str, ...]:
        """Name the clauses of the policy, those that are there now first."""
        items = [*self.after.items, *(self.before.items if self.before is not None else ())]
        return tuple(dict.fromkeys(item.key for item in items))


def document_of(zone: Held, policy: str, draft: PolicyDraft | None) -> Document:
    """Give the text that values are moved in: the draft's, else that of an edition (policy@day)."""
    if draft is None:
        return rules.edition(zone.shelf, policy).source
    try:
        return parse(draft.text, str(draft))
    except CorpusError as error:
        raise _refused(error) from None


def trial(zone: Held, document: Document, changes: Mapping[str, str]) -> Trial:
    """Try a policy with some values moved; only what differs from the zone as judged is computed.

    ScenarioError where a path leads nowhere or a value does not fit.
    """
    if len(changes) > MOST_CHANGES:
        raise ScenarioError(where=str(len(changes)))
    shelf = rules.branch(zone.shelf)
    try:
        after = shelf.read(revise(document, changes) if changes else document)
        return _tried(zone, shelf, after)
    except CorpusError as error:
        raise _refused(error) from None
    except ExpressionError as error:
        raise ScenarioError(
            f"{error.what.zh}。{error.remedy.zh}", f"{error.what.en}. {error.remedy.en}"
        ) from None


def between(zone: Held, before: Policy, after: Policy) -> Trial:
    """Lay two editions of one policy side by side, as if each were in force today."""
    return _sides(zone, rules.branch(zone.shelf), before, after)


def _tried(zone: Held, shelf: Shelf, after: Policy) -> Trial:
    """Lay what is tried beside the edition that began last."""
    editions = zone.shelf.policies.get(after.id, ())
    begun = [edition for edition in editions if edition.opens <= zone.rows.on]
    return _sides(zone, shelf, begun[-1] if begun else None, after)


def _sides(zone: Held, shelf: Shelf, before: Policy | None, after: Policy) -> Trial:
    on = zone.rows.on
    others = linked(shelf, zone.policies, (before, after))
    sides = [
        (*others, *([one] if one is not None and one.answerable else [])) for one in (before, after)
    ]
    lacking = [source for side in sides for source in inputs_of(shelf, side, zone.holdings)]
    zone = basis.extended(zone, tuple(dict.fromkeys(lacking)))
    old, new = (
        entitle_all(zone.rows.frame, shelf, on, policies=side, previous=zone.holdings)
        for side in sides
    )
    return Trial(zone, before, after, old, new)


def linked(
    shelf: Shelf, applied: Iterable[Policy], sides: Iterable[Policy | None]
) -> tuple[Policy, ...]:
    """Give the other policies whose clauses share groups with one, and those that share groups with these."""
    applied = tuple(applied)
    tried = [policy for policy in sides if policy is not None]
    ids = {policy.id for policy in tried}
    groups = [
        {member.partition("#")[0] for member in group.members}
        for group in shelf.groups([*applied, *tried])
    ]
    grown = 0
    while grown != len(ids):
        grown = len(ids)
        for homes in groups:
            if homes & ids:
                ids |= homes
    own = {policy.id for policy in tried}
    return tuple(policy for policy in applied if policy.id in ids - own)


def _refused(error: CorpusError) -> ScenarioError:
    faults = error.faults[:5]
    return ScenarioError(
        "；".join(f"{fault.what.zh}（{fault.remedy.zh}）" for fault in faults),
        "; ".join(f"{fault.what.en} ({fault.remedy.en})" for fault in faults),
    )
