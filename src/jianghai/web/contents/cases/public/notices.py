"""Public notices as everybody reads them: the text, the days it is up, the proof, and what was said against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from jianghai.casework.actions.publicity import OPEN_TO_OBJECTION
from jianghai.casework.models import DecisionKind, PublicityKind
from jianghai.casework.papers import typed_code
from jianghai.casework.queries import papers as queries
from jianghai.web.contents.cases.time import days
from jianghai.web.drawing import percent
from jianghai.web.words import Said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.http import QueryDict

    from jianghai.casework.models import Decision, Publicity
    from jianghai.casework.queries.papers import Verification

PER_PAGE = 20
KINDS: Mapping[str, Said] = {
    PublicityKind.ACCEPTANCE: Said("near", _("受理公示"), "file-import"),
    PublicityKind.PREAPPROVAL: Said("unknown", _("拟批准公示"), "clock"),
    PublicityKind.DECISION: Said("met", _("审批决定公告"), "circle-check"),
    PublicityKind.RESULT: Said("met", _("结果公示"), "list-details"),
}
UP, OVER = "up", "over"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a notice: whether it counts, whether it is past."""

    day: date
    counts: bool
    past: bool
    today: bool


@dataclass(frozen=True, slots=True)
class Period:
    """The days for which a notice is up, drawn one by one where they are few."""

    days: tuple[Day, ...]
    share: float
    left: str
    over: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    notice: Publicity
    kind: Said
    period: Period | None


#: A notice of more days is drawn as a bar.
MOST_DAYS = 31


def listed(query: QueryDict) -> dict[str, Any]:
    """Gather what the list shows: of one kind, up or over, with certain words in the title."""
    kind, state, words = query.get("kind", ""), query.get("state", ""), query.get("q", "").strip()
    found = queries.public_notices()
    if kind in KINDS:
        found = found.filter(kind=kind)
    if state in {UP, OVER}:
        found = found.filter(closed_at__isnull=state == UP)
    for word in words.split()[:6]:
        found = found.filter(title__icontains=word)
    page = Paginator(found, PER_PAGE).get_page(query.get("page"))
    count = days.today()
    return {
        "page": page,
        "rows": [Row(one, KINDS[one.kind], period(one, count)) for one in page],
        "kinds": [(key, said.word) for key, said in KINDS.items()],
        "kind": kind,
        "state": state,
        "words": words,
    }


def told(one: Publicity) -> dict[str, Any]:
    """Gather what the page of one notice shows."""
    seen = one.sightings.order_by("at")
    return {
        "notice": one,
        "kind": KINDS[one.kind],
        "period": period(one, days.today()),
        "papers": one.papers.all(),
        "decision": published(one),
        "open": one.kind in OPEN_TO_OBJECTION and one.closed_at is None,
        "answered": one.objections.exclude(answer="").values(
            "text", "answer", "state", "answered_at"
        ),
        "first_seen": seen.first(),
        "last_seen": seen.last(),
        "seen": seen.count(),
    }


def published(one: Publicity) -> Decision | None:
    """Give the decision that a notice publishes, if it is one of an enterprise; a person's is for that person."""
    if one.kind != PublicityKind.DECISION or one.case.enterprise_id is None:
        return None
    before = one.case.decisions.filter(decided_at__lte=one.posted_at)
    return before.select_related("paper").order_by("-decided_at").first()


def period(one: Publicity, count: days.Days) -> Period | None:
    """Draw the days of a notice; nothing where it has no end."""
    if one.last_day is None:
        return None
    today = days.day_of(count.now)
    drawn = _days(one, one.last_day, count)
    due = count.due(count.end_of(one.last_day))
    over = one.closed_at is not None or today > one.last_day
    counted = [day for day in drawn if day.counts]
    share = percent(sum(day.past for day in counted), len(counted))
    return Period(
        drawn if len(drawn) <= MOST_DAYS else (),
        100.0 if over else share,
        due.left if due else "",
        over,
    )


def _days(one: Publicity, last: date, count: days.Days) -> tuple[Day, ...]:
    """Give the days from posting to the last; only working days of the period count, and maybe not the first."""
    begin, today = days.day_of(one.posted_at), days.day_of(count.now)
    span = range(begin.toordinal(), last.toordinal() + 1)
    shown = [begin.fromordinal(place) for place in span]
    return tuple(
        Day(
            day,
            day >= one.first_day and count.calendar.is_working(day),
            day < today,
            day == today,
        )
        for day in shown
    )


@dataclass(frozen=True, slots=True)
class Verified:
    """What the public learns of a code: the paper, and whether it holds."""

    held: Verification

    @property
    def verdict(self) -> Said:
        """Say in colour, icon and word what to think of the paper."""
        decision = self.held.decision
        if not self.held.holds:
            return Said("unmet", _("与存证不符，请勿采信"), "alert-triangle")
        if decision is not None and decision.revoked_at:
            return Said("unmet", _("已撤回或撤销"), "circle-x")
        return Said("met", _("真实有效"), "circle-check")

    @property
    def granted(self) -> bool:
        """Tell whether a licence was given."""
        decision = self.held.decision
        return decision is not None and decision.kind == DecisionKind.GRANTED


def verified(code: str) -> Verified | None:
    """Hold a code against the journal; nothing where it is not ours."""
    held = queries.verify(typed_code(code))
    return Verified(held) if held is not None else None
