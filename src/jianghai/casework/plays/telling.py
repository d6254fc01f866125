"""What a play came to: its timeline, its clocks, its outcome, and whether that is what the file expects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from jianghai.base import clock
from jianghai.casework import services
from jianghai.casework.models import Publicity
from jianghai.casework.queries import clocks, timeline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jianghai.casework.models import Case
    from jianghai.casework.plays.acting import Outcome
    from jianghai.casework.plays.reading import Play


def told(play: Play, outcome: Outcome) -> dict[str, Any]:
    """Tell a play as plain values."""
    case = outcome.case
    at = play.steps[-1].at if outcome.step is None else outcome.step.at
    refused = outcome.refused
    with clock.stopped_at(at):
        return {
            "play": play.name,
            "service": play.service,
            "case": _case(case) if case else None,
            "timeline": list(_timeline(case)) if case else [],
            "notices": list(_notices(case)) if case else [],
            "clocks": list(_clocks(case)) if case else [],
            "refused": {
                "at": f"{at:%Y-%m-%d %H:%M}",
                "does": outcome.step.does if outcome.step else "",
                "line": outcome.step.line if outcome.step else 0,
                "code": refused.code,
                "zh": f"{refused.where}: {refused.zh}" if refused.where else refused.zh,
                "en": refused.en,
            }
            if refused
            else None,
            "departures": departures(play, outcome),
        }


def _case(case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "title": case.title,
        "enterprise": case.enterprise.name if case.enterprise else "",
        "service": services.of(case.edition).name.zh,
        "edition": str(case.edition),
        "department": str(case.department or ""),
        "status": case.status,
        "status_zh": case.get_status_display(),
        "accepted_on": str(case.accepted_on or ""),
        "decided_on": str(_day(case.decided_at) or ""),
        "decision": next((row.number for row in case.decisions.all()), ""),
        "open": [task.element for task in case.tasks.filter(state="open")],
    }


def _day(at: Any) -> Any:
    return timezone.localtime(at).date() if at else None


def _timeline(case: Case) -> Iterator[dict[str, str]]:
    names = {(task.element): task.name for task in case.tasks.all().order_by("id")}
    for event in timeline.of_case(case):
        what = event.what
        about = names.get(what.get("element", ""), "") or str(
            what.get("title") or what.get("number") or what.get("reason") or what.get("clock") or ""
        )
        yield {
            "at": f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}",
            "zh": event.zh,
            "en": event.en,
            "about": about,
            "who": event.who or "系统",
        }


def _notices(case: Case) -> Iterator[dict[str, Any]]:
    for row in Publicity.objects.filter(case=case).order_by("id"):
        yield {
            "kind": row.kind,
            "zh": row.get_kind_display(),
            "posted": f"{timezone.localtime(row.posted_at):%Y-%m-%d}",
            "first": str(row.first_day),
            "last": str(row.last_day) if row.last_day else None,
        }


def _clocks(case: Case) -> Iterator[dict[str, Any]]:
    for view in clocks.of_case(case):
        yield {
            "key": view.row.key,
            "zh": view.zh,
            "en": view.en,
            "kind": view.row.kind,
            "state": view.row.state,
            "due": str(view.due_on or ""),
            "used": view.used,
            "budget": view.budget,
            "unit": str(view.left.unit.value),
            "late": view.left.ticks < 0,
            "provisional": view.row.provisional,
        }


def departures(play: Play, outcome: Outcome) -> list[str]:
    """List in words where a play came out otherwise than its file expects; nothing where it fits."""
    expect = play.expect
    refused = outcome.refused.code if outcome.refused else ""
    found = []
    if refused != expect.get("refused", ""):
        said = f"：{outcome.refused}" if outcome.refused else ""
        found.append(f"拒绝：应为“{expect.get('refused', '')}”，实为“{refused}”{said}")
    case = outcome.case
    if case is None:
        return found
    is_now: dict[str, Any] = {
        "status": case.status,
        "accepted_on": str(case.accepted_on or ""),
        "decided_on": str(_day(case.decided_at) or ""),
        "department": case.department.code if case.department else "",
        "open": sorted(task.element for task in case.tasks.filter(state="open")),
    }
    for name, value in is_now.items():
        wanted = sorted(expect[name]) if name == "open" and name in expect else expect.get(name)
        if name in expect and wanted != value:
            found.append(f"{name}：应为 {wanted}，实为 {value}")
    return found + list(_other_notices(case, expect)) + list(_other_clocks(case, expect))


def _other_notices(case: Case, expect: Mapping[str, Any]) -> Iterator[str]:
    if "notices" not in expect:
        return
    held = [{key: one[key] for key in ("kind", "first", "last")} for one in _notices(case)]
    wanted = [dict(one) for one in expect["notices"]]
    if held != wanted:
        yield f"公示：应为 {wanted}，实为 {held}"


def _other_clocks(case: Case, expect: Mapping[str, Any]) -> Iterator[str]:
    held = {one["key"]: one for one in _clocks(case)}
    for key, wanted in expect.get("clocks", {}).items():
        row = held.get(key)
        if row is None:
            yield f"时限：没有 {key}，现有 {'、'.join(held)}"
            continue
        for name, value in wanted.items():
            if row[name] != value:
                yield f"时限 {key} 的 {name}：应为 {value}，实为 {row[name]}"
