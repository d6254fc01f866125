"""What an applicant does with a case: start, fill in, hand in, take back; and what the zone owes when it is late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

import worktime
from jianghai.base import clock, deeds, journal, rows
from jianghai.base.errors import NotAllowedError
from jianghai.casework import services
from jianghai.casework.engine import hidden, ledgers, moving, notices
from jianghai.casework.engine.turns import taken, written
from jianghai.casework.errors import FormError, NotThatStageError
from jianghai.casework.models import (
    CLOSED,
    Case,
    Holder,
    Lane,
    Light,
    Part,
    Party,
    Status,
    Task,
    TaskState,
    Tolerance,
)
from jianghai.casework.queries import cases as queries
from jianghai.enterprises import queries as registry
from jianghai.people.models import OUTSIDE, Role
from worktime import Counting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jianghai.casework.engine.turns import Turn
    from jianghai.casework.services import Material
    from jianghai.enterprises.models import Enterprise
    from jianghai.people.models import Person

LONGEST_ENTRY = 20_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody begins: a service, for an enterprise or for oneself, under a title."""

    service: str
    title: str = ""
    enterprise: Enterprise | None = None
    lane: str = Lane.NORMAL


@transaction.atomic
def start(asked: Asked, *, by: Person, key: str) -> Case:
    """Begin a case as a draft, for an enterprise or for oneself; the same key gives the same case."""
    deed = deeds.once(key, "case started", f"service:{asked.service}", by)
    if deed is None:
        return Case.objects.get(pk=deeds.made(key, by) or 0)
    firm = asked.enterprise
    if by.role not in OUTSIDE:
        raise NotAllowedError  # whoever works for the zone asks it for something with an account of their own
    if firm is not None and not registry.acts_for(by, firm):
        raise NotAllowedError
    now = clock.now()
    edition = services.shelf().edition(asked.service, clock.today())
    if ("enterprise" if firm else "person") not in edition.asks:
        raise NotAllowedError(
            "该事项不接受此类申请人。",
            "Applicants of this kind cannot ask for this.",
            where=edition.name.zh,
        )
    kept = services.kept(edition)
    case = Case(
        service=asked.service,
        edition=kept,
        process=kept,
        title=asked.title.strip()[:200] or edition.name.zh,
        enterprise=firm,
        applicant=by,
        department_id=services.department(edition, "authority", Case()),
        lane=Lane.GREEN if asked.lane == Lane.GREEN else Lane.NORMAL,
        opened_at=now,
        changed_at=now,
        demo=bool(firm and firm.demo),
    )
    rows.add(case)
    deeds.keep(deed, case)
    journal.record(by, "case started", case, now, case=case.pk, service=asked.service)
    return case


@transaction.atomic
def save_form(case: Case, values: Mapping[str, Any], *, by: Person) -> dict[str, dict[str, str]]:
    """Keep everything as it was typed, also what is wrong; give what is wrong by its field."""
    found = Case.objects.select_for_update(of=("self",)).select_related("edition").get(pk=case.pk)
    _writable(found, by)
    form = services.of(found.edition).forms["apply"]
    personal = {field.key for field in form.fields() if field.personal}
    told = {name: _short(value) for name, value in form.kept(values).items()}
    merged = _without_blanks({**found.form, **hidden.hide(told, personal, found.form)})
    faults = form.faults(hidden.bare(merged))
    if (merged, faults) != (found.form, found.faults):
        found.form, found.faults, found.changed_at = (
            merged,
            faults,
            max(clock.now(), found.changed_at),
        )
        found.save(update_fields=["form", "faults", "changed_at"])
        what = {"case": found.pk, "service": found.service, "fields": sorted(told)}
        journal.record_all([journal.Entry(by, "form saved", found, what)])
    return faults


def _without_blanks(values: dict[str, Any]) -> dict[str, Any]:
    """Leave out what was cleared: a field that is empty again asks to be filled in."""
    return {name: value for name, value in values.items() if value not in ("", None)}


def _short(value: Any) -> Any:
    return value[:LONGEST_ENTRY] if isinstance(value, str) else value


def _writable(case: Case, by: Person) -> None:
    """Let only the applicant write, and only while the case is with them."""
    if not queries.is_applicant(by, case):
        raise NotAllowedError
    with_us = case.tasks.filter(state=TaskState.OPEN, duty=Holder.APPLICANT)
    if not (case.status == Status.DRAFT and not hasattr(case, "flow")) and not with_us.exists():
        raise NotThatStageError(where=str(case))


@transaction.atomic
def submit(case: Case, *, by: Person, key: str, promised: Mapping[str, str] | None = None) -> Case:
    """Hand a case in: complete, or with materials promised for later where the service tolerates it."""
    if deeds.once(key, "case submitted", f"case:{case.pk}", by) is None:
        return Case.objects.get(pk=case.pk)
    turn = taken(case.pk, by)
    if not queries.is_applicant(by, turn.case):
        raise NotAllowedError
    if turn.state or turn.case.status != Status.DRAFT:
        raise NotThatStageError(where=str(turn.case))
    if not any(step.form == "apply" for step in turn.process.steps.values()):
        complete(
            turn, promised or {}
        )  # else a later step asks for all of it, such as after a joint review
    turn.note("case submitted", title=turn.case.title, lane=turn.case.lane)
    moving.begin(turn, answers_of(turn))
    return written(turn)


def answers_of(turn: Turn) -> dict[str, bool]:
    """Compute the named answers of a case from what was filled in and from the zone's settings."""
    return turn.process.answers_for(
        hidden.bare(turn.case.form), lane=turn.case.lane, zone=services.zone().settings
    )


def complete(turn: Turn, promised: Mapping[str, str]) -> None:
    """Refuse what cannot be handed in, all of it at once; write down what is promised for later."""
    case, service = turn.case, turn.service
    form = service.forms["apply"]
    faults = form.faults(hidden.bare(case.form))
    answers = answers_of(turn)
    held = set(case.documents.values_list("material", flat=True))
    for material in service.materials:
        if not material.needed(answers) or material.id in held:
            continue
        if material.tolerable and promised.get(material.id, "").strip():
            _tolerate(turn, material, promised[material.id])
            continue
        faults[f"material:{material.id}"] = {
            "zh": f"缺少材料“{material.name.zh}”",
            "en": f"'{material.name.en}' is missing",
        }
    if faults:
        raise FormError(faults, where=case.title)


def _tolerate(turn: Turn, material: Material, name: str) -> None:
    """Let a material come later: until when, how, and what happens then is written on a signed commitment."""
    rule = material.tolerable
    if rule is None:
        raise NotThatStageError(where=material.name.zh)
    until = worktime.deadline(turn.at, rule.span, ledgers.calendar(), Counting()).day
    row, _new = Tolerance.objects.get_or_create(
        case=turn.case,
        material=material.id,
        defaults={
            "until": until,
            "way": rule.way.zh,
            "otherwise": rule.otherwise.zh,
            "promised_by": name.strip()[:60],
            "promised_at": turn.at,
        },
    )
    blanks = {
        "matter": turn.case.title,
        "case_number": turn.case.number,
        "materials": [[material.name.zh, row.until.isoformat(), row.way]],
        "until": row.until,
        "otherwise": row.otherwise,
        "promised_by": row.promised_by,
        "promised_on": turn.day,
    }
    notices.issue(turn, "tolerance_letter", blanks)
    turn.note("material tolerated", material=material.id, until=str(row.until))


@transaction.atomic
def take_back(case: Case, *, reason: str, by: Person, key: str) -> Case:
    """Take a case back before it is decided (2); what was filled in stays readable."""
    if deeds.once(key, "case taken back", f"case:{case.pk}", by) is None:
        return Case.objects.get(pk=case.pk)
    turn = taken(case.pk, by)
    if not queries.is_applicant(by, turn.case):
        raise NotAllowedError
    if turn.case.status in CLOSED:
        raise NotThatStageError(where=str(turn.case))
    end(turn, Status.TAKEN_BACK)
    turn.note("case taken back", reason=reason.strip()[:500])
    return written(turn)


def end(turn: Turn, status: Status) -> None:
    """End a case at once: its open tasks are withdrawn, its clocks stop."""
    turn.case.status, turn.case.closed_at = status, turn.at
    turn.case.received_at = turn.case.received_at or turn.at
    for task in Task.objects.filter(case=turn.case, state=TaskState.OPEN):
        task.state = TaskState.CANCELLED
        turn.changed.append(task)
    notices_up = turn.case.publicities.filter(closed_at=None, last_day__isnull=False)
    notices_up.update(closed_at=turn.at)
    turn.emit("over")


@transaction.atomic
def explain_overdue(case: Case, *, reason: str, by: Person, key: str) -> Case:
    """Say in public why a case is late, as 优化营商环境条例 article 36 asks."""
    if deeds.once(key, "overdue explained", f"case:{case.pk}", by) is None:
        return Case.objects.get(pk=case.pk)
    turn = taken(case.pk, by)
    mine = turn.case.parties.filter(department__in=queries.departments_of(by))
    if by.role != Role.STAFF or not mine.exists():
        raise NotAllowedError
    if turn.case.light != Light.RED and not turn.case.overdue_reason:
        raise NotThatStageError(
            "该件没有超期，不需要说明。",
            "This case is not late; there is nothing to explain.",
            where=str(turn.case),
        )
    if not reason.strip():
        raise FormError(zh="请写明超期原因。", en="Say why the case is late.")
    turn.case.overdue_reason = reason.strip()[:500]
    turn.note("overdue explained", reason=turn.case.overdue_reason)
    return written(turn)


@transaction.atomic
def invite(case: Case, person: Person, part: Part, *, by: Person, key: str) -> Party:
    """Let a drafter, an expert or an agent take part; the applicant invites drafters and agents, staff experts."""
    if deeds.once(key, "party invited", f"case:{case.pk}:{person.pk}:{part}", by) is None:
        return Party.objects.get(case=case.pk, person=person, part=part)
    turn = taken(case.pk, by)
    if not _may_invite(turn, part, by) or not person.is_active:
        raise NotAllowedError
    row, _new = Party.objects.update_or_create(
        case=turn.case,
        person=person,
        part=part,
        defaults={"since": turn.at, "until": None},
    )
    turn.note("party invited", part=str(part), person=person.pk)
    written(turn)
    return row


def _may_invite(turn: Turn, part: Part, by: Person) -> bool:
    """Tell who may let somebody take part as what; departments join by the diagram, helpers by being asked."""
    if part in {Part.DRAFTER, Part.AGENT}:
        return queries.is_applicant(by, turn.case)
    staff = turn.case.parties.filter(department__in=queries.departments_of(by))
    return part == Part.EXPERT and staff.exists()
