"""What may be done with a case besides its tasks; each way is a form on the page, shown only where it may work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jianghai.base import clock
from jianghai.casework import services
from jianghai.casework.models import Clock, ClockState, Light, Status
from jianghai.people.models import Duty, Post, Role
from jianghai.web.contents.cases.time import clockwords
from jianghai.web.words import told
from worktime import REASONS

if TYPE_CHECKING:
    from collections.abc import Collection

    from jianghai.casework.models import Case
    from jianghai.people.models import Person

HANDLING = frozenset({Duty.HANDLER, Duty.REVIEWER, Duty.CHIEF})
#: While a case is with the department, its clocks may be paused or extended.
IN_HAND = frozenset(
    {Status.ACCEPTED, Status.SUPPLEMENT_GIVEN, Status.IN_HAND, Status.SPECIAL_ENDED}
)
GIVEN = frozenset({Status.GRANTED, Status.GRANTED_TOLERANT})


def told_of(case: Case, reader: Person) -> dict[str, Any]:
    """Name what the reader may do, with what its forms offer; the actions check again."""
    found = ways(case, _duties(case, reader))
    running = list(case.clocks.exclude(state=ClockState.STOPPED)) if found else []
    return {
        "ways": found,
        "special_reasons": _reasons(case) if "begin_special" in found else [],
        "paused_for": _paused(running),
        "extendable": _extendable(case, running),
    }


def ways(case: Case, duties: Collection[str]) -> frozenset[str]:
    """Name what somebody with these duties in the department of a case may do."""
    handles, heads = bool(HANDLING & set(duties)), Duty.CHIEF in duties
    chosen = {
        "begin_special": handles and case.status in IN_HAND,
        "end_special": handles and case.status == Status.SPECIAL_BEGUN,
        "explain_overdue": handles and case.light == Light.RED and not case.overdue_reason,
        "extend": heads and case.status in IN_HAND,
        "revoke": heads and case.status in GIVEN,
    }
    return frozenset(name for name, may in chosen.items() if may)


def _duties(case: Case, reader: Person) -> set[str]:
    if reader.role != Role.STAFF or case.department_id is None:
        return set()
    held = Post.objects.held(clock.today()).filter(person=reader, department=case.department_id)
    return set(held.values_list("duty", flat=True))


def _reasons(case: Case) -> list[tuple[str, Any]]:
    """List the reasons for which at least one clock of the service may stand still."""
    service = services.of(case.edition)
    known = {key for plan in service.clocks.values() for key in plan.rule.excludes}
    return [(key, REASONS[key]) for key in REASONS if key in known]


def _paused(running: Collection[Clock]) -> list[tuple[str, Any]]:
    keys = {
        one["reason"] for row in running for one in row.ledger["pauses"] if not one.get("resumed")
    }
    return [(key, REASONS[key]) for key in sorted(keys)]


def _extendable(case: Case, running: Collection[Clock]) -> list[dict[str, Any]]:
    """List the clocks that may be extended now, by how much."""
    plans = services.of(case.edition).clocks
    found = []
    for row in running:
        plan = plans.get(row.key)
        extension = plan.rule.extension if plan else None
        if plan is None or extension is None or len(row.ledger["grants"]) >= extension.max_times:
            continue
        span = clockwords.amount(extension.span)
        found.append({"pk": row.pk, "name": f"{told(plan.rule)} +{span}", "span": extension.span})
    return found


def extension_of(case: Case, clock: Clock) -> str:
    """Give by how much the law lets a clock be extended; nothing where it does not."""
    plan = services.of(case.edition).clocks.get(clock.key)
    extension = plan.rule.extension if plan else None
    return str(extension.span) if extension else ""
