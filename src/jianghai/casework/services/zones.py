"""The zone as data: its settings, its departments, and which of them answers for what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings

from jianghai.casework.services.errors import ServiceFilesError, UnknownDepartmentError
from jianghai.casework.services.reading.files import departures
from rulebook import yamlfile
from rulebook.errors import Fault, Text


@dataclass(frozen=True, slots=True)
class Office:
    """A department as the zone's files tell it."""

    code: str
    name: Text
    short: str
    outside: bool
    contact: str
    mark: str


@dataclass(frozen=True, slots=True)
class Route:
    """Which department answers for a matter, and why."""

    department: str
    because: Text


@dataclass(frozen=True)
class Zone:
    """A zone: nothing of it is code."""

    code: str
    name: str
    english: str
    settings: Mapping[str, Any]
    departments: Mapping[str, Office]
    routes: Mapping[str, Route]

    def authority(self, key: str) -> str:
        """Give the code of the department that answers for a matter."""
        if key not in self.routes:
            raise UnknownDepartmentError(where=f"routing.yaml {key}")
        return self.routes[key].department

    def department(self, code: str) -> Office:
        """Give a department by its code."""
        if code not in self.departments:
            raise UnknownDepartmentError(where=f"departments.yaml {code}")
        return self.departments[code]


def zone() -> Zone:
    """Give the zone of the corpus: the one folder under zones."""
    return read(Path(django_settings.CORPUS))


@lru_cache(maxsize=4)
def read(corpus: Path) -> Zone:
    """Read the zone of a corpus; ServiceFilesError lists what is wrong."""
    folders = sorted(path.parent for path in corpus.glob("zones/*/zone.yaml"))
    if len(folders) != 1:
        raise ServiceFilesError(
            f"规则文件夹下应恰有一个 zones/<园区>/zone.yaml（现有 {len(folders)} 个）。",
            f"There must be one zones/<zone>/zone.yaml in the corpus ({len(folders)} here).",
            where=str(corpus),
        )
    documents, faults = _documents(folders[0], corpus)
    faults += _crossed(documents) if not faults else []
    if faults:
        raise ServiceFilesError.of(faults)
    return _made(*(documents[part].data for part in PARTS))


PARTS = ("zone", "departments", "routing")


def _documents(folder: Path, corpus: Path) -> tuple[dict[str, yamlfile.Document], list[Fault]]:
    documents = {
        part: yamlfile.read(
            folder / f"{part}.yaml", f"{folder.relative_to(corpus).as_posix()}/{part}.yaml"
        )
        for part in PARTS
    }
    faults = [fault for part in PARTS for fault in departures(documents[part], "zone", part)]
    return documents, faults


def _crossed(documents: Mapping[str, yamlfile.Document]) -> list[Fault]:
    known = documents["departments"].data["departments"]
    routing = documents["routing"]
    return [
        routing.fault(
            ("routes", key, "department"),
            Text(f"没有部门 {route['department']}", f"no department {route['department']}"),
            Text("请在 departments.yaml 中补充", "Add it to departments.yaml"),
        )
        for key, route in routing.data["routes"].items()
        if route["department"] not in known
    ]


def _made(head: Any, departments: Any, routing: Any) -> Zone:
    offices = {
        code: Office(
            code, Text(row["zh"], row["en"]), row.get("short", row["zh"]),
            row.get("outside", False), row.get("contact", ""), row["provenance"]["mark"],
        )
        for code, row in departments["departments"].items()
    }  # fmt: skip
    routes = {
        key: Route(row["department"], Text(row["because"]["zh"], row["because"]["en"]))
        for key, row in routing["routes"].items()
    }
    values = {key: row["value"] for key, row in head["settings"].items()}
    name = head["name"]
    return Zone(head["zone"], name["zh"], name["en"], values, offices, routes)
