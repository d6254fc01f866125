"""A licence asked for by Lin, and the people of the zone who work on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.cast import person

if TYPE_CHECKING:
    from django.test import Client

    from jianghai.casework.models import Case, Publicity
    from jianghai.people.models import Person

FORM = {"matter": "设置户外广告", "reason": "新厂房落成", "phone": "13800001234", "truthful": True}


def signed_in(who: Person) -> Client:
    """Give somebody's browser."""
    from django.test import Client

    client = Client()
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@dataclass
class Office:
    """The zone's people by what they do."""

    window: Person
    handler: Person
    second: Person
    reviewer: Person
    chief: Person
    leader: Person


@pytest.fixture
def office(db: None) -> Office:
    """Window, two handlers, reviewer, head of the department, and a leader of the zone."""
    from jianghai.casework.services import departments
    from jianghai.people.models import Department, Post

    departments.load()
    posts = {
        "window": ("counter", "window", "吴窗"),
        "handler": ("licensing", "handler", "何办"),
        "second": ("licensing", "handler", "郝二"),
        "reviewer": ("licensing", "reviewer", "沈核"),
        "chief": ("licensing", "chief", "褚长"),
    }
    people = {}
    for name, (code, duty, called) in posts.items():
        people[name] = person(f"work-{name}", called, "staff")
        where = Department.objects.get(code=code)
        Post.objects.create(person=people[name], department=where, duty=duty, since="2020-01-01")
    return Office(**people, leader=person("work-leader", "凌导", "leader"))


def begun(lin: Person, firm: object, title: str = "户外广告设置许可") -> Case:
    """Begin a case as a draft, filled in, with its one paper that may not come later."""
    from django.utils import timezone

    from jianghai.casework.actions import cases
    from jianghai.casework.models import Document, Version

    asked = cases.Asked("licence", title, firm)
    case = cases.start(asked, by=lin, key=f"start {title}")
    cases.save_form(case, FORM, by=lin)
    row = Document.objects.create(case=case, material="application", name="行政许可申请书")
    Version.objects.create(
        document=row, number=1, sha256="a" * 64, name="申请书.pdf", kind="application/pdf",
        size=120_000, pages=3, place="none", by=lin, at=timezone.now(),
    )  # fmt: skip
    return case


@pytest.fixture
def draft(lin, blue_kiln, office) -> Case:
    """Lin's draft."""
    return begun(lin, blue_kiln)


@pytest.fixture
def handed_in(draft, lin) -> Case:
    """Lin's case, handed in with one paper promised for later."""
    from jianghai.casework.actions import cases

    return cases.submit(draft, promised={"qualification": "林岚"}, by=lin, key="submit")


@pytest.fixture
def accepted(handed_in, office) -> Case:
    """The case, accepted at the counter."""
    from jianghai.casework.actions import tasks
    from jianghai.casework.models import Case

    task = handed_in.tasks.get(state="open", kind="person")
    tasks.claim(task, by=office.window)
    tasks.finish(task, "complete", {}, by=office.window, key="check")
    return Case.objects.get(pk=handed_in.pk)


@pytest.fixture
def granted(accepted, office) -> Case:
    """The case, checked by two, reviewed and granted."""
    from jianghai.casework.models import Case

    seen = {"findings": "现场核查，位置与申请一致。"}
    finish(accepted, office.handler, "verified", seen)
    finish(accepted, office.second, "verified", seen)
    finish(accepted, office.reviewer, "agreed", {"opinion": "同意"})
    finish(accepted, office.chief, "granted", {"text": "准予设置户外广告一处。"})
    return Case.objects.get(pk=accepted.pk)


def finish(case: Case, who: Person, outcome: str, values: dict[str, str] | None = None) -> None:
    """Let somebody finish the step that a case is at."""
    from jianghai.casework.actions import tasks

    task = case.tasks.get(state="open", kind="person")
    tasks.claim(task, by=who)
    tasks.finish(task, outcome, values or {}, by=who, key=f"{task.pk} {who}")


@pytest.fixture
def notice(accepted) -> Publicity:
    """A public notice of the case that is up since yesterday, for five working days."""
    from datetime import timedelta

    from jianghai.base import clock
    from jianghai.casework.models import Publicity

    return Publicity.objects.create(
        case=accepted, kind="preapproval", element="post", title="关于拟准予设置户外广告的公示",
        text="申请人：南通某公司。现予公示。", posted_at=clock.now() - timedelta(days=1),
        first_day=clock.today(), last_day=clock.today() + timedelta(days=7), digest="ab" * 32,
    )  # fmt: skip
