"""What happened to cases, read off the journal for process mining: codes and pseudonyms, never names or free text.

What leaves is chosen, not what stays: a value goes out only under a known key and in the form of a code.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from jianghai.base.journal import PERSONAL_READ
from jianghai.base.models import JournalLine
from jianghai.people.models import Person, Post
from worktime.clocks.reasons import REASONS

CHUNK = 5_000
CASE = "casework.case:"
#: Keys of a line that may leave, where their value is a code or a number.
CODES = (
    "clock", "document", "element", "hearing", "kind", "lane", "light", "mark", "material", "outcome",
    "paper", "part", "remark", "rung", "silent", "state", "status", "task", "version", "way",
)  # fmt: skip
CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.:%+-]{0,59}|[-+]?\d{1,6}[%A-Z]{0,4}")
LONG_NUMBER = re.compile(r"\d{7,}")
#: Verbs by the step of an activity's life that they are, in the words of the XES lifecycle extension.
LIFECYCLE = {
    "task claimed": "assign",
    "task transfer": "reassign",
    "task delegate": "reassign",
    "delegation ended": "reassign",
    "task released": "withdraw",
    "special begun": "suspend",
    "special ended": "resume",
    "case taken back": "pi_abort",
    "case lapsed": "pi_abort",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened in one case."""

    case: int
    number: int
    at: datetime
    verb: str
    resource: str
    role: str
    group: str
    what: dict[str, bool | int | str] = field(default_factory=dict)

    @property
    def activity(self) -> str:
        """Name what was done, with the step of the process where there is one."""
        element = self.what.get("element")
        return f"{self.verb}: {element}" if element else self.verb

    @property
    def transition(self) -> str:
        """Give the step of the activity's life."""
        return LIFECYCLE.get(self.verb, "complete")


class Actors:
    """Who acted, as a pseudonym with a role and, on that day, a department; read once for a whole log."""

    def __init__(self) -> None:
        """Read roles and posts."""
        self.roles = dict(Person.objects.values_list("pk", "role"))
        self.posts: dict[int, list[tuple[date, date | None, str]]] = {}
        rows = Post.objects.order_by("since", "pk").values_list(
            "person", "since", "until", "department__code"
        )
        for person, since, until, code in rows:
            self.posts.setdefault(person, []).append((since, until, code))

    def told(self, actor: str, at: datetime) -> tuple[str, str, str]:
        """Give pseudonym, role and department of the actor of a line."""
        kind, _, pk = actor.partition(":")
        if kind != "people.person" or not pk.isdigit():
            return ("system" if actor == "system" else pseudonym(actor)), "system", ""
        day = timezone.localtime(at).date()
        held = [
            code
            for since, until, code in self.posts.get(int(pk), ())
            if since <= day and (until is None or until >= day)
        ]
        return pseudonym(actor), str(self.roles.get(int(pk), "")), held[-1] if held else ""


def pseudonym(actor: str) -> str:
    """Give the same word for the same actor, which nobody without `SECRET_KEY` can turn back.

    >>> len(pseudonym("people.person:7"))
    14
    """
    key = f"event log {settings.SECRET_KEY}".encode()
    return "p-" + hmac.new(key, actor.encode(), hashlib.sha256).hexdigest()[:12]


def events(since: date | None = None) -> Iterator[Event]:
    """Read every event of a case off the journal, oldest first."""
    lines = JournalLine.objects.exclude(verb=PERSONAL_READ).order_by("number")
    if since:
        start = datetime(since.year, since.month, since.day, tzinfo=timezone.get_default_timezone())
        lines = lines.filter(at__gte=start)
    actors = Actors()
    told = lines.values_list("number", "at", "actor", "verb", "subject", "what")
    for number, at, actor, verb, subject, what in told.iterator(chunk_size=CHUNK):
        case = _case(subject, what)
        if case is not None:
            yield Event(case, number, at, verb, *actors.told(actor, at), codes(what))


def _case(subject: str, what: dict[str, Any]) -> int | None:
    """Give the key of the case that a line is about."""
    told = what.get("case") or (subject.startswith(CASE) and subject.removeprefix(CASE))
    return int(told) if told and str(told).isascii() and str(told).isdigit() else None


def codes(what: dict[str, Any]) -> dict[str, bool | int | str]:
    """Keep what may leave.

    >>> codes({"element": "check", "outcome": "complete", "reason": "王先生电话 13812345678", "task": 7})
    {'element': 'check', 'outcome': 'complete', 'task': 7}
    >>> codes({"reason": "testing", "kind": "32068319900307401X"})
    {'reason': 'testing'}
    """
    kept = {key: what[key] for key in CODES if key in what and _is_code(what[key])}
    if what.get("reason") in REASONS:
        kept["reason"] = what["reason"]
    return kept


def _is_code(value: object) -> bool:
    if isinstance(value, str):
        return bool(CODE.fullmatch(value)) and not LONG_NUMBER.search(value)
    return isinstance(value, int)
