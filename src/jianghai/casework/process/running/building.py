"""A kept spec becomes what SpiffWorkflow runs, once per process and edition."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs.event_definitions import ErrorEventDefinition, NoneEventDefinition

from jianghai.casework.process.errors import ForeignStateError
from jianghai.casework.process.graph import catching
from jianghai.casework.process.model import FORMAT, WAITING, Element, Flow, Kind, Spec
from jianghai.casework.process.running.specs import (
    Begin,
    Catch,
    Choose,
    Finish,
    Guard,
    Meet,
    Open,
    Part,
    Scope,
)

if TYPE_CHECKING:
    from SpiffWorkflow.specs.base import TaskSpec

GUARD = "{}.guard"
EDITIONS = 256

MADE: dict[Kind, Callable[[Scope, Element], TaskSpec]] = {
    Kind.START: lambda scope, one: Begin(scope, one.id, NoneEventDefinition()),
    Kind.END: lambda scope, one: Finish(scope, one.id, NoneEventDefinition()),
    Kind.PARALLEL: lambda scope, one: Meet(scope, one.id, bpmn_name=one.name),
    Kind.CHOICE: lambda scope, one: Choose(scope, one.id, bpmn_name=one.name),
    Kind.PART: lambda scope, one: Part(scope, one.id, one.id),
    Kind.CATCH: lambda scope, one: Catch(
        scope, one.id, ErrorEventDefinition(one.id, code=one.id), cancel_activity=True
    ),
}


@dataclass(frozen=True)
class Built:
    """An edition ready to run."""

    digest: str
    elements: Mapping[str, Element]
    flows: tuple[Flow, ...]
    scopes: Mapping[str, Scope]  # by sub-process; the process itself is ""
    asked: frozenset[str]  # the answers that gateways ask; no other is kept


@lru_cache(maxsize=EDITIONS)
def built(spec: Spec) -> Built:
    """Build an edition from its text, once."""
    try:
        meaning = json.loads(spec.text)
        right = Spec.of(spec.text).digest == spec.digest and meaning["format"] == FORMAT
    except (ValueError, KeyError, TypeError):
        right = False
    if not right:
        raise ForeignStateError(
            "保存的流程版本已损坏，请重新载入流程图。",
            "The stored edition of the process is damaged; load the diagram again.",
        )
    elements = {row[0]: Element(row[0], Kind(row[1]), *row[2:]) for row in meaning["elements"]}
    flows = tuple(Flow(*row) for row in meaning["flows"])
    parts = [one.id for one in elements.values() if one.kind is Kind.PART]
    scopes = {name: Scope(name) for name in ("", *parts)}
    specs = {one.id: _task_spec(one, scopes[one.parent], elements) for one in elements.values()}
    _connect(elements, flows, scopes, specs)
    asked = {flow.condition.removeprefix("not ") for flow in flows}
    return Built(spec.digest, elements, flows, scopes, frozenset(asked))


def _task_spec(one: Element, scope: Scope, elements: Mapping[str, Element]) -> TaskSpec:
    """Make the task spec of one element."""
    if one.kind in WAITING:
        return Open(scope, one.id)
    if one.kind is Kind.THROW:
        # Who catches it is settled here, so that the library has no codes to compare.
        (catch,) = catching(elements, one)
        return Finish(scope, one.id, ErrorEventDefinition(one.id, code=catch.id))
    made: TaskSpec = MADE[one.kind](scope, one)
    return made


def _connect(
    elements: Mapping[str, Element],
    flows: tuple[Flow, ...],
    scopes: Mapping[str, Scope],
    specs: Mapping[str, TaskSpec],
) -> None:
    """Tie the task specs together as the flows do."""
    entries = dict(specs)
    for catch in (one for one in elements.values() if one.kind is Kind.CATCH):
        part = catch.attached
        if entries[part] is specs[part]:
            entries[part] = Guard(scopes[catch.parent], GUARD.format(part))
            entries[part].connect(specs[part])
        entries[part].connect(specs[catch.id])
    for one in elements.values():
        if one.kind is Kind.START:
            scopes[one.parent].start.connect(specs[one.id])
        elif one.kind is Kind.END:
            specs[one.id].connect(scopes[one.parent].end)
    for flow in flows:
        if flow.condition:
            specs[flow.source].connect_outgoing_if(flow.condition, entries[flow.target])
        else:
            specs[flow.source].connect(entries[flow.target])
