"""Tokens go where BPMN says, in processes of every shape; the library alone would not always do."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.util.task import TaskState

from jianghai.casework.process import compile, start, step, tokens, walks
from tests.jianghai.casework.process.drawn import bpmn, read
from tests.jianghai.casework.process.made import SHAPES, made
from tests.jianghai.casework.process.reference import Game

STEPS = 60
CHOICES = st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=STEPS // 2)


class Library:
    """The library as it is meant to be used: its own parser, its whole tree of tasks."""

    def __init__(self, text):
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.fromstring(bpmn(text)))
        self.workflow = BpmnWorkflow(parser.get_spec("p"), parser.get_subprocess_specs("p"))
        self.workflow.do_engine_steps()

    def tasks(self):
        return self.workflow.get_tasks(state=TaskState.READY, manual=True)

    def opened(self):
        return sorted(task.task_spec.name for task in self.tasks())

    def step(self, element, answers):
        (task,) = [task for task in self.tasks() if task.task_spec.name == element]
        task.data.update(answers)
        task.run()
        self.workflow.do_engine_steps()


def played(text, asks, choices, other):
    """Take the same steps here and there; they must open the same."""
    spec = compile(read(text))
    moved = start(spec)
    for turn in range(STEPS):
        held = {token.element: token.id for token in tokens(spec, moved.state)}
        assert sorted(held) == other.opened()
        if moved.ended:
            return
        which, yes = choices[turn] if turn < len(choices) else (0, False)
        element = sorted(held)[which % len(held)]
        answers = {asks[element]: yes} if element in asks else {}
        other.step(element, answers)
        before = set(held.values()) - {held[element]}
        moved = step(spec, moved.state, held[element], answers)
        now = {token.id for token in tokens(spec, moved.state)}
        assert now == before - set(moved.closed) | {token.id for token in moved.opened}
    raise AssertionError(moved)


@settings(max_examples=100, deadline=None)
@given(shape=SHAPES, choices=CHOICES)
def test_tokens_go_where_the_rules_send_them(shape, choices):
    text, asks = made(shape)
    played(text, asks, choices, Game(read(text)))


@settings(max_examples=40, deadline=None)
@given(shape=SHAPES.filter(lambda shape: "again" not in str(shape)), choices=CHOICES)
def test_without_loops_the_library_alone_does_the_same(shape, choices):
    text, asks = made(shape)
    played(text, asks, choices, Library(text))


ROUND = ("either", ("again", ("beside", [("step", "window"), ("step", "window")])), None)
FIRST, ONE, TWO, LAST = "user_3", "user_9", "user_10", "user_11"


def test_the_library_alone_fires_a_join_too_early_in_a_second_round():
    text, asks = made(ROUND)
    library = Library(text)
    library.step(FIRST, {asks[FIRST]: True})
    library.step(ONE, {})
    library.step(TWO, {})
    library.step(LAST, {asks[LAST]: True})
    library.step(TWO, {})
    assert library.opened() == [LAST, ONE]  # it goes on while a branch is still open


def test_we_do_not():
    text, asks = made(ROUND)
    spec = compile(read(text))
    moved = step(spec, start(spec).state, f"{FIRST}.0", {asks[FIRST]: True})
    for token, answers in (
        (f"{ONE}.1", {}),
        (f"{TWO}.1", {}),
        (f"{LAST}.3", {asks[LAST]: True}),
        (f"{TWO}.4", {}),
    ):
        moved = step(spec, moved.state, token, answers)
    assert [token.element for token in tokens(spec, moved.state)] == [ONE]


@settings(max_examples=60, deadline=None)
@given(shape=SHAPES)
def test_every_process_that_fits_together_is_accepted(shape):
    text, _ = made(shape)
    assert set(walks(compile(read(text))).ends) == {"end_2"}
