"""Clocks as rows of data: a row of a file with what it uses filled in, and the rule that worktime counts by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jianghai.casework.services.citations import citations
from jianghai.casework.services.model import ClockPlan, Expiry
from worktime.clocks import EXCLUSIONS, LADDERS, ClockRule, Extension, Kind, Law, Light, Rung
from worktime.deadlines import Counting, Roll
from worktime.spans import Span

if TYPE_CHECKING:
    from worktime.clocks import ClockRule as Rule

Row = Mapping[str, Any]


def row_of(rule: Rule) -> dict[str, Any]:
    """Write a rule of the common list as a row, so that an edition can keep it whole."""
    row: dict[str, Any] = {
        "zh": rule.zh,
        "en": rule.en,
        "amount": str(rule.span),
        "kind": rule.kind.value,
        "excludes": sorted(rule.excludes),
        "roll": rule.counting.roll.value,
        "include_start_day": rule.counting.include_start_day,
        "window": rule.counting.window,
        "rungs": [
            {"at": rung.key, "light": rung.light.value, "tell": list(rung.tells)}
            for rung in rule.rungs
        ],
        "law": [
            {"document": law.document, "article": law.article, "mark": _mark(law.mark)}
            for law in rule.law
        ],
    }
    if rule.extension:
        row["extension"] = {
            "amount": str(rule.extension.span),
            "times": rule.extension.max_times,
            "approver": rule.extension.approver,
        }
    return row


def _mark(mark: str) -> str:
    return {"design": "local-draft"}.get(mark, mark)


def plan(row: Row) -> ClockPlan:
    """Make the clock of a whole row."""
    on = row.get("on", "case")
    expiry = row.get("on_expiry", {"do": "complete" if on == "wait" else "overdue"})
    law = citations(row.get("law", ()))
    starts = frozenset(row.get("starts_on", ("accepted",)))
    stops = frozenset(row.get("stops_on", ("decided",)))
    rule = ClockRule(
        key=row["key"],
        zh=row["zh"],
        en=row["en"],
        span=Span.parse(row["amount"]),
        kind=Kind(row["kind"]),
        starts_on=frozenset(starts),
        stops_on=frozenset(stops),
        counting=Counting(
            include_start_day=row.get("include_start_day", False),
            roll=Roll(row.get("roll", "none")),
            window=row.get("window", "hall"),
        ),
        excludes=_excludes(row.get("excludes", "none")),
        extension=_extension(row.get("extension")),
        rungs=_rungs(row.get("rungs", "silent" if on == "wait" else "usual")),
        law=tuple(Law(one.document, one.article, one.mark) for one in law),
        on_expiry=expiry["do"],
    )
    opens = expiry.get("opens") == "last_day" and not row.get("include_start_day", False)
    ending = Expiry(expiry["do"], expiry.get("element", ""), expiry.get("outcome", ""), opens)
    return ClockPlan(row["key"], rule, on, ending, law)


def _excludes(told: str | list[str]) -> frozenset[str]:
    return EXCLUSIONS[told] if isinstance(told, str) else frozenset(told)


def _extension(told: Row | None) -> Extension | None:
    if told is None:
        return None
    return Extension(Span.parse(told["amount"]), told["times"], told["approver"])


def _rungs(told: str | list[Row]) -> tuple[Rung, ...]:
    if isinstance(told, str):
        return LADDERS[told]
    return tuple(Rung(one["at"], Light(one["light"]), tuple(one.get("tell", ()))) for one in told)


def resolved(row: Row, common: Mapping[str, Rule], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Fill in what a row uses of the common list and of the zone's settings.

    KeyError names the key that is in neither.
    """
    base = row_of(common[row["use"]]) if "use" in row else {}
    whole = {**base, **{key: value for key, value in row.items() if key != "use"}}
    for key in ("amount", "include_start_day"):
        if isinstance(whole.get(key), dict):
            whole[key] = settings[whole[key]["setting"]]
    return whole
