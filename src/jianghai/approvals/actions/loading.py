"""Bringing the windows of a zone in from its file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from jianghai.approvals import zone
from jianghai.approvals.errors import WindowDataError
from jianghai.approvals.models import GRAIN, Window
from jianghai.base import journal
from jianghai.casework.services import departments
from jianghai.people.models import Department

if TYPE_CHECKING:
    from pathlib import Path

    from jianghai.people.models import Person

TEXTS = ("name", "place", "note")
NUMBERS = ("slot_minutes", "places", "days_ahead")
WEEK = frozenset(range(1, 8))


@transaction.atomic
def load_windows(path: Path, *, by: Person | None = None) -> int:
    """Bring windows up to date with a file, by their codes; others are switched off. Give how many stand in it."""
    told = zone.read(path)
    departments.load()
    codes = [_load(entry, told["services"]) for entry in told["windows"]]
    Window.objects.exclude(code__in=codes).update(active=False)
    for window in Window.objects.filter(code__in=codes):
        journal.record(by, "window loaded", window, file=path.name)
    return len(codes)


def _load(entry: Mapping[str, Any], services: Mapping[str, Any]) -> str:
    code = str(entry.get("code", ""))
    unknown = [one for one in entry.get("services", ()) if one not in services]
    if unknown:
        raise _wrong(
            code, "services", f"没有事项 {unknown[0]}", f"there is no service {unknown[0]}"
        )
    values = {
        **{
            f"{key}_{lang}": entry.get(key, {}).get(lang, "")
            for key in TEXTS
            for lang in ("zh", "en")
        },
        **{key: entry.get(key) for key in NUMBERS},
        "letter": entry.get("letter"),
        "services": list(entry.get("services", ())),
        "hours": _hours(code, entry.get("hours", ())),
        "department": _department(code, entry),
        "active": bool(entry.get("active", True)),
    }
    window = Window.objects.filter(code=code).first() or Window(code=code)
    for name, value in values.items():
        setattr(window, name, value)
    try:
        window.full_clean(exclude=["services"], validate_unique=False)
        with transaction.atomic():
            window.save()
    except (ValidationError, IntegrityError) as error:
        raise _wrong(code, "", str(error), str(error)) from error
    return code


def _department(code: str, entry: Mapping[str, Any]) -> Department:
    found = Department.objects.filter(code=entry.get("department", "")).first()
    if found is None:
        raise _wrong(
            code,
            "department",
            "没有该部门，请先登记部门",
            "there is no such department; add it first",
        )
    return found


def _hours(code: str, told: Any) -> list[dict[str, Any]]:
    """Check sessions: days 1 to 7, hours on a multiple of five minutes, none meeting another on its day."""
    try:
        found = [_session(one) for one in told]
    except (KeyError, TypeError, ValueError) as error:
        raise _wrong(
            code,
            "hours",
            '写法如 {days: [1, 2], from: "09:00", to: "12:00"}，分钟为 5 的倍数',
            'write {days: [1, 2], from: "09:00", to: "12:00"}, on multiples of five minutes',
        ) from error
    for day in WEEK:
        spans = sorted((one["from"], one["to"]) for one in found if day in one["days"])
        if any(before[1] > after[0] for before, after in pairwise(spans)):
            raise _wrong(code, "hours", "同一天的时段不得重叠", "sessions of a day must not meet")
    return found


def _session(told: Mapping[str, Any]) -> dict[str, Any]:
    """Read one session; ValueError where it is none."""
    days = sorted({int(day) for day in told["days"]})
    start, end = time.fromisoformat(told["from"]), time.fromisoformat(told["to"])
    odd = start.minute % GRAIN or end.minute % GRAIN
    if not days or not set(days) <= WEEK or start >= end or odd:
        raise ValueError(told)
    return {"days": days, "from": f"{start:%H:%M}", "to": f"{end:%H:%M}"}


def _wrong(code: str, key: str, zh: str, en: str) -> WindowDataError:
    return WindowDataError(zh + "。", en + ".", where=f"{code} {key}".strip())
