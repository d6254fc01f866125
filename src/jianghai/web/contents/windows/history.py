"""What happened to an appointment, from the journal, and what is offered to who has to move."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jianghai.approvals.queries import planning
from jianghai.base import journal
from jianghai.web.templatetags.windows import day_word
from jianghai.web.words import Said

if TYPE_CHECKING:
    from jianghai.approvals.models import Appointment
    from jianghai.approvals.slots import Slot

OFFERED = 3
VERBS = {
    "appointment booked": Said("unknown", _("预约"), "calendar-event"),
    "appointment moved": Said("unknown", _("改约"), "refresh"),
    "appointment cancelled": Said("none", _("取消"), "circle-x"),
    "appointment kept": Said("manual_review", _("到场签到"), "user"),
    "appointment called": Said("manual_review", _("叫号"), "bell"),
    "appointment served": Said("met", _("办理完毕"), "circle-check"),
    "appointment not kept": Said("unmet", _("未到"), "circle-x"),
    "no-show excused": Said("met", _("不计未到"), "check"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One step: when, what, by whom, and what there is to say."""

    at: datetime
    said: Said
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """An appointment that has to be moved, and the next free slots of its window."""

    one: Appointment
    slots: tuple[Slot, ...]


def lines(one: Appointment) -> list[Line]:
    """List what happened, oldest first."""
    return [
        Line(line.at, VERBS[line.verb], line.actor_name, _text(line.what))
        for line in journal.of(one)
        if line.verb in VERBS
    ]


def _text(what: dict[str, object]) -> str:
    """Say of a move from when to when, and give reasons as they were written."""
    before = what.get("before")
    if isinstance(before, dict):
        return f"{_when(str(before['starts_at']))} → {_when(str(what['starts_at']))}"
    return str(what.get("reason", ""))


def _when(moment: str) -> str:
    at = timezone.localtime(datetime.fromisoformat(moment))
    return f"{day_word(at)} {at:%H:%M}"


def offered(waiting: Iterable[Appointment]) -> list[Offer]:
    """Offer the next slots to each who has to move."""
    return [Offer(one, tuple(planning.next_slots(one.window, OFFERED))) for one in waiting]
