"""Anybody does anything at any time: no case is ever stuck, and nothing is ever counted twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jianghai.base import clock
from jianghai.base.errors import ApplicationError
from jianghai.base.models import JournalLine
from jianghai.casework import services
from jianghai.casework.actions import (
    cases,
    decisions,
    pausing,
    publicity,
    sweeping,
    tasks,
)
from jianghai.casework.models import (
    CLOSED,
    Case,
    Clock,
    Decision,
    Document,
    Evaluation,
    Firing,
    Objection,
    Part,
    Publicity,
    Status,
    Task,
    Version,
)
from jianghai.casework.plays import cast as plays_cast
from jianghai.casework.plays.reading import Play, Step
from tests.jianghai.casework.faults import made
from tests.jianghai.casework.faults.states import AFTER, STATES

#: What is filled in wherever a form asks for it.
SAID = {
    "reason": "示例理由", "text": "准予示例", "findings": "一致", "opinion": "同意", "category": "示例",
    "basis": "示例", "held_on": "2026-03-05", "ground": "other", "finding": "已整改",
}  # fmt: skip
FORMS = {
    "licence": made.FORM,
    "eia-form": {
        "project_name": "示例项目", "place": "示例路 1 号", "kind": "new", "category": "示例类别",
        "investment": 5000000000, "sensitive": False, "impacts": "噪声", "measures": "隔声",
        "drafter_name": "示例公司", "assessment": "before_filing", "mode": "ordinary",
        "contact_person": "林某", "phone": "13812345678", "truthful": True,
    },
}  # fmt: skip
DO = (
    ["finish"] * 12 + ["time"] * 3
    + ["claim", "back", "special", "unspecial", "object", "answer", "sign", "judge", "follow", "revoke",
       "delegate", "explain", "submit", "long"]
)  # fmt: skip
#: Of each service; a walk takes a tenth of a second or two.
WALKS = 12
PLACES = st.integers(0, 5)
MOVES = st.lists(st.tuples(st.sampled_from(DO), PLACES, PLACES), min_size=6, max_size=24)


class Walk:
    """One case and everybody who may do something with it."""

    def __init__(self, service, lane, lin, firm):
        self.now = made.MONDAY
        self.lin, self.count, self.refused = lin, 0, 0
        play = Play(
            "walk",
            service,
            (Step(self.now, "start", "", {}, 1),),
            firm={"name": firm.name, "uscc": firm.uscc},
        )
        self.cast = plays_cast.Cast(play, f"walk {service}")
        self.drafter = self.cast.person("drafter")
        self.staff = [
            self.cast.person(name)
            for lane_id, rule in self.cast.service.lanes.items() if not rule.holder
            for name in (lane_id, f"{lane_id} 2")
        ]  # fmt: skip
        self.everybody = [lin, self.drafter, *self.staff]
        with self.at():
            self.case = cases.start(
                cases.Asked(service, "示例", firm, lane), by=lin, key=self.key()
            )
            cases.save_form(self.case, FORMS[service], by=lin)
            cases.invite(self.case, self.drafter, Part.DRAFTER, by=lin, key=self.key())
            for number, one in enumerate(services.of(self.case.edition).materials):
                row = Document.objects.create(case=self.case, material=one.id, name=one.id)
                Version.objects.create(
                    document=row, number=1, sha256=f"{number}" * 64, name="a.pdf", kind="application/pdf",
                    size=1, pages=1, place="none", by=lin, at=clock.now(),
                )  # fmt: skip
        self.status = Status.DRAFT

    def at(self):
        return clock.stopped_at(self.now)

    def key(self):
        self.count += 1
        return f"{self.count}"

    def do(self, verb, one, other):
        """Let somebody try something; whatever is refused is refused with words."""
        self.case = Case.objects.get(pk=self.case.pk)
        with self.at():
            try:
                getattr(self, verb)(one, other)
            except ApplicationError:
                self.refused += 1
        self.now += timedelta(minutes=1)
        self.check()

    def open(self):
        return list(Task.objects.filter(case=self.case, state="open", kind="person").order_by("id"))

    def finish(self, one, other):
        found = self.open()
        if not found:
            self.submit()
            return
        task = found[one % len(found)]
        step = services.of(self.case.process).step(task.element)
        outcomes = list(step.outcomes)
        able = [who for who in self.everybody if self.able(who, task)]
        by = able[other % len(able)] if able else self.lin
        form = services.of(self.case.edition).forms.get(step.form)
        asked = {field.key for field in form.fields()} if form and step.form != "apply" else set()
        said = {key: told for key, told in SAID.items() if key in asked or key == "reason"}
        tasks.finish(task, outcomes[(one + other) % len(outcomes)], said, by=by, key=self.key())

    @staticmethod
    def able(who, task):
        from jianghai.casework.queries.tasks import may_act

        return may_act(who, task)

    def submit(self, *_numbers):
        cases.submit(self.case, by=self.lin, key=self.key())

    def claim(self, one, other):
        for task in self.open()[:1]:
            tasks.claim(task, by=self.everybody[(one * 5 + other) % len(self.everybody)])

    def delegate(self, one, other):
        for task in self.open()[:1]:
            giver, taker = (self.staff[place % len(self.staff)] for place in (one, other))
            tasks.delegate(task, taker, reason="出差", by=giver, key=self.key())

    def time(self, one, other):
        self.now += timedelta(days=1 + one, hours=other)
        self.sweep()

    def long(self, *_numbers):
        self.now += timedelta(days=40)
        self.sweep()

    def sweep(self):
        with self.at():
            while sweeping.sweep():
                pass  # what one clock lets go on may be due as well: the next minute deals with it
            sweeping.lapse_tolerances()
            assert not Clock.objects.filter(next_at__lte=clock.now()).exists()

    def back(self, one, _other):
        if one == 0:
            cases.take_back(self.case, reason="不办了", by=self.lin, key=self.key())

    def special(self, one, other):
        reason = ("hearing", "expert_review", "supplement")[one % 3]
        told = pausing.Special(reason, "十日", "示例")
        by = self.staff[other % len(self.staff)]
        pausing.begin_special(self.case, told, by=by, key=self.key())

    def unspecial(self, one, other):
        reason = ("hearing", "expert_review", "supplement")[one % 3]
        pausing.end_special(
            self.case, reason, by=self.staff[other % len(self.staff)], key=self.key()
        )

    def object(self, one, other):
        for notice in Publicity.objects.filter(case=self.case)[:1]:
            said = publicity.Said("示例居民", "13900000000", "担心噪声", hearing=bool(one % 2))
            publicity.object_(notice, said, key=self.key())

    def answer(self, one, other):
        for row in Objection.objects.filter(publicity__case=self.case, answer="")[:1]:
            by = self.staff[other % len(self.staff)]
            publicity.answer_objection(
                row, upheld=bool(one % 2), answer="已核实", by=by, key=self.key()
            )

    def sign(self, *_numbers):
        for row in Decision.objects.filter(case=self.case):
            decisions.confirm_delivery(row, by=self.lin, key=self.key())

    def judge(self, one, _other):
        decisions.evaluate(self.case, 1 + one % 5, by=self.lin, key=self.key())

    def follow(self, one, other):
        for row in Evaluation.objects.filter(case=self.case):
            by = self.staff[other % len(self.staff)]
            decisions.follow_up(row, "已整改", by=by, key=self.key())

    def revoke(self, one, other):
        for row in Decision.objects.filter(case=self.case):
            by = self.staff[other % len(self.staff)]
            verb = decisions.revoke if one % 2 else decisions.withdraw
            verb(row, reason="示例理由", by=by, key=self.key())

    def explain(self, one, other):
        by = self.staff[other % len(self.staff)]
        cases.explain_overdue(self.case, reason="示例", by=by, key=self.key())

    def check(self):
        """Hold what must always hold."""
        case = Case.objects.get(pk=self.case.pk)
        self.follows(case)
        begun = hasattr(case, "flow")
        waits = Task.objects.filter(case=case, state="open").exists()
        assert waits or case.status in CLOSED or not begun, f"{case.status} waits for nobody"
        running = list(
            Clock.objects.filter(case=case, task=None)
            .exclude(state="stopped")
            .values_list("key", flat=True)
        )
        assert len(running) == len(set(running))
        on_steps = Clock.objects.filter(case=case).exclude(task=None).exclude(state="stopped")
        assert not on_steps.exclude(task__state="open").exclude(kind="notice").exists()
        fired = list(Firing.objects.filter(clock__case=case).values_list("clock", "rung"))
        assert len(fired) == len(set(fired))
        assert Decision.objects.filter(case=case).count() <= 1

    def follows(self, case):
        """Every state of the case, one after the other, may follow the one before."""
        found = JournalLine.objects.filter(subject=f"casework.case:{case.pk}", verb__in=STATES)
        passed = [STATES[line.verb](line) for line in found.order_by("number")]
        for before, after in zip(
            [Status.DRAFT, *passed], [*passed, Status(case.status)], strict=True
        ):
            assert before == after or after in AFTER[before], f"{before!r} → {after!r}"


@pytest.mark.parametrize(
    ("service", "lane"), [("licence", "normal"), ("eia-form", "normal"), ("eia-form", "green")],
    ids=["licence", "report", "report in the green lane"],
)  # fmt: skip
def test_whatever_people_do_no_case_is_stuck(service, lane, lin, blue_kiln):
    from django.db import transaction

    @settings(
        max_examples=WALKS, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate),
    )  # fmt: skip
    @given(MOVES)
    def walks(moves):
        place = transaction.savepoint()
        try:
            one = Walk(service, lane, lin, blue_kiln)
            one.do("submit", 0, 0)
            for move in moves:
                one.do(*move)
            one.do("long", 0, 0)
            assert made.holds()
        finally:
            transaction.savepoint_rollback(place)

    walks()
