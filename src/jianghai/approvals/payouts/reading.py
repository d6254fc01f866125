"""What pages and programs are told of an application's case: which it is, and how its money is paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from jianghai.approvals.models import ApplicationCase, Instalment, PaymentPlan
from jianghai.approvals.payouts.carrying import SERVICE
from jianghai.casework.models import Case, Task, TaskState
from jianghai.casework.queries import cases
from jianghai.policies.queries import applications

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jianghai.people.models import Person
    from jianghai.policies.models import Application


@dataclass(frozen=True, slots=True)
class Part:
    """One instalment: paid, or still to come; amounts in fen."""

    number: int
    amount: int | None
    shares: Sequence[Mapping[str, Any]]
    day: date | None
    voucher: str
    received_on: str

    @property
    def paid(self) -> bool:
        """Tell whether it was paid."""
        return self.amount is not None


@dataclass(frozen=True, slots=True)
class Plan:
    """How what was granted is paid: the plan, its instalments, and what is left, in fen."""

    whole: PaymentPlan
    parts: tuple[Part, ...]
    paid: int

    @property
    def left(self) -> int:
        """Give what is still to be paid, in fen."""
        return self.whole.amount - self.paid


def plan_of(case: Case) -> Plan | None:
    """Give the plan of a case with all its instalments, those to come among them; None before there is one."""
    whole = PaymentPlan.objects.filter(case=case).first()
    if whole is None:
        return None
    rows = list(whole.paid.order_by("number"))
    paid = sum(row.amount for row in rows)
    done = Task.objects.filter(case=case, element="confirm_receipt", state=TaskState.DONE)
    said = [
        one.get("received_on", "") for one in done.order_by("id").values_list("said", flat=True)
    ]
    days = [*said, *[""] * len(rows)]
    parts = [_paid(row, day) for row, day in zip(rows, days, strict=False)]
    coming = range(len(rows) + 1, whole.instalments + 1) if paid < whole.amount else ()
    parts += [_coming(number, whole) for number in coming]
    return Plan(whole, tuple(parts), paid)


def _coming(number: int, whole: PaymentPlan) -> Part:
    return Part(number, None, (), whole.first_on if number == 1 else None, "", "")


def _paid(row: Instalment, received_on: str) -> Part:
    return Part(row.number, row.amount, row.shares, row.paid_on, row.voucher, received_on)


def application_of(person: Person, case: Case) -> Application | None:
    """Give the application that a case carries, if the person may see it."""
    if case.service != SERVICE:
        return None
    return applications.of(person).filter(carried__case=case).first()


def case_of(person: Person, application: Application) -> Case | None:
    """Give the case that carries an application, if the person may see it."""
    return cases.of(person).filter(application_link__application=application).first()


def carried(application: Application) -> bool:
    """Tell whether a case carries an application, whoever may see it."""
    return ApplicationCase.objects.filter(application=application).exists()
