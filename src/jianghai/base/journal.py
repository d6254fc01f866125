"""The journal: append-only lines, each holding the hash of the one before it.

Changing, removing or inserting a line breaks every later hash; cutting lines off the end disagrees with the head.
Writers wait for each other at the head until they commit: lock what you change first, and record last.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, models, transaction

from jianghai.base import clock
from jianghai.base.models import JournalHead, JournalLine

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

#: Verb of a line that says who read which personal identifiers of what.
PERSONAL_READ = "personal read"
CHUNK = 5_000
#: Lines after which a walk says how far it is.
TOLD = 100_000
#: From here on Python writes whole floats with an exponent, which PostgreSQL gives back as whole numbers.
EXACT = 1e16
COLUMNS = ("number", "at", "actor", "actor_name", "verb", "subject", "what", "previous", "digest")
# Every action waits here for the others: plain statements take a tenth of the time that models take on SQLite.
HEAD = "SELECT number, digest FROM base_journalhead WHERE id = 1"
MOVE = "UPDATE base_journalhead SET number = %s, digest = %s WHERE id = 1"
INSERT = """
    INSERT INTO base_journalline (number, at, actor, actor_name, verb, subject, what, previous, digest)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a check of the whole chain found; `broken_at` is the first line that does not fit, or None."""

    lines: int
    broken_at: int | None = None

    @property
    def holds(self) -> bool:
        """Tell whether nothing was touched."""
        return self.broken_at is None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line to be written; values in `what` must be plain JSON."""

    actor: models.Model | None
    verb: str
    subject: models.Model | str
    what: dict[str, Any] = field(default_factory=dict)


def name_of(thing: models.Model | None) -> str:
    """Name a row so that it can be found again, such as `enterprises.enterprise:7`; the system itself is `system`."""
    return "system" if thing is None else f"{thing._meta.label_lower}:{thing.pk}"


def record(
    actor: models.Model | None,
    verb: str,
    subject: models.Model | str,
    at: datetime | None = None,
    **what: Any,
) -> JournalLine:
    """Add one line in the caller's transaction; values in `what` must be plain JSON."""
    return record_all([Entry(actor, verb, subject, what)], at)[0]


def record_all(entries: Sequence[Entry], at: datetime | None = None) -> list[JournalLine]:
    """Add any number of lines in the caller's transaction: the head is read, the lines put, the head moved."""
    if not entries:
        return []
    moment = (at or clock.now()).astimezone(UTC)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        length, previous = _head(cursor)
        lines = []
        for number, entry in enumerate(entries, length + 1):
            line = _line(entry, number, moment, previous)
            previous = line.digest
            lines.append(line)
        cursor.executemany(INSERT, [_row(line) for line in lines])
        cursor.execute(MOVE, [lines[-1].number, previous])
    return lines


def _head(cursor: CursorWrapper) -> tuple[int, str]:
    """Lock the last line's number and hash; a migration made the row, and a flushed database gets it again."""
    locking = " FOR UPDATE" if connection.features.has_select_for_update else ""
    cursor.execute(HEAD + locking)
    if (found := cursor.fetchone()) is None:
        JournalHead.objects.get_or_create(pk=1)
        cursor.execute(HEAD + locking)
        found = cursor.fetchone()
    return int(found[0]), str(found[1])


def _row(line: JournalLine) -> list[Any]:
    told = [getattr(line, name) for name in COLUMNS]
    told[1] = connection.ops.adapt_datetimefield_value(line.at)
    told[6] = json.dumps(line.what, ensure_ascii=False)
    return told


def _line(entry: Entry, number: int, at: datetime, previous: str) -> JournalLine:
    subject = entry.subject
    line = JournalLine(
        number=number,
        at=at,
        actor=name_of(entry.actor),
        actor_name=str(entry.actor or ""),
        verb=entry.verb,
        subject=subject if isinstance(subject, str) else name_of(subject),
        what=json.loads(json.dumps(entry.what, allow_nan=False), parse_float=_number),
        previous=previous,
    )
    line.digest = digest(line)
    line._state.adding = False
    return line


def _number(written: str) -> float:
    """Read a number as both databases give it back: no negative zero, no whole float with an exponent."""
    value = float(written) + 0.0
    return int(value) if value.is_integer() and abs(value) >= EXACT else value


def digest(line: JournalLine) -> str:
    """Compute what a line's hash must be."""
    return _digest(tuple(getattr(line, name) for name in COLUMNS[:-1]))


def _digest(told: tuple[Any, ...]) -> str:
    number, at, *rest = told
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(
        [number, moment, *rest], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Seen:
    """Stands for a reading that has its line: it waits for the commit, and goes with the line if that is undone."""

    reading: tuple[str, ...]

    def __call__(self) -> None:
        """Do nothing when the line is kept."""


def read(
    by: models.Model | None, subject: models.Model, fields: Iterable[str], why: str = ""
) -> None:
    """Note that somebody reads personal identifiers of something; the same reading once in a transaction."""
    named = sorted(fields)
    mark = Seen((name_of(by), name_of(subject), why, *named))
    if connection.in_atomic_block and any(mark == done[1] for done in connection.run_on_commit):
        return
    with transaction.atomic(savepoint=False):
        record(by, PERSONAL_READ, subject, fields=named, why=why)
        transaction.on_commit(mark)


def of(subject: models.Model) -> models.QuerySet[JournalLine]:
    """List what happened to one thing, oldest first."""
    return JournalLine.objects.filter(subject=name_of(subject))


def _lines(length: int) -> Iterator[tuple[Any, ...]]:
    """Read lines a chunk at a time, so that a long walk keeps nobody from writing."""
    lines = JournalLine.objects.order_by("number").values_list(*COLUMNS)
    after = -1
    while chunk := list(lines.filter(number__gt=after, number__lte=length)[:CHUNK]):
        yield from chunk
        after = chunk[-1][0]


def verify(told: Callable[[int, int], None] | None = None) -> Proof:
    """Walk the chain from the first line to the head; `told` hears now and then how far of how many it is.

    Lines that others write meanwhile belong to the next walk.
    """
    newest = JournalLine.objects.order_by("-number").values("number")[:1]
    heads = JournalHead.objects.filter(pk=1).annotate(last=models.Subquery(newest))
    # Asked together, so that no line comes between; without a head nothing should have been written.
    found = heads.values_list("number", "digest", "last").first()
    length, end, last = found or (0, "", JournalLine.objects.count())
    previous, count = "", 0
    for line in _lines(length):
        count += 1
        if line[0] != count or line[-2] != previous or line[-1] != _digest(line[:-1]):
            return Proof(count, broken_at=count)
        previous = line[-1]
        if told and count % TOLD == 0:
            told(count, length)
    if (length, end) != (count, previous) or (last or 0) != length:
        return Proof(count, broken_at=count + 1)
    return Proof(count)
