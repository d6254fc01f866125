"""Clocks in words: how long they are, what is used and left, what does not count, what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jianghai.casework.models import ClockKind
from jianghai.web.words import english, told
from rulebook.errors import Text
from worktime import REASONS, Span, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from django.utils.functional import Promise

    from jianghai.casework.queries.clocks import ClockView

UNITS = {
    Unit.WORKING_DAY: ("个工作日", "working days"),
    Unit.CALENDAR_DAY: ("日（自然日）", "calendar days"),
    Unit.WORKING_HOUR: ("个工作小时", "working hours"),
    Unit.WORKING_MINUTE: ("个工作分钟", "working minutes"),
    Unit.MONTH: ("个月", "months"),
    Unit.YEAR: ("年", "years"),
}
MINUTE = 60
KINDS: Mapping[str, Promise | str] = {
    ClockKind.STATUTORY: gettext_lazy("法定"),
    ClockKind.PROMISED: gettext_lazy("承诺"),
    ClockKind.STEP: gettext_lazy("环节"),
    ClockKind.NOTICE: gettext_lazy("公示"),
    ClockKind.PERIOD: gettext_lazy("当事人"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One clock as pages draw and say it."""

    kind: str
    kind_word: str
    whole: bool  # runs on the whole case and binds us
    name: Text
    span: str
    started_at: datetime
    stopped_at: datetime | None
    due_at: datetime | None
    due_on: date | None
    next_at: datetime | None
    used: str
    left: str
    paused: bool
    pauses: tuple[Any, ...]
    light: int
    provisional: bool
    excludes: str
    law: str

    @property
    def said(self) -> str:
        """Say the whole clock in one sentence, for those who do not see its bar."""
        parts = [f"{told(self.name)} {self.span}"]
        if self.due_on:
            parts.append(_("%(day)s 到期") % {"day": self.due_on.isoformat()})
        parts.append(self.left or _("暂停计时") if self.paused else self.left or _("已停止"))
        return (", " if english() else "，").join(parts)


def shown(view: ClockView) -> Shown:
    """Tell a clock of a case."""
    row = view.row
    stopped = row.ledger.get("stopped")
    return Shown(
        str(row.kind),
        str(KINDS[row.kind]),
        view.binding and row.task_id is None,
        Text(view.zh, view.en),
        amount(view.rule.span),
        datetime.fromisoformat(row.ledger["started"]),
        datetime.fromisoformat(stopped) if stopped else None,
        row.due_at,
        row.due_on,
        row.next_at,
        counted(view.used, view.left.unit),
        "" if view.stopped else told(view.left),
        view.paused,
        view.stops,
        row.light,
        row.provisional,
        joined(zh if not english() else en for zh, en in view.excluded),
        laws(view.rule.law),
    )


def amount(span: Span | str) -> str:
    """Say a span such as 10WD in words."""
    held = Span.parse(span) if isinstance(span, str) else span
    number, (zh, en) = abs(held.amount), UNITS[held.unit]
    if english():
        return f"{number} {en.removesuffix('s') if number == 1 else en}"
    return f"{number} {zh}"


def counted(ticks: int, unit: Unit) -> str:
    """Say an amount that was counted: days, or seconds of a window."""
    if not unit.by_window:
        return amount(Span(ticks, unit))
    hours, minutes = divmod(ticks // MINUTE, MINUTE)
    words = (_("%(n)s 小时"), _("%(n)s 分钟"))
    parts = [word % {"n": n} for n, word in zip((hours, minutes), words, strict=True) if n]
    return " ".join(parts) or words[1] % {"n": 0}


def reasons(keys: Iterable[str]) -> str:
    """Name the reasons for which a clock stands still."""
    return joined(told(REASONS[key]) for key in sorted(keys))


def joined(names: Iterable[str]) -> str:
    """Put names in one line."""
    return (", " if english() else "、").join(names)


def laws(cites: Iterable[Any]) -> str:
    """Name the documents that a clock or a step rests on."""
    return ("; " if english() else "；").join(law(one) for one in cites)


def law(cite: Any) -> str:
    """Name one document and its article."""
    document, article = str(cite.document), str(cite.article)
    if article.isdigit():
        article = f"art. {article}" if english() else f"第{article}条"
    named = document if document.startswith("《") or "〔" in document else f"《{document}》"
    return f"{document} {article}".strip() if english() else f"{named}{article}"
