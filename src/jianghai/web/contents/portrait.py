"""Who a firm is, how much is known of it, and what to fill in next."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jianghai.standards.queries.points import Standing, standing
from jianghai.web import charts
from jianghai.web.contents.judging import POINTS, Case, Ladder
from jianghai.web.words import told

if TYPE_CHECKING:
    from rulebook.results import Amount, Result
    from rulebook.rules.editions import Edition
    from rulebook.whatif import Ask

#: As much as deciding one condition counts narrowing the score by so many points.
POINTS_A_CONDITION = 10
Key = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of facts: how many of those that rules look at are known."""

    name: str
    known: int
    asked: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact worth filling in: which titles wait for it."""

    ask: Ask
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Portrait:
    """What the head and the side of a firm's page show."""

    size: Result | None
    tax: Result | None
    points: Result | None
    points_edition: Edition | None
    standing: Standing | None
    groups: tuple[Group, ...]
    gaps: tuple[Gap, ...]

    @property
    def known(self) -> int:
        """Count the facts that rules look at and that are known."""
        return sum(group.known for group in self.groups)

    @property
    def radar(self) -> dict[str, Any] | None:
        """Give the chart of the groups of points, if the weights are known."""
        told_of = [group for group in self.standing.groups if group.share] if self.standing else []
        return charts.radar(told_of) if told_of else None

    @property
    def amounts(self) -> list[Amount]:
        """Give the amounts of tax that are settled."""
        return (
            [amount for amount in self.tax.amounts if amount.value.range.closed] if self.tax else []
        )

    @property
    def asked(self) -> int:
        """Count the facts that rules look at."""
        return sum(group.asked for group in self.groups)


def of(one: Case, ladder: Ladder) -> Portrait:
    """Draw a firm."""
    results = one.results
    return Portrait(
        size=results.get("size-class"),
        tax=results.get("tax"),
        points=results.get(POINTS),
        points_edition=one.edition(POINTS) if POINTS in results else None,
        standing=_standing(one),
        groups=groups(one),
        gaps=gaps(ladder),
    )


def _standing(one: Case) -> Standing | None:
    if POINTS not in one.results:
        return None
    return standing(one.record, one.results[POINTS], one.edition(POINTS), one.rules.cohorts)


def groups(one: Case) -> tuple[Group, ...]:
    """Count, by group, which of the facts that the standards look at are known."""
    used = {
        (fact.fact, fact.year): fact.known
        for result in one.results.values()
        for clause in result.walk()
        for fact in clause.facts
    }
    asked, known = Counter[str](), Counter[str]()
    for (fact_id, _year), is_known in used.items():
        name = one.catalogue[fact_id].group if fact_id in one.catalogue else ""
        asked[name] += 1
        known[name] += is_known
    return tuple(Group(name, known[name], asked[name]) for name in asked)


def gaps(ladder: Ladder, most: int = 6) -> tuple[Gap, ...]:
    """List the facts to fill in next, those first that decide the most conditions and narrow the most points."""
    weight: dict[Key, float] = defaultdict(float)
    titles: dict[Key, dict[str, None]] = defaultdict(dict)
    asks: dict[Key, Ask] = {}
    for rung in (rung for _name, rungs in ladder for rung in rungs):
        for ask in rung.changes.ask_next:
            key = (ask.fact, ask.year)
            asks[key] = ask
            weight[key] += len(ask.decides) + ask.narrows / POINTS_A_CONDITION
            titles[key][told(rung.result.short)] = None
    first = sorted(asks, key=lambda key: -weight[key])[:most]
    return tuple(Gap(asks[key], tuple(titles[key])) for key in first)
