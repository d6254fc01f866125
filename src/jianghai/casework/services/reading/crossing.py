"""The files of a service have to speak of the same things: steps, lanes, gateways, forms and offices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from jianghai.casework.process.model import Kind
from jianghai.casework.services.reading import answering
from jianghai.casework.services.reading.known import APPLY, CLOCK_WORDS

if TYPE_CHECKING:
    from jianghai.casework.process import Diagram
    from jianghai.casework.services.reading.known import Known
    from jianghai.casework.services.reading.merging import Merged


def both(
    merged: Merged, part: str, told: Iterable[str], drawn: Iterable[str], what: tuple[str, str]
) -> None:
    """Tell what is written of but not drawn, and what is drawn but not written of."""
    written, seen = set(told), set(drawn)
    for name in sorted(written - seen):
        merged.fault(
            ("service", part, name),
            (f"流程图中没有{what[0]} {name}", f"the diagram has no {what[1]} {name}"),
            ("请画上，或从 service.yaml 去掉", "Draw it, or take it out of service.yaml"),
        )
    for name in sorted(seen - written):
        merged.fault(
            ("diagram",),
            (f"{what[0]} {name} 未写入 service.yaml", f"service.yaml tells of no {what[1]} {name}"),
            (f"请在 {part} 下补上 {name}", f"Add {name} under {part}"),
        )


def elements(diagram: Diagram, kind: Kind) -> list[str]:
    """Give the elements of a kind."""
    return [one.id for one in diagram.elements.values() if one.kind is kind]


def check(merged: Merged, diagram: Diagram, known: Known) -> None:
    """Note every reference between the files that leads nowhere."""
    service = merged.service
    both(
        merged, "steps", service["steps"], elements(diagram, Kind.PERSON), ("人工环节", "user task")
    )
    both(merged, "lanes", service["lanes"], diagram.lanes, ("泳道", "lane"))
    _called(merged, diagram)
    _lanes(merged, known)
    answering.check(merged, diagram, known)
    _steps(merged)
    _forms(merged, known)


def _called(merged: Merged, diagram: Diagram) -> None:
    called = [one.id for one in diagram.elements.values() if one.does == "call_office"]
    offices = merged.service.get("offices", {})
    both(merged, "offices", offices, called, ("外部单位环节", "task that calls an office"))


def _lanes(merged: Merged, known: Known) -> None:
    for lane, row in merged.service["lanes"].items():
        at = ("service", "lanes", lane)
        if ("holder" in row) == ("department" in row):
            merged.fault(
                at,
                ("须写 holder 或 department 之一", "just one of holder and department is wanted"),
                ("请去掉一个或补上一个", "Keep one"),
            )
        department = row.get("department", "authority")
        if department != "authority" and department not in known.zone.departments:
            merged.fault(
                at,
                (f"园区没有部门 {department}", f"the zone has no department {department}"),
                (
                    "请在 departments.yaml 中补充，或改写",
                    "Add it to departments.yaml, or rename it",
                ),
            )
        if "department" in row and "duty" not in row:
            merged.fault(at, ("缺少 duty", "duty is missing"), ("请写明职责", "Name the duty"))
    authority = merged.service["authority"]
    if authority not in known.zone.routes:
        merged.fault(
            ("service", "authority"),
            (f"routing.yaml 没有 {authority}", f"routing.yaml has no {authority}"),
            ("请补上由哪个部门办理", "Say there which department answers for it"),
        )


def _steps(merged: Merged) -> None:
    for element, step in merged.service["steps"].items():
        at = ("service", "steps", element)
        if "form" in step and step["form"] not in merged.forms:
            merged.fault(
                at,
                (f"没有表单 forms/{step['form']}.json", f"there is no forms/{step['form']}.json"),
                ("请补上表单，或去掉 form", "Add the form, or take out form"),
            )
        form = merged.forms.get(step.get("form", ""), {}).get("properties", {})
        if any(one.get("returns") for one in step["outcomes"].values()) and "reason" not in form:
            merged.fault(
                at,
                (
                    "退回须写理由，表单缺少 reason",
                    "a return wants a reason, and the form has no such field",
                ),
                ("请在该环节的表单中加 reason", "Add the field reason to the form of the step"),
            )
        for word in sorted(CLOCK_WORDS & step["outcomes"].keys()):
            merged.fault(
                at,
                (f"{word} 只由时限给出", f"only a clock says {word}"),
                ("请从 outcomes 去掉", "Take it out of outcomes"),
            )
        for material in (*step.get("reviews", ()), *step.get("supplies", ())):
            if material not in merged.materials:
                merged.fault(
                    at,
                    (f"没有材料 {material}", f"there is no material {material}"),
                    ("请在 materials.yaml 中补上", "Add it to materials.yaml"),
                )


def _forms(merged: Merged, known: Known) -> None:
    used = {step.get("form") for step in merged.service["steps"].values()} | {APPLY}
    for name, form in merged.forms.items():
        if name not in used:
            merged.fault(
                ("forms", name),
                ("没有环节用到它", "no step uses it"),
                ("请用上，或删去", "Use it, or delete it"),
            )
        for key in form.get("required", ()):
            if key not in form["properties"]:
                merged.fault(
                    ("forms", name),
                    (f"required 中的 {key} 不是表单项", f"{key} under required is no field"),
                    ("请补上，或去掉", "Add it, or take it out"),
                )
        for key, field in form["properties"].items():
            fact = field.get("x-fact")
            if fact is not None and fact not in known.facts:
                merged.fault(
                    ("forms", name),
                    (f"{key} 所引指标 {fact} 不存在", f"{key} names the unknown fact {fact}"),
                    ("请改为 corpus/facts.yaml 中的指标", "Name a fact of corpus/facts.yaml"),
                )
    if APPLY not in merged.forms:
        merged.fault(
            ("service", "id"),
            ("缺少申请表 forms/apply.json", "forms/apply.json is missing"),
            ("请补上", "Add it"),
        )
