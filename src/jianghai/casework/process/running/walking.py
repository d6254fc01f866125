"""Every way through a process is walked once before a case may run on it.

Gateways are answered both ways. Steps that are open side by side are taken in one order only, one
branch after the other: branches do not touch each other until they meet, so the order changes nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from jianghai.casework.process.errors import DiagramError, Fault
from jianghai.casework.process.graph import opened_up, ranks
from jianghai.casework.process.model import Diagram, Kind, Spec
from jianghai.casework.process.running.building import Built, built
from jianghai.casework.process.running.engine import begun, ended, stepped
from jianghai.casework.process.running.position import Running, kept, restored
from jianghai.casework.process.running.specs import NamedAnswers

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

MOST_POSITIONS = 5000
Shape = tuple[Any, ...]

TWICE = (
    "这里可能同时开启两次，并行分支请用并行网关汇合后再继续。",
    "This could be open twice at once; join the branches with a parallel gateway before it.",
)
UNJOINED = (
    "到达结束时仍有分支未办完，请先用并行网关汇合再结束。",
    "It could end while a branch is still open; join the branches with a parallel gateway first.",
)
STUCK = (
    "这里可能永远等不齐，请核对拆分与汇合用的网关是否成对。",
    "This could wait for ever; see that what splits and what joins here fit together.",
)
HOPELESS = (
    "从这里走不到结束，请检查后面的连线。",
    "No way leads from here to an end; look at the flows behind it.",
)
NEVER = (
    "任何走法都到不了这里，请检查条件。",
    "No walk ever comes here; look at the conditions.",
)
TOO_MANY = (
    "可能的走法过多，无法逐一核对，请简化或拆分流程。",
    "There are too many ways to check; make the process simpler or divide it.",
)


@dataclass(frozen=True)
class Walks:
    """What walking showed: a walk to each end event that is reached, and what is wrong."""

    ends: Mapping[str, tuple[str, ...]]
    faults: tuple[Fault, ...]


def compile(diagram: Diagram) -> Spec:
    """Make the edition that cases run on; refuse a process that could stick or never end."""
    spec = Spec.of_diagram(diagram)
    faults = walks(spec).faults
    if faults:
        raise DiagramError.of(faults, where=diagram.where)
    return spec


def walks(spec: Spec) -> Walks:
    """Walk every way through a process."""
    walker = Walker(built(spec))
    walker.walk()
    faults = walker.faults or dict.fromkeys(walker.late_faults())
    elements = walker.edition.elements
    told = (Fault(ident, elements[ident].name, *what) for ident, what in faults)
    return Walks(walker.ends, tuple(told))


class Guessing(NamedAnswers):
    """Answers what was guessed, and otherwise no; remembers what it was asked first."""

    def __init__(self, guesses: Mapping[str, bool]) -> None:
        """Take the guesses so far."""
        super().__init__()
        self.guesses = dict(guesses)
        self.fresh: list[str] = []

    def answer(self, task: Task, name: str) -> bool:
        """Guess."""
        if name not in self.guesses:
            self.guesses[name] = False
            self.fresh.append(name)
        return self.guesses[name]


def every_way(run: Callable[[NamedAnswers], Running]) -> Iterator[Running]:
    """Run once for each way in which the gateways on the way can be answered."""
    left: list[dict[str, bool]] = [{}]
    while left:
        guesses = left.pop()
        engine = Guessing(guesses)
        yield run(engine)
        for name in engine.fresh:
            left.append({**guesses, name: True})
            guesses = {**guesses, name: False}


@dataclass
class Walker:
    """Goes from position to position until none is new."""

    edition: Built
    ends: dict[str, tuple[str, ...]] = field(default_factory=dict)
    faults: dict[tuple[str, tuple[str, str]], None] = field(default_factory=dict)
    came_from: dict[Shape, set[Shape]] = field(default_factory=dict)
    open_at: dict[Shape, str] = field(default_factory=dict)
    over: set[Shape] = field(default_factory=set)
    passed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        elements = self.edition.elements
        start = next(
            one.id for one in elements.values() if one.kind is Kind.START and not one.parent
        )
        self.rank = ranks(opened_up(elements, self.edition.flows), start)
        self.left: list[tuple[Shape, str, tuple[str, ...]]] = []

    def walk(self) -> None:
        """Visit every position once; stop at the first that is wrong."""
        for running in every_way(lambda engine: begun(self.edition, engine, {})):
            self.arrive(running, None, ())
        while self.left and not self.faults:
            here, state, path = self.left.pop()
            token = self.next_token(state)
            self.open_at[here] = token.rpartition(".")[0]
            for running in every_way(partial(self.move, state, token)):
                self.arrive(running, here, (*path, self.open_at[here]))

    def move(self, state: str, token: str, engine: NamedAnswers) -> Running:
        """Take one step."""
        running = restored(self.edition, state, engine)
        stepped(running, token, {})
        return running

    def next_token(self, state: str) -> str:
        """Choose what lies furthest, so that one branch is walked to its join before the next."""
        opened = restored(self.edition, state, NamedAnswers()).opened()
        return max(opened, key=lambda ident: (self.rank[ident.rpartition(".")[0]], ident))

    def arrive(self, running: Running, source: Shape | None, path: tuple[str, ...]) -> None:
        """Look at a position, and come back to it later if it is new."""
        state = kept(running)
        scope = json.loads(state)["s"]
        here = shape(scope)
        self.passed |= set(trace(running))
        fresh = here not in self.came_from
        self.came_from.setdefault(here, set()).update({source} if source is not None else ())
        for ident, told in self.wrong(running, scope):
            self.faults[ident, told] = None
        end = ended(running)
        if end is not None:
            self.ends.setdefault(end, path)
            self.over.add(here)
        elif fresh:
            self.left.append((here, state, path))
        if len(self.came_from) > MOST_POSITIONS:
            self.faults[next(iter(self.edition.elements)), TOO_MANY] = None

    def wrong(self, running: Running, scope: list[Any]) -> Iterator[tuple[str, tuple[str, str]]]:
        """Give what is wrong with a position."""
        for ident in doubles(scope):
            yield ident, TWICE
        parts = [*running.finished_parts, *([("", running)] if running.completed else [])]
        for name, workflow in parts:
            if any(task.has_state(TaskState.NOT_FINISHED_MASK) for task in workflow.tasks.values()):
                yield name or ended(running) or "", UNJOINED
        if not running.completed and not running.opened():
            for join in dict.fromkeys(joins(scope)):
                yield join, STUCK

    def late_faults(self) -> Iterator[tuple[str, tuple[str, str]]]:
        """Give what only shows when everything was walked."""
        hopeful, left = set(self.over), list(self.over)
        while left:
            fresh = self.came_from[left.pop()] - hopeful
            hopeful |= fresh
            left += fresh
        for here, element in self.open_at.items():
            if here not in hopeful:
                yield element, HOPELESS
        for ident in self.edition.elements:
            if ident not in self.passed:
                yield ident, NEVER


def shape(scope: list[Any]) -> Shape:
    """Give a position without step numbers and answers, so that equal ones are seen as equal."""
    tokens, arrivals, parts = scope
    return (
        tuple(token[0] for token in tokens),
        tuple((join, source) for join, source, _ in arrivals),
        tuple((part, shape(inner)) for part, _, inner in parts),
    )


def doubles(scope: list[Any]) -> Iterator[str]:
    """Give what is open twice in one scope, and joins that one branch has reached twice."""
    tokens, arrivals, parts = scope
    counts = Counter(token[0] for token in tokens) + Counter(part[0] for part in parts)
    yield from (ident for ident, count in counts.items() if count > 1)
    came = Counter((join, source) for join, source, _ in arrivals)
    yield from (join for (join, _), count in came.items() if count > 1)
    for _, _, inner in parts:
        yield from doubles(inner)


def joins(scope: list[Any]) -> Iterator[str]:
    """Give the joins at which branches wait."""
    _, arrivals, parts = scope
    yield from (join for join, _, _ in arrivals)
    for _, _, inner in parts:
        yield from joins(inner)


def trace(running: Running) -> Iterator[str]:
    """Give the elements that have been passed or are open."""
    for workflow in (running, *running.subprocesses.values()):
        for task in workflow.tasks.values():
            if task.state in {TaskState.COMPLETED, TaskState.READY, TaskState.STARTED}:
                yield task.task_spec.name
