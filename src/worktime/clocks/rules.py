"""Terms and their ledgers: what a term is, and what happened to one that runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from worktime.clocks.ladders import LADDERS, Rung
from worktime.clocks.reasons import REASONS
from worktime.deadlines import PLAIN, Counting
from worktime.errors import ClockError

if TYPE_CHECKING:
    from worktime.spans import Span


class Kind(StrEnum):
    """What a term is: set by law, promised, of one step, of a notice, or of another party.

    >>> Kind("statutory").value
    'statutory'
    """

    STATUTORY = "statutory"
    PROMISED = "promised"
    STEP = "step"
    NOTICE = "notice"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Law:
    """Where a term stands: document, article, since and until when; ``mark`` is ``found``, ``recalled`` or ``design``.

    >>> Law("行政许可法", "42", "found").article
    '42'
    """

    document: str
    article: str = ""
    mark: str = "found"
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """By how much a term may be extended at a time, how often, and by whom.

    >>> from worktime.spans import Span
    >>> Extension(Span.parse("10WD"), 1, "agency_head").max_times
    1
    """

    span: Span
    max_times: int
    approver: str


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One term of a service: its amount, what starts and stops it, what it stands still for, whom it warns.

    >>> from worktime.spans import Span
    >>> term, hearing = Span.parse("20WD"), frozenset({"hearing"})
    >>> rule = ClockRule("lic.decide", "许可决定", "licence decision", term, excludes=hearing)
    >>> rule.stops_for("hearing"), rule.stops_for("public_notice"), [rung.key for rung in rule.ladder][-1]
    (True, False, '+3WD')
    """

    key: str
    zh: str
    en: str
    span: Span
    kind: Kind = Kind.STATUTORY
    starts_on: frozenset[str] = frozenset({"accepted"})
    stops_on: frozenset[str] = frozenset({"decided"})
    counting: Counting = PLAIN
    excludes: frozenset[str] = frozenset()
    extension: Extension | None = None
    rungs: tuple[Rung, ...] = LADDERS["usual"]
    law: tuple[Law, ...] = ()
    on_expiry: str = "overdue"
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        """Refuse unknown pause reasons, an extension in another unit and the same rung twice."""
        unknown = sorted(self.excludes - REASONS.keys())
        if unknown:
            raise ClockError(
                f"时限 {self.key} 的中止事由 {'、'.join(unknown)} 未知，可用：{'、'.join(REASONS)}",
                f"clock {self.key}: unknown pause reasons {', '.join(unknown)}; known: {', '.join(REASONS)}",
            )
        if self.extension and self.extension.span.unit is not self.span.unit:
            raise ClockError(
                f"时限 {self.key} 的延长 {self.extension.span} 应与 {self.span} 同单位",
                f"clock {self.key}: extend {self.span} in its own unit, not by {self.extension.span}",
            )
        keys = [rung.key for rung in self.rungs]
        if len(set(keys)) < len(keys):
            raise ClockError(
                f"时限 {self.key} 的提醒时点重复，请各写一次",
                f"clock {self.key}: a rung stands twice; write each once",
            )

    def stops_for(self, reason: str) -> bool:
        """Tell whether this clock stands still for a reason."""
        return reason in self.excludes

    def in_force(self, day: date) -> bool:
        """Tell whether the term applies on a day; both ends are included."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)

    @property
    def ladder(self) -> tuple[Rung, ...]:
        """Give its rungs; ``due`` is always among them."""
        named = any(rung.key == "due" for rung in self.rungs)
        return self.rungs if named else (*self.rungs, Rung("due"))


@dataclass(frozen=True, slots=True)
class Pause:
    """One stretch in which a clock stands still: why, from when, told to the applicant by which notice.

    ``until`` is the end that the notice names, where it names one; ``resumed_at`` is when it really ended.

    >>> Pause("hearing", datetime(2026, 1, 6, 9, tzinfo=UTC), "听证通知〔2026〕1号").resumed_at is None
    True
    """

    reason: str
    at: datetime
    notice: str
    until: datetime | None = None
    resumed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """One extension that was granted: how much, when, by whom, and why.

    >>> from worktime.spans import Span
    >>> Grant(Span.parse("10WD"), datetime(2026, 1, 6, 9, tzinfo=UTC), "agency_head", "案情复杂").span.amount
    10
    """

    span: Span
    at: datetime
    approver: str
    reason: str


@dataclass(frozen=True, slots=True)
class ClockState:
    """A running or stopped clock: when it began and everything that happened to it, in UTC.

    >>> from worktime.spans import Span
    >>> rule = ClockRule("k", "时限", "term", Span.parse("5WD"))
    >>> str(ClockState(rule, datetime(2026, 1, 5, 9, tzinfo=UTC)).budget)
    '5WD'
    """

    rule: ClockRule
    started_at: datetime
    pauses: tuple[Pause, ...] = ()
    grants: tuple[Grant, ...] = ()
    stopped_at: datetime | None = None

    @property
    def budget(self) -> Span:
        """Give the whole amount: the rule's and what was granted."""
        total = self.rule.span
        for grant in self.grants:
            total += grant.span
        return total

    @property
    def open_pauses(self) -> tuple[Pause, ...]:
        """Give the pauses that are not resumed; the clock runs where there are none."""
        return tuple(pause for pause in self.pauses if pause.resumed_at is None)

    @property
    def last_entry(self) -> datetime:
        """Give the moment of the last thing that happened; a term counted back has no start to wait for."""
        begun = self.started_at if self.rule.span.amount >= 0 else datetime.min.replace(tzinfo=UTC)
        moments = [begun, *(pause.at for pause in self.pauses)]
        moments += [pause.resumed_at for pause in self.pauses if pause.resumed_at]
        moments += [grant.at for grant in self.grants]
        return max(moments)
