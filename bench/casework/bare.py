"""The references: SpiffWorkflow by itself on the same diagram, and a view that inserts one row."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

DIAGRAM = Path(__file__).parent / "five" / "process.bpmn"


def _without_services(text: str) -> str:
    """Leave out what our engine does on the way to the branches, and the drawing: less work for the bare side."""
    text = re.sub(r"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", "", text, flags=re.DOTALL)
    text = re.sub(r"<flowNodeRef>(receive|accept)</flowNodeRef>", "", text)
    text = re.sub(r'<serviceTask [^>]*/>|<sequenceFlow id="(receive|accept)_[^>]*/>', "", text)
    return text.replace(
        'id="applied_receive" sourceRef="applied" targetRef="receive"',
        'id="applied_spread" sourceRef="applied" targetRef="spread"',
    )


class Bare:
    """A five-branch process restored from its text, moved by one task and written again, with nothing else."""

    def __init__(self) -> None:
        """Read the diagram once, as a server would."""
        parser = BpmnParser()
        parser.add_bpmn_str(_without_services(DIAGRAM.read_text("utf-8")).encode())
        self.spec = parser.get_spec("five_branches")
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())

    def steps(self) -> Iterator[float]:
        """Give the seconds of each of a case's five steps."""
        workflow = BpmnWorkflow(self.spec)
        workflow.do_engine_steps()
        text = self.serializer.serialize_json(workflow)
        for _branch in range(5):
            start = time.perf_counter()
            workflow = self.serializer.deserialize_json(text)
            task = workflow.get_next_task(state=TaskState.READY, manual=True)
            task.run()
            workflow.do_engine_steps()
            text = self.serializer.serialize_json(workflow)
            yield time.perf_counter() - start
        if not workflow.is_completed():
            raise RuntimeError("the bare process did not end after its five tasks")
