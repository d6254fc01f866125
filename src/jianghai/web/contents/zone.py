"""The list of the zone's firms from their stored evaluations; no firm is evaluated here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, FilteredRelation, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from jianghai.enterprises import queries
from jianghai.enterprises.models import Enterprise
from jianghai.standards import rules
from jianghai.standards.models import Evaluation, Near
from jianghai.standards.queries import zone
from jianghai.web.contents.judging import POINTS, TITLES
from rulebook.results import Range, Shown
from rulebook.units import RATIO
from rulebook.values import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from django.http import QueryDict
    from django.utils.functional import Promise

    from jianghai.people.models import Person

SIZE = "size-class"
SIZES = ("大型", "中型", "小型", "微型")
STAGES = ("初创期", "成长期", "稳定期")
SHOWN = ("name", "uscc", "industry_code", "pinyin")
STATES: Mapping[str, tuple[str | Promise, Q]] = {
    "met": (_("已符合"), Q(verdict=Verdict.MET)),
    "near": (_("只差一步"), Q(near=Near.STEP)),
    "datum": (_("只缺一项数据"), Q(near=Near.DATUM)),
    "unknown": (_("待补数据"), Q(verdict=Verdict.UNKNOWN)),
    "review": (_("需人工认定"), Q(verdict=Verdict.REVIEW)),
    "unmet": (_("不符合"), Q(verdict=Verdict.UNMET)),
}
SORTS: Mapping[str, tuple[str, ...]] = {
    "name": ("pinyin", "id"),
    "points": ("-ranked__low", "pinyin", "id"),
    "-points": ("ranked__low", "pinyin", "id"),
    "founded": ("reg_from", "pinyin", "id"),
    "-founded": ("-reg_from", "pinyin", "id"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to see of the list; words that are not known are dropped."""

    q: str = ""
    industry: str = ""
    size: str = ""
    stage: str = ""
    title: str = ""
    state: str = ""
    sort: str = "name"

    @classmethod
    def of(cls, query: QueryDict) -> Wish:
        """Read a query."""
        return cls(
            query.get("q", "").strip()[:100],
            query.get("industry", "") if query.get("industry", "").isalpha() else "",
            query.get("size", "") if query.get("size") in SIZES else "",
            query.get("stage", "") if query.get("stage") in STAGES else "",
            query.get("title", "") if query.get("title") in TITLES else "",
            query.get("state", "") if query.get("state") in STATES else "",
            query.get("sort", "") if query.get("sort") in SORTS else "name",
        )


class Answer(NamedTuple):
    """What the list shows of a stored evaluation."""

    enterprise: int
    standard: str
    verdict: int
    near: int
    low: float | None
    high: float | None
    value: str
    open: int


@dataclass(slots=True)
class Row:
    """One firm of the list with what is stored of it."""

    firm: Enterprise
    answers: dict[str, Answer] = field(default_factory=dict)

    @property
    def size(self) -> str:
        """Give the size class, if it is settled."""
        return self.answers[SIZE].value if SIZE in self.answers else ""

    @property
    def points(self) -> Answer | None:
        """Give the points."""
        return self.answers.get(POINTS)

    @property
    def met(self) -> list[str]:
        """Name the titles whose conditions are met."""
        return self._of(lambda answer: answer.verdict == Verdict.MET)

    @property
    def near(self) -> list[str]:
        """Name the titles that are one step away."""
        return self._of(lambda answer: answer.near == Near.STEP)

    def _of(self, fits: Callable[[Answer], bool]) -> list[str]:
        return [code for code in TITLES if code in self.answers and fits(self.answers[code])]


def firms(person: Person, wish: Wish) -> QuerySet[Enterprise]:
    """List the firms that somebody may see and asked for."""
    found = queries.found(queries.of(person), wish.q)
    if wish.industry:
        found = found.filter(industry_code__startswith=wish.industry.upper())
    if wish.size:
        found = found.filter(_has(Q(standard=SIZE, value=wish.size)))
    if wish.stage:
        found = found.filter(_has(Q(standard=POINTS, value=wish.stage)))
    if wish.state:
        of_title = Q(standard=wish.title) if wish.title else Q(standard__in=TITLES)
        found = found.filter(_has(of_title & STATES[wish.state][1]))
    if wish.sort.endswith("points"):
        now = Q(evaluations__standard=POINTS, evaluations__latest=True)
        found = found.annotate(ranked=FilteredRelation("evaluations", condition=now))
    return found.order_by(*SORTS[wish.sort])


class Pages(Paginator[Enterprise]):
    """Pages of a search: the firms of the first page are read at once, and only those behind it counted."""

    @cached_property
    def first(self) -> list[Enterprise]:
        """Read the first page and one firm more, if there is one."""
        return list(self.object_list[: self.per_page + 1])

    @cached_property
    def count(self) -> int:
        """Count the firms; by name no firm is compared twice."""
        if len(self.first) <= self.per_page:
            return len(self.first)
        found, last = self.object_list, self.first[-1]
        if not isinstance(found, QuerySet) or found.query.order_by != SORTS["name"]:
            return super().count
        before = sum(firm.pinyin != last.pinyin for firm in self.first)
        return before + found.filter(pinyin__gte=last.pinyin).count()

    def page(self, number: int | str) -> Page[Enterprise]:
        """Give a page; the first is already read."""
        if self.validate_number(number) == 1:
            return Page(self.first[: self.per_page], 1, self)
        return super().page(number)


def _has(condition: Q) -> Q:
    return Q(pk__in=Evaluation.objects.filter(condition, latest=True).values("enterprise"))


def rows(found: Iterable[Enterprise], only: Q | None = None) -> list[Row]:
    """Put the stored answers, or only some of them, beside some firms; one query."""
    made = {firm.pk: Row(firm) for firm in found}
    stored = Evaluation.objects.filter(only or Q(), enterprise__in=made, latest=True)
    for answer in map(Answer._make, stored.values_list(*Answer._fields)):
        made[answer.enterprise].answers[answer.standard] = answer
    return list(made.values())


def listed(title: str) -> Q:
    """Tell which answers the list shows: size, points, one title's, and what is met or near."""
    always = Q(standard__in=[SIZE, POINTS, title])
    return always | Q(verdict=Verdict.MET) | Q(near=Near.STEP)


def table(found: QuerySet[Enterprise], head: Sequence[str]) -> Iterator[list[str]]:
    """Give every firm of a list as a line of cells, a thousand firms at a time; `head` are the titles' codes."""
    pks = list(found.values_list("pk", flat=True))
    for start in range(0, len(pks), 1000):
        part = Enterprise.objects.in_bulk(pks[start : start + 1000])
        for row in rows(part[pk] for pk in pks[start : start + 1000]):
            yield [*_about(row), *(_word(row.answers.get(code)) for code in head)]


def _about(row: Row) -> list[str]:
    points = row.points
    ends = (
        ["", ""]
        if points is None or points.low is None
        else [f"{points.low:.2f}", f"{points.high or 0:.2f}"]
    )
    stage = points.value if points else ""
    return [
        row.firm.name,
        row.firm.uscc or "",
        row.firm.industry_code,
        row.firm.reg_date,
        row.size,
        stage,
        *ends,
    ]


def _word(answer: Answer | None) -> str:
    return str(Evaluation.Answer(answer.verdict).label) if answer else ""


def industries(person: Person) -> list[str]:
    """List the sections of industry that the firms belong to."""
    codes = queries.of(person).order_by().values_list("industry_code", flat=True).distinct()
    return sorted({code[0] for code in codes if code})


def by_step(found: QuerySet[Evaluation]) -> list[tuple[str, int]]:
    """Count firms one condition away by that condition, the most frequent first."""
    lines = found.order_by().values_list("step").annotate(n=Count("pk")).order_by("-n", "step")
    return [(step, n) for step, n in lines]


@dataclass(frozen=True, slots=True)
class Share:
    """A share of the zone as its page prints it."""

    rule: zone.Share
    shown: Shown | None

    @classmethod
    def of(cls, one: zone.Share, on: date) -> Share:
        """Put the unit of its rule on a share that was kept."""
        rule = next(
            rule for rule in zone.edition_of(one.kept.standard, on).shares if rule.id == one.id
        )
        if one.kept.low is None or one.kept.high is None:
            return cls(one, None)
        return cls(one, Shown(Range(one.kept.low, one.kept.high), rule.unit))

    @property
    def part(self) -> bool:
        """Tell whether it is a part of a whole, which a bar can show."""
        return (
            self.shown is not None
            and self.shown.unit == RATIO
            and 0 <= self.shown.range.low <= self.shown.range.high <= 1
        )


def shorts() -> dict[str, object]:
    """Name every standard in short."""
    return {
        code: standard.editions[-1].short for code, standard in rules.corpus().standards.items()
    }
