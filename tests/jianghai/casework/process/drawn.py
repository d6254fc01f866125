"""Diagrams in a few lines, so that a test shows what it is about.

`receive user 受理 @window` is a node; `{` after a sub-process opens it and `}` closes it;
`a > b > c` are flows; `ok > back : faulty` has a condition and `ok > join : else` is the default.
"""

from __future__ import annotations

import re
from itertools import pairwise
from xml.sax.saxutils import quoteattr

from jianghai.casework import process
from jianghai.casework.process import Diagram, Spec

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
TAGS = {
    "start": "startEvent", "end": "endEvent", "user": "userTask", "manual": "manualTask",
    "service": "serviceTask", "choice": "exclusiveGateway", "fork": "parallelGateway",
    "wait": "intermediateCatchEvent", "part": "subProcess", "throw": "endEvent",
    "raise": "endEvent", "catch": "boundaryEvent", "hear": "boundaryEvent",
}  # fmt: skip
SERVICES = frozenset({"tell_tax", "tell_bank"})
CLOCKS = frozenset({"notice", "silence"})


def node(words: list[str], defaults: dict[str, str]) -> tuple[str, str]:
    """Give the opening tag and the content of a node."""
    ident, kind, *rest = words
    name = next((word for word in rest if word[0] not in "@=+{"), ident)
    does = next((word[1:] for word in rest if word[0] == "="), "")
    on = next((word[1:] for word in rest if word[0] == "+"), "")
    attributes, inside = f"id={quoteattr(ident)} name={quoteattr(name)}", ""
    sort = "escalation" if kind in {"raise", "hear"} else "error"
    match kind:
        case "service":
            attributes += f" implementation={quoteattr(does)}"
        case "choice" if ident in defaults:
            attributes += f' default="{defaults[ident]}"'
        case "wait":
            inside = (
                f"<timerEventDefinition><timeDuration>{does}</timeDuration></timerEventDefinition>"
            )
        case "throw" | "raise" | "catch" | "hear":
            ref = f' {sort}Ref="{does}"' if does else ""
            inside = f"<{sort}EventDefinition{ref}/>"
    if on:
        attributes += f' attachedToRef="{on}"'
    return f"<{TAGS[kind]} {attributes}>{inside}", f"</{TAGS[kind]}>"


def flows(lines: list[str]) -> tuple[dict[int, str], dict[str, str]]:
    """Give the flows of each line as XML, and the default flow of each gateway."""
    made: dict[int, str] = {}
    defaults: dict[str, str] = {}
    for at, line in enumerate(lines):
        if ">" not in line:
            continue
        way, _, condition = (part.strip() for part in line.partition(":"))
        ends = [end.strip() for end in way.split(">")]
        said = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        if condition == "else":
            defaults[ends[0]], said = f"flow_{at}_0", ""
        made[at] = "".join(
            f'<sequenceFlow id="flow_{at}_{n}" sourceRef="{source}" targetRef="{target}">'
            f"{said}</sequenceFlow>"
            for n, (source, target) in enumerate(pairwise(ends))
        )
    return made, defaults


def bpmn(text: str, *, lanes: bool = True) -> bytes:
    """Write a .bpmn file from a few lines."""
    lines = [line.strip() for line in text.strip().splitlines()]
    flowing, defaults = flows(lines)
    body, closing, members = [], [], {}
    for at, line in enumerate(lines):
        if at in flowing:
            body.append(flowing[at])
        elif line == "}":
            body.append(closing.pop())
        elif line:
            words = line.split()
            opening, close = node(words, defaults)
            lane = next((word[1:] for word in words if word[0] == "@"), "office")
            members.setdefault(lane, []).append(words[0])
            body.append(opening if line.endswith("{") else opening + close)
            closing += [close] if line.endswith("{") else []
    held = "".join(
        f'<lane id="{lane}" name="{lane}">'
        + "".join(f"<flowNodeRef>{ident}</flowNodeRef>" for ident in idents)
        + "</lane>"
        for lane, idents in members.items()
    )
    numbered = sorted(set(re.findall(r"=(e\d{3,})", text)))
    errors = "".join(f'<error id="{ident}" errorCode="{ident}"/>' for ident in numbered)
    return (
        f'<definitions xmlns="{BPMN}"><error id="e1" errorCode="back"/><error id="e2"/>{errors}'
        f'<escalation id="s1"/><process id="p" name="P">'
        + (f'<laneSet id="lanes">{held}</laneSet>' if lanes else "")
        + "".join(body)
        + "</process></definitions>"
    ).encode()


def read(content: str | bytes) -> Diagram:
    """Read a diagram of a few lines, or a file."""
    if isinstance(content, str):
        content = bpmn(content)
    return process.read(content, where="t.bpmn", services=SERVICES, clocks=CLOCKS)


def spec(text: str) -> Spec:
    """Compile a diagram of a few lines."""
    return process.compile(read(text))


RETURN = """
    begin start @applicant
    receive user 受理 @window
    review part 并联审查 @window {
        r0 start
        split fork
        fire user 消防 @fire_office
        land user 国土 @land_office
        ok choice
        back throw =e1
        join fork
        r1 end
        r0 > split > fire > ok
        split > land > join > r1
        ok > back : faulty
        ok > join : else
    }
    returned catch +review =e1
    correct user 补正 @applicant
    granted end @window
    begin > receive > review > granted
    returned > correct > review
"""

FIVE = """
    begin start
    split fork
    join fork
    done end
    begin > split
    join > done
""" + "".join(
    f"""
    step_{n} user 环节{n} @office_{n}
    ok_{n} choice @office_{n}
    more_{n} user 复核{n} @office_{n}
    met_{n} choice @office_{n}
    split > step_{n} > ok_{n}
    ok_{n} > more_{n} : doubtful
    ok_{n} > met_{n} : else
    more_{n} > met_{n}
    met_{n} > join
"""
    for n in range(1, 6)
)
