"""Where a case is: kept as a few open tokens, restored as the least that the library needs.

History, finished parts and possible futures are not kept. A position is
`{"v", "d": digest, "n": steps so far, "a": answer tables, "s": scope, "c": checksum}`; a scope lists open tokens
`[element, step that opened it, table]`, branches that wait at a join `[join, came from, table]`, and
running sub-processes `[sub-process, table at its entry, scope]`.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from jianghai.casework.process.errors import ForeignStateError
from jianghai.casework.process.running.building import GUARD, Built
from jianghai.casework.process.running.specs import Catch, Meet, NamedAnswers, Open, Part

VERSION = 1
CHECK = ',"c":"'
Scope = list[list[list[Any]]]


class Running(BpmnWorkflow):
    """A case on the move: the library's workflow, and how many steps it has taken."""

    def __init__(self, edition: Built, engine: NamedAnswers, *, fresh: bool) -> None:
        """Begin anew, or leave the tasks to be put in."""
        self.edition = edition
        self.steps = 0
        self.finished_parts: list[tuple[str, Any]] = []
        parts = {name: scope for name, scope in edition.scopes.items() if name}
        super().__init__(edition.scopes[""], parts, script_engine=engine, deserializing=not fresh)

    def opened(self) -> dict[str, Task]:
        """Give the open tasks by token id."""
        return {
            task.id if isinstance(task.id, str) else f"{task.task_spec.name}.{self.steps}": task
            for workflow in (self, *self.live_parts())
            for task in workflow.tasks.values()
            if task.state == TaskState.READY and isinstance(task.task_spec, Open)
        }

    def live_parts(self) -> list[Any]:
        """Give the sub-processes that are running."""
        return [part for part in self.subprocesses.values() if not part.completed]


def restored(edition: Built, state: str, engine: NamedAnswers) -> Running:
    """Put a case back to where it was; a foreign or damaged position is refused."""
    body, mark, check = state.rpartition(CHECK)
    if not mark or check != _checksum(body):
        raise ForeignStateError
    position = json.loads(body + "}")
    if position["v"] != VERSION or position["d"] != edition.digest:
        raise ForeignStateError
    running = Running(edition, engine, fresh=False)
    running.steps = position["n"]
    _fill(running, running, position["s"], position["a"])
    return running


def _checksum(body: str) -> str:
    """Give what shows that a position was damaged in the store."""
    return f'{zlib.crc32(body.encode()):08x}"}}'


def _fill(top: Running, workflow: Any, scope: Scope, tables: list[dict[str, int]]) -> None:
    """Put the tasks of one scope back."""
    specs, (tokens, arrivals, parts) = workflow.spec.task_specs, scope
    root = workflow.task_tree = Task(workflow, workflow.spec.start, state=TaskState.COMPLETED)
    for element, step, table in tokens:
        task = Task(workflow, specs[element], root, TaskState.READY, id=f"{element}.{step}")
        task.data = dict(tables[table])
    waiting = {join: at for at, (join, _source, _table) in enumerate(arrivals)}
    for at, (join, source, table) in enumerate(arrivals):
        came = Task(workflow, specs[source], root, TaskState.COMPLETED)
        came.data = dict(tables[table])
        # The library lets the last one wait for the others and cancels those before it.
        last = waiting[join] == at
        Task(workflow, specs[join], came, TaskState.WAITING if last else TaskState.CANCELLED)
    for element, table, inner in parts:
        _fill_part(top, root, (element, dict(tables[table])), (inner, tables))


def _fill_part(
    top: Running, root: Task, part: tuple[str, dict[str, int]], inside: tuple[Scope, Any]
) -> None:
    """Put a running sub-process back, with the boundary events that listen to it."""
    (element, data), workflow = part, root.workflow
    specs = workflow.spec.task_specs
    guard = specs.get(GUARD.format(element))
    parent = Task(workflow, guard, root, TaskState.COMPLETED) if guard else root
    task = Task(workflow, specs[element], parent, TaskState.STARTED)
    for catch in guard.outputs[1:] if guard else ():
        listening = Task(workflow, catch, parent, TaskState.WAITING)
        listening.data = data
        top.event_manager.add_task(listening)
    inner = BpmnSubWorkflow(
        top.subprocess_specs[element], parent_task_id=task.id, top_workflow=top, deserializing=True
    )
    top.subprocesses[task.id] = inner
    inner.completed_event.connect(task.task_spec._on_subworkflow_completed, task)
    _fill(top, inner, *inside)


def kept(running: Running) -> str:
    """Write down where a case is."""
    tables: list[dict[str, int]] = []
    scope = _scope(running, running, tables)
    position = {
        "v": VERSION,
        "d": running.edition.digest,
        "n": running.steps,
        "a": tables,
        "s": scope,
    }
    body = json.dumps(position, separators=(",", ":")).removesuffix("}")
    return body + CHECK + _checksum(body)


def _scope(top: Running, workflow: Any, tables: list[dict[str, int]]) -> Scope:
    """Write down one scope: what is open, what waits at joins, what runs inside."""
    tokens: list[list[Any]] = []
    arrivals: list[list[Any]] = []
    parts: list[list[Any]] = []
    for task in workflow.tasks.values():
        spec, state = task.task_spec, task.state
        if isinstance(spec, Open) and state == TaskState.READY:
            step = int(task.id.rpartition(".")[2]) if isinstance(task.id, str) else top.steps
            tokens.append([spec.name, step, _table(tables, task.data)])
        elif isinstance(spec, Meet) and state == TaskState.WAITING:
            arrivals += [
                [spec.name, other.parent.task_spec.name, _table(tables, other.parent.data)]
                for other in workflow.tasks.values()
                if other.task_spec is spec
            ]
        elif isinstance(spec, Part) and state == TaskState.STARTED:
            inner = _scope(top, top.subprocesses[task.id], tables)
            beside = [one for one in task.parent.children if isinstance(one.task_spec, Catch)]
            data = beside[0].data if beside else {}
            parts.append([spec.name, _table(tables, data), inner])
    return [sorted(tokens), sorted(arrivals), sorted(parts)]


def _table(tables: list[dict[str, int]], data: dict[str, int]) -> int:
    """Keep a table of answers once, and give its number."""
    if data not in tables:
        tables.append(dict(data))
    return tables.index(data)
