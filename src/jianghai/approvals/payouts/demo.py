"""Made-up applications under their cases: one waits for its check, one is to be corrected, one is half paid."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from jianghai.approvals.models import ApplicationCase, Instalment, PaymentPlan
from jianghai.approvals.payouts import carrying
from jianghai.base import clock
from jianghai.casework import services
from jianghai.casework.actions import tasks
from jianghai.casework.demo.crew import Crew
from jianghai.casework.engine import ledgers
from jianghai.casework.models import Case, Task, TaskState
from jianghai.casework.plays.acting import run_until
from jianghai.casework.services import departments
from jianghai.policies.actions import payouts
from jianghai.policies.demo import APPLIED
from jianghai.policies.models import Application

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jianghai.people.models import Person

    Action = tuple[int, str, str, str, Mapping[str, Any]]

#: Stand for the amount that was worked out, for half of it, and for the day of the action.
WHOLE, HALF, DAY = "whole", "half", "day"
BANK = "示例银行（虚构）"
REVIEWS = ("tax", "credit", "safety", "environment")
CORRECT = {"reason": "示例意见：审计报告缺少签章页，请补充。"}
#: Working days after it was handed in, who, the step, its outcome, and what is filled in.
STORIES: tuple[tuple[Action, ...], ...] = (
    (),
    ((1, "counter", "check", "incomplete", CORRECT),),
    (
        (0, "counter", "check", "complete", {}),
        *((1, lane, f"{lane}_review", f"{lane}_clear", {}) for lane in REVIEWS),
        (2, "handler", "summarise", "proposed", {"opinion": "示例：联审无意见", "amount": WHOLE}),
        (8, "chief", "decide", "granted", {"text": "示例：同意兑现", "amount": WHOLE}),
        (8, "applicant", "account", "", {}),
        (9, "finance", "plan", "planned", {"instalments": 2, "first_on": DAY}),
        (10, "finance", "pay", "more_to_pay", {"amount": HALF, "paid_on": DAY}),
        (10, "applicant", "confirm_receipt", "received", {"received_on": DAY}),
    ),
)


def show_applications(accounts: Mapping[str, Person]) -> bool:
    """Let made-up applications stand at different stages; once, and True only the first time."""
    held = Application.objects.filter(clause=APPLIED, enterprise__demo=True).order_by("pk")
    if PaymentPlan.objects.filter(case__application_link__application__in=held).exists():
        return False
    departments.load()
    people = Crew(accounts).of(services.shelf().edition(carrying.SERVICE, clock.today()))
    for application, story in zip(held, STORIES, strict=False):
        with clock.stopped_at(application.submitted_at or clock.now()):
            carrying.carry([application])
        case = Case.objects.filter(application_link__application=application).first()
        for action in story if case else ():
            if case is not None and not _done(case, application, action, people):
                break
    run_until(clock.now())
    return True


def _done(
    case: Case, application: Application, action: Action, people: Mapping[str, Person]
) -> bool:
    """Do one action at its moment; False where that lies ahead or its step is not open."""
    days, who, element, outcome, told = action
    at = _moment(case, days, len(who))
    if at >= clock.now():
        return False
    run_until(at)
    with clock.stopped_at(at):
        if element == "account":
            return _confirmed(case)
        task = Task.objects.filter(case=case, element=element, state=TaskState.OPEN).first()
        if task is None:
            return False
        by = people.get(who, case.applicant)
        values = dict(_filled(told, application.low or 0, at))
        tasks.finish(task, outcome, values, by=by, key=f"demo {case.pk} {task.token}")
    return True


def _moment(case: Case, days: int, minutes: int) -> datetime:
    """Give a moment of the afternoon, so many working days after the case was opened."""
    begun = timezone.localtime(case.opened_at)
    day = ledgers.calendar().working_after(begun.date(), days) if days else begun.date()
    at = begun.replace(year=day.year, month=day.month, day=day.day, hour=15, minute=minutes)
    return max(at, begun + timedelta(minutes=minutes))


def _confirmed(case: Case) -> bool:
    """Let the firm name its account."""
    payout = Application.objects.get(carried__case=case).payout
    if payout is None:
        return False
    account, key = f"62220000{payout.pk:08d}", f"demo confirm {payout.pk}"
    payouts.confirm(payout.pk, account=account, bank=BANK, by=case.applicant, key=key)
    return True


def _filled(told: Mapping[str, Any], whole: int, at: datetime) -> Iterator[tuple[str, Any]]:
    stands = {WHOLE: whole, HALF: whole // 2, DAY: timezone.localtime(at).date().isoformat()}
    for name, value in told.items():
        yield name, stands.get(value, value) if isinstance(value, str) else value


def remove_applications() -> int:
    """Part made-up applications and their cases, so that both can go; give how many were."""
    made_up = ApplicationCase.objects.filter(application__enterprise__demo=True)
    plans = PaymentPlan.objects.filter(case__enterprise__demo=True)
    Instalment.objects.filter(plan__in=plans).delete()
    plans.delete()
    count: int = made_up.delete()[0]
    return count
