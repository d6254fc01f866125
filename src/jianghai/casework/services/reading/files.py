"""The files of one edition: read as hostile YAML and JSON, checked against their schemas, each with its lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

from rulebook import yamlfile
from rulebook.errors import CorpusError, Fault, Place, Text

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

DIAGRAM = "process.bpmn"
LARGEST = 2_000_000
SEE = Text("见 docs/reference/service-files.md", "See docs/reference/service-files.md")


@dataclass
class Folder:
    """What stands in the folder of one edition, its own files only, and what is wrong with them."""

    path: Path
    shown: str
    documents: dict[str, yamlfile.Document] = field(default_factory=dict)
    forms: dict[str, yamlfile.Document] = field(default_factory=dict)
    diagram: str = ""
    faults: list[Fault] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Give service and day, as `extends` names them."""
        return f"{self.path.parent.name}/{self.path.name}"

    def data(self, part: str, default: Any) -> Any:
        """Give what a file says, or the default where it is absent."""
        document = self.documents.get(part)
        return default if document is None else document.data

    def fault(self, file: str, what: tuple[str, str], remedy: tuple[str, str]) -> None:
        """Note a fault of a whole file."""
        self.faults.append(Fault(Place(f"{self.shown}/{file}"), Text(*what), Text(*remedy)))


@cache
def schema(name: str, part: str) -> Draft202012Validator:
    """Give the validator of one kind of file; the schemas ship with the package."""
    file = resources.files("jianghai.casework.services").joinpath(f"schema/{name}.schema.json")
    whole = json.loads(file.read_text("utf-8"))
    return Draft202012Validator({**whole, "$ref": f"#/$defs/{part}"} if part else whole)


def departures(document: yamlfile.Document, name: str, part: str = "") -> Iterator[Fault]:
    """Tell where a file departs from its schema, each place once."""
    told: set[tuple[Any, ...]] = set()
    for error in schema(name, part).iter_errors(document.data):
        deepest = max(_leaves(error), key=lambda one: len(one.absolute_path))
        path = tuple(deepest.absolute_path)
        said = deepest.message[:200]
        if (path, said) not in told:
            told.add((path, said))
            what = Text(f"格式不符：{said}", f"does not fit the schema: {said}")
            yield document.fault(path, what, SEE)


def _leaves(error: ValidationError) -> list[ValidationError]:
    inner = [leaf for sub in error.context or () for leaf in _leaves(sub)]
    return inner or [error]


def read(path: Path, shown: str) -> Folder:
    """Read the files of one edition; what is wrong is kept beside them."""
    folder = Folder(path, shown)
    for part in ("service", "clocks", "materials"):
        file = path / f"{part}.yaml"
        if file.is_file():
            _keep(folder, folder.documents, part, lambda file=file: _yaml(folder, file))
            _fit(folder, folder.documents.get(part), "folder", part)
    for file in sorted(path.glob("forms/*.json")):
        _keep(folder, folder.forms, file.stem, lambda file=file: _json(folder, file))
        _fit(folder, folder.forms.get(file.stem), "form", "")
    if (path / DIAGRAM).is_file():
        try:
            folder.diagram = _text(folder, path / DIAGRAM)
        except CorpusError as wrong:
            folder.faults.extend(wrong.faults)
    if "service" not in folder.documents and not folder.faults:
        folder.fault("service.yaml", ("缺少这个文件", "this file is missing"), ("请补上", "Add it"))
    return folder


def _keep(folder: Folder, into: dict[str, yamlfile.Document], name: str, reader: Any) -> None:
    try:
        into[name] = reader()
    except CorpusError as wrong:
        folder.faults.extend(wrong.faults)


def _fit(folder: Folder, document: yamlfile.Document | None, name: str, part: str) -> None:
    if document is not None:
        folder.faults.extend(departures(document, name, part))


def _yaml(folder: Folder, file: Path) -> yamlfile.Document:
    return yamlfile.read(file, f"{folder.shown}/{file.relative_to(folder.path).as_posix()}")


def _text(folder: Folder, file: Path) -> str:
    name = file.relative_to(folder.path).as_posix()
    try:
        with file.open(encoding="utf-8") as opened:
            content = opened.read(LARGEST + 1)
    except (OSError, ValueError):
        content = ""
    if not 0 < len(content) <= LARGEST:
        what = Text("读不到，或过大，或不是 UTF-8", "cannot be read, is too large or not UTF-8")
        remedy = Text("请用 UTF-8 存好，并拆小", "Save it as UTF-8, and smaller")
        raise CorpusError((Fault(Place(f"{folder.shown}/{name}"), what, remedy),))
    return content


def _json(folder: Folder, file: Path) -> yamlfile.Document:
    """Read JSON as data without lines; a key that stands twice is refused."""
    shown = f"{folder.shown}/{file.relative_to(folder.path).as_posix()}"

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise ValueError("a key stands twice")
        return found

    try:
        data = json.loads(_text(folder, file), object_pairs_hook=once)
    except (ValueError, RecursionError) as wrong:
        what = Text(f"不是合法的 JSON：{wrong}", f"not JSON: {wrong}")
        place = Place(shown, getattr(wrong, "lineno", 1))
        raise CorpusError((Fault(place, what, Text("请改正", "Mend it")),)) from wrong
    return yamlfile.Document(shown, data, {})
