"""What templates need of applications that a case carries: the application beside its case, and how it is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from jianghai.approvals.payouts import reading
from jianghai.casework.models import Holder, Task, TaskState
from jianghai.people.models import Person
from jianghai.web.contents.cases.time import days
from jianghai.web.contents.cases.work.bench import holder
from jianghai.web.contents.desk import asking

if TYPE_CHECKING:
    from jianghai.casework.models import Case
    from jianghai.policies.models import Application

register = template.Library()


def _reader(context: template.Context) -> Person | None:
    user = context["request"].user
    return user if isinstance(user, Person) else None


@register.inclusion_tag("web/cases/parts/application.html", takes_context=True)
def application_of(context: template.Context, case: Case) -> dict[str, Any]:
    """Show the application that a case carries, to those who may see it; nothing for all other cases."""
    reader = _reader(context)
    found = reading.application_of(reader, case) if reader else None
    if found is None:
        return {}
    waits = case.tasks.filter(element="correct", duty=Holder.APPLICANT, state=TaskState.OPEN)
    return {
        **asking.told(found),
        "waits": waits.exists(),
        "payout": found.payout,
        "inside": reader is not None and reader.sees_zone,
    }


@register.inclusion_tag("web/cases/parts/plan.html")
def plan_of(case: Case) -> dict[str, Any]:
    """Show by which plan a case is paid; nothing before there is one."""
    return {"plan": reading.plan_of(case)}


@register.inclusion_tag("web/desk/parts/carried.html", takes_context=True)
def case_of(context: template.Context, application: Application) -> dict[str, Any]:
    """Show where the case of an application stands, and who holds it."""
    reader = _reader(context)
    case = reading.case_of(reader, application) if reader else None
    if case is None:
        return {"opened": reading.carried(application), "one": application}
    still = Task.objects.filter(case=case, state=TaskState.OPEN).select_related(
        "department", "assignee"
    )
    count = days.today()
    held = [(one, holder(one), count.due(one.due_at)) for one in still]
    return {"case": case, "held": held, "one": application, "opened": True}
