"""Gateways and materials ask for names: somebody has to answer each, once, from something that is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jianghai.casework.services.model import TESTS
from jianghai.casework.services.reading.known import APPLY, ENGINE_ANSWERS

if TYPE_CHECKING:
    from jianghai.casework.process import Diagram
    from jianghai.casework.services.reading.known import Known
    from jianghai.casework.services.reading.merging import Merged

SOURCES = frozenset({"field", "setting", "lane"})


def check(merged: Merged, diagram: Diagram, known: Known) -> None:
    """Note every name that nobody answers, and every answer that nobody asks for or that is found nowhere."""
    asked = _asked(diagram)
    _gates(merged, asked)
    used = asked.keys() | {
        row["required"]["when"]
        for row in merged.materials.values()
        if isinstance(row.get("required"), dict)
    }
    for name, row in merged.service.get("answers", {}).items():
        _name(merged, name, used=name in used)
        _row(merged, name, row, known)


def _outcomes(merged: Merged) -> set[str]:
    return {key for step in merged.service["steps"].values() for key in step["outcomes"]}


def _asked(diagram: Diagram) -> dict[str, str]:
    """Give the names that gateways ask for, each with a gateway that does."""
    return {
        flow.condition.removeprefix("not "): flow.source for flow in diagram.flows if flow.condition
    }


def _gates(merged: Merged, asked: Mapping[str, str]) -> None:
    given = _outcomes(merged) | set(merged.service.get("answers", {})) | ENGINE_ANSWERS
    given |= {f"{element}_refused" for element in merged.service.get("offices", {})}
    for name, gateway in sorted(asked.items()):
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


def _name(merged: Merged, name: str, *, used: bool) -> None:
    at = ("service", "answers", name)
    if name in _outcomes(merged):
        merged.fault(
            at,
            (f"{name} 已是某环节的结果", f"{name} is an outcome of a step already"),
            ("请改名", "Rename one of the two"),
        )
    if not used:
        merged.fault(
            at,
            ("没有网关或材料用到它", "no gateway and no material asks for it"),
            ("请用上，或去掉", "Use it, or take it out"),
        )


def _row(merged: Merged, name: str, row: Mapping[str, Any], known: Known) -> None:
    at = ("service", "answers", name)
    if len(SOURCES & row.keys()) != 1 or len(row.keys() & TESTS.keys()) > 1:
        merged.fault(
            at,
            ("须恰写 field、setting、lane 之一", "just one of field, setting and lane is wanted"),
            ("请只留一个，最多再写一个检验", "Keep one, and at most one test"),
        )
    fields = merged.forms.get(APPLY, {}).get("properties", {})
    for key, names, zh in (
        ("field", fields, "表单项"),
        ("setting", known.settings, "园区设置"),
        ("only_if", known.settings, "园区设置"),
    ):
        if key in row and row[key] not in names:
            merged.fault(
                at,
                (f"没有{zh} {row[key]}", f"there is no {key} {row[key]}"),
                ("请补上，或改写", "Add it, or rename it"),
            )
