"""What is due for one enterprise: windows that open and close, policies that end, titles that expire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from jianghai.standards import rules
from jianghai.web.contents.advice import TITLES
from jianghai.web.files import escaped, ics_lines
from jianghai.web.words import told
from rulebook.entitle.moments import WORDS, calendar_of, expiries_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jianghai.web.contents.owed.owing import Case
    from rulebook.entitle.moments import Moment
    from rulebook.policies import Policy

AHEAD = 365  # days
ICONS = {"opens": "calendar-event", "closes": "clock", "ends": "history", "expires": "flag"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One day of the calendar in words, with where to read more."""

    day: date
    days: int
    kind: str
    word: str
    name: str
    policy: str
    link: str

    @property
    def icon(self) -> str:
        """Give the icon of its kind."""
        return ICONS[self.kind]


def entries(one: Case) -> list[Entry]:
    """List what is due in a year to come, of clauses that are not ruled out."""
    last = one.on + timedelta(days=AHEAD)
    wanted = {line.item.key for line in one.lines if line.group != "unmet"}
    policies = {policy.id: policy for policy in one.policies}
    found = [
        moment
        for moment in calendar_of(one.policies, one.on, last)
        if not moment.item or f"{moment.policy}#{moment.item}" in wanted
    ]
    found += expiries_of(one.record, one.on, last)
    return [
        _entry(one, moment, policies) for moment in sorted(found, key=lambda moment: moment.day)
    ]


def _entry(one: Case, moment: Moment, policies: dict[str, Policy]) -> Entry:
    policy = policies.get(moment.policy)
    batch = f"（{told(moment.batch)}）" if moment.batch else ""
    return Entry(
        moment.day,
        (moment.day - one.on).days,
        moment.kind,
        told(WORDS[moment.kind]),
        f"{_name(moment)}{batch}",
        told(policy.short) if policy and moment.item else "",
        _link(one, moment),
    )


def _name(moment: Moment) -> str:
    """Name a moment; a title by its standard where it has one."""
    code = TITLES.get(moment.name.zh)
    if moment.kind != "expires" or code is None:
        return told(moment.name)
    return told(rules.corpus().standard(code).editions[-1].short)


def _link(one: Case, moment: Moment) -> str:
    if moment.item:
        return reverse("firm_clause", args=[one.firm.pk, *moment.policy.split("/"), moment.item])
    if moment.policy:
        return reverse("policy", args=moment.policy.split("/"))
    return reverse("firm_list", args=[one.firm.pk, "certs"])


def months(found: Iterable[Entry]) -> list[tuple[date, list[Entry]]]:
    """Put entries under the first day of their months."""
    return [
        (first, list(group))
        for first, group in groupby(found, key=lambda entry: entry.day.replace(day=1))
    ]


def as_ics(one: Case, found: Iterable[Entry], home: str) -> Iterator[bytes]:
    """Write entries as a calendar file (RFC 5545), all-day, with a reminder a week before."""
    yield from ics_lines(
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Jianghai//ZH",
        f"X-WR-CALNAME:{escaped(_('%(firm)s 政策日历') % {'firm': one.firm.name})}",
    )
    for entry in found:
        name = f"{entry.word}：{entry.name}"
        yield from ics_lines(
            "BEGIN:VEVENT",
            f"UID:{entry.day:%Y%m%d}-{entry.kind}-{entry.link.strip('/').replace('/', '-')}@jianghai",
            f"DTSTAMP:{one.on:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(name)}",
            f"DESCRIPTION:{escaped(entry.policy)}",
            f"URL:{home}{entry.link}",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{escaped(name)}",
            "TRIGGER:-P7D",
            "END:VALARM",
            "END:VEVENT",
        )
    yield from ics_lines("END:VCALENDAR")
