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
from rulebook.entitle.survey import survey
from rulebook.values import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from django.utils.functional import Promise

    from jianghai.enterprises.models import Enterprise
    from rulebook.entitle import Owed
    from rulebook.entitle.survey import Glance, Survey
    from rulebook.facts import Catalogue, Fact
    from rulebook.policies import Item, Policy, Shelf
    from rulebook.records import Record
    from rulebook.rules.editions import Clause

GROUPS: Mapping[str, str | Promise] = {
    "had": _("可以拿"),
    "near": _("差一点"),
    "data": _("待补数据"),
    "review": _("需人工认定"),
    "unmet": _("不符合"),
}
#: Conditions that every clause of a policy shares, and that no enterprise changes.
GIVEN = ("area", "excluded")
SETTLED = {Verdict.MET: "had", Verdict.REVIEW: "review", Verdict.UNKNOWN: "data"}


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
    def survey(self) -> Survey:
        """Look at every clause, without reasons."""
        return survey(self.record, self.shelf, self.on, policies=self.policies)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Give every clause that is meant for enterprises, with its group."""
        meant = (one for one in self.survey.items if one.item.audience != "zone")
        return tuple(line(one, self) for one in meant)

    def tried(self, item: Item, policy: Policy, record: Record | None = None) -> Owed:
        """Judge by the policies in force, or by one that is not among them; the record on file or a tried one."""
        in_force = policy in self.policies
        if in_force and record is None:
            told = self.survey
        else:
            policies = self.policies if in_force else (policy,)
            told = survey(record or self.record, self.shelf, self.on, policies=policies)
        return told.owed(told.glance(item.key))


@dataclass(frozen=True, slots=True)
class Line:
    """One clause for one enterprise: the group it falls into, what is still open, and its window."""

    glance: Glance
    group: str
    open: Clause | None
    missing: tuple[Fact, ...]
    standing: windows.Standing
    case: Case

    @property
    def owed(self) -> Owed:
        """Tell it with its reasons."""
        return self.case.survey.owed(self.glance)

    @property
    def item(self) -> Item:
        """Give the clause."""
        return self.glance.item

    @property
    def policy(self) -> Policy:
        """Give its policy."""
        return self.glance.policy

    @property
    def sure(self) -> bool:
        """Tell whether its amount counts as certain: met, counted, exact, and by a policy that somebody confirmed."""
        amount = self.glance.amount
        met = self.group == "had" and self.glance.kept and self.item.assured
        return met and amount is not None and amount.exact and amount.sum.low > 0

    @property
    def low(self) -> int:
        """Give what is certain, in fen."""
        return self.glance.amount.sum.low if self.glance.amount else 0

    @property
    def high(self) -> float:
        """Give the most it may be, in fen; no limit counts as nothing known."""
        found = self.glance.amount
        return float(found.sum.high or 0) if found else 0.0

    @property
    def effort(self) -> int:
        """Count what has to be done until it can be had."""
        if self.group == "had":
            return 0 if self.glance.kept else 1
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


def line(glance: Glance, case: Case) -> Line:
    """Put one clause into its group."""
    group, open_ = _group(glance, case.survey)
    missing = tuple(case.catalogue[name] for name in glance.missing)
    standing = windows.standing(glance.item.window, case.on)
    return Line(glance, group, open_, missing, standing, case)


def _group(glance: Glance, told: Survey) -> tuple[str, Clause | None]:
    if glance.verdict is Verdict.UNMET:
        lacking = _lacking(glance.item, told)
        near = len(lacking) == 1 and _within_reach(glance.item, lacking[0], told)
        return ("near", lacking[0]) if near else ("unmet", None)
    return SETTLED[glance.verdict], None


def _within_reach(item: Item, lacking: Clause, told: Survey) -> bool:
    """Tell whether a clause is nearly met: it measures something, or other conditions of its own are met."""
    if any(measure.left is not None for measure in lacking.measures):
        return True
    return any(
        told.verdict(clause) is Verdict.MET and not clause.children
        for top in item.edition.clauses
        if top.id not in GIVEN
        for clause in top.walk()
    )


def _lacking(item: Item, told: Survey) -> list[Clause]:
    """List the conditions on the shortest way that are not met, two at most; nothing where the way is closed."""
    found: list[Clause] = []
    for clause in item.edition.clauses:
        if clause.id in GIVEN and told.verdict(clause) is Verdict.UNMET:
            return []
        found += _open(clause, told)
    return found


def _open(clause: Clause, told: Survey) -> list[Clause]:
    """List the open conditions of a clause, as far as the second."""
    verdict = told.verdict(clause)
    if verdict is None or verdict >= Verdict.REVIEW:
        return []
    inside = [child for child in clause.children if child.verdict is not None]
    if clause.form not in ("all", "any") or not inside:
        return [clause]
    if clause.form == "any":
        return min((_open(child, told) for child in inside), key=len)
    found: list[Clause] = []
    for child in inside:
        found += _open(child, told)
        if len(found) > 1:
            break
    return found


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
