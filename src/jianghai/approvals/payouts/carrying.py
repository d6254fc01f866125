"""Applications and their cases move together: what is handed in gets a case, what is taken back takes it along.

Signals make it prompt; the duty finds what a kill has left behind.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, transaction

from jianghai.approvals.models import ApplicationCase
from jianghai.base.errors import ApplicationError
from jianghai.casework.actions import cases, tasks
from jianghai.casework.models import CLOSED, Case, Status, Task, TaskState
from jianghai.policies.actions import applications
from jianghai.policies.models import Application, ApplicationState

if TYPE_CHECKING:
    from collections.abc import Iterable

logger = logging.getLogger(__name__)

SERVICE = "policy-application"
S = ApplicationState


def carry_all(limit: int = 200) -> int:
    """Bring applications and cases together wherever they are apart; give how many were."""
    fresh = Application.objects.filter(state=S.IN_REVIEW, carried=None)
    again = Application.objects.filter(
        state=S.IN_REVIEW,
        carried__case__tasks__element="correct",
        carried__case__tasks__state=TaskState.OPEN,
    )
    gone = Application.objects.filter(state=S.WITHDRAWN).exclude(carried__case__status__in=CLOSED)
    ended = Application.objects.filter(
        state__in=(S.IN_REVIEW, S.RETURNED), carried__case__status=Status.TAKEN_BACK
    )
    found = [
        *fresh[:limit],
        *again[:limit],
        *gone.filter(carried__isnull=False)[:limit],
        *ended[:limit],
    ]
    return carry(found)


def carry(found: Iterable[Application]) -> int:
    """Bring each application and its case together; one that fails keeps no other from it."""
    done = 0
    for application in found:
        try:
            done += _carry(application)
        except (ApplicationError, DatabaseError):
            logger.exception("application %s and its case are apart", application.pk)
    return done


@transaction.atomic
def _carry(application: Application) -> int:
    held = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    link = ApplicationCase.objects.select_related("case").filter(application=held).first()
    if link is None:
        return _open(held) if held.state == S.IN_REVIEW else 0
    if held.state == S.IN_REVIEW:
        return _corrected(held, link.case)
    if held.state == S.WITHDRAWN and link.case.status not in CLOSED:
        by, key = held.started_by, f"application:{held.pk}:back"
        cases.take_back(link.case, reason="申报已撤回", by=by, key=key)
        return 1
    return 0


def _open(held: Application) -> int:
    """Open a case for an application that was handed in; nothing is asked twice."""
    key = f"application:{held.pk}"
    asked = cases.Asked(SERVICE, held.name_zh, held.enterprise)
    case = cases.start(asked, by=held.started_by, key=f"{key}:start")
    told: dict[str, Any] = {
        "policy": held.edition.partition("@")[0],
        "clause": held.clause,
        "year": int(held.period[:4]),
        "amount": held.high or held.low or 0,
        "basis": held.words or held.name_zh,
        "contact_person": held.promised_by,
        "truthful": True,
    }
    cases.save_form(case, told, by=held.started_by)
    ApplicationCase.objects.create(application=held, case=case)
    cases.submit(case, by=held.started_by, key=f"{key}:submit")
    return 1


def _corrected(held: Application, case: Case) -> int:
    """Hand a corrected application in again, if its case waits for that; or let one whose case has ended go."""
    if case.status == Status.TAKEN_BACK:
        key = f"application:{held.pk}:withdraw"
        applications.withdraw(held, by=held.started_by, key=key, reason="办件已终止")
        return 1
    waits = Task.objects.filter(case=case, element="correct", state=TaskState.OPEN).first()
    if waits is None:
        return 0
    tasks.finish(waits, "given", by=held.started_by, key=f"application:{held.pk}:{waits.pk}")
    return 1


def hear(verb: str, rows: list[Any], **_named: Any) -> None:
    """Listen to applications that are handed in or taken back."""
    if verb in {"application in_review", "application withdrawn"}:
        carry(one for one in rows if isinstance(one, Application))
