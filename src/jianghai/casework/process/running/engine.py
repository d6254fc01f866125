"""Start a case, take a step: the diagram says who comes next, the caller says what was answered."""

from __future__ import annotations

from collections.abc import Mapping

from SpiffWorkflow.util.task import TaskState

from jianghai.casework.process.errors import NoSuchTokenError
from jianghai.casework.process.model import Kind, Moved, Spec, Token
from jianghai.casework.process.running.building import Built, built
from jianghai.casework.process.running.position import Running, kept, restored
from jianghai.casework.process.running.specs import NamedAnswers

ANSWERS = NamedAnswers()


def start(spec: Spec, answers: Mapping[str, bool] | None = None) -> Moved:
    """Begin a case and run to the first steps that somebody must take."""
    running = begun(built(spec), ANSWERS, answers or {})
    return moved(running, before=())


def step(spec: Spec, state: str, token: str, answers: Mapping[str, bool] | None = None) -> Moved:
    """Finish one open token with its answers, and run to what opens next."""
    running = restored(built(spec), state, ANSWERS)
    before = tuple(running.opened())
    stepped(running, token, answers or {})
    return moved(running, before=tuple(one for one in before if one != token))


def tokens(spec: Spec, state: str) -> tuple[Token, ...]:
    """Give what is open in a case."""
    edition = built(spec)
    return tuple(
        _token(edition, ident) for ident in sorted(restored(edition, state, ANSWERS).opened())
    )


def begun(edition: Built, engine: NamedAnswers, answers: Mapping[str, bool]) -> Running:
    """Run a new case to its first open tokens."""
    running = Running(edition, engine, fresh=True)
    running.task_tree.data = _dated(running, answers)
    running.do_engine_steps()
    return running


def stepped(running: Running, token: str, answers: Mapping[str, bool]) -> None:
    """Finish one token of a restored case and run on."""
    task = running.opened().get(token)
    if task is None:
        raise NoSuchTokenError(where=token)
    running.steps += 1
    task.data.update(_dated(running, answers))
    task.run()
    running.do_engine_steps()


def _dated(running: Running, answers: Mapping[str, bool]) -> dict[str, int]:
    """Keep the answers that gateways ask, each with the step that gave it."""
    for name, answer in answers.items():
        if not isinstance(answer, bool):
            raise TypeError(f"{name} is answered by yes or no, not by {answer!r}")
    return {
        name: running.steps * 2 + answer
        for name, answer in answers.items()
        if name in running.edition.asked
    }


def moved(running: Running, before: tuple[str, ...]) -> Moved:
    """Tell what has changed since these others were open."""
    now = running.opened()
    opened = sorted(ident for ident, task in now.items() if task.id != ident)
    closed = tuple(ident for ident in before if ident not in now)
    return Moved(
        kept(running),
        tuple(_token(running.edition, ident) for ident in opened),
        closed,
        ended(running),
    )


def ended(running: Running) -> str | None:
    """Give the end event that the whole process has reached."""
    if not running.completed:
        return None
    elements = running.edition.elements
    done: list[str] = [
        task.task_spec.name
        for task in running.tasks.values()
        if task.state == TaskState.COMPLETED and task.task_spec.name in elements
    ]
    return next(name for name in done if elements[name].kind is Kind.END)


def _token(edition: Built, ident: str) -> Token:
    """Tell what a token stands for."""
    one = edition.elements[ident.rpartition(".")[0]]
    return Token(ident, one.id, one.kind.value, one.lane, one.name, one.does)
