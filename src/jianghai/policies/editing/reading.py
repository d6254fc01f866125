"""What comes of a draft: the policy, or every fault with its clause and field; and how its cases come out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from jianghai.policies import rules
from jianghai.policies.editing.text import rows_of
from rulebook.errors import CorpusError, ExpressionError, Fault, Text
from rulebook.policies.shelf import follows, unknown_topics
from rulebook.proving.policy_cases import run_case
from rulebook.yamlfile import Document, check, parse

if TYPE_CHECKING:
    from jianghai.policies.models import PolicyDraft
    from rulebook.policies import Policy, Shelf


@dataclass(frozen=True, slots=True)
class Wrong:
    """One fault: the clause and the form field it is in, empty where it is about the whole, and what to do."""

    clause: str
    field: str
    what: Text
    remedy: Text
    line: int = 0

    @property
    def text(self) -> Text:
        """Say it in one sentence."""
        where = " · ".join(filter(None, (self.clause, self.field)))
        head = f"{where}：" if where else ""
        english = f"{where}: " if where else ""
        return Text(
            f"{head}{self.what.zh}。{self.remedy.zh}", f"{english}{self.what.en}. {self.remedy.en}"
        )


@dataclass(frozen=True, slots=True)
class Ran:
    """One case of a draft: its name, and what came out otherwise than expected."""

    name: str
    differences: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Tell whether it came out as expected."""
        return not self.differences


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A draft as it was read: `policy` is None where there are faults."""

    policy: Policy | None
    wrong: tuple[Wrong, ...] = ()
    cases: tuple[Ran, ...] = ()

    @property
    def ready(self) -> bool:
        """Tell whether it may be handed in: no fault, and every case holds."""
        return self.policy is not None and not self.wrong and all(one.holds for one in self.cases)

    def of_clause(self, clause: str) -> tuple[Wrong, ...]:
        """Give the faults of one clause."""
        return tuple(one for one in self.wrong if one.clause == clause)


def read_draft(draft: PolicyDraft) -> Reading:
    """Read a draft as it stands and run its cases; one query, for the shelf."""
    return reading(draft.text, draft.cases, name=f"{draft.policy} {draft.opens}")


def reading(text: str, cases: str = "", *, name: str = "", shelf: Shelf | None = None) -> Reading:
    """Read the text of an edition against the shelf and run its cases."""
    known = rules.branch(shelf or rules.shelf())
    try:
        document = parse(text, name or "draft")
    except CorpusError as error:
        return Reading(None, tuple(_wrong(fault, None) for fault in error.faults))
    try:
        policy = known.read(document)
    except CorpusError as error:
        return Reading(None, _unique(_wrong(fault, document) for fault in error.faults))
    faults = [*unknown_topics(policy, known.topics), *_out_of_order(policy, known)]
    wrong = [_wrong(fault, document) for fault in faults]
    if not wrong:
        wrong += _combined(policy, known)
    wrong += _wrong_cases(cases)
    ran = run_cases(policy, cases, known) if not wrong else ()
    return Reading(policy, _unique(wrong), ran)


def run_cases(policy: Policy, cases: str, shelf: Shelf) -> tuple[Ran, ...]:
    """Run the cases of a draft as if it stood on the shelf."""
    rows = rows_of(cases)
    with_it = shelf.with_policy(policy)
    told = (run_case(row, policy.id, with_it, policy) for row in rows)
    return tuple(Ran(one.name, one.differences) for one in told)


def _out_of_order(policy: Policy, shelf: Shelf) -> list[Fault]:
    """Find that an edition does not begin after those there are; one that is still in force may be replaced."""
    others = shelf.policies.get(policy.id, ())
    return [fault for one in others[-1:] for fault in follows(replace(one, closes=None), policy)]


def _combined(policy: Policy, shelf: Shelf) -> list[Wrong]:
    """Find groups that cannot be combined with the others of the day."""
    day = policy.opens
    others = [one for one in shelf.chosen(day) if one.id != policy.id]
    try:
        shelf.with_policy(policy).arrangement([*others, policy])
    except ExpressionError as error:
        return [Wrong("", "stacking", error.what, error.remedy)]
    return []


def _wrong_cases(cases: str) -> list[Wrong]:
    if not cases.strip():
        return []
    try:
        document = parse(cases, "cases")
    except CorpusError as error:
        faults: Iterable[Fault] = error.faults
    else:
        faults = check(document, "policy-cases")
    return [Wrong("", "cases", fault.what, fault.remedy, fault.where.line) for fault in faults]


def _unique(found: Iterable[Wrong]) -> tuple[Wrong, ...]:
    return tuple(dict.fromkeys(found))


def _wrong(fault: Fault, document: Document | None) -> Wrong:
    clause, field = _home(document, fault.where.line) if document is not None else ("", "")
    return Wrong(clause, field, fault.what, fault.remedy, fault.where.line)


def _home(document: Document, line: int) -> tuple[str, str]:
    """Find the clause and the field that stand on a line: the deepest path there."""
    paths = [path for path, at in document.lines.items() if at == line and path]
    if not paths:
        return "", ""
    path: tuple[Any, ...] = max(paths, key=len)
    head, *rest = path
    if head != "clauses" or not rest:
        return "", ".".join(str(key) for key in path)
    place, *field = rest
    row = document.data["clauses"][place]
    name = str(row.get("id", place)) if isinstance(row, dict) else str(place)
    return name, ".".join(str(key) for key in field)
