"""The verbs of case files, each the very action that a page or the API calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from jianghai.casework.actions import cases, pausing, tasks
from jianghai.casework.errors import PlayError
from jianghai.casework.models import Clock, Part
from jianghai.casework.plays import answering, reviewing
from jianghai.casework.plays.waiting import open_task

if TYPE_CHECKING:
    from jianghai.casework.models import Task
    from jianghai.casework.plays.acting import Stage
    from jianghai.casework.plays.reading import Step


def start(stage: Stage, step: Step) -> None:
    """Begin the case and fill in what the file says at its head."""
    told = stage.play
    by = stage.who(step)
    asked = cases.Asked(told.service, told.title, stage.cast.firm, told.lane)
    stage.case = cases.start(asked, by=by, key=stage.next_key())
    if told.form:
        cases.save_form(stage.case, told.form, by=by)


def fill(stage: Stage, step: Step) -> None:
    """Fill in the form."""
    cases.save_form(stage.running, step.told.get("with", {}), by=stage.who(step))


def submit(stage: Stage, step: Step) -> None:
    """Hand the case in."""
    promised = step.told.get("promised", {})
    cases.submit(stage.running, by=stage.who(step), key=stage.next_key(), promised=promised)


def invite(stage: Stage, step: Step) -> None:
    """Let somebody take part."""
    other = stage.cast.person(step.told["person"])
    part = Part(step.told["person"].partition(" ")[0])
    cases.invite(stage.running, other, part, by=stage.who(step), key=stage.next_key())


def finish(stage: Stage, step: Step) -> None:
    """Finish a step with an outcome."""
    task = _task(stage, step)
    told = {**step.told.get("with", {})}
    if "promised" in step.told:
        told["promised"] = step.told["promised"]
    tasks.finish(task, step.told["outcome"], told, by=stage.who(step), key=stage.next_key())


def claim(stage: Stage, step: Step) -> None:
    """Take a task."""
    tasks.claim(_task(stage, step), by=stage.who(step))


def transfer(stage: Stage, step: Step) -> None:
    """Hand a task on."""
    to = stage.cast.person(step.told["person"])
    tasks.transfer(
        _task(stage, step),
        to,
        reason=step.told.get("reason", ""),
        by=stage.who(step),
        key=stage.next_key(),
    )


def delegate(stage: Stage, step: Step) -> None:
    """Let somebody else do a task."""
    to = stage.cast.person(step.told["person"])
    tasks.delegate(
        _task(stage, step),
        to,
        reason=step.told.get("reason", ""),
        by=stage.who(step),
        key=stage.next_key(),
    )


def special(stage: Stage, step: Step) -> None:
    """Begin a special procedure."""
    asked = pausing.Special(
        step.told["reason"], step.told.get("how_long", ""), step.told.get("text", "")
    )
    pausing.begin_special(stage.running, asked, by=stage.who(step), key=stage.next_key())


def end_special(stage: Stage, step: Step) -> None:
    """End a special procedure."""
    pausing.end_special(
        stage.running, step.told["reason"], by=stage.who(step), key=stage.next_key()
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
    pausing.extend(row, asked, by=stage.who(step), key=stage.next_key())


def take_back(stage: Stage, step: Step) -> None:
    """Take the case back."""
    cases.take_back(
        stage.running,
        reason=step.told.get("reason", ""),
        by=stage.who(step),
        key=stage.next_key(),
    )


def wait(_stage: Stage, _step: Step) -> None:
    """Only let time run."""


def _task(stage: Stage, step: Step) -> Task:
    return open_task(stage.running, step.told["step"])


DEEDS: dict[str, Callable[[Stage, Step], None]] = {
    "start": start,
    "fill": fill,
    "upload": reviewing.upload,
    "submit": submit,
    "invite": invite,
    "finish": finish,
    "claim": claim,
    "transfer": transfer,
    "delegate": delegate,
    "remark": reviewing.remark,
    "answer": reviewing.answer,
    "accept": reviewing.accept,
    "reject": reviewing.reject,
    "close": reviewing.close,
    "special": special,
    "end_special": end_special,
    "extend": extend,
    "object": answering.object_,
    "answer_objection": answering.answer_objection,
    "take_back": take_back,
    "explain": answering.explain,
    "sign": answering.sign,
    "judge": answering.judge,
    "follow_up": answering.follow_up,
    "revoke": answering.revoke,
    "withdraw": answering.withdraw,
    "wait": wait,
}
