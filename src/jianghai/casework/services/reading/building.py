"""From the content of an edition, whole and checked, to the service that the engine works with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from jianghai.casework import process
from jianghai.casework.services.citations import citations, said, text
from jianghai.casework.services.clockrows import plan
from jianghai.casework.services.forms import Form
from jianghai.casework.services.model import (
    TESTS,
    Answer,
    DecisionPlan,
    LaneRule,
    Material,
    Outcome,
    PauseRule,
    PublicityText,
    Service,
    Step,
    Tolerable,
)  # fmt: skip
from rulebook.errors import Text
from worktime.spans import Span

if TYPE_CHECKING:
    from jianghai.casework.process import Diagram, Spec

FORMAT = 1
Content = Mapping[str, Any]


def digest(content: Content) -> str:
    """Name a content by what it says."""
    told = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def diagram_of(content: Content) -> Diagram:
    """Read the diagram of a content that was checked before."""
    return process.read(
        content["diagram"].encode(),
        where=f"{content['service']['id']}/{content['valid_from']}/process.bpmn",
        services=content["operations"],
        clocks={row["key"] for row in content["clocks"]},
    )


def build(content: Content, spec: Spec | None = None) -> Service:
    """Make the service of a content; the diagram is compiled unless its spec is given."""
    told = content["service"]
    diagram = diagram_of(content)
    clocks = (plan(row) for row in content["clocks"])
    return Service(
        id=told["id"],
        valid_from=date.fromisoformat(content["valid_from"]),
        name=text(told["name"]),
        summary=text(told.get("summary")),
        kind=told["kind"],
        law=citations(told.get("law", ())),
        asks=tuple(told["asks"]),
        authority=content["authority"],
        lanes={key: _lane(key, row) for key, row in told["lanes"].items()},
        steps={key: _step(key, row) for key, row in told["steps"].items()},
        answers=tuple(_answer(key, row) for key, row in told.get("answers", {}).items()),
        clocks={clock.key: clock for clock in clocks},
        pauses={key: _pause(key, row) for key, row in told.get("pauses", {}).items()},
        materials=tuple(_material(row) for row in content["materials"]),
        forms={name: Form(name, schema) for name, schema in content["forms"].items()},
        offices=told.get("offices", {}),
        publicity={
            kind: PublicityText(kind, row["title"], row["text"])
            for kind, row in told.get("publicity", {}).items()
        },
        papers=told.get("papers", {}),
        decision=_decision(told.get("decision")),
        rating=told.get("rating", True),
        offered=told.get("offered", True),
        notes=tuple(text(note) for note in told.get("notes", ())),
        diagram=diagram,
        spec=spec or process.compile(diagram),
        digest=digest(content),
        content=content,
    )


def _lane(key: str, row: Content) -> LaneRule:
    return LaneRule(key, row.get("holder", ""), row.get("department", ""), row.get("duty", ""))


def _step(element: str, row: Content) -> Step:
    outcomes = {
        key: Outcome(key, Text(told["zh"], told["en"]), told.get("returns", False))
        for key, told in row["outcomes"].items()
    }
    return Step(
        element, row.get("form", ""), outcomes, row.get("persons", 1), said(row.get("help")),
        tuple(row.get("reviews", ())), tuple(row.get("supplies", ())),
    )  # fmt: skip


def _answer(name: str, row: Content) -> Answer:
    if "lane" in row:
        return Answer(name, "lane", "", "is", row["lane"])
    source = "field" if "field" in row else "setting"
    test = next((test for test in TESTS if test in row), "is")
    return Answer(name, source, row[source], test, row.get(test, True), row.get("only_if", ""))


def _pause(reason: str, row: Content) -> PauseRule:
    law = citations(row.get("law", ()))
    return PauseRule(reason, frozenset(row["from"]), frozenset(row["to"]), law)


def _material(row: Content) -> Material:
    required = row.get("required", False)
    return Material(
        id=row["id"],
        name=Text(row["zh"], row["en"]),
        required=required is True,
        when=required["when"] if isinstance(required, dict) else "",
        kinds=tuple(row["kinds"]),
        most_megabytes=row["most_megabytes"],
        public=row.get("public", False),
        redacted_of=row.get("redacted_of", ""),
        review=row.get("review", False),
        tolerable=_tolerable(row.get("tolerable")),
        law=citations(row.get("law", ())),
        help=said(row.get("help")),
        personal=row.get("personal", False),
    )


def _tolerable(row: Content | None) -> Tolerable | None:
    if row is None:
        return None
    law = citations(row["law"])
    return Tolerable(Span.parse(row["span"]), text(row["way"]), text(row["otherwise"]), law)


def _decision(row: Content | None) -> DecisionPlan | None:
    if row is None:
        return None
    grounds = {key: told["zh"] for key, told in row.get("grounds", {}).items()}
    law = citations(row.get("law", ()))
    names = text(row["name"]), text(row["refusal"])
    return DecisionPlan(row["pattern"], *names, grounds, row.get("years", 0), law)
