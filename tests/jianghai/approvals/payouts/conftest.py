"""Lin's application for a rent subsidy is carried by a case; it is 30 June 2026, and the zone's offices are staffed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest

from jianghai.approvals.payouts import carrying
from jianghai.base import clock
from jianghai.casework.actions import sweeping, tasks
from jianghai.casework.models import Case, Task
from jianghai.casework.services import departments
from jianghai.people.models import Department, Person, Post
from jianghai.policies import held
from jianghai.policies.actions import payouts
from jianghai.policies.models import Application
from tests.cast import person
from tests.jianghai.policies.paid.conftest import (
    ACCOUNT,
    complete,
    draft,
    folder,
    handed_in,
    policy,
)

__all__ = ["complete", "draft", "folder", "handed_in", "policy"]

DAY = datetime(2026, 6, 30, 4, tzinfo=UTC)
#: Who holds which post: user name, department, duty.
POSTS = {
    "window": ("counter", "window"),
    "handler": ("policy-office", "handler"),
    "tax": ("tax", "reviewer"),
    "credit": ("credit", "reviewer"),
    "safety": ("safety", "reviewer"),
    "ecology": ("ecology", "reviewer"),
    "chief": ("policy-office", "chief"),
    "finance": ("finance", "handler"),
}
REVIEWS = {
    "tax_review": ("tax", "tax_clear"),
    "credit_review": ("credit", "credit_clear"),
    "safety_review": ("safety", "safety_clear"),
    "environment_review": ("ecology", "environment_clear"),
}


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    held.forget()
    with clock.stopped_at(DAY):
        yield
    held.forget()


@pytest.fixture
def staff(chen: Person) -> dict[str, Person]:
    """Somebody at every post, Chen at the window."""
    departments.load()
    people = {name: person(name, name, "staff") for name in POSTS if name != "window"}
    people["window"] = chen
    for name, (office, duty) in POSTS.items():
        Post.objects.create(
            person=people[name],
            department=Department.objects.get(code=office),
            duty=duty,
            since=date(2020, 1, 1),
        )
    return people


def carry(application: Application) -> Case:
    """Do the duty, and give the case."""
    carrying.carry_all()
    return Case.objects.get(application_link__application=application)


def open_task(case: Case, element: str) -> Task:
    return Task.objects.get(case=case, element=element, state="open")


def opened(case: Case) -> list[str]:
    rows = Task.objects.filter(case=case, state="open").order_by("element")
    return list(rows.values_list("element", flat=True))


def do(case: Case, element: str, outcome: str, by: Person, **values: object) -> Task:
    """Let somebody finish the open task of a step."""
    task = open_task(case, element)
    return tasks.finish(task, outcome, values, by=by, key=f"{task.token} {outcome} {len(values)}")


@contextmanager
def days_later(days: int) -> Iterator[None]:
    """Let working days and weekends pass, with the clocks swept."""
    at = datetime.fromtimestamp(DAY.timestamp() + days * 86_400, UTC)
    with clock.stopped_at(at):
        sweeping.sweep()
        yield


@pytest.fixture
def case(handed_in: Application, staff: dict[str, Person]) -> Case:
    """The case of Lin's application, waiting for its formal check."""
    return carry(handed_in)


@pytest.fixture
def reviewed(case: Case, staff: dict[str, Person]) -> Case:
    """Accepted and reviewed by all; 400 000 yuan are proposed, and the public was told."""
    do(case, "check", "complete", staff["window"])
    for element, (name, outcome) in REVIEWS.items():
        do(case, element, outcome, staff[name])
    do(case, "summarise", "proposed", staff["handler"], opinion="同意", amount=40_000_000)
    return case


@pytest.fixture
def decide(reviewed: Case, staff: dict[str, Person]) -> Callable[..., Task]:
    """Let the chief decide, after the notice."""

    def decide(outcome: str = "granted", **values: object) -> Task:
        with days_later(10):
            told = {"text": "同意兑现", "amount": 40_000_000} | values
            return do(reviewed, "decide", outcome, staff["chief"], **told)

    return decide


@pytest.fixture
def granted(reviewed: Case, decide: Callable[..., Task]) -> Case:
    """Granted with 400 000 yuan."""
    decide()
    return Case.objects.get(pk=reviewed.pk)


@pytest.fixture
def planned(granted: Case, staff: dict[str, Person], lin: Person) -> Iterator[Case]:
    """Lin has confirmed the account; the money comes in two instalments. It is ten days later."""
    with days_later(10):
        payout = Application.objects.get(carried__case=granted).payout
        assert payout is not None
        payouts.confirm(payout.pk, account=ACCOUNT, bank="示例银行", by=lin, key="confirm")
        do(granted, "plan", "planned", staff["finance"], instalments=2, first_on="2026-07-15")
        yield granted


def pay(case: Case, by: Person, amount: int, *, last: bool = False, on: str = "2026-07-10") -> Task:
    """Pay an instalment in fen."""
    outcome = "paid_last" if last else "more_to_pay"
    return do(case, "pay", outcome, by, amount=amount, paid_on=on)


def received(case: Case, by: Person) -> Task:
    """Confirm that an instalment came."""
    return do(case, "confirm_receipt", "received", by, received_on="2026-07-10")
