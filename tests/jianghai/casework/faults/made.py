"""Lin's licence, brought to any stage by the people of the zone, and what the database says of it."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection
from pypdf import PdfWriter

from jianghai.base import clock, journal
from jianghai.base.models import JournalLine
from jianghai.casework import plays
from jianghai.casework.actions import cases, tasks
from jianghai.casework.models import Case, Clock, Document, Flow, OfficeCall, Task, Version
from jianghai.casework.services import departments
from jianghai.people.models import Department, Post
from tests.cast import person

if TYPE_CHECKING:
    from jianghai.enterprises.models import Enterprise
    from jianghai.people.models import Person

ROOT = Path(__file__).resolve().parents[4]
#: A Monday morning in China, in a year whose days off are published.
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
FORM = {"matter": "设置户外广告", "reason": "新厂房落成", "phone": "13800001234", "truthful": True}
POSTS = {
    "window": ("counter", "window"),
    "handler": ("licensing", "handler"),
    "second": ("licensing", "handler"),
    "reviewer": ("licensing", "reviewer"),
    "chief": ("licensing", "chief"),
}
#: Every step of a licence that is granted, as who ends it how.
WAY = (
    ("window", "complete", {}),
    ("handler", "verified", {"findings": "位置与申请一致"}),
    ("second", "verified", {"findings": "位置与申请一致"}),
    ("reviewer", "agreed", {"opinion": "同意"}),
    ("chief", "granted", {"text": "准予设置户外广告一处"}),
)


def at(days: float = 0) -> Any:
    """Let it be so many days after Monday morning for the length of a `with` block."""
    return clock.stopped_at(MONDAY + timedelta(days=days))


@dataclass
class Zone:
    """Lin, her enterprise, and who works for the zone."""

    lin: Person
    firm: Enterprise
    window: Person
    handler: Person
    second: Person
    reviewer: Person
    chief: Person


def zone(lin: Person, firm: Enterprise) -> Zone:
    """Seat the people of the zone."""
    departments.load()
    people = {}
    for name, (code, duty) in POSTS.items():
        people[name] = person(f"zone-{name}", f"示例{name}", "staff")
        where = Department.objects.get(code=code)
        Post.objects.create(person=people[name], department=where, duty=duty, since="2020-01-01")
    return Zone(lin, firm, **people)


def draft(who: Zone, key: str = "one") -> Case:
    """Begin a licence, filled in, with its papers."""
    case = cases.start(
        cases.Asked("licence", f"许可 {key}", who.firm), by=who.lin, key=f"start {key}"
    )
    cases.save_form(case, FORM, by=who.lin)
    for material in ("application", "qualification"):
        row = Document.objects.create(case=case, material=material, name=material)
        Version.objects.create(
            document=row, number=1, sha256=hashlib.sha256(f"{key}{material}".encode()).hexdigest(),
            name=f"{material}.pdf", kind="application/pdf", size=1, pages=1, place="none",
            by=who.lin, at=clock.now(),
        )  # fmt: skip
    return Case.objects.get(pk=case.pk)


def handed_in(who: Zone, key: str = "one") -> Case:
    """Hand a licence in."""
    return cases.submit(draft(who, key), by=who.lin, key=f"submit {key}")


def open_task(case: Case, kind: str = "person") -> Task:
    """Give the one open task of a case."""
    return Task.objects.select_related("case").get(case=case, state="open", kind=kind)


def finish(who: Zone, case: Case, step: int) -> Task:
    """Finish one step of the way."""
    name, outcome, values = WAY[step]
    return tasks.finish(
        open_task(case), outcome, values, by=getattr(who, name), key=f"{case.pk} step {step}"
    )


def walked(who: Zone, steps: int, key: str = "one") -> Case:
    """Bring a licence so many steps on its way."""
    case = handed_in(who, key)
    for step in range(steps):
        finish(who, case, step)
    return Case.objects.get(pk=case.pk)


def told(verb: str) -> int:
    """Count the lines of the journal with a verb."""
    return JournalLine.objects.filter(verb=verb).count()


def broken(case: Case) -> None:
    """Damage where the tokens of a case are, as a bad disk would."""
    Flow.objects.filter(case=case).update(state="{not what was written")


TABLES = ("casework", "base", "enterprises")


def everything() -> dict[str, Any]:
    """Give every row of every table that an action may write, to compare."""
    models = [one for name in TABLES for one in apps.get_app_config(name).get_models()]
    return {one._meta.label: sorted(map(repr, one.objects.values_list())) for one in models}


def outcome() -> Any:
    """Give what an action came to: every row on SQLite; PostgreSQL spends numbers on what was undone."""
    if connection.vendor == "sqlite":
        return everything()
    rows = {name: len(found) for name, found in everything().items()}
    cases_ = list(Case.objects.order_by("id").values_list("status", "light", "due_at"))
    steps = list(Task.objects.order_by("id").values_list("token", "state", "outcome"))
    clocks = list(Clock.objects.order_by("id").values_list("key", "state", "due_on"))
    return rows, cases_, steps, clocks


def holds() -> bool:
    """Tell whether the journal is whole."""
    return journal.verify().holds


def pdf(pages: int = 1) -> bytes:
    """Give a small paper."""
    held = io.BytesIO()
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    writer.write(held)
    return held.getvalue()


@dataclass
class Registered:
    """A new firm of a play, registered, with the calls to the offices that wait for an answer."""

    case: Case
    calls: dict[str, OfficeCall]
    now: datetime


def registered() -> Registered:
    """Play a start-up until the firm is registered and the offices are about to be asked."""
    told = plays.read(ROOT / "examples" / "cases" / "start-business.yaml")
    steps = [one for one in told.steps if one.told.get("outcome") != "granted"]
    last = len(steps) - 2
    played = plays.play(replace(told, steps=told.steps[: last + 1]), key="play")
    assert played.refused is None, played.refused
    calls = OfficeCall.objects.filter(task__case=played.case).select_related("task")
    return Registered(played.case, {one.office: one for one in calls}, told.steps[last].at)
