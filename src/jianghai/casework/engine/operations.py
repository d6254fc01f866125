"""What the system does itself in a case: one table of named operations, which a diagram's service tasks may name.

Each is given the turn and its task, changes the turn, and gives the named answers that gateways may ask after it.
Apps above add theirs with `register`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from jianghai.base.identifiers import credit_code
from jianghai.casework import services, signals
from jianghai.casework.engine import deciding, notices
from jianghai.casework.errors import CaseworkError
from jianghai.casework.models import (
    ClockKind,
    OfficeCall,
    PublicityKind,
    Status,
)
from jianghai.enterprises.models import Enterprise, Membership, MembershipRole

if TYPE_CHECKING:
    from jianghai.casework.engine.turns import Turn
    from jianghai.casework.models import Task

Answers = dict[str, bool]
Operation = Callable[["Turn", "Task"], Answers]
#: The one operation whose task stays open until somebody outside has answered.
CALL = "call_office"
#: The five days within which an applicant is told what is lacking.
SUPPLEMENT_NOTICE = "lic.supplement_notice"


def receive(turn: Turn, _task: Task) -> Answers:
    """Take what was handed in (1): its day is the day of receipt, also outside office hours."""
    case = turn.case
    case.status, case.received_at = Status.RECEIVED, turn.at
    turn.emit("received")
    turn.note("case received")
    turn.after.append(lambda: _receipt(turn))
    return {}


def _receipt(turn: Turn) -> None:
    rows = [[one.name, "1", ""] for one in turn.case.documents.all()]
    told = [row.due_on for row in turn.clocks or () if row.key == SUPPLEMENT_NOTICE and row.due_on]
    blanks = {
        **_matter(turn),
        "received_on": turn.day,
        "materials": rows or [["申请表", "1", "网上填报"]],
        **({"reply_until": told[0]} if told else {}),
    }
    notices.issue(turn, "acceptance_receipt", blanks)


def accept(turn: Turn, _task: Task) -> Answers:
    """Accept (3): the law of the acceptance day applies from now on.

    Where nobody told within five working days what was lacking, the acceptance day is the day of receipt.
    """
    case = turn.case
    silent = turn.outcome == "silence"
    at = _received(turn) if silent else turn.at
    case.status, case.accepted_at = Status.ACCEPTED, at
    case.accepted_on = timezone.localtime(at).date()
    edition = services.kept(services.shelf().edition(case.service, case.accepted_on))
    case.edition, turn.service = edition, services.of(edition)
    turn.emit("accepted", at)
    turn.note("case accepted", on=str(case.accepted_on), silent=silent, edition=str(edition))
    turn.after.append(lambda: _acceptance(turn, silent=silent))
    return {}


def _acceptance(turn: Turn, *, silent: bool) -> None:
    case = turn.case
    until = {row.kind: row.due_on for row in turn.clocks or () if row.task is None}
    blanks: dict[str, Any] = {
        **_matter(turn),
        "received_on": timezone.localtime(_received(turn)).date(),
        "accepted_on": case.accepted_on,
        "statutory_until": until.get(ClockKind.STATUTORY),
        "promised_until": until.get(ClockKind.PROMISED),
        "by_silence": "是" if silent else None,
    }
    if blanks["statutory_until"]:
        notices.issue(turn, "acceptance", {key: told for key, told in blanks.items() if told})


def not_accept(turn: Turn, _task: Task) -> Answers:
    """Refuse to accept: not a matter for a licence (4), or not ours (5); the paper says why and where to turn."""
    case, settings = turn.case, services.zone().settings
    no_licence = turn.outcome == "not_licence"
    case.status = Status.NOT_A_LICENCE if no_licence else Status.NOT_ACCEPTED
    case.closed_at = turn.at
    blanks = {
        **_matter(turn),
        "received_on": timezone.localtime(_received(turn)).date(),
        "ground": str(turn.values.get("reason", "")),
        "review_body": settings["review_body"],
        "court": settings["court"],
    }
    if no_licence:
        blanks["no_licence"] = "是"
    if turn.values.get("turn_to"):
        blanks["turn_to"] = str(turn.values["turn_to"])
    notices.issue(turn, "not_accepted", blanks)
    turn.note("case not accepted", status=int(case.status))
    return {}


def ask_supplement(turn: Turn, _task: Task) -> Answers:
    """Tell once all that is lacking (6)."""
    turn.case.status = Status.SUPPLEMENT_ASKED
    reason = str(turn.values.get("reason", ""))
    lacking = [_named(turn, str(one)) for one in turn.values.get("materials") or ()]
    rows = [[one, reason, "请更正或补充"] for one in lacking or ["见存在的问题"]]
    blanks = {
        **_matter(turn),
        "received_on": timezone.localtime(_received(turn)).date(),
        "materials": rows,
    }
    notices.issue(turn, "supplement_notice", blanks)
    turn.emit("supplement_asked")
    turn.note("supplement asked", materials=lacking)
    return {}


def _named(turn: Turn, key: str) -> str:
    """Name a material by its key; what is no key is a name already."""
    material = turn.service.material(key)
    return material.name.zh if material else key


def take_supplement(turn: Turn, _task: Task) -> Answers:
    """Take what was corrected (7)."""
    turn.case.status = Status.SUPPLEMENT_GIVEN
    turn.emit("supplement_given")
    turn.note("supplement given")
    return {}


def begin(turn: Turn, _task: Task) -> Answers:
    """Begin the work of the department (8)."""
    turn.case.status = Status.IN_HAND
    turn.emit("begun")
    turn.note("case in hand")
    return {}


def _posting(kind: PublicityKind) -> Operation:
    def post(turn: Turn, task: Task) -> Answers:
        told = turn.service.publicity[str(kind)]
        facts = {**services.facts_of(turn.case), **_decided(turn)}
        notices.post(turn, task.element, kind, (told.title_of(facts), told.text_of(facts)))
        return {}

    post.__doc__ = f"Post a public notice: {kind.value}."
    return post


def _decided(turn: Turn) -> dict[str, str]:
    """Tell of the decision, where there is one, what a public notice may name."""
    row = turn.decision or turn.case.decisions.first()
    if row is None:
        return {}
    day = row.decided_on
    return {"decision": row.number, "decided_on": f"{day.year}年{day.month}月{day.day}日"}


def deliver(turn: Turn, _task: Task) -> Answers:
    """Put the decision into the applicant's hands on the site; opening it signs for it."""
    turn.note("decision sent")
    turn.emit("sent")
    return {}


def found_firm(turn: Turn, _task: Task) -> Answers:
    """Enter a newly registered firm into the registry, with the applicant as its legal representative."""
    case = turn.case
    written = str(turn.values.get("credit_code", "")).strip()
    code = credit_code(written).text if written else None
    firm = Enterprise.objects.filter(uscc=code).first() if code else None
    if firm is None:
        firm = Enterprise.objects.create(
            name=str(case.form.get("company_name") or case.title)[:200],
            uscc=code,
            uscc_absent="" if code else "登记时未填",
            reg_date=turn.day.isoformat(),
            demo=case.demo,
        )
    Membership.objects.get_or_create(
        enterprise=firm,
        person=case.applicant,
        role=MembershipRole.LEGAL,
        defaults={"valid_from": turn.day},
    )
    case.enterprise = firm
    turn.note("firm founded", enterprise=firm.pk)
    turn.emit("firm_founded")
    return {}


def hand_over(turn: Turn, _task: Task) -> Answers:
    """Hand an approved case over to those who supervise."""
    case = turn.case
    turn.note("handed over")
    turn.after.append(lambda: _tell_supervision(turn))
    return {"handed_over": bool(case.pk)}


def _tell_supervision(turn: Turn) -> None:
    transaction.on_commit(
        lambda: signals.handed_over.send_robust(sender=type(turn.case), case=turn.case)
    )


def close(turn: Turn, _task: Task) -> Answers:
    """End a case without a decision, such as when a correction never came."""
    case = turn.case
    case.status, case.closed_at = Status.TAKEN_BACK, turn.at
    case.received_at = case.received_at or turn.at
    turn.note("case closed without a decision", outcome=turn.outcome)
    return {}


def register_filing(turn: Turn, task: Task) -> Answers:
    """Register a filing: it is effective as it is handed in and gets its number at once."""
    return deciding.decide(turn, task, outcome="granted")


def ask_office(turn: Turn, task: Task) -> None:
    """Write down what an outside office is asked; it is sent after the commit, until it is answered."""
    office = turn.process.offices[task.element]
    OfficeCall.objects.get_or_create(
        task=task,
        defaults={
            "office": office,
            "key": f"{turn.case.number}-{task.token}",
            "asked": services.facts_of(turn.case),
            "next_at": turn.at,
            "made_at": turn.at,
        },
    )


def _received(turn: Turn) -> datetime:
    return turn.case.received_at or turn.at


def _matter(turn: Turn) -> dict[str, Any]:
    return {"matter": turn.case.title, "case_number": turn.case.number}


def named(name: str) -> Operation:
    """Give an operation by its name; CaseworkError where no app has registered it."""
    if name not in OPERATIONS:
        raise CaseworkError(
            f"系统没有“{name}”这一操作，请联系管理员。",
            f"No operation is called '{name}'; tell the administrator.",
        )
    return OPERATIONS[name]


def register(name: str, operation: Operation) -> None:
    """Let diagrams name an operation of an app above."""
    OPERATIONS[name] = operation


OPERATIONS: dict[str, Operation] = {
    "receive": receive,
    "accept": accept,
    "not_accept": not_accept,
    "ask_supplement": ask_supplement,
    "take_supplement": take_supplement,
    "begin": begin,
    "post_acceptance": _posting(PublicityKind.ACCEPTANCE),
    "post_preapproval": _posting(PublicityKind.PREAPPROVAL),
    "post_decision": _posting(PublicityKind.DECISION),
    "post_result": _posting(PublicityKind.RESULT),
    "decide": deciding.decide,
    "register": register_filing,
    "deliver": deliver,
    "found_firm": found_firm,
    "hand_over": hand_over,
    "close": close,
}
