"""The calendar: when windows open and close, when policies end, when titles expire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rulebook.errors import Text
from rulebook.records.dates import read_date

if TYPE_CHECKING:
    from rulebook.policies.policy import Item, Policy, Round, Window
    from rulebook.records import Record

WORDS = {
    "opens": Text("开始申报", "applications open"),
    "closes": Text("申报截止", "applications close"),
    "ends": Text("政策到期", "the policy ends"),
    "expires": Text("资质到期", "a title expires"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """One window as days; `opens` is None where only the end is known."""

    opens: date | None
    closes: date
    batch: Text | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happens on a day; `item` is empty where it concerns a whole policy, both where a title."""

    day: date
    kind: str
    name: Text
    policy: str = ""
    item: str = ""
    batch: Text | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a window stands on a day: open, soon, over, rolling or not stated; the day it turns; days left."""

    state: str
    turns: date | None = None
    left: int | None = None


def spans_of(window: Window | None, first: date, last: date) -> list[Span]:
    """List a window's days that touch a stretch of time, yearly ones for each of its years.

    >>> from rulebook.policies.policy import Round, Window
    >>> twice = Window(yearly=(Round("", "07-20"), Round("", "01-20")))
    >>> [span.closes.isoformat() for span in spans_of(twice, date(2026, 7, 1), date(2027, 6, 30))]
    ['2026-07-20', '2027-01-20']
    """
    if window is None:
        return []
    found = [_span(one, 0) for one in window.rounds]
    found += [
        _span(one, year) for year in range(first.year - 1, last.year + 1) for one in window.yearly
    ]
    touching = (
        span for span in found if first <= span.closes and (span.opens or span.closes) <= last
    )
    return sorted(touching, key=lambda span: span.closes)


def _span(one: Round, year: int) -> Span:
    """Read a round; a yearly one that ends before it begins runs over the turn of the year."""
    if not year:
        return Span(_day(one.opens), date.fromisoformat(one.closes), one.batch)
    over = bool(one.opens) and one.closes < one.opens
    closes = _in_year(year + 1 if over else year, one.closes)
    return Span(_in_year(year, one.opens) if one.opens else None, closes, one.batch)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _in_year(year: int, text: str) -> date:
    month, day = map(int, text.split("-"))
    leap = (month, day) == (2, 29) and (year % 4 or (year % 100 == 0 and year % 400))
    return date(year, month, 28 if leap else day)


def standing(window: Window | None, on: date) -> Standing:
    """Tell how a window stands on a day.

    >>> from rulebook.policies.policy import Round, Window
    >>> standing(Window(yearly=(Round("03-01", "07-20"),)), date(2026, 7, 1))
    Standing(state='open', turns=datetime.date(2026, 7, 20), left=19)
    """
    if window is None:
        return Standing("unknown")
    if window.rolling:
        return Standing("rolling")
    coming = spans_of(window, on, date(on.year + 2, 12, 31))
    if not coming:
        return Standing("over")
    span = coming[0]
    if span.opens is not None and span.opens > on:
        return Standing("soon", span.opens, (span.opens - on).days)
    return Standing("open", span.closes, (span.closes - on).days)


def calendar_of(policies: Iterable[Policy], first: date, last: date) -> tuple[Moment, ...]:
    """List what happens with some policies between two days, the first first."""
    found: list[Moment] = []
    for policy in policies:
        if policy.closes is not None and first <= policy.closes <= last:
            found.append(Moment(policy.closes, "ends", policy.short, policy.id))
        for item in policy.items:
            found.extend(_of_item(item, first, last))
    return tuple(
        sorted(found, key=lambda moment: (moment.day, moment.policy, moment.item, moment.kind))
    )


def _of_item(item: Item, first: date, last: date) -> Iterator[Moment]:
    for span in spans_of(item.window, first, last):
        if span.opens is not None and first <= span.opens <= last:
            yield Moment(span.opens, "opens", item.name, item.policy_id, item.id, span.batch)
        if first <= span.closes <= last:
            yield Moment(span.closes, "closes", item.name, item.policy_id, item.id, span.batch)


def expiries_of(record: Record, first: date, last: date) -> tuple[Moment, ...]:
    """List the titles of a firm that expire between two days."""
    held = record.facts.get("certs", {}).get(None)
    entries = held.value if held is not None and isinstance(held.value, tuple) else ()
    found = []
    for entry in entries:
        span = read_date(str(entry.get("to", "")))
        if span is not None and first <= span.last <= last:
            name = str(entry.get("level") or entry.get("type") or "")
            found.append(Moment(span.last, "expires", Text(name, name)))
    return tuple(sorted(found, key=lambda moment: moment.day))
