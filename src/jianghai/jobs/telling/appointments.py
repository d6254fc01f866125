"""From appointments to notices that do not wait: a window that closes, a time to come, an appointment not kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from jianghai.approvals import slots
from jianghai.approvals.models import Appointment, AppointmentState
from jianghai.approvals.queries import pausing, planning
from jianghai.base import clock
from jianghai.jobs.telling import words
from jianghai.notices import actions as notices
from jianghai.notices.models import Kind, Push
from rulebook.errors import Text

if TYPE_CHECKING:
    from collections.abc import Callable

OFFERED = 3
WEEKDAYS = "一二三四五六日"


def tell_appointments(verb: str, rows: Sequence[Appointment]) -> int:
    """Tell the person of each appointment what happened to it, where somebody else or the clock did it."""
    message = TOLD.get(verb)
    return sum(_tell(one, verb, message(one)) for one in rows) if message else 0


def tell_tomorrow() -> int:
    """Remind those who come tomorrow; give how many notices that made."""
    if timezone.localtime(clock.now()).hour < settings.NOTICE_HOUR:
        return 0
    day = clock.today() + planning.A_DAY
    span = (slots.at(day, "00:00"), slots.at(day + planning.A_DAY, "00:00"))
    rows = Appointment.objects.filter(
        state=AppointmentState.BOOKED, starts_at__gte=span[0], starts_at__lt=span[1]
    ).select_related("window", "person")
    waiting = {_key("tomorrow", one): one for one in rows}
    told = set(Push.objects.filter(cause__in=list(waiting)).values_list("cause", flat=True))
    return sum(
        _tell(one, "tomorrow", _tomorrow(one)) for key, one in waiting.items() if key not in told
    )


def when(moment: datetime) -> Text:
    """Say when something is, with its weekday."""
    at = timezone.localtime(moment)
    zh = f"{at.month}月{at.day}日 周{WEEKDAYS[at.weekday()]} {at:%H:%M}"
    return Text(zh, f"{at:%a} {at.day} {at:%b %H:%M}")


def _key(verb: str, one: Appointment) -> str:
    """Name a cause: a moved appointment is another one to be told of."""
    return f"{verb}:{one.pk}:{one.starts_at.timestamp():.0f}:{one.closure_id or ''}"


def _tell(one: Appointment, verb: str, said: tuple[Text, Text]) -> int:
    name = Text(f"预约 {one.number}", f"Appointment {one.number}")
    cause = notices.Cause(_key(verb, one), Kind.CASE, name, f"appointment:{one.pk}")
    link = words.address("appointment_move" if one.to_move else "appointment", pk=one.pk)
    return notices.tell(cause, [notices.Message(one.person, *said, link)])


def _closed(one: Appointment) -> tuple[Text, Text]:
    at = when(one.starts_at)
    free = [when(slot.starts_at) for slot in planning.next_slots(one.window, OFFERED)]
    why = one.closure
    body = [
        Text(
            f"{one.window.name_zh}当天停办：{one.reason}。",
            f"{one.window.name_en} is closed that day"
            + (f": {why.reason_en}." if why and why.reason_en else "."),
        )
    ]
    if free:
        body.append(
            Text(
                f"最近可约：{'、'.join(one.zh for one in free)}。",
                f"Next free: {', '.join(one.en for one in free)}.",
            )
        )
    title = Text(f"请改约：{at.zh} 的预约", f"Please choose another time: {at.en}")
    return title, words.joined(body)


def _opened(one: Appointment) -> tuple[Text, Text]:
    at = when(one.starts_at)
    title = Text(f"已恢复：{at.zh} 的预约", f"Restored: your appointment of {at.en}")
    return title, _where(one)


def _missed(one: Appointment) -> tuple[Text, Text]:
    at = when(one.starts_at)
    title = Text(f"未到：{at.zh} 的预约", f"Not kept: your appointment of {at.en}")
    until = pausing.paused_until(one.person)
    if until is not None:
        body = Text(
            f"因多次未到，网上预约暂停至 {until}；仍可到现场取号。",
            f"After several, booking is paused until {until}; you can still come without one.",
        )
    else:
        body = Text(
            "当天到场仍可签到；来不了请提前取消，把号让给别人。",
            "Come the same day and you are still checked in; if you cannot come, cancel before.",
        )
    return title, body


def _tomorrow(one: Appointment) -> tuple[Text, Text]:
    at = when(one.starts_at)
    title = Text(f"明天：{at.zh} 的预约 {one.number}", f"Tomorrow: {at.en}, number {one.number}")
    return title, _where(one)


def _where(one: Appointment) -> Text:
    window = one.window
    return Text(
        f"{window.name_zh}，{window.place_zh}。{window.note_zh}",
        f"{window.name_en}, {window.place_en}. {window.note_en}".strip(),
    )


TOLD: dict[str, Callable[[Appointment], tuple[Text, Text]]] = {
    "window closed": _closed,
    "window opened again": _opened,
    "appointment not kept": _missed,
}
