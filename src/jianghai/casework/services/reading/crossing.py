"""The files of a service have to speak of the same things: steps, lanes, gateways, forms and offices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from jianghai.casework.process.model import Kind
from jianghai.casework.services.model import TESTS
from jianghai.casework.services.reading.known import CLOCK_WORDS, ENGINE_ANSWERS

if TYPE_CHECKING:
    from jianghai.casework.process import Diagram
    from jianghai.casework.services.reading.known import Known
    from jianghai.casework.services.reading.merging import Merged

APPLY = "apply"


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
    _gates(merged, diagram)
    _answers(merged, diagram, known)
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


def outcomes(service: dict[str, Any]) -> set[str]:
    """Give every way in which a step of the service may end."""
    return {key for step in service["steps"].values() for key in step["outcomes"]}


def asked(diagram: Diagram) -> dict[str, str]:
    """Give the names that gateways ask for, each with a gateway that does."""
    return {
        flow.condition.removeprefix("not "): flow.source for flow in diagram.flows if flow.condition
    }


def _gates(merged: Merged, diagram: Diagram) -> None:
    given = outcomes(merged.service) | set(merged.service.get("answers", {})) | ENGINE_ANSWERS
    given |= {f"{element}_refused" for element in merged.service.get("offices", {})}
    for name, gateway in sorted(asked(diagram).items()):
        if name not in given:
            merged.fault(
                ("diagram",),
                (
                    f"网关 {gateway} 所问的 {name} 无人给出",
                    f"nobody answers {name}, which gateway {gateway} asks",
                ),
                (
                    "请写成某环节的结果，或写入 answers",
                    "Make it an outcome of a step, or add it to answers",
                ),
            )


def _answers(merged: Merged, diagram: Diagram, known: Known) -> None:
    service = merged.service
    fields = merged.forms.get(APPLY, {}).get("properties", {})
    used = set(asked(diagram)) | {
        row["required"]["when"]
        for row in merged.materials.values()
        if isinstance(row.get("required"), dict)
    }
    for name, row in service.get("answers", {}).items():
        at = ("service", "answers", name)
        if name in outcomes(service):
            merged.fault(
                at,
                (f"{name} 已是某环节的结果", f"{name} is an outcome of a step already"),
                ("请改名", "Rename one of the two"),
            )
        if name not in used:
            merged.fault(
                at,
                ("没有网关或材料用到它", "no gateway and no material asks for it"),
                ("请用上，或去掉", "Use it, or take it out"),
            )
        if (
            len({"field", "setting", "lane"} & row.keys()) != 1
            or len(row.keys() & TESTS.keys()) > 1
        ):
            merged.fault(
                at,
                (
                    "须恰写 field、setting、lane 之一",
                    "just one of field, setting and lane is wanted",
                ),
                ("请只留一个，最多再写一个检验", "Keep one, and at most one test"),
            )
        for key, names in (
            ("field", fields), ("setting", known.settings), ("only_if", known.settings),
        ):  # fmt: skip
            if key in row and row[key] not in names:
                merged.fault(
                    at,
                    (
                        f"没有{'表单项' if key == 'field' else '园区设置'} {row[key]}",
                        f"there is no {key} {row[key]}",
                    ),
                    ("请补上，或改写", "Add it, or rename it"),
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
