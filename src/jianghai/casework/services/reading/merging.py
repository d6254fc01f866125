"""An edition that extends another holds only what differs; merged, the two read as one whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jianghai.casework.services.reading.files import DIAGRAM, Folder
from rulebook.errors import Fault, Place, Text

if TYPE_CHECKING:
    from rulebook.yamlfile import Document

ROWS = {"clocks": "key", "materials": "id"}
#: What an edition never inherits.
OWN = frozenset({"extends"})


@dataclass
class Merged:
    """An edition made whole, and which file every part of it came from."""

    shown: str
    service: dict[str, Any] = field(default_factory=dict)
    clocks: dict[str, dict[str, Any]] = field(default_factory=dict)
    materials: dict[str, dict[str, Any]] = field(default_factory=dict)
    forms: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    diagram: str = ""
    diagram_file: str = ""
    places: dict[tuple[str, str], tuple[Document, tuple[str | int, ...]]] = field(
        default_factory=dict
    )
    faults: list[Fault] = field(default_factory=list)

    def fault(
        self, at: tuple[str | int, ...], what: tuple[str, str], remedy: tuple[str, str]
    ) -> None:
        """Note a fault at a part (`clocks`, its key, …), told with file and line."""
        self.faults.append(Fault(self._place(at), Text(*what), Text(*remedy)))

    def _place(self, at: tuple[str | int, ...]) -> Place:
        if at[0] == "diagram":
            return Place(self.diagram_file or f"{self.shown}/{DIAGRAM}")
        found = self.places.get((str(at[0]), str(at[1]) if len(at) > 1 else ""))
        if found is None:
            return Place(f"{self.shown}/{at[0]}.yaml")
        document, path = found
        return document.place((*path, *at[2:]))


def merge(folders: list[Folder]) -> Merged:
    """Lay editions over each other, the oldest first; rows merge by key or id, the rest is replaced."""
    merged = Merged(folders[-1].shown)
    for folder in folders:
        merged.faults.extend(folder.faults)
        _service(merged, folder)
        _rows(merged, folder, "clocks", merged.clocks)
        _rows(merged, folder, "materials", merged.materials)
        for name, form in folder.forms.items():
            merged.forms[name] = form.data
            merged.places["forms", name] = (form, ())
        if folder.diagram:
            merged.diagram, merged.diagram_file = folder.diagram, f"{folder.shown}/{DIAGRAM}"
    return merged


def _service(merged: Merged, folder: Folder) -> None:
    document = folder.documents.get("service")
    if document is None or not isinstance(document.data, dict):
        return
    for key, value in document.data.items():
        merged.places["service", key] = (document, (key,))
        if key not in OWN:
            merged.service[key] = value


def _rows(merged: Merged, folder: Folder, part: str, into: dict[str, dict[str, Any]]) -> None:
    document, name = folder.documents.get(part), ROWS[part]
    rows = document.data if document is not None and isinstance(document.data, list) else []
    seen: set[str] = set()
    for place, row in enumerate(rows):
        key = row.get(name) if isinstance(row, dict) else None
        if not isinstance(key, str) or document is None:
            continue
        merged.places[part, key] = (document, (place,))
        if key in seen:
            merged.fault(
                (part, key), (f"{key} 写了两次", f"{key} stands twice"), ("请只留一处", "Keep one")
            )
        seen.add(key)
        if row.get("drop"):
            into.pop(key, None)
        else:
            into[key] = {**into.get(key, {}), **row}
