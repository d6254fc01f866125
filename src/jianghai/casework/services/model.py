"""The words of a service: who may ask, who does what, by when, with which papers. All frozen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from jianghai.casework.services.errors import UnknownStepError

if TYPE_CHECKING:
    from jianghai.casework.process import Diagram, Spec
    from jianghai.casework.services.forms import Form
    from rulebook.errors import Text
    from worktime.clocks import ClockRule
    from worktime.spans import Span


@dataclass(frozen=True, slots=True)
class Citation:
    """A rule that something rests on, and how surely it is known."""

    document: str
    article: str
    mark: str
    note: str = ""
    sources: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Cite document and article."""
        return f"{self.document} {self.article}".strip()


@dataclass(frozen=True, slots=True)
class LaneRule:
    """Who holds the tasks of a lane: one of the parties, or a duty in a department."""

    id: str
    holder: str
    department: str
    duty: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way in which a step may end."""

    key: str
    name: Text
    returns: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A person's step: the form filled in, the ways it may end, how many must agree."""

    element: str
    form: str
    outcomes: Mapping[str, Outcome]
    persons: int = 1
    help: Text | None = None
    reviews: tuple[str, ...] = ()  # materials that are remarked on here
    supplies: tuple[str, ...] = ()  # materials that a new version is added to here


@dataclass(frozen=True, slots=True)
class Answer:
    """A named answer for gateways, found from what was typed, the lane or a setting of the zone."""

    name: str
    source: str  # "field", "setting" or "lane"
    key: str
    test: str
    bound: Any
    only_if: str = ""  # a setting of the zone that must be on besides

    def of(self, form: Mapping[str, Any], lane: str, settings: Mapping[str, Any]) -> bool:
        """Find the answer; what is not told is no."""
        if self.only_if and not settings.get(self.only_if):
            return False
        told = {"field": form, "setting": settings, "lane": {"": lane}}[self.source].get(self.key)
        return told is not None and TESTS[self.test](told, self.bound)


def _number(told: object) -> bool:
    return isinstance(told, int | float) and not isinstance(told, bool)


BLANK = re.compile(r"\{([a-z_]+)\}")
TESTS: Mapping[str, Any] = {
    "is": lambda told, bound: type(told) is type(bound) and told == bound,
    "one_of": lambda told, bound: told in bound,
    "at_least": lambda told, bound: _number(told) and told >= bound,
    "includes": lambda told, bound: isinstance(told, list) and bound in told,
    "present": lambda told, bound: (told not in ("", [], False)) is bound,
}


@dataclass(frozen=True, slots=True)
class Tolerable:
    """When a material may come later (容缺): until when, in what way, and what happens if it does not."""

    span: Span
    way: Text
    otherwise: Text
    law: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """A paper that is handed in."""

    id: str
    name: Text
    required: bool
    when: str  # the answer under which it is required, or nothing
    kinds: tuple[str, ...]
    most_megabytes: int
    public: bool
    redacted_of: str
    review: bool
    tolerable: Tolerable | None
    law: tuple[Citation, ...]
    help: Text | None = None
    personal: bool = False  # every opening is written into the journal

    def needed(self, answers: Mapping[str, bool]) -> bool:
        """Tell whether it must be handed in, given the answers."""
        return answers.get(self.when, False) if self.when else self.required


@dataclass(frozen=True, slots=True)
class Expiry:
    """What follows when a clock runs out: `overdue`, `alarm`, `complete` or `lapse`."""

    do: str
    element: str = ""
    outcome: str = ""
    #: The process may go on when the last day of a notice begins; the notice stays up to its end.
    opens: bool = False


@dataclass(frozen=True, slots=True)
class ClockPlan:
    """One clock of a service: its rule, where it runs, what follows when it runs out."""

    key: str
    rule: ClockRule
    on: str  # "case", "step:<element>" or "wait"
    expiry: Expiry
    law: tuple[Citation, ...]

    @property
    def step(self) -> str:
        """Give the element it runs on, or nothing where it runs on the case or a wait."""
        return self.on.partition(":")[2]


@dataclass(frozen=True, slots=True)
class PauseRule:
    """Between which events clocks stop by themselves for a reason."""

    reason: str
    begins: frozenset[str]
    ends: frozenset[str]
    law: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class PublicityText:
    """The words of a public notice, with named blanks."""

    kind: str
    title: str
    text: str

    def title_of(self, facts: Mapping[str, str]) -> str:
        """Give the title with the blanks filled in, once: what was filled in is not read again."""
        return _filled(self.title, facts)

    def text_of(self, facts: Mapping[str, str]) -> str:
        """Give the text with the blanks filled in."""
        return _filled(self.text, facts)


def _filled(pattern: str, facts: Mapping[str, str]) -> str:
    return BLANK.sub(lambda found: facts.get(found[1], ""), pattern)


@dataclass(frozen=True, slots=True)
class DecisionPlan:
    """How decisions are numbered and called, and on which grounds one may be refused."""

    pattern: str
    name: Text
    refusal: Text
    grounds: Mapping[str, str] = field(default_factory=dict)  # by key, in Chinese
    years: int = 0  # for how long it holds; 0: without end
    law: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Service:
    """One edition of one service, whole and checked."""

    id: str
    valid_from: date
    name: Text
    summary: Text
    kind: str
    law: tuple[Citation, ...]
    asks: tuple[str, ...]
    authority: str  # the department that answers for its cases
    lanes: Mapping[str, LaneRule]
    steps: Mapping[str, Step]
    answers: tuple[Answer, ...]
    clocks: Mapping[str, ClockPlan]
    pauses: Mapping[str, PauseRule]
    materials: tuple[Material, ...]
    forms: Mapping[str, Form]
    offices: Mapping[str, str]
    publicity: Mapping[str, PublicityText]
    papers: Mapping[str, Mapping[str, Any]]
    decision: DecisionPlan | None
    rating: bool
    offered: bool
    notes: tuple[Text, ...]
    diagram: Diagram
    spec: Spec
    digest: str
    content: Mapping[str, Any]

    def __hash__(self) -> int:
        """Hash by digest."""
        return hash(self.digest)

    def step(self, element: str) -> Step:
        """Give a person's step by its element; UnknownStepError where there is none."""
        if element not in self.steps:
            raise UnknownStepError(where=f"{self.id}@{self.valid_from} {element}")
        return self.steps[element]

    def lane(self, lane: str) -> LaneRule:
        """Give who holds the tasks of a lane; UnknownStepError where the lane is not told of."""
        if lane not in self.lanes:
            raise UnknownStepError(where=f"{self.id}@{self.valid_from} {lane}")
        return self.lanes[lane]

    def material(self, key: str) -> Material | None:
        """Give a material by its id, if there is one."""
        return next((material for material in self.materials if material.id == key), None)

    def answers_for(
        self, form: Mapping[str, Any], *, lane: str, zone: Mapping[str, Any]
    ) -> dict[str, bool]:
        """Find the named answers that gateways and materials ask for."""
        return {answer.name: answer.of(form, lane, zone) for answer in self.answers}

    def needed(self, answers: Mapping[str, bool]) -> tuple[Material, ...]:
        """Give the materials that must be handed in, given the answers."""
        return tuple(material for material in self.materials if material.needed(answers))
