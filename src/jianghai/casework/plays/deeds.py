"""The verbs of case files, each the very action that a page or the API calls."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from jianghai.casework.actions import cases, decisions, documents, pausing, publicity, tasks
from jianghai.casework.errors import PlayError
from jianghai.casework.models import Clock, Decision, Document, Evaluation, Objection, Part
from jianghai.casework.plays.sheets import sheet
from jianghai.casework.plays.waiting import open_task

if TYPE_CHECKING:
    from jianghai.casework.models import Task, Version
    from jianghai.casework.plays.acting import Stage
    from jianghai.casework.plays.reading import Step
    from jianghai.people.models import Person


def start(stage: Stage, step: Step) -> None:
    """Begin the case and fill in what the file says at its head."""
    told = stage.play
    by = _who(stage, step)
    asked = cases.Asked(told.service, told.title, stage.cast.firm, told.lane)
    stage.case = cases.start(asked, by=by, key=stage.next_key())
    if told.form:
        cases.save_form(stage.case, told.form, by=by)


def fill(stage: Stage, step: Step) -> None:
    """Fill in the form."""
    cases.save_form(stage.running, step.told.get("with", {}), by=_who(stage, step))


def upload(stage: Stage, step: Step) -> None:
    """Hand in a version of a material: a made-up sheet that says the text of the action."""
    material = step.told["material"]
    content = sheet(step.told.get("text") or material, step.at)
    sent = documents.Sent(f"{material}.pdf", io.BytesIO(content), step.told.get("text", "")[:200])
    documents.add_version(stage.running, material, sent, by=_who(stage, step), key=stage.next_key())


def submit(stage: Stage, step: Step) -> None:
    """Hand the case in."""
    promised = step.told.get("promised", {})
    cases.submit(stage.running, by=_who(stage, step), key=stage.next_key(), promised=promised)


def invite(stage: Stage, step: Step) -> None:
    """Let somebody take part."""
    other = stage.cast.person(step.told["person"])
    part = Part(step.told["person"].partition(" ")[0])
    cases.invite(stage.running, other, part, by=_who(stage, step), key=stage.next_key())


def finish(stage: Stage, step: Step) -> None:
    """Finish a step with an outcome."""
    task = _task(stage, step)
    told = {**step.told.get("with", {})}
    if "promised" in step.told:
        told["promised"] = step.told["promised"]
    tasks.finish(task, step.told["outcome"], told, by=_who(stage, step), key=stage.next_key())


def claim(stage: Stage, step: Step) -> None:
    """Take a task."""
    tasks.claim(_task(stage, step), by=_who(stage, step))


def transfer(stage: Stage, step: Step) -> None:
    """Hand a task on."""
    to = stage.cast.person(step.told["person"])
    tasks.transfer(
        _task(stage, step),
        to,
        reason=step.told.get("reason", ""),
        by=_who(stage, step),
        key=stage.next_key(),
    )


def delegate(stage: Stage, step: Step) -> None:
    """Let somebody else do a task."""
    to = stage.cast.person(step.told["person"])
    tasks.delegate(
        _task(stage, step),
        to,
        reason=step.told.get("reason", ""),
        by=_who(stage, step),
        key=stage.next_key(),
    )


def remark(stage: Stage, step: Step) -> None:
    """Say something of a page of the newest version."""
    version = _latest(stage, step.told["material"])
    place = documents.Place(step.told.get("page", 1))
    made = documents.remark(
        version, place, step.told["text"], by=_who(stage, step), key=stage.next_key()
    )
    stage.remarks[step.told.get("as", str(len(stage.remarks) + 1))] = made


def answer(stage: Stage, step: Step) -> None:
    """Answer a remark."""
    documents.answer_remark(
        _remark(stage, step), step.told["text"], by=_who(stage, step), key=stage.next_key()
    )


def accept(stage: Stage, step: Step) -> None:
    """Take a remark up."""
    documents.accept_remark(
        _remark(stage, step), step.told.get("text", ""), by=_who(stage, step), key=stage.next_key()
    )


def reject(stage: Stage, step: Step) -> None:
    """Refuse a remark with a reason."""
    documents.reject_remark(
        _remark(stage, step),
        step.told.get("reason", ""),
        by=_who(stage, step),
        key=stage.next_key(),
    )


def close(stage: Stage, step: Step) -> None:
    """Close a remark against the newest version."""
    found = _remark(stage, step)
    newest = found.version.document.versions.order_by("-number")[0]
    documents.close_remark(found, newest, by=_who(stage, step), key=stage.next_key())


def special(stage: Stage, step: Step) -> None:
    """Begin a special procedure."""
    asked = pausing.Special(
        step.told["reason"], step.told.get("how_long", ""), step.told.get("text", "")
    )
    pausing.begin_special(stage.running, asked, by=_who(stage, step), key=stage.next_key())


def end_special(stage: Stage, step: Step) -> None:
    """End a special procedure."""
    pausing.end_special(
        stage.running, step.told["reason"], by=_who(stage, step), key=stage.next_key()
    )


def extend(stage: Stage, step: Step) -> None:
    """Extend a term."""
    row = Clock.objects.filter(case=stage.running, key=step.told["clock"]).order_by("-id").first()
    if row is None:
        raise PlayError(
            f"没有时限“{step.told['clock']}”。", f"There is no clock '{step.told['clock']}'."
        )
    chief = stage.cast.person(step.told.get("person", "chief"))
    asked = pausing.Longer(step.told["span"], chief, step.told.get("reason", ""))
    pausing.extend(row, asked, by=_who(stage, step), key=stage.next_key())


def object_(stage: Stage, step: Step) -> None:
    """Object to the newest public notice."""
    posted = stage.running.publicities.order_by("-id")[0]
    said = publicity.Said(
        stage.play.cast.get(step.who, step.who or "示例公众"),
        "13800000000",
        step.told["text"],
        hearing=step.told.get("hearing", False),
    )
    publicity.object_(posted, said, key=stage.next_key())


def answer_objection(stage: Stage, step: Step) -> None:
    """Answer the oldest objection that nobody has answered."""
    row = Objection.objects.filter(publicity__case=stage.running, answer="").order_by("id")[0]
    publicity.answer_objection(
        row,
        upheld=step.told.get("upheld", False),
        answer=step.told["text"],
        by=_who(stage, step),
        key=stage.next_key(),
    )


def take_back(stage: Stage, step: Step) -> None:
    """Take the case back."""
    cases.take_back(
        stage.running,
        reason=step.told.get("reason", ""),
        by=_who(stage, step),
        key=stage.next_key(),
    )


def explain(stage: Stage, step: Step) -> None:
    """Say in public why the case is late."""
    cases.explain_overdue(
        stage.running,
        reason=step.told.get("reason", ""),
        by=_who(stage, step),
        key=stage.next_key(),
    )


def sign(stage: Stage, step: Step) -> None:
    """Sign for the decision."""
    decisions.confirm_delivery(_decision(stage), by=_who(stage, step), key=stage.next_key())


def judge(stage: Stage, step: Step) -> None:
    """Judge the case."""
    decisions.evaluate(
        stage.running,
        step.told["mark"],
        by=_who(stage, step),
        key=stage.next_key(),
        text=step.told.get("text", ""),
    )


def follow_up(stage: Stage, step: Step) -> None:
    """Follow a bad mark up."""
    row = Evaluation.objects.get(case=stage.running)
    decisions.follow_up(row, step.told["text"], by=_who(stage, step), key=stage.next_key())


def revoke(stage: Stage, step: Step) -> None:
    """Revoke the decision."""
    decisions.revoke(
        _decision(stage),
        reason=step.told.get("reason", ""),
        by=_who(stage, step),
        key=stage.next_key(),
    )


def withdraw(stage: Stage, step: Step) -> None:
    """Withdraw the decision."""
    decisions.withdraw(
        _decision(stage),
        reason=step.told.get("reason", ""),
        by=_who(stage, step),
        key=stage.next_key(),
    )


def wait(_stage: Stage, _step: Step) -> None:
    """Only let time run."""


def _who(stage: Stage, step: Step) -> Person:
    return stage.cast.person(step.who)


def _task(stage: Stage, step: Step) -> Task:
    return open_task(stage.running, step.told["step"])


def _latest(stage: Stage, material: str) -> Version:
    found = Document.objects.filter(case=stage.running, material=material).first()
    if found is None:
        raise PlayError(f"还没有上传“{material}”。", f"Nobody has handed in '{material}' yet.")
    return found.versions.order_by("-number")[0]


def _remark(stage: Stage, step: Step) -> Any:
    name = step.told.get("remark", "")
    if name not in stage.remarks:
        raise PlayError(f"没有意见“{name}”。", f"There is no remark '{name}'.")
    row = stage.remarks[name]
    row.refresh_from_db()
    return row


def _decision(stage: Stage) -> Decision:
    row = Decision.objects.filter(case=stage.running).first()
    if row is None:
        raise PlayError("还没有作出决定。", "Nothing is decided yet.")
    return row


DEEDS: dict[str, Callable[[Stage, Step], None]] = {
    "start": start,
    "fill": fill,
    "upload": upload,
    "submit": submit,
    "invite": invite,
    "finish": finish,
    "claim": claim,
    "transfer": transfer,
    "delegate": delegate,
    "remark": remark,
    "answer": answer,
    "accept": accept,
    "reject": reject,
    "close": close,
    "special": special,
    "end_special": end_special,
    "extend": extend,
    "object": object_,
    "answer_objection": answer_objection,
    "take_back": take_back,
    "explain": explain,
    "sign": sign,
    "judge": judge,
    "follow_up": follow_up,
    "revoke": revoke,
    "withdraw": withdraw,
    "wait": wait,
}
