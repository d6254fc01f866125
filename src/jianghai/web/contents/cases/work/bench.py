"""The workbench: whose turn it is, how urgent it is, and what the reader may take on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jianghai.base import clock
from jianghai.casework import services
from jianghai.casework.models import Holder, Lane, Task, TaskKind
from jianghai.casework.queries import pages
from jianghai.casework.queries import tasks as queries
from jianghai.people.models import Duty, Post
from jianghai.web.contents.cases.time import days
from jianghai.web.words import english, said, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from django.http import QueryDict
    from django.utils.functional import Promise

    from jianghai.people.models import Department, Person

#: No more than this is counted for a tab; what is beyond reads 99+.
MOST = 99


@dataclass(frozen=True, slots=True)
class Kind:
    """One tab: its word and icon, and the tasks it lists."""

    word: str | Promise
    icon: str
    tasks: Callable[[Person], queries.Parts]


KINDS: Mapping[str, Kind] = {
    "mine": Kind(_("我的任务"), "user", queries.mine),
    "department": Kind(_("本部门待签收"), "users", queries.departments),
    "risk": Kind(_("预警"), "alert-triangle", queries.at_risk),
    "waiting": Kind(_("等待他方"), "clock", queries.waiting),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab as it is drawn, with how many tasks it holds."""

    key: str
    word: str | Promise
    icon: str
    count: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asked for: a tab, a service, and where the page begins."""

    tab: str
    service: str
    after: str

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        """Read it from the address; an unknown tab is the first one."""
        tab = query.get("tab", "")
        first = next(iter(KINDS))
        return cls(tab if tab in KINDS else first, query.get("service", ""), query.get("after", ""))


@dataclass(frozen=True, slots=True)
class Row:
    """One task of the list."""

    task: Task
    due: str
    day: date | None
    holder: str
    mine: bool
    claimable: bool

    @property
    def service(self) -> str:
        """Name the service."""
        return service_name(self.task.case.service)

    @property
    def firm(self) -> str:
        """Name who asks."""
        return str(self.task.case.enterprise or self.task.case.applicant)

    @property
    def step(self) -> str:
        """Name the step."""
        return self.task.name

    @property
    def light(self) -> int:
        """Give how near the deadline is."""
        return self.task.light

    @property
    def green(self) -> bool:
        """Tell whether it goes first."""
        return self.task.lane == Lane.GREEN

    @property
    def href(self) -> str:
        """Give the address of the case."""
        return reverse("case", args=[self.task.case.number])

    @property
    def act(self) -> str:
        """Give the address at which the task is done."""
        return reverse("case_task", args=[self.task.case.number, self.task.pk])


def service_name(key: str) -> str:
    """Name a service in the reader's language; its key where it is not offered any more."""
    found = next((one for one in services.shelf().offered(clock.today()) if one.id == key), None)
    return told(found.name) if found else key


def holder(task: Task) -> str:
    """Say who holds a task: a person, a duty of a department, or somebody outside."""
    if task.kind == TaskKind.WAIT:
        return str(_("等期限届满"))
    if task.assignee_id:
        return str(task.assignee)
    if task.department is None:
        outside = dict(Holder.choices).get(task.duty, task.duty)
        return said(str(outside))
    duty = Duty(task.duty) if task.duty in Duty.values else None
    where = office(task.department)
    if duty is None:
        return where
    return f"{where} · {duty.english if english() else duty.label}"


def office(department: Department) -> str:
    """Name a department as briefly as the zone's files do."""
    found = services.zone().departments.get(department.code)
    if english() or found is None:
        return department.en if english() else department.zh
    return found.short


def told_to(reader: Person, asked: Asked) -> dict[str, Any]:
    """Gather what the workbench shows."""
    parts = KINDS[asked.tab].tasks(reader)
    if asked.service:
        parts = tuple(part.filter(case__service=asked.service) for part in parts)
    page = pages.of_tasks(parts, asked.after)
    count = days.today()
    posts = list(
        Post.objects.held(clock.today()).filter(person=reader).select_related("department")
    )
    held = {(one.department_id, str(one.duty)) for one in posts}
    return {
        "asked": asked,
        "tabs": [_tab(key, kind, reader) for key, kind in KINDS.items()],
        "rows": [_row(one, reader, held, count) for one in page.rows],
        "more": page.following,
        "posts": [_post(one) for one in posts],
        "services": sorted(
            (one.id, told(one.name)) for one in services.shelf().offered(clock.today())
        ),
    }


def _tab(key: str, kind: Kind, reader: Person) -> Tab:
    """Count a tab, up to a bound: nobody reads further."""
    count = pages.count(kind.tasks(reader), MOST + 1)
    return Tab(key, kind.word, kind.icon, f"{MOST}+" if count > MOST else str(count))


def _row(task: Task, reader: Person, held: set[tuple[int, str]], count: days.Days) -> Row:
    due = count.due(task.due_at)
    return Row(
        task,
        due.left if due else "",
        due.day if due else None,
        holder(task),
        mine=task.assignee_id == reader.pk,
        claimable=not task.assignee_id and (task.department_id, task.duty) in held,
    )


def _post(one: Post) -> str:
    duty = Duty(one.duty)
    if english():
        return f"{one.department.en} · {duty.english}"
    return f"{one.department.zh} · {duty.label}"
