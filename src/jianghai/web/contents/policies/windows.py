"""When one can apply: the window that counts on a day, what it is called, and how long it is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jianghai.web.words import told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.utils.functional import Promise

    from rulebook.policies.policy import Round, Window

SOON = 60  # days
STATES: Mapping[str, str | Promise] = {
    "open": gettext_lazy("申报中"),
    "soon": gettext_lazy("即将开放"),
    "rolling": gettext_lazy("常年受理"),
    "later": gettext_lazy("未到或已过申报期"),
    "unknown": gettext_lazy("申报时间未查到"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """One window in days; an end that is not known is None."""

    opens: date | None
    closes: date | None
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a window stands on a day: its state, the span that counts, and the days until it closes or opens."""

    state: str
    span: Span | None = None
    days: int | None = None

    @property
    def word(self) -> str:
        """Name the state."""
        return str(STATES[self.state])

    @property
    def urgent(self) -> bool:
        """Tell whether it closes within a month."""
        return self.state == "open" and self.days is not None and self.days <= 30  # noqa: PLR2004 - a month

    @property
    def left(self) -> str:
        """Say how long it is open, or until it opens."""
        if self.days is None or self.state not in ("open", "soon"):
            return ""
        if self.state == "soon":
            return ngettext("%(n)d 天后开始", "%(n)d 天后开始", self.days) % {"n": self.days}
        if self.days == 0:
            return _("今天截止")
        return ngettext("还剩 %(n)d 天", "还剩 %(n)d 天", self.days) % {"n": self.days}

    @property
    def dates(self) -> str:
        """Write the days of the window."""
        if self.span is None:
            return ""
        opens = self.span.opens.isoformat() if self.span.opens else ""
        closes = self.span.closes.isoformat() if self.span.closes else ""
        if opens and closes:
            return f"{opens} – {closes}"
        return _("%(day)s 截止") % {"day": closes} if closes else _("%(day)s 起") % {"day": opens}

    @property
    def rank(self) -> tuple[int, int]:
        """Sort by what is due first; what is always open and what is not known come last."""
        order = ("open", "soon", "later", "rolling", "unknown").index(self.state)
        return order, self.days if self.days is not None else 9999


def standing(window: Window | None, on: date) -> Standing:
    """Tell how a window stands on a day.

    >>> from rulebook.policies.policy import Round, Window
    >>> yearly = Window(yearly=(Round("03-01", "07-20"),))
    >>> standing(yearly, date(2026, 7, 10)).days, standing(yearly, date(2026, 8, 1)).state
    (10, 'later')
    """
    if window is None:
        return Standing("unknown")
    if window.rolling:
        return Standing("rolling")
    coming = sorted(spans(window, on), key=lambda span: span.closes or date.max)
    if not coming:
        return Standing("later")
    first = coming[0]
    if first.opens is None or first.opens <= on:
        return Standing("open", first, (first.closes - on).days if first.closes else None)
    away = (first.opens - on).days
    return Standing("soon" if away <= SOON else "later", first, away)


def spans(window: Window, on: date, years: int = 2) -> Iterator[Span]:
    """Give the windows that are not over on a day, yearly ones for some years."""
    for one in window.rounds:
        span = Span(_day(one.opens), _day(one.closes), _batch(one))
        if span.closes is None or span.closes >= on:
            yield span
    for one in window.yearly:
        found = (_of_year(one, year) for year in range(on.year - 1, on.year + years))
        yield from [span for span in found if span.closes is None or span.closes >= on][:years]


def _of_year(one: Round, year: int) -> Span:
    """Place a yearly window by the year it ends in; one that would end before it begins began the year before."""
    opens, closes = _day(one.opens, year), _day(one.closes, year)
    if opens and closes and opens > closes:
        opens = _day(one.opens, year - 1)
    return Span(opens, closes, _batch(one))


def _day(text: str, year: int | None = None) -> date | None:
    if not text:
        return None
    if year is None:
        return date.fromisoformat(text)
    month, day = (int(part) for part in text.split("-"))
    if (month, day) == (2, 29):
        return date(year, 3, 1) - timedelta(days=1)
    return date(year, month, day)


def _batch(one: Round) -> str:
    return told(one.batch) if one.batch else ""
