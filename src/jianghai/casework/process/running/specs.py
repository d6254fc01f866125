"""Our elements as SpiffWorkflow task specs: the library moves tokens and does nothing else.

Its parser is never given a file: specs are made from a checked diagram. Its prediction of possible
futures is switched off: a task gets children when it completes.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import BpmnStartTask, SimpleBpmnTask
from SpiffWorkflow.bpmn.specs.defaults import (
    BoundaryEvent,
    EndEvent,
    ExclusiveGateway,
    ManualTask,
    ParallelGateway,
    StartEvent,
    SubWorkflowTask,
)
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.util.task import TaskState

from jianghai.casework.process.errors import UnansweredError

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

# It would tell every change of every task, with its data; the journal tells what people did.
for _name in ("spiff.task", "spiff.workflow"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class NamedAnswers(PythonScriptEngine):
    """A gateway may ask for one named answer. It may not run code."""

    def __init__(self) -> None:
        """Take no environment: there is none to run anything in."""

    def validate(self, expression: str) -> None:
        """Leave it to the check of the diagram."""

    def evaluate(self, task: Task, expression: str, external_context: Any = None) -> bool:
        """Answer `name` or `not name` from what was answered on the way here."""
        name = expression.removeprefix("not ")
        answer = self.answer(task, name)
        return answer != expression.startswith("not ")

    def answer(self, task: Task, name: str) -> bool:
        """Give an answer; its last bit says yes or no, the others which step gave it."""
        if name not in task.data:
            gateway = task.task_spec
            raise UnansweredError(
                f"网关“{gateway.bpmn_name or gateway.name}”所问的“{name}”尚无答案，"
                "请在办结上一环节时给出。",
                f"Gateway '{gateway.bpmn_name or gateway.name}' asks '{name}', which nobody "
                "has answered; give it when finishing the step before.",
                where=gateway.name,
            )
        return bool(task.data[name] & 1)

    def execute(self, task: Task, script: str, external_context: Any = None) -> bool:
        """Refuse to run code."""
        raise NotImplementedError(task.task_spec.name)

    def call_service(self, task: Task, **kwargs: Any) -> None:
        """Refuse to call anything: services are tokens."""
        raise NotImplementedError(task.task_spec.name)


class Unpredicted(TaskSpec):
    """Makes children only when a task completes, not for every way that might be taken."""

    def _predict(self, my_task: Task, *args: Any, **kwargs: Any) -> None:
        """Predict nothing."""

    def _on_complete_hook(self, my_task: Task) -> None:
        if not my_task._children:
            my_task._sync_children(self.outputs, TaskState.FUTURE)
        super()._on_complete_hook(my_task)


class Begin(Unpredicted, StartEvent):
    """A start event."""


class Open(Unpredicted, ManualTask):
    """A step, a wait or a service: it stays open until we finish it."""


class Finish(Unpredicted, EndEvent):
    """An end event; one that throws leads nowhere but to the boundary event that catches it."""


class Choose(Unpredicted, ExclusiveGateway):
    """An exclusive gateway."""


class Meet(Unpredicted, ParallelGateway):
    """A parallel gateway; where branches meet, the latest answer of each name holds."""

    def _run_hook(self, my_task: Task) -> bool:
        merged: dict[str, int] = {}
        for task in my_task.workflow.tasks.values():
            if task.task_spec is self:
                for name, answer in task.parent.data.items():
                    merged[name] = max(answer, merged.get(name, 0))
        my_task.data = merged
        return True


class Part(Unpredicted, SubWorkflowTask):
    """A sub-process; when it is over, its boundary events are."""

    def _on_complete_hook(self, my_task: Task) -> None:
        super()._on_complete_hook(my_task)
        _cancel_beside(my_task)

    def _on_subworkflow_completed(self, subworkflow: Any, my_task: Task) -> None:
        my_task.workflow.top_workflow.finished_parts.append((self.name, subworkflow))
        super()._on_subworkflow_completed(subworkflow, my_task)


class Catch(Unpredicted, BoundaryEvent):
    """An interrupting boundary event: it withdraws everything inside its sub-process."""

    def _on_complete_hook(self, my_task: Task) -> None:
        super()._on_complete_hook(my_task)
        _cancel_beside(my_task)


class Guard(Unpredicted, SimpleBpmnTask):
    """Stands before a sub-process that has boundary events, and opens both."""


class Scope(BpmnProcessSpec):
    """A process or a sub-process: it is over when an end event is reached."""

    def __init__(self, name: str) -> None:
        """Set up start and end; the library's own end would wait for every loose branch."""
        super(BpmnProcessSpec, self).__init__(name=name)
        self.bpmn_start_events: list[TaskSpec] = []
        self.data_objects: dict[str, Any] = {}
        self.io_specification = None
        self.start = BpmnStartTask(self, "Start")
        self.end = SimpleBpmnTask(self, "End")


def _cancel_beside(my_task: Task) -> None:
    """Cancel what a guard opened beside a task."""
    if isinstance(my_task.parent.task_spec, Guard):
        for other in my_task.parent.children:
            if other is not my_task:
                other.cancel()
