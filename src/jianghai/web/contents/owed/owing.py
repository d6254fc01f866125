"""What one enterprise is owed, put into groups: had, almost, waiting for data, for a person to decide, not met."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jianghai.base import clock
from jianghai.enterprises import queries
from jianghai.enterprises.columns import records as known
from jianghai.standards import rules
from jianghai.web.contents.policies import shelf, windows
from rulebook.entitle import entitle
from rulebook.values import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from django.utils.functional import Promise

    from jianghai.enterprises.models import Enterprise
    from rulebook.entitle import Entitlements, Owed
    from rulebook.facts import Catalogue, Fact
    from rulebook.policies import Item, Policy, Shelf
    from rulebook.records import Record
    from rulebook.results import ClauseResult

GROUPS: Mapping[str, str | Promise] = {
    "had": _("可以拿"),
    "near": _("差一点"),
    "data": _("待补数据"),
    "review": _("需人工认定"),
    "unmet": _("不符合"),
}
#: Conditions that every clause of a policy shares, and that no enterprise changes.
GIVEN = ("area", "excluded")


@dataclass(frozen=True)
class Case:
    """One enterprise in one year on a day, with the policies it is judged by."""

    firm: Enterprise
    record: Record
    on: date
    shelf: Shelf

    @property
    def catalogue(self) -> Catalogue:
        """Give the facts that rules may name."""
        return rules.corpus().catalogue

    @property
    def policies(self) -> tuple[Policy, ...]:
        """Give the policies that count for enterprises."""
        return shelf.applied(self.shelf, self.on)

    @cached_property
    def told(self) -> Entitlements:
        """Tell every clause with its reasons."""
        return entitle(self.record, self.shelf, self.on, policies=self.policies)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Give every clause that is meant for enterprises, with its group."""
        meant = (one for one in self.told.items if one.item.audience != "zone")
        return tuple(line(one, self.catalogue, self.on) for one in meant)

    def tried(self, item: Item, policy: Policy, record: Record | None = None) -> Owed:
        """Judge by the policies in force, or by one that is not among them; the record on file or a tried one."""
        policies = self.policies if policy in self.policies else (policy,)
        found = entitle(record or self.record, self.shelf, self.on, policies=policies)
        return found.owed(item.key)


@dataclass(frozen=True, slots=True)
class Line:
    """One clause for one enterprise: the group it falls into, what is still open, and its window."""

    owed: Owed
    group: str
    open: ClauseResult | None
    missing: tuple[Fact, ...]
    standing: windows.Standing

    @property
    def item(self) -> Item:
        """Give the clause."""
        return self.owed.item

    @property
    def policy(self) -> Policy:
        """Give its policy."""
        return self.owed.policy

    @property
    def sure(self) -> bool:
        """Tell whether its amount counts as certain: met, counted, exact, and by a policy that somebody confirmed."""
        amount = self.owed.amount
        met = self.group == "had" and self.owed.kept and self.item.assured
        return met and amount is not None and amount.exact and amount.sum.low > 0

    @property
    def low(self) -> int:
        """Give what is certain, in fen."""
        return self.owed.amount.sum.low if self.owed.amount else 0

    @property
    def high(self) -> float:
        """Give the most it may be, in fen; no limit counts as nothing known."""
        found = self.owed.amount
        return float(found.sum.high or 0) if found else 0.0

    @property
    def effort(self) -> int:
        """Count what has to be done until it can be had."""
        if self.group == "had":
            return 0 if self.owed.kept else 1
        return max(1, len(self.missing))


def case(firm: Enterprise, year: str = "") -> Case:
    """Open an enterprise for a year, its latest if none is named."""
    today = clock.today()
    wanted = int(year) if year.isdigit() and 1990 <= int(year) <= today.year else None  # noqa: PLR2004 - first year anybody has
    chosen = wanted or known.latest_years([firm.pk], today.year - 1)[firm.pk]
    return Case(firm, known.records({firm.pk: chosen}, today)[0], today, shelf.shelf())


def years(firm: Enterprise) -> list[int]:
    """List the years that an enterprise may be judged by."""
    return [year for year in queries.years_of(firm) if year < clock.today().year]


def line(owed: Owed, catalogue: Catalogue, on: date) -> Line:
    """Put one clause into its group."""
    asked = (catalogue[name] for name in owed.result.missing if name in catalogue)
    missing = tuple(fact for fact in asked if fact.asked)
    group, open_ = _group(owed)
    return Line(owed, group, open_, missing, windows.standing(owed.item.window, on))


def _group(owed: Owed) -> tuple[str, ClauseResult | None]:
    match owed.verdict:
        case Verdict.MET:
            return "had", None
        case Verdict.REVIEW:
            return "review", None
        case Verdict.UNKNOWN:
            return "data", None
        case _:
            lacking = _lacking(owed)
            return ("near", lacking[0]) if len(lacking) == 1 else ("unmet", None)


def _lacking(owed: Owed) -> list[ClauseResult]:
    """List the conditions on the shortest way that are not met; nothing where the way is closed for good."""
    found: list[ClauseResult] = []
    for clause in owed.result.clauses:
        missed = _open(clause)
        if clause.id in GIVEN and any(one.verdict is Verdict.UNMET for one in missed):
            return []
        found += missed
    return found


def _open(clause: ClauseResult) -> list[ClauseResult]:
    if clause.verdict is None or clause.verdict >= Verdict.REVIEW:
        return []
    inside = [child for child in clause.children if child.verdict is not None]
    if clause.form not in ("all", "any") or not inside:
        return [clause]
    parts = [_open(child) for child in inside]
    return min(parts, key=len) if clause.form == "any" else [one for part in parts for one in part]


def grouped(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """Put lines under their groups, in the order of the page; a group without lines is kept."""
    found: dict[str, list[Line]] = {key: [] for key in GROUPS}
    for one in lines:
        found[one.group].append(one)
    return found


@dataclass(frozen=True, slots=True)
class Ask:
    """A fact worth filling in: how many clauses wait for it, and how many for it alone."""

    fact: Fact
    waiting: int
    alone: int


def asked_first(lines: Iterable[Line], most: int = 6) -> Sequence[Ask]:
    """Give the facts that decide most clauses, those that decide some alone first."""
    waiting: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    facts: dict[str, Fact] = {}
    for one in lines:
        if one.group != "data":
            continue
        facts |= {fact.id: fact for fact in one.missing}
        waiting.update(fact.id for fact in one.missing)
        if len(one.missing) == 1:
            alone[one.missing[0].id] += 1
    order = sorted(facts, key=lambda name: (-alone[name], -waiting[name]))
    return [Ask(facts[name], waiting[name], alone[name]) for name in order[:most]]
