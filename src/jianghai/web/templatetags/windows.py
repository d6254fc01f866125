"""What templates of windows need: names in the reader's language, days, bars of places, states."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import template
from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jianghai.approvals.days import Kind
from jianghai.approvals.zone import services
from jianghai.base import clock
from jianghai.web import drawing, words
from jianghai.web.words import NOT_ASKED, Said, english, told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jianghai.approvals.models import Appointment, Closure, Window
    from jianghai.approvals.queries.loads import Waits
    from jianghai.approvals.slots import Day

register = template.Library()
WEEKDAYS = "一二三四五六日"
STATES: Mapping[str, Said] = {
    "booked": Said("unknown", gettext_lazy("已预约"), "calendar-event"),
    "came": Said("manual_review", gettext_lazy("已到场"), "user"),
    "called": Said("manual_review", gettext_lazy("正在办理"), "bell"),
    "served": Said("met", gettext_lazy("已办理"), "circle-check"),
    "no_show": Said("unmet", gettext_lazy("未到"), "circle-x"),
    "cancelled": Said("none", gettext_lazy("已取消"), "circle-dashed"),
    "to_move": Said("unmet", gettext_lazy("请改约"), "alert-triangle"),
}
KINDS = {
    Kind.WORK: gettext_lazy("不办公"),
    Kind.MADE_UP: gettext_lazy("调休上班"),
    Kind.WEEKEND: gettext_lazy("周末"),
    Kind.HOLIDAY: gettext_lazy("放假"),
}
#: Below this part of free places a bar says that few are left.
FEW = 0.25


@register.filter
def window_name(window: Window) -> str:
    """Name a window in the reader's language."""
    return window.name_en if english() else window.name_zh


@register.filter
def window_place(window: Window) -> str:
    """Say where a window is."""
    return window.place_en if english() else window.place_zh


@register.filter
def window_note(window: Window) -> str:
    """Give what one has to know of a window."""
    return window.note_en if english() else window.note_zh


@register.filter
def closure_reason(closure: Closure) -> str:
    """Say why a window is closed."""
    return closure.reason_en if english() and closure.reason_en else closure.reason_zh


@register.filter
def service_word(code: str) -> str:
    """Name what one comes for."""
    return told(services().get(code, code))


@register.filter
def day_word(day: date | datetime) -> str:
    """Write a day with its weekday, briefly."""
    day = timezone.localdate(day) if isinstance(day, datetime) else day
    if english():
        return dateformat.format(day, "D j M") if day.year == clock.today().year else _long(day)
    weekday = f"周{WEEKDAYS[day.weekday()]}"
    year = "" if day.year == clock.today().year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日 {weekday}"


def _long(day: date) -> str:
    return dateformat.format(day, "D j M Y")


@register.filter
def weekday_word(day: date) -> str:
    """Name the weekday of a day, and today as today."""
    if day == clock.today():
        return _("今天")
    return dateformat.format(day, "D") if english() else f"周{WEEKDAYS[day.weekday()]}"


@register.filter
def isoweekday(day: date) -> int:
    """Give the number of a weekday, Monday being 1."""
    return day.isoweekday()


@register.filter
def hour_word(one: Any) -> str:
    """Write from when to when something is."""
    start, end = timezone.localtime(one.starts_at), timezone.localtime(one.ends_at)
    return f"{start:%H:%M}–{end:%H:%M}"


@register.filter
def shut_word(day: Day) -> str:
    """Say why nothing is open on a day."""
    if day.closure is not None:
        return _("停办：%(why)s") % {"why": closure_reason(day.closure)}
    if day.festival is not None:
        return told(day.festival.name)
    return str(KINDS[day.kind])


@register.filter
def made_up(day: Day) -> bool:
    """Tell whether a Saturday or Sunday is worked."""
    return day.kind is Kind.MADE_UP


@register.filter
def minutes_word(minutes: float | None) -> str:
    """Say how long something took."""
    if minutes is None:
        return "—"
    count = round(minutes)
    return ngettext("%(n)d 分钟", "%(n)d 分钟", count) % {"n": count}


@register.filter
def length_word(minutes: int) -> str:
    """Say how long somebody worked."""
    span = timedelta(minutes=minutes)
    hours = span.total_seconds() / 3600
    return _("%(n)s 小时") % {"n": words.number(hours)}


@register.inclusion_tag("web/parts/verdict.html")
def appointment_state(one: Appointment, size: str = "") -> dict[str, Any]:
    """Say how far an appointment has come."""
    key = str(one.state)
    if one.to_move:
        key = "to_move"
    elif key == "came" and one.called_at:
        key = "called"
    return {"verdict": STATES.get(key, NOT_ASKED), "size": size}


@register.simple_tag
def place_bar(taken: int, places: int, height: int = 8) -> SafeString:
    """Draw how many of the places are taken; the words beside it say the same."""
    kind = "full" if taken >= places else "few" if places - taken <= FEW * places else "roomy"
    return _bar(taken, places, height, f"places-{kind}")


@register.simple_tag
def count_bar(count: int, most: int) -> SafeString:
    """Draw a number beside the largest of its kind; the words beside it say the same."""
    return _bar(count, most, 14, "track-sure")


def _bar(part: float, whole: float, height: int, kind: str) -> SafeString:
    width = drawing.percent(part, whole)
    drawn = (
        format_html(
            '<rect class="{}" width="{}%" height="{}" rx="{}"/>',
            kind,
            str(width),
            height,
            height // 2,
        )
        if width
        else ""
    )
    return format_html(
        '<svg class="bar places" width="100%" height="{0}" aria-hidden="true" focusable="false">'
        '<rect class="track-ground" width="100%" height="{0}" rx="{1}"/>{2}</svg>',
        height,
        height // 2,
        drawn,
    )


@register.simple_tag
def wait_bar(waits: Waits, longest: float) -> SafeString:
    """Draw how long half and nine of ten waited; the words beside it say the same."""
    half, most = (drawing.percent(one or 0, longest) for one in (waits.middle, waits.ninth))
    parts = [
        format_html('<rect class="{}" width="{}%" height="12" rx="5"/>', kind, str(width))
        for kind, width in (("track-open", most), ("track-sure", half))
        if width
    ]
    return format_html(
        '<svg class="bar" width="100%" height="12" aria-hidden="true" focusable="false">'
        '<rect class="track-ground" width="100%" height="12" rx="5"/>{}</svg>',
        SafeString("".join(parts)),
    )
