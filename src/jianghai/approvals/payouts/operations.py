"""What the system does in a policy application: it moves the application with its case, both or none.

The case is locked first, then the enterprise, the application and the pool: what touches those is done when the turn
is written down, after the number of the decision was taken, so that two workers never wait for each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jianghai.approvals.errors import OwnFirmError, PaymentError
from jianghai.approvals.models import ApplicationCase
from jianghai.casework.engine import deciding, operations
from jianghai.enterprises import queries as registry
from jianghai.policies.actions import applications
from jianghai.policies.actions import deciding as policies
from jianghai.policies.models import Application, ApplicationState

if TYPE_CHECKING:
    from jianghai.casework.engine.turns import Turn
    from jianghai.casework.models import Task
    from jianghai.people.models import Person

Answers = dict[str, bool]


def application_of(turn: Turn) -> Application | None:
    """Give the application that a case carries; a case may also be asked for by itself."""
    link = ApplicationCase.objects.select_related("application__payout").filter(case=turn.case)
    found = link.first()
    return found.application if found else None


def ask_correction(turn: Turn, task: Task) -> Answers:
    """Tell once all that is lacking, and give the application back to be corrected."""
    held = application_of(turn)
    if held is not None and held.state == ApplicationState.IN_REVIEW:
        by, key = official(turn), key_of(turn, task)
        lacking = [str(one) for one in turn.values.get("materials") or ()]
        text = "；".join([str(turn.values.get("reason", "")), *lacking])
        turn.after.append(lambda: policies.return_(held, text=text, by=by, key=key))
    return operations.ask_supplement(turn, task)


def take_correction(turn: Turn, task: Task) -> Answers:
    """Take what was corrected; an application is corrected on its own page first."""
    held = application_of(turn)
    if held is not None and held.state != ApplicationState.IN_REVIEW:
        raise PaymentError(
            "请先在申报页面更正并重新提交；提交后本环节自动完成。",
            "Correct the application on its own page and hand it in again; this step then ends by itself.",
            where=held.name_zh,
        )
    return operations.take_supplement(turn, task)


def not_accept_application(turn: Turn, task: Task) -> Answers:
    """Refuse to accept an application: it is not within the policy; the paper and the application say why."""
    held = application_of(turn)
    if held is not None:
        by, key = official(turn), key_of(turn, task)
        text = str(turn.values.get("reason", ""))
        turn.after.append(lambda: policies.refuse(held, text=text, by=by, key=key))
    return operations.not_accept(turn, task)


def return_application(turn: Turn, task: Task) -> Answers:
    """End an application that was not corrected in time; it can be made anew."""
    held = application_of(turn)
    if held is not None and held.state in {ApplicationState.IN_REVIEW, ApplicationState.RETURNED}:
        key, reason = key_of(turn, task), "逾期未补正，办件已终止；可以重新申报。"
        turn.after.append(lambda: applications.end(held, reason=reason, key=key, by=turn.by))
    return operations.close(turn, task)


def decide_payout(turn: Turn, task: Task) -> Answers:
    """Approve or refuse the application and write the decision, both or none."""
    held, granted = application_of(turn), turn.outcome == "granted"
    amount = int(turn.values.get("amount") or 0)
    by = official(turn)
    answers = deciding.decide(turn, task)
    if held is not None:
        key, text = key_of(turn, task), str(turn.values.get("text", ""))
        turn.after.append(lambda: _move(held, amount if granted else -1, (by, key, text)))
    return {**answers, "to_pay": granted and amount > 0}


def _move(held: Application, amount: int, said: tuple[Person, str, str]) -> None:
    """Approve the application with an amount, none for a right without money; refuse it below zero."""
    by, key, text = said
    if amount < 0:
        policies.refuse(held, text=text, by=by, key=key)
    else:
        policies.approve(held, granted=amount or None, by=by, key=key, text=text)


def official(turn: Turn) -> Person:
    """Give the person who acts, if it is one of the zone who does not act for this very firm."""
    if turn.by is None:
        raise PaymentError("须由工作人员办理。", "A person of the zone has to do this.")
    firm = turn.case.enterprise_id
    if firm and registry.memberships_of(turn.by).filter(enterprise=firm).exists():
        raise OwnFirmError(where=str(turn.case))
    return turn.by


def key_of(turn: Turn, task: Task) -> str:
    """Give the key of a step: the same whenever this very task is done."""
    return f"case:{turn.case.pk}:{task.token}"
