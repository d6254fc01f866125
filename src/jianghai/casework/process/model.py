"""The words of a process: diagram, element, flow, lane, token. All frozen, none knows Django."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, Self

FORMAT = 1


class Kind(StrEnum):
    """What an element of a diagram is, in our words."""

    START = "start"
    END = "end"
    THROW = "throw"  # an error or escalation end event inside a sub-process
    PERSON = "person"
    WAIT = "wait"
    SERVICE = "service"
    CHOICE = "choice"  # an exclusive gateway
    PARALLEL = "parallel"
    PART = "part"  # an embedded sub-process
    CATCH = "catch"  # an interrupting boundary event on a sub-process


#: Elements that become tokens: they take time or act, and only our `step` finishes them.
WAITING = frozenset({Kind.PERSON, Kind.WAIT, Kind.SERVICE})


class Element(NamedTuple):
    """A node of the diagram. `does` is a clock's key, a service's function, or an error's code."""

    id: str
    kind: Kind
    name: str
    lane: str = ""
    parent: str = ""  # the sub-process it is drawn in
    does: str = ""
    attached: str = ""  # the sub-process that a boundary event interrupts
    documentation: str = ""


class Flow(NamedTuple):
    """A sequence flow; `condition` is `name` or `not name`, empty on the default one."""

    id: str
    source: str
    target: str
    condition: str = ""
    name: str = ""


class Lane(NamedTuple):
    """Who: a person or a department."""

    id: str
    name: str


class Note(NamedTuple):
    """A text annotation and what it is tied to."""

    id: str
    text: str
    about: str


class Box(NamedTuple):
    """Where something is drawn, in the units of the diagram."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Layout:
    """Where everything is drawn: boxes by element or lane, corners by flow."""

    boxes: Mapping[str, Box] = field(default_factory=dict)
    lines: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Diagram:
    """A checked process diagram: who, in which order, and where it is drawn; the same only as itself."""

    process: str
    name: str
    elements: Mapping[str, Element]
    flows: tuple[Flow, ...]
    lanes: Mapping[str, Lane]
    notes: tuple[Note, ...] = ()
    layout: Layout = field(default_factory=Layout)
    where: str = ""

    @cached_property
    def digest(self) -> str:
        """Name what the diagram means; moving a box or rewording a note leaves it as it is."""
        return Spec.of_diagram(self).digest


@dataclass(frozen=True, slots=True)
class Spec:
    """A compiled edition: a text to keep once, and the digest that running cases are held to."""

    digest: str
    text: str

    @classmethod
    def of(cls, text: str) -> Self:
        """Take up a text that was kept."""
        return cls(hashlib.sha256(text.encode()).hexdigest()[:32], text)

    @classmethod
    def of_diagram(cls, diagram: Diagram) -> Self:
        """Write down what the token flow needs of a diagram."""
        meaning = {
            "format": FORMAT,
            "process": diagram.process,
            "elements": [list(element[:-1]) for element in diagram.elements.values()],
            "flows": [list(flow) for flow in diagram.flows],
        }
        return cls.of(json.dumps(meaning, ensure_ascii=False, separators=(",", ":")))


class Token(NamedTuple):
    """Something that is open: a person's step, a wait under a clock, or a service to call."""

    id: str
    element: str
    kind: str
    lane: str
    name: str
    does: str


class Moved(NamedTuple):
    """What a step brought: the new state, what opened, which others were withdrawn, the end."""

    state: str
    opened: tuple[Token, ...]
    closed: tuple[str, ...]
    ended: str | None
