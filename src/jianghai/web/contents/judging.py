"""One enterprise judged now, with all reasons: what the pages of a firm show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jianghai.base import clock
from jianghai.enterprises import queries
from jianghai.enterprises.columns import records as known
from jianghai.standards import rules
from jianghai.standards.actions.evaluating import Setting, setting
from jianghai.web import drawing
from jianghai.web.contents import advice
from jianghai.web.words import told
from rulebook.evaluate import evaluate
from rulebook.results import Range
from rulebook.values import Verdict
from rulebook.whatif import WhatIf, whatif

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jianghai.enterprises.models import Enterprise
    from rulebook.errors import Text
    from rulebook.facts import Catalogue
    from rulebook.records import Record
    from rulebook.results import Result
    from rulebook.rules.editions import Edition

POINTS = rules.POINTS
#: The ladders of titles, lowest rung first.
ROUTES: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("梯度培育"), ("tech-sme", "innovative-sme", "srdi", "little-giant")),
    (_("高新技术企业"), ("hnte",)),
    (_("高成长"), ("gazelle", "js-potential-unicorn", "js-unicorn")),
)
TITLES = tuple(code for _name, codes in ROUTES for code in codes)


@dataclass(frozen=True)
class Case:
    """One enterprise in one year, with the rules of the day."""

    firm: Enterprise
    record: Record
    rules: Setting

    @cached_property
    def results(self) -> Mapping[str, Result]:
        """Give the result of every standard by its code."""
        told = evaluate(self.record, self.rules.editions, cohorts=self.rules.cohorts)
        return {result.standard: result for result in told}

    @property
    def catalogue(self) -> Catalogue:
        """Give the facts that rules may name."""
        return rules.corpus().catalogue

    def edition(self, code: str) -> Edition:
        """Find the edition in force of a standard that firms are judged by, or answer 404."""
        for edition in self.rules.editions:
            if edition.standard == code:
                return edition
        raise Http404(code)

    def result(self, code: str, record: Record | None = None) -> Result:
        """Judge by one standard: the record on file, or another that was tried."""
        return evaluate(record or self.record, [self.edition(code)], cohorts=self.rules.cohorts)[0]

    def changes(self, code: str, record: Record | None = None) -> WhatIf:
        """Tell what would bring the firm to a title, and what to ask next."""
        return whatif(record or self.record, self.edition(code), cohorts=self.rules.cohorts)


@dataclass(frozen=True, slots=True)
class Rung:
    """A title on its ladder: the result, and what would bring the firm there."""

    result: Result
    passing: float | None
    changes: WhatIf

    @property
    def past(self) -> list[str]:
        """Name the unmet conditions that rest on a year gone by."""
        return [told(name) for name in advice.blocked(self.result, self.changes)[0]]

    @property
    def blocked(self) -> list[str]:
        """Name the other conditions that no change of a fact can meet."""
        return [told(name) for name in advice.blocked(self.result, self.changes)[1]]

    @property
    def conditions(self) -> Range:
        """Count the conditions that are met, and that may be once data arrive or somebody judges."""
        met = sum(clause.verdict is Verdict.MET for clause in self.result.clauses)
        lost = sum(clause.verdict is Verdict.UNMET for clause in self.result.clauses)
        return Range(met, self.asked - lost)

    @property
    def asked(self) -> int:
        """Count all conditions."""
        return sum(clause.verdict is not None for clause in self.result.clauses)


Ladder = list[tuple[str | Promise, list[Rung]]]


def case(firm: Enterprise, year: str = "") -> Case:
    """Open a firm for a year, its latest if none is named."""
    now = setting(clock.today())
    wanted = int(year) if year.isdigit() and 1990 <= int(year) <= now.on.year else None  # noqa: PLR2004 - first year anybody has
    chosen = wanted or known.latest_years([firm.pk], now.on.year - 1)[firm.pk]
    return Case(firm, known.records({firm.pk: chosen}, now.on)[0], now)


def years(firm: Enterprise) -> list[int]:
    """List the years that a firm may be judged by."""
    return [year for year in queries.years_of(firm) if year < clock.today().year]


def ladder(one: Case) -> Ladder:
    """Give the ladders with the result on every rung that has a rule in force."""
    editions = {edition.standard: edition for edition in one.rules.editions}
    return [
        (
            name,
            [
                Rung(one.results[code], passing(editions[code]), one.changes(code))
                for code in codes
                if code in one.results
            ],
        )
        for name, codes in ROUTES
        if any(code in one.results for code in codes)
    ]


def missing(one: Case, result: Result) -> list[Text]:
    """Name what a result lacks and people can be asked for."""
    facts = [one.catalogue[name] for name in result.missing]
    return [fact.name for fact in facts if fact.asked]


def passing(edition: Edition) -> float | None:
    """Give the points that a title asks for: the pass mark, or the condition put on the score."""
    if edition.pass_mark is not None or edition.score is None:
        return edition.pass_mark
    asked = (
        one for clause in edition.walk() for one in clause.measures if one.left is edition.score
    )
    return next((drawing.threshold(one) for one in asked), None)
