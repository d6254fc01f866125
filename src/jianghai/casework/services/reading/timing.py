"""What clocks, pauses, materials, texts and sources say has to be so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from jianghai.casework.papers import KINDS as PAPERS
from jianghai.casework.papers import WordsError, words
from jianghai.casework.process.model import Kind
from jianghai.casework.services.clockrows import plan, resolved
from jianghai.casework.services.reading.known import (
    ABOUT,
    BLANKS,
    CLOCK_WORDS,
    EVENTS,
    KINDS,
    NEEDED,
    POSTS,
)
from worktime.clocks import REASONS
from worktime.errors import WorktimeError

if TYPE_CHECKING:
    from jianghai.casework.process import Diagram
    from jianghai.casework.services.reading.known import Known
    from jianghai.casework.services.reading.merging import Merged

BRACES = re.compile(r"\{([^{}]*)\}")
#: Blanks of a decision's number; the office may be written out.
NUMBER = frozenset({"year", "n"})


def whole_clocks(merged: Merged, known: Known) -> None:
    """Fill in what clocks use of elsewhere, and count each once to see that it can be counted."""
    for key, row in list(merged.clocks.items()):
        try:
            whole = resolved(row, known.clocks, known.settings)
            plan(whole)
        except KeyError as wrong:
            merged.fault(
                ("clocks", key),
                (f"缺少或没有 {wrong.args[0]}", f"{wrong.args[0]} is missing or unknown"),
                ("请补上，或改写", "Add it, or rename it"),
            )
            del merged.clocks[key]
        except WorktimeError as wrong:
            merged.fault(("clocks", key), (wrong.what.zh, wrong.what.en), ("请改正", "Mend it"))
            del merged.clocks[key]
        else:
            merged.clocks[key] = whole


def check(merged: Merged, diagram: Diagram, known: Known) -> None:
    """Note what clocks, pauses, materials, texts and sources say that is not so."""
    _clocks(merged, diagram)
    _pauses(merged, diagram)
    _materials(merged)
    _publicity(merged, diagram)
    _papers(merged)
    _decision(merged, diagram)
    _sources(merged, known)


def _events(merged: Merged, at: tuple[str, ...], told: Iterable[str], diagram: Diagram) -> None:
    for event in told:
        head, _, tail = event.partition(":")
        right = (
            event in EVENTS
            or (head == "published" and tail in KINDS)
            or (head in ABOUT and tail in diagram.elements)
        )
        if not right:
            merged.fault(
                at,
                (f"没有事件 {event}", f"there is no event {event}"),
                (
                    "请用 accepted 等事件，或 opened:/closed: 加环节",
                    "Use events such as accepted, or opened:/closed: with an element",
                ),
            )


def _clocks(merged: Merged, diagram: Diagram) -> None:
    waits = {one.does: one.id for one in diagram.elements.values() if one.kind is Kind.WAIT}
    for key, row in merged.clocks.items():
        at = ("clocks", key)
        on = row.get("on", "case")
        if (on == "wait") != (key in waits):
            merged.fault(
                at,
                (
                    "写了 on: wait 的时限与流程图中的等待不一致",
                    "on: wait and the waits of the diagram differ",
                ),
                (
                    "等待所用的时限写 on: wait，其他的不写",
                    "Write on: wait for clocks of waits and no others",
                ),
            )
        element = on.partition(":")[2]
        if element and element not in diagram.elements:
            merged.fault(
                at, (f"没有环节 {element}", f"there is no step {element}"), ("请改写", "Rename it")
            )
        _events(merged, at, (*row.get("starts_on", ()), *row.get("stops_on", ())), diagram)
        _expiry(merged, at, row)


def _expiry(merged: Merged, at: tuple[str, str], row: dict[str, Any]) -> None:
    expiry = row.get("on_expiry", {"do": ""})
    if expiry["do"] not in {"complete", "lapse"} or row.get("on") == "wait":
        return
    step = merged.service["steps"].get(expiry.get("element"))
    if step is None or expiry.get("outcome") not in {*step["outcomes"], *CLOCK_WORDS}:
        merged.fault(
            at,
            (
                "on_expiry 须写 element，及该环节的结果或 silence、lapsed 作 outcome",
                "on_expiry wants an element, and as outcome one of its own or silence or lapsed",
            ),
            ("请补上", "Add them"),
        )


def _pauses(merged: Merged, diagram: Diagram) -> None:
    for reason, row in merged.service.get("pauses", {}).items():
        at = ("service", "pauses", reason)
        if reason not in REASONS:
            merged.fault(
                at,
                (f"没有中止事由 {reason}", f"there is no pause reason {reason}"),
                (f"可用：{'、'.join(REASONS)}", f"Use one of {', '.join(REASONS)}"),
            )
        _events(merged, at, (*row["from"], *row["to"]), diagram)


def _materials(merged: Merged) -> None:
    answers = merged.service.get("answers", {})
    for key, row in merged.materials.items():
        at = ("materials", key)
        for need in ("zh", "en", "kinds", "most_megabytes"):
            if need not in row:
                merged.fault(at, (f"缺少 {need}", f"{need} is missing"), ("请补上", "Add it"))
        required = row.get("required", False)
        if isinstance(required, dict) and required["when"] not in answers:
            merged.fault(
                at,
                (f"answers 中没有 {required['when']}", f"answers has no {required['when']}"),
                ("请补上，或改写", "Add it, or rename it"),
            )
        if row.get("redacted_of", key) not in merged.materials:
            merged.fault(
                at,
                (f"没有材料 {row['redacted_of']}", f"there is no material {row['redacted_of']}"),
                ("请改写 redacted_of", "Rename it in redacted_of"),
            )


def _publicity(merged: Merged, diagram: Diagram) -> None:
    texts = merged.service.get("publicity", {})
    posted = {POSTS[one.does] for one in diagram.elements.values() if one.does in POSTS}
    apply = merged.forms.get("apply", {}).get("properties", {})
    allowed = BLANKS | {key for key, told in apply.items() if not told.get("x-personal")}
    for kind in sorted(posted - texts.keys()):
        merged.fault(
            ("service", "publicity"),
            (f"缺少 {kind} 的公示文字", f"the text of the {kind} notice is missing"),
            ("请补上 title 与 text", "Add title and text"),
        )
    for kind, row in texts.items():
        at = ("service", "publicity", kind)
        used = set(BRACES.findall(row["title"] + row["text"]))
        for blank in sorted(used - allowed):
            merged.fault(
                at,
                (
                    f"空白 {{{blank}}} 无人填写，或属个人信息",
                    f"nobody fills {{{blank}}} in, or it is personal",
                ),
                ("请去掉，或改为申请表的公开项", "Take it out, or name a public field of the form"),
            )
        for blank in sorted(NEEDED[kind] - used):
            merged.fault(
                at,
                (f"缺少空白 {{{blank}}}", f"the blank {{{blank}}} is missing"),
                ("请写入正文", "Put it into the text"),
            )


def _papers(merged: Merged) -> None:
    for kind, override in merged.service.get("papers", {}).items():
        at = ("service", "papers", kind)
        if kind not in PAPERS:
            merged.fault(
                at,
                (f"没有文书 {kind}", f"there is no paper {kind}"),
                (f"可用：{'、'.join(PAPERS)}", f"Use one of {', '.join(PAPERS)}"),
            )
            continue
        try:
            words(kind, override)
        except WordsError as wrong:
            merged.fault(at, (wrong.zh, wrong.en), ("请改正", "Mend it"))


def _decision(merged: Merged, diagram: Diagram) -> None:
    decision = merged.service.get("decision")
    decides = any(one.does == "decide" for one in diagram.elements.values())
    if decides and decision is None:
        merged.fault(
            ("service", "id"),
            ("流程有 decide，但未写 decision", "the diagram decides, and decision is missing"),
            ("请写明文号格式与决定名称", "Say how decisions are numbered and called"),
        )
    if decision is None:
        return
    used = set(BRACES.findall(decision["pattern"]))
    if used - {"office"} != NUMBER:
        merged.fault(
            ("service", "decision", "pattern"),
            (
                "文号格式须含 {year}、{n}，可含 {office}",
                "the pattern wants {year} and {n}, and may have {office}",
            ),
            ("请改正", "Mend it"),
        )


def _sources(merged: Merged, known: Known) -> None:
    for part, data in (
        ("service", merged.service),
        ("clocks", merged.clocks),
        ("materials", merged.materials),
    ):
        for key, value in data.items():
            for source in sorted(set(_named(value)) - known.sources):
                merged.fault(
                    (part, key),
                    (f"没有出处 {source}", f"there is no source {source}"),
                    (
                        "请在 corpus/services/sources.yaml 中补上",
                        "Add it to corpus/services/sources.yaml",
                    ),
                )


def _named(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        yield from value.get("sources", ()) if isinstance(value.get("sources"), list) else ()
        for inner in value.values():
            yield from _named(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _named(inner)
