"""Read one edition from its folder: files, schemas, what it extends, every reference, the whole of it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jianghai.casework import process
from jianghai.casework.process.errors import DiagramError
from jianghai.casework.services.errors import ServiceFilesError
from jianghai.casework.services.reading import crossing, files, known, timing
from jianghai.casework.services.reading.building import FORMAT, build
from jianghai.casework.services.reading.merging import Merged, merge

if TYPE_CHECKING:
    from jianghai.casework.process import Spec
    from jianghai.casework.services.model import Service
    from jianghai.casework.services.reading.known import Known

DEEPEST = 5
IMPLEMENTED = re.compile(r'implementation="([a-z_]+)"')
#: What every edition has to say, itself or by what it extends.
WANTED = ("name", "kind", "asks", "authority", "lanes", "steps")


def load(folder: Path) -> Service:
    """Read the edition of a folder; ServiceFilesError lists everything that is wrong with it."""
    corpus = folder.parents[2]
    merged = merge(_chain(folder, corpus))
    if not merged.faults:
        _whole(merged, folder)
    if merged.faults:
        raise ServiceFilesError.of(merged.faults)
    names = known.read(corpus)
    timing.whole_clocks(merged, names)
    spec = _spec(merged, names)
    if merged.faults:
        raise ServiceFilesError.of(merged.faults)
    return build(_content(merged, folder, names), spec)


def _chain(folder: Path, corpus: Path) -> list[files.Folder]:
    """Read a folder and what it extends, the oldest first."""
    chain = [files.read(folder, folder.relative_to(corpus).as_posix())]
    while base := _base(chain[0]):
        target = corpus / "services" / base
        if len(chain) >= DEEPEST or not target.is_dir():
            chain[0].fault(
                "service.yaml",
                (
                    f"extends 指向的 {base} 不存在或过深",
                    f"{base} under extends is missing or too deep",
                ),
                ("请改为已有的版本", "Name an edition that exists"),
            )
            break
        chain.insert(0, files.read(target, target.relative_to(corpus).as_posix()))
    return chain


def _base(folder: files.Folder) -> str:
    told = folder.data("service", None)
    base = told.get("extends", "") if isinstance(told, dict) else ""
    return base if isinstance(base, str) and ".." not in base else ""


def _whole(merged: Merged, folder: Path) -> None:
    for key in WANTED:
        if key not in merged.service:
            merged.fault(
                ("service", "id"), (f"缺少 {key}", f"{key} is missing"), ("请补上", "Add it")
            )
    if merged.service.get("id") != folder.parent.name:
        merged.fault(
            ("service", "id"),
            ("id 与文件夹名不同", "id differs from the folder's name"),
            (f"请写 {folder.parent.name}", f"Write {folder.parent.name}"),
        )
    if _day(folder.name) is None:
        merged.fault(
            ("service", "id"),
            (
                "版本文件夹应以施行日期命名",
                "the folder of an edition is named by the day it begins",
            ),
            ("如 2026-08-15", "Such as 2026-08-15"),
        )
    if not merged.diagram:
        merged.fault(
            ("diagram",),
            ("缺少流程图", "the diagram is missing"),
            ("请补上 process.bpmn", "Add process.bpmn"),
        )


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def _spec(merged: Merged, names: Known) -> Spec | None:
    """Read the diagram, hold everything else against it, and compile it."""
    try:
        diagram = process.read(
            merged.diagram.encode(),
            where=merged.diagram_file,
            services=names.operations,
            clocks=merged.clocks.keys(),
        )
        crossing.check(merged, diagram, names)
        timing.check(merged, diagram, names)
        return process.compile(diagram)
    except DiagramError as wrong:
        told = [(fault.told("zh"), fault.told("en")) for fault in wrong.faults]
        for fault in told or [(wrong.zh, wrong.en)]:
            merged.fault(("diagram",), fault, ("请改流程图", "Mend the diagram"))
        return None


def _content(merged: Merged, folder: Path, names: Known) -> dict[str, Any]:
    """Give everything that a running case needs, so that it never reads the files again."""
    return {
        "format": FORMAT,
        "service": merged.service,
        "valid_from": folder.name,
        "authority": names.zone.authority(merged.service["authority"]),
        "operations": sorted(names.operations & set(IMPLEMENTED.findall(merged.diagram))),
        "clocks": list(merged.clocks.values()),
        "materials": list(merged.materials.values()),
        "forms": dict(merged.forms),
        "diagram": merged.diagram,
    }
