"""An appointment as an entry of somebody's own calendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jianghai.base import clock
from jianghai.web.files import escaped, ics_lines
from jianghai.web.templatetags.windows import service_word, window_name, window_place

if TYPE_CHECKING:
    from jianghai.approvals.models import Appointment


def as_ics(one: Appointment, address: str) -> Iterator[bytes]:
    """Write an appointment with a reminder a day and an hour before; sent again it replaces what was."""
    name = f"{window_name(one.window)} · {service_word(one.service)} · {one.number}"
    yield from ics_lines(
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Jianghai//ZH",
        "BEGIN:VEVENT",
        f"UID:appointment-{one.pk}@jianghai",
        f"SEQUENCE:{int(clock.now().timestamp())}",
        f"DTSTAMP:{_utc(clock.now())}",
        f"DTSTART:{_utc(one.starts_at)}",
        f"DTEND:{_utc(one.ends_at)}",
        f"SUMMARY:{escaped(name)}",
        f"LOCATION:{escaped(window_place(one.window))}",
        f"DESCRIPTION:{escaped(one.note)}",
        f"STATUS:{'CANCELLED' if one.state == 'cancelled' else 'CONFIRMED'}",
        f"URL:{address}",
        *_alarm("-P1D", name),
        *_alarm("-PT1H", name),
        "END:VEVENT",
        "END:VCALENDAR",
    )


def _alarm(before: str, name: str) -> tuple[str, ...]:
    return (
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{escaped(name)}",
        f"TRIGGER:{before}",
        "END:VALARM",
    )


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
