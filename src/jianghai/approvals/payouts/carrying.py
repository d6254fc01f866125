"""Applications and their cases move together: what is handed in gets a case, what is taken back takes it along.

Signals make it prompt; the duty finds what a kill has left behind. A case is locked before its application, always.
"""

from __future__ import annotations

import logging
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, transaction

from jianghai.approvals.models import ApplicationCase
from jianghai.approvals.payouts import ending
from jianghai.base.errors import ApplicationError, NotAllowedError
from jianghai.casework.actions import cases, tasks
from jianghai.casework.models import CLOSED, Case, Status, Task, TaskState
from jianghai.enterprises import queries as registry
from jianghai.enterprises.models import Membership
from jianghai.policies.actions import applications
from jianghai.policies.models import Application, ApplicationState, Payout
from jianghai.policies.queries import applications as queries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jianghai.people.models import Person

logger = logging.getLogger(__name__)

SERVICE = "policy-application"
S = ApplicationState
#: A case that ended so was not decided, and its application neither.
UNDECIDED = (Status.TAKEN_BACK, Status.NOT_A_LICENCE, Status.NOT_ACCEPTED)
#: Steps of payouts after which nothing more is to be paid.
GIVEN_UP = frozenset({"payout declined", "payout dropped", "payout clawed back"})
LONGEST_BASIS, LONGEST_NAME = 5_000, 100


def carry_all(limit: int = 200) -> int:
    """Bring applications and cases together wherever they are apart; give how many were."""
    held = Application.objects.order_by("pk")
    waits = {"carried__case__tasks__state": TaskState.OPEN}
    found = (
        held.filter(state=S.IN_REVIEW, carried=None),
        held.filter(state=S.IN_REVIEW, carried__case__tasks__element="correct", **waits),
        held.filter(state=S.WITHDRAWN, carried__isnull=False).exclude(
            carried__case__status__in=CLOSED
        ),
        held.filter(state__in=(S.IN_REVIEW, S.RETURNED), carried__case__status__in=UNDECIDED),
    )
    done = carry(chain.from_iterable(rows[:limit] for rows in found))
    paying = {f"application__{key}": value for key, value in waits.items()}
    over = Payout.objects.filter(
        state__in=ending.OVER, application__carried__case__tasks__element__in=ending.STEPS, **paying
    )
    return done + sum(_safely(one) for one in over.distinct().order_by("pk")[:limit])


def carry(found: Iterable[Application]) -> int:
    """Bring each application and its case together; one that fails keeps no other from it."""
    return sum(_safely(one) for one in found)


def _safely(one: Application | Payout) -> int:
    try:
        return ending.payment_over(one) if isinstance(one, Payout) else _carry(one.pk)
    except (ApplicationError, DatabaseError):
        logger.exception("%s and its case are apart", one.pk)
        return 0


@transaction.atomic
def _carry(pk: int) -> int:
    link = ApplicationCase.objects.filter(application=pk).first()
    case = Case.objects.select_for_update(of=("self",)).get(pk=link.case_id) if link else None
    held = Application.objects.select_for_update(of=("self",)).get(pk=pk)
    if case is not None:
        return _together(held, case)
    if held.state != S.IN_REVIEW or ApplicationCase.objects.filter(application=held).exists():
        return 0
    return _open(held)


def _open(held: Application) -> int:
    """Open a case for an application that was handed in; nothing is asked twice."""
    by, key = _acting(held), f"application:{held.pk}"
    asked = cases.Asked(SERVICE, held.name_zh, held.enterprise)
    case = cases.start(asked, by=by, key=f"{key}:start")
    cases.save_form(case, _told(held), by=by)
    ApplicationCase.objects.create(application=held, case=case)
    cases.submit(case, by=by, key=f"{key}:submit")
    return 1


def _told(held: Application) -> dict[str, Any]:
    """Fill the case's form in from the application; the application itself stays beside it."""
    policy, item = queries.item_of(held)
    return {
        "policy": policy.name.zh[:200],
        "clause": f"{item.cite} {item.name.zh}".strip()[:LONGEST_NAME],
        "year": int(held.period[:4]),
        "amount": held.high or held.low or 0,
        "basis": (held.words.strip() or held.name_zh)[:LONGEST_BASIS],
        "contact_person": held.promised_by,
        "truthful": True,
    }


def _together(held: Application, case: Case) -> int:
    """Bring an application and its case, both locked, to the same point."""
    if case.status in UNDECIDED and held.state in {S.IN_REVIEW, S.RETURNED}:
        applications.end(held, reason="办件已终止。", key=f"application:{held.pk}:end")
        return 1
    if held.state == S.WITHDRAWN and case.status not in CLOSED:
        key = f"application:{held.pk}:back"
        cases.take_back(case, reason="申报已撤回", by=_acting(held), key=key)
        return 1
    waits = Task.objects.filter(case=case, element="correct", state=TaskState.OPEN).first()
    if held.state != S.IN_REVIEW or waits is None:
        return 0
    key = f"application:{held.pk}:{waits.pk}"
    tasks.finish(waits, "given", by=_acting(held), key=key)
    return 1


def _acting(held: Application) -> Person:
    """Give who acts for the firm in its case: whoever began the application, else somebody who still does."""
    began = held.started_by
    if (
        began.is_active
        and registry.memberships_of(began).filter(enterprise=held.enterprise).exists()
    ):
        return began
    joined = Membership.objects.filter(enterprise=held.enterprise).select_related("person")
    for one in joined.order_by("pk"):
        if one.person.is_active and registry.memberships_of(one.person).filter(pk=one.pk).exists():
            return one.person
    raise NotAllowedError(
        "没有人可以代表该企业办理；请企业重新登记经办人。",
        "Nobody acts for this firm any more; it has to name somebody.",
        where=str(held.enterprise),
    )


def hear(verb: str, rows: list[Any], **_named: Any) -> None:
    """Listen to applications that are handed in or taken back, and to payouts that nobody is to pay any more."""
    if verb in {"application in_review", "application withdrawn"}:
        carry(one for one in rows if isinstance(one, Application))
    if verb in GIVEN_UP:
        for one in rows:
            _safely(one)


def hear_cases(case: Case, events: list[str], **_named: Any) -> None:
    """Listen to cases that end without a decision, so that their applications end too."""
    if case.service == SERVICE and "over" in events and case.status in UNDECIDED:
        carry(Application.objects.filter(carried__case=case))
