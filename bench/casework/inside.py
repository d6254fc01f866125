"""The measuring inside one Django process: steps, sweeps, lists and creation at one size after another."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import django

CHINA = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 3, 2, 10, 0, tzinfo=CHINA)
CASES = 40  # measured at each size, five steps each
DUE = 100
REQUESTS = 60
SWEPT = 100_000  # the most open cases among which clocks are swept; beyond, cases are listed only


def main(sizes: list[int], lists: list[int]) -> None:
    """Print everything that was measured."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    stage = Stage()
    seen: dict[str, Any] = {"steps": {}, "sweeps": {}, "lists": {}}
    for size in sorted({*sizes, *lists}):
        _progress(f"filling up to {size:,} open cases")
        stage.fill(size)
        _progress(f"measuring with {size:,} open cases")
        if size in sizes:
            seen["steps"][size] = stage.steps()
        if size in lists and size <= SWEPT:
            seen["sweeps"][size] = stage.sweeps()  # first: so that some tasks are at risk
        if size in lists:
            seen["lists"][size] = stage.pages()
    seen["creation"] = stage.creation()
    print(json.dumps(seen))


def _progress(said: str) -> None:
    print(time.strftime("%H:%M:%S"), said, file=sys.stderr, flush=True)


class Stage:
    """The people and the template that the crowd is copied from."""

    def __init__(self) -> None:
        """Make departments, one person of each post, and one open case."""
        from jianghai.casework.models import Case
        from jianghai.casework.services import departments, shelf
        from jianghai.people.models import Department, Duty, Person, Post, Role

        departments.load()
        service = shelf().edition("five", date(2026, 3, 2))
        office = Department.objects.get(code=service.authority)
        self.applicant = Person.objects.create_user(
            "applicant", role=Role.ENTERPRISE, name="申请人"
        )
        self.handler = Person.objects.create_user("handler", role=Role.STAFF, name="经办")
        Post.objects.create(
            person=self.handler, department=office, duty=Duty.HANDLER, since=date(2020, 1, 1)
        )
        self.number = 0
        self.template = Case.objects.get(pk=self.new().pk)

    def new(self) -> Any:
        """Start and submit a case; its five tasks are open."""
        from jianghai.base import clock
        from jianghai.casework.actions import cases

        self.number += 1
        with clock.stopped_at(START):
            asked = cases.Asked("five", f"测速 {self.number}")
            case = cases.start(asked, by=self.applicant, key=f"start{self.number}")
            cases.save_form(case, {"matter": "测速"}, by=self.applicant)
            return cases.submit(case, by=self.applicant, key=f"submit{self.number}")

    def fill(self, size: int) -> None:
        """Let so many cases be open."""
        from bench.casework.crowd import crowd

        crowd(self.template, size, listed_only=size > SWEPT)

    def steps(self) -> dict[str, list[float]]:
        """Measure our steps and bare ones in turn."""
        from bench.casework.bare import Bare

        bare = Bare()
        ours: list[float] = []
        theirs: list[float] = []
        for place in range(CASES + 3):
            mine, other = list(self._case()), list(bare.steps())
            if place >= 3:
                ours += mine
                theirs += other
        return {"ours": ours, "bare": theirs}

    def _case(self) -> Iterator[float]:
        from jianghai.base import clock
        from jianghai.casework.actions import tasks
        from jianghai.casework.models import Task, TaskState

        case = self.new()
        opened = list(Task.objects.filter(case=case, state=TaskState.OPEN))
        with clock.stopped_at(START + timedelta(hours=1)):
            for task in opened:
                key = f"{task.pk}"
                begun = time.perf_counter()
                tasks.finish(task, "agreed", by=self.handler, key=key)
                yield time.perf_counter() - begun

    def sweeps(self) -> list[float]:
        """Measure sweeping while a hundred clocks are due."""
        from jianghai.base import clock
        from jianghai.casework.actions import sweeping
        from jianghai.casework.models import Clock

        taken = []
        never = START + timedelta(days=4000)
        later = START + timedelta(days=9)  # half of the promise is used, nothing is over
        for round_ in range(5):
            places = list(
                Clock.objects.filter(key="five.promise", light=1, state="running")
                .exclude(case=self.template)
                .order_by("pk")
                .values_list("pk", flat=True)[:DUE]
            )
            Clock.objects.filter(next_at__lt=never).update(next_at=never)
            Clock.objects.filter(pk__in=places).update(next_at=START + timedelta(days=8))
            with clock.stopped_at(later):
                begun = time.perf_counter()
                done = sweeping.sweep()
                if round_:
                    taken.append(time.perf_counter() - begun)
            if done != len(places):
                raise RuntimeError(f"{done} of {len(places)} clocks were dealt with")
        return taken

    def pages(self) -> dict[str, Any]:
        """Measure the workbench and the list of cases, and count their queries."""
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext
        from django.urls import reverse

        client = Client(SERVER_NAME="localhost")
        client.force_login(self.handler)
        found: dict[str, Any] = {}
        for name, (page, tab) in PAGES.items():
            address, times = reverse(page) + tab, []
            for place in range(REQUESTS + 5):
                begun = time.perf_counter()
                answer = client.get(address)
                taken = time.perf_counter() - begun
                if answer.status_code != 200:
                    raise RuntimeError(f"{address}: {answer.status_code}")
                if place >= 5:
                    times.append(taken)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            found[name] = {"times": times, "queries": len(captured)}
        return found

    def creation(self) -> dict[str, list[float]]:
        """Measure creating cases through the API against a view that inserts one row, in turn."""
        from bench.casework import creating

        return creating.measure(self.applicant)


PAGES = {
    "workbench, my department's": ("workbench", "?tab=department"),
    "workbench, at risk": ("workbench", "?tab=risk"),
    "list of cases": ("cases", ""),
}


if __name__ == "__main__":
    main(
        [int(one) for one in sys.argv[1].split(",") if one],
        [int(one) for one in sys.argv[2].split(",") if one],
    )
