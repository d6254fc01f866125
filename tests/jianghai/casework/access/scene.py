"""Everybody who may come, and one case at each stage that they may come to."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from jianghai.approvals.models import Appointment, Closure, ExtraSession, Window
from jianghai.base import clock
from jianghai.casework.actions import decisions, documents, publicity, tasks
from jianghai.casework.actions.documents import Place, keeping
from jianghai.casework.models import Case, Document, Part, Party, Publicity, Version
from jianghai.enterprises.models import Membership, MembershipRole
from jianghai.people.models import Department, Deputy, Person, Post
from tests.cast import person
from tests.jianghai.casework.faults import made

if TYPE_CHECKING:
    from jianghai.enterprises.models import Enterprise

#: Everybody, in the order of the table's columns: what they are called there, and who that is.
CAST = {
    "app": "the applicant",
    "mem": "another member of the applicant's enterprise",
    "old mem": "a member of it whose membership ended yesterday",
    "firm": "somebody of another enterprise",
    "draft": "the agency that drafts for the applicant",
    "old draft": "an agency that drafted, whose part ended yesterday",
    "agency": "an agency that has no part in it",
    "expert": "an expert whom staff invited",
    "no expert": "an expert of other cases",
    "win": "window of the counter, which takes part",
    "hand": "handler of the department that answers for it, whose step is open",
    "rev": "reviewer of that department",
    "chief": "head of that department",
    "sup": "supervisor of that department",
    "dep": "stands in for the handler this week",
    "old hand": "was handler until yesterday, and had taken the step",
    "help": "was asked to help, from another department",
    "staff": "handler of a department that has no part in it",
    "lead": "leader of the zone",
    "admin": "administrator",
    "aud": "auditor",
    "—": "nobody who has signed in",
}


@dataclass
class Scene:
    """Who there is, and what there is to open."""

    people: dict[str, Person | None]
    cases: dict[str, Case]
    named: dict[str, Any] = field(default_factory=dict)


def scene(lin: Person, firm: Enterprise, stranger: Person) -> Scene:
    """Make everybody and everything; it is Monday morning."""
    zone = made.zone(lin, firm)
    people = _people(zone, stranger)
    cases = {
        "draft": made.draft(zone, "draft"),
        "open": made.walked(zone, 1, "open"),
        "granted": made.walked(zone, 5, "granted"),
        "judged": made.walked(zone, 5, "judged"),
    }
    cases["asked"] = made.handed_in(zone, "asked")
    no = {"reason": "缺盖章"}
    task = made.open_task(cases["asked"])
    tasks.finish(task, "incomplete", no, by=zone.window, key="no")
    decisions.evaluate(cases["judged"], 1, by=lin, key="bad", text="慢")
    for case in cases.values():
        _join(case, people)
    made_up = Scene(people, cases)
    _work(made_up, zone)
    _papers(made_up, zone)
    _windows(made_up, zone)
    return made_up


def _people(zone: made.Zone, stranger: Person) -> dict[str, Person | None]:
    roles = {
        "mem": "enterprise", "old mem": "enterprise", "draft": "agency", "old draft": "agency",
        "agency": "agency", "expert": "expert", "no expert": "expert", "sup": "staff", "dep": "staff",
        "old hand": "staff", "help": "staff", "staff": "staff", "lead": "leader",
        "admin": "administrator", "aud": "auditor",
    }  # fmt: skip
    made_up = {
        name: person(f"x-{place}", name, role) for place, (name, role) in enumerate(roles.items())
    }
    found: dict[str, Person | None] = {
        **made_up, "app": zone.lin, "firm": stranger, "win": zone.window, "hand": zone.handler,
        "rev": zone.reviewer, "chief": zone.chief, "—": None,
    }  # fmt: skip
    today = clock.today()
    yesterday = today - timedelta(days=1)
    since = "2020-01-01"
    seats = (("sup", "licensing", "supervisor", None), ("old hand", "licensing", "handler", yesterday),
             ("help", "environment", "handler", None), ("staff", "environment", "handler", None))  # fmt: skip
    for name, code, duty, until in seats:
        office = Department.objects.get(code=code)
        Post.objects.create(
            person=made_up[name], department=office, duty=duty, since=since, until=until
        )
    for name, until in (("mem", None), ("old mem", yesterday)):
        Membership.objects.create(
            enterprise=zone.firm, person=made_up[name], role=MembershipRole.AGENT,
            valid_from=since, valid_until=until,
        )  # fmt: skip
    week = {"since": today, "until": today + timedelta(days=6), "reason": "出差"}
    Deputy.objects.create(person=zone.handler, deputy=made_up["dep"], **week)
    return {name: found[name] for name in CAST}


def _join(case: Case, people: dict[str, Person | None]) -> None:
    past = clock.now() - timedelta(days=1)
    parts = (("draft", Part.DRAFTER, None), ("old draft", Part.DRAFTER, past),
             ("expert", Part.EXPERT, None))  # fmt: skip
    for name, part, until in parts:
        Party.objects.create(case=case, person=people[name], part=part, since=past, until=until)


def _work(one: Scene, zone: made.Zone) -> None:
    """Let the handler ask for help with the open step, and find the step taken by who has left."""
    task = made.open_task(one.cases["open"])
    tasks.ask_help(task, one.people["help"], reason="请协助", by=zone.handler, key="help")
    one.named["task"] = task
    one.named["applicants task"] = made.open_task(one.cases["asked"])
    taken = made.open_task(made.walked(zone, 1, "taken"))
    type(task).objects.filter(pk=taken.pk).update(assignee=one.people["old hand"])
    one.cases["taken"] = taken.case
    _join(taken.case, one.people)
    one.named["taken task"] = taken


def _papers(one: Scene, zone: made.Zone) -> None:
    document = Document.objects.get(case=one.cases["open"], material="application")
    (digest, place, size), later = _kept(made.pdf()), _kept(made.pdf(pages=2))
    document.versions.update(place=place, size=size, sha256=digest)
    first = document.versions.get()
    Version.objects.create(
        document=document, number=2, sha256=later[0], name="二稿.pdf", kind="application/pdf",
        size=later[2], pages=2, place=later[1], by=zone.lin, at=clock.now(),
    )  # fmt: skip
    one.named["remark"] = documents.remark(first, Place(1), "请核对", by=zone.handler, key="r")
    notice = Publicity.objects.create(
        case=one.cases["open"], kind="preapproval", element="post", title="公示", text="现予公示",
        posted_at=clock.now(), first_day=clock.today(), last_day=clock.today() + timedelta(days=7),
        digest="ab" * 32,
    )  # fmt: skip
    notice.papers.add(first)
    said = publicity.Said("示例居民", "13900000000", "担心噪声")
    one.named["objection"] = publicity.object_(notice, said, key="o")
    one.named |= {"document": document, "version": first, "notice": notice}
    one.named["decision notice"] = one.cases["granted"].publicities.get(kind="decision")
    one.named["paper"] = one.cases["open"].papers.first()


def _kept(content: bytes) -> tuple[str, str, int]:
    digest = hashlib.sha256(content).hexdigest()
    return digest, keeping.kept(io.BytesIO(content), digest), len(content)


def _windows(one: Scene, zone: made.Zone) -> None:
    window = Window.objects.create(
        code="one", letter="A", name_zh="综合窗口", name_en="Window one", place_zh="一楼",
        place_en="Ground floor", department=Department.objects.get(code="counter"), services=[],
        hours=[{"days": [1, 2, 3, 4, 5], "from": "09:00", "to": "12:00"}], slot_minutes=30,
        places=2, days_ahead=14,
    )  # fmt: skip
    soon = clock.now() + timedelta(hours=1)
    later = {"starts_at": soon, "ends_at": soon + timedelta(minutes=30)}
    one.named["window"] = window
    one.named["appointment"] = Appointment.objects.create(
        window=window, person=zone.lin, enterprise=zone.firm, service="consultation", place_no=1,
        created_at=clock.now(), **later,
    )  # fmt: skip
    one.named["session"] = ExtraSession.objects.create(
        window=window,
        places=2,
        reason="延时",
        opened_by=zone.window,
        opened_at=clock.now(),
        **later,
    )
    one.named["closure"] = Closure.objects.create(
        window=window,
        day=clock.today() + timedelta(days=9),
        reason_zh="停电",
        closed_at=clock.now(),
    )
