"""What somebody asks of the lab: a policy or a draft, values that were moved, and a budget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jianghai.base import clock
from jianghai.base import money as fen
from jianghai.base.errors import MoneyError
from jianghai.policies import rules
from jianghai.policies.lab import Asked
from jianghai.policies.queries import drafts
from jianghai.web.contents.desk.editor import writing
from jianghai.web.contents.desk.lab import knobs
from jianghai.web.words import told
from rulebook.policies import terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from jianghai.people.models import Person
    from jianghai.policies.models import PolicyDraft
    from jianghai.web.contents.desk.lab.knobs import Group

PREFIX = "k:"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is tried."""

    policy: str
    draft: PolicyDraft | None
    name: str
    groups: list[Group]
    budget: int | None
    typed: Mapping[str, str]

    @property
    def asked(self) -> Asked:
        """Give it as the lab takes it."""
        return Asked(
            "" if self.draft else self.policy, self.draft, knobs.changes(self.groups), self.budget
        )

    @property
    def moved(self) -> int:
        """Count what was moved."""
        return sum(group.moved for group in self.groups)


def of(query: QueryDict, person: Person) -> Wish | None:
    """Read a query; None where no policy is chosen yet."""
    typed = {
        name.removeprefix(PREFIX): str(query[name]) for name in query if name.startswith(PREFIX)
    }
    return made(query.get("what", ""), typed, query.get("budget", ""), person)


def made(what: str, typed: Mapping[str, str], budget: str, person: Person) -> Wish | None:
    """Make a wish of its parts; `what` is draft:7 or an edition, policy@day."""
    found = _found(what, person)
    if found is None:
        return None
    policy, draft, name, data = found
    try:
        limit = fen.fen(budget) if budget.strip() else None
    except MoneyError:
        limit = None
    return Wish(policy, draft, name, knobs.groups(data, typed), limit, typed)


def _found(
    what: str, person: Person
) -> tuple[str, PolicyDraft | None, str, Mapping[str, Any]] | None:
    kind, _, pk = what.partition(":")
    if kind == "draft":
        draft = drafts.drafts_of(person).filter(pk=pk).first() if pk.isdecimal() else None
        if draft is None:
            return None
        data = writing.data_of(draft.text)
        editions = rules.shelf().policies.get(draft.policy, ())
        return what, draft, told(editions[-1].short) if editions else draft.policy, data
    for policy in rules.shelf().policies.get(what.partition("@")[0], ()):
        if policy.key == what:
            return what, None, told(policy.short), policy.data
    return None


def choices(person: Person) -> list[tuple[str, str]]:
    """List what can be tried: drafts first, then what is in force with clauses."""
    shelf = rules.shelf()
    found = []
    for draft in drafts.drafts_of(person).exclude(state__in=("published", "dropped")):
        editions = shelf.policies.get(draft.policy, ())
        name = told(editions[-1].short) if editions else draft.policy
        found.append((f"draft:{draft.pk}", name, True))
    order = list(terms.LEVELS)
    policies = [policy for policy in rules.applied(shelf, clock.today()) if policy.items]
    policies.sort(key=lambda policy: -order.index(policy.level))
    applied = [(policy.key, told(policy.short), False) for policy in policies]
    return [(key, f"✎ {name}" if written else name) for key, name, written in (*found, *applied)]
