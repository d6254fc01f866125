"""The whole zone at a glance: who holds what, who is close, points by stage and industry, shares."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Avg, Count, F, Q, QuerySet
from django.db.models.functions import Substr

from jianghai.enterprises.columns import records as known
from jianghai.enterprises.models import Enterprise, Entry
from jianghai.standards import rules
from jianghai.standards.errors import UnknownStandardError
from jianghai.standards.lacks import Lack, lack
from jianghai.standards.models import Answer, Evaluation, Near, ZoneShare
from rulebook.records.dates import read_date
from rulebook.whatif import WhatIf, whatif

if TYPE_CHECKING:
    from rulebook.results import Mark
    from rulebook.rules.editions import Edition

#: Titles as the list of certificates names them.
CERTIFICATES = {
    "TechSME": "tech-sme",
    "InnoSME": "innovative-sme",
    "SRDI": "srdi",
    "LittleGiant": "little-giant",
    "HNTE": "hnte",
}
DIVISION = 3  # a letter and two digits of GB/T 4754


@dataclass(frozen=True, slots=True)
class Title:
    """One title: who holds it, who meets its rule, who is how far from it."""

    edition: Edition
    held: int
    met: int
    review: int
    near: int
    unknown: int
    unmet: int
    datum: int = 0  # among the unknown, those whose data of one condition are all that lacks

    @property
    def firms(self) -> int:
        """Count everybody who was judged."""
        return self.met + self.review + self.unknown + self.unmet


@dataclass(frozen=True, slots=True)
class Points:
    """The points of a group of enterprises: how many, and the mean of both ends of their ranges."""

    key: str
    firms: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """A share of the zone with what its rule says and over how many enterprises it counts."""

    id: str
    name: object
    cite: str
    mark: Mark
    kept: ZoneShare


@dataclass(frozen=True, slots=True)
class Overview:
    """What the zone's front page shows."""

    firms: int
    titles: tuple[Title, ...]
    sizes: tuple[tuple[str, int], ...]
    by_stage: tuple[Points, ...]
    by_industry: tuple[Points, ...]
    shares: tuple[Share, ...]


def overview(on: date) -> Overview:
    """Look at the zone; the same few queries whatever its size."""
    library = rules.library(on)
    editions = library.editions(on)
    counts = _counts()
    held = _held(on)
    points = Evaluation.objects.filter(standard=rules.POINTS, latest=True, low__isnull=False)
    division = Substr("enterprise__industry_code", 1, DIVISION)
    return Overview(
        firms=Enterprise.objects.count(),
        titles=tuple(
            _title(edition, held, counts[edition.standard])
            for edition in editions
            if edition.kind == "title"
        ),
        sizes=_sizes(),
        by_stage=_points(points, F("value")),
        by_industry=_points(points, division),
        shares=_shares([one for one in editions if one.kind == "share"], on),
    )


def _counts() -> dict[str, Counter[str]]:
    """Count verdicts by standard, and who is one step or one datum away."""
    rows = (
        Evaluation.objects.filter(latest=True)
        .order_by()
        .values_list("standard", "verdict")
        .annotate(
            firms=Count("pk"),
            close=Count("pk", filter=Q(near=Near.STEP)),
            lacking=Count("pk", filter=Q(near=Near.DATUM)),
        )
    )
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for standard, verdict, firms, close, lacking in rows:
        counts[standard][Answer(verdict).word] += firms
        counts[standard].update(near=close, datum=lacking)
    return counts


def _title(edition: Edition, held: Counter[str], counts: Counter[str]) -> Title:
    verdicts = (
        counts[word] for word in ("met", "manual_review", "near", "unknown", "unmet", "datum")
    )
    return Title(edition, held[edition.standard], *verdicts)


def _held(on: date) -> Counter[str]:
    """Count enterprises whose certificate is valid on a day, by the standard that it is of."""
    holders: dict[str, set[int]] = defaultdict(set)
    rows = Entry.objects.filter(list="certs", current=True).order_by()
    for firm, data in rows.values_list("enterprise", "data").iterator(chunk_size=5000):
        standard = CERTIFICATES.get(str(data.get("type")))
        if standard and _valid(data, on):
            holders[standard].add(firm)
    return Counter({standard: len(firms) for standard, firms in holders.items()})


def _valid(data: dict[str, object], on: date) -> bool:
    begins, ends = (read_date(str(data.get(key) or "")) for key in ("from", "to"))
    return begins is not None and ends is not None and begins.first <= on <= ends.last


def _sizes() -> tuple[tuple[str, int], ...]:
    rows = Evaluation.objects.filter(standard="size-class", latest=True).order_by()
    return tuple(rows.values_list("value").annotate(firms=Count("pk")).order_by("-firms"))


def _points(rows: QuerySet[Evaluation], key: F | Substr) -> tuple[Points, ...]:
    found = (
        rows.order_by()
        .values_list(key)
        .annotate(firms=Count("pk"), mean_low=Avg("low"), mean_high=Avg("high"))
    )
    return tuple(
        sorted((Points(name or "", *rest) for name, *rest in found), key=lambda one: -one.firms)
    )


def _shares(editions: Iterable[Edition], on: date) -> tuple[Share, ...]:
    """Give each share as last computed by a day."""
    kept: dict[str, ZoneShare] = {}
    for one in ZoneShare.objects.filter(on__lte=on)[:100]:
        kept.setdefault(one.share, one)
    return tuple(
        Share(rule.id, rule.name, rule.cite, rule.mark, kept[rule.id])
        for edition in editions
        for rule in edition.shares
        if rule.id in kept
    )


@dataclass(frozen=True, slots=True)
class Step:
    """An enterprise one step away from a title: the condition that fails, by how much, and what would close it."""

    evaluation: Evaluation
    condition: str
    changes: WhatIf
    lack: Lack | None = None


def near(standard: str, firms: QuerySet[Enterprise] | None = None) -> QuerySet[Evaluation]:
    """List the evaluations one step away, the nearest first; among some enterprises if given."""
    rows = Evaluation.objects.filter(standard=standard, latest=True, near=Near.STEP)
    if firms is not None:
        rows = rows.filter(enterprise__in=firms)
    return rows.select_related("enterprise").order_by("gap", "enterprise__pinyin", "enterprise_id")


def steps(page: Iterable[Evaluation], on: date) -> list[Step]:
    """Tell for one page of near enterprises which condition is open and what would close it."""
    rows = list(page)
    if not rows:
        return []
    library = rules.library(on)
    edition = library.edition(rows[0].standard, on)
    cohorts = rules.cohorts(on) if edition.kind == "points" else None
    names = {clause.id: clause.name.zh for clause in edition.walk()}
    told = known.records({row.enterprise_id: row.year for row in rows}, on)
    return [
        Step(
            row,
            names.get(row.step, row.step),
            whatif(record, edition, cohorts=cohorts),
            lack(record, edition, row.step) if row.step in names else None,
        )
        for row, record in zip(rows, told, strict=True)
    ]


def edition_of(standard: str, on: date) -> Edition:
    """Find the edition in force; UnknownStandardError where there is no such standard."""
    for edition in rules.library(on).editions(on):
        if edition.standard == standard:
            return edition
    raise UnknownStandardError(where=standard)
