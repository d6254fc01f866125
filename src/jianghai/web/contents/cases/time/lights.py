"""How near a deadline is, in colour, icon and word; and where a case stands."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from jianghai.casework.models import Light, Status
from jianghai.web.words import Said, english

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

LIGHTS: Mapping[int, Said] = {
    Light.NONE: Said("none", gettext_lazy("未计时"), "circle-dashed"),
    Light.GREEN: Said("met", gettext_lazy("绿灯"), "circle-check"),
    Light.YELLOW: Said("unknown", gettext_lazy("黄灯"), "clock"),
    Light.ORANGE: Said("orange", gettext_lazy("橙灯"), "alert-triangle"),
    Light.RED: Said("unmet", gettext_lazy("红灯"), "flag"),
}
#: Colour and icon of each state of the national exchange.
_SHOWN: Mapping[int, tuple[str, str]] = {
    Status.DRAFT: ("none", "edit"),
    Status.RECEIVED: ("near", "file-import"),
    Status.TAKEN_BACK: ("none", "arrow-back-up"),
    Status.ACCEPTED: ("near", "check"),
    Status.NOT_A_LICENCE: ("none", "circle-x"),
    Status.NOT_ACCEPTED: ("unmet", "circle-x"),
    Status.SUPPLEMENT_ASKED: ("unknown", "arrow-back-up"),
    Status.SUPPLEMENT_GIVEN: ("near", "check"),
    Status.IN_HAND: ("near", "refresh"),
    Status.SPECIAL_BEGUN: ("manual_review", "clock"),
    Status.SPECIAL_ENDED: ("near", "refresh"),
    Status.GRANTED: ("met", "circle-check"),
    Status.GRANTED_TOLERANT: ("met", "circle-check"),
    Status.REFUSED: ("unmet", "circle-x"),
    Status.WITHDRAWN: ("none", "arrow-back-up"),
    Status.REVOKED: ("unmet", "trash"),
}
#: The words of choices that pages show as they stand; data stay Chinese, pages translate them.
LABELS = (
    gettext_noop("承办部门"),
    gettext_noop("编制单位"),
    gettext_noop("专家"),
    gettext_noop("协办人"),
    gettext_noop("帮办代办人"),
    gettext_noop("转办"),
    gettext_noop("委托"),
    gettext_noop("协办"),
    gettext_noop("非常不满意"),
    gettext_noop("不满意"),
    gettext_noop("基本满意"),
    gettext_noop("满意"),
    gettext_noop("非常满意"),
    gettext_noop("已收到"),
    gettext_noop("成立"),
    gettext_noop("不成立"),
    gettext_noop("申请人"),
    gettext_noop("外部单位"),
    gettext_noop("系统"),
)
HOUR = 3600
DAY = timedelta(days=1)


def light(level: int) -> dict[str, Any]:
    """Say a light by colour, icon and word."""
    return {"verdict": LIGHTS[level], "size": ""}


def status(code: int, size: str = "") -> dict[str, Any]:
    """Say where a case stands."""
    state = Status(code)
    key, icon = _SHOWN[code]
    word = state.english if english() else str(state.label)
    return {"verdict": Said(key, word, icon), "size": size}


def status_word(code: int) -> str:
    """Name a state."""
    state = Status(code)
    return state.english if english() else str(state.label)


def last_day(due_at: datetime) -> date:
    """Give the last day that is still in time; `due_at` is the first moment that is too late."""
    return timezone.localtime(due_at - timedelta(microseconds=1)).date()


def due_words(due_at: datetime, now: datetime, working: Callable[[date, date], int]) -> str:
    """Say how long is left, or by how much it is late; `working` counts the working days between two, both within."""
    today, last = timezone.localtime(now).date(), last_day(due_at)
    if due_at <= now:
        return _late(due_at, now, working(last + DAY, today))
    if last == today:
        return _today(due_at, now)
    if days := working(today + DAY, last):
        return ngettext("还剩 %(n)s 个工作日", "还剩 %(n)s 个工作日", days) % {"n": days}
    days = (last - today).days
    return ngettext("还剩 %(n)s 天", "还剩 %(n)s 天", days) % {"n": days}


def _today(due_at: datetime, now: datetime) -> str:
    moment = timezone.localtime(due_at)
    if (moment.hour, moment.minute) == (0, 0):
        return _("今天到期")
    minutes = int((due_at - now).total_seconds() // 60)
    if minutes < HOUR // 60:
        return _("还剩 %(n)s 分钟") % {"n": minutes}
    return _("今天 %(at)s 到期") % {"at": f"{moment:%H:%M}"}


def _late(due_at: datetime, now: datetime, days: int) -> str:
    if days > 0:
        return ngettext("已超 %(n)s 个工作日", "已超 %(n)s 个工作日", days) % {"n": days}
    hours = int((now - due_at).total_seconds() // HOUR)
    return _("已超 %(n)s 小时") % {"n": hours} if hours else _("刚刚超期")
