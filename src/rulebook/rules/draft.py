"""A rule file while it is read: its data, the names its expressions may use, and every fault found so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from rulebook.errors import ExpressionError, Fault, Text
from rulebook.language.functions import FUNCTIONS
from rulebook.language.lowering import Scope
from rulebook.language.words import Wording
from rulebook.rules import definitions
from rulebook.rules.parts import labels_of
from rulebook.syntax import Expression, Name

if TYPE_CHECKING:
    from rulebook.facts import Catalogue
    from rulebook.graph import Graph
    from rulebook.records.inputs import Source
    from rulebook.yamlfile import Document, Path_

GROUPS = ("all", "any", "none")
T = TypeVar("T")


def flatten(
    clauses: Iterable[Mapping[str, Any]], path: Path_ = ("clauses",)
) -> Iterator[tuple[Mapping[str, Any], Path_]]:
    """Give each clause's data with its path, children too."""
    for place, data in enumerate(clauses):
        yield data, (*path, place)
        for group in GROUPS:
            yield from flatten(data.get(group, ()), (*path, place, group))


class Draft:
    """One document with its scope and wording; faults are gathered so that all are shown at once."""

    def __init__(
        self, document: Document, catalogue: Catalogue, graph: Graph, sources: dict[str, Source]
    ) -> None:
        """Prepare the names that the document's expressions may use."""
        self.document = document
        self.data: dict[str, Any] = document.data
        self.faults: list[Fault] = []
        self.flat: dict[str, Mapping[str, Any]] = {}
        for clause, path in flatten(self.data.get("clauses", ())):
            self._note(clause, path)
        self.lets: Mapping[str, Any] = self.data.get("let", {})
        names = {key: Text(**value["name"]) for key, value in self.lets.items()}
        clauses = {key: Text(**clause["name"]) for key, clause in self.flat.items()}
        self.wording = Wording(catalogue, names, clauses)
        self.scope = Scope(
            catalogue,
            graph,
            sources,
            lets={key: definitions.let(data) for key, data in self.lets.items()},
            points=self._points(),
            tables={
                key: definitions.table(key, data)
                for key, data in self.data.get("tables", {}).items()
            },
            functions=FUNCTIONS,
        )

    def _note(self, clause: Mapping[str, Any], path: Path_) -> None:
        clause_id = clause["id"]
        if clause_id in self.flat:
            what = Text(f"条款 {clause_id} 重复", f"clause {clause_id} stands twice")
            self.fault((*path, "id"), what, Text("改编号", "Rename it"))
        self.flat[clause_id] = clause

    def _points(self) -> dict[str, definitions.Make]:
        found = {
            key: definitions.points(clause["points"])
            for key, clause in self.flat.items()
            if "points" in clause
        }
        if "score" in self.data:
            found["score"] = definitions.combined(self.data["score"])
        return found

    def fault(self, path: Path_, what: Text, remedy: Text) -> None:
        """Note a fault."""
        self.faults.append(self.document.fault(path, what, remedy))

    def attempt(self, path: Path_, make: Callable[..., T], *args: Any) -> T | None:
        """Run a step; an ExpressionError becomes a fault at `path` and the answer is None."""
        try:
            return make(*args)
        except ExpressionError as error:
            self.fault(path, error.what, error.remedy)
            return None

    def labels(self, tree: Expression) -> tuple[tuple[int, str], ...]:
        """Give the words of a named value's numbers."""
        named = isinstance(tree, Name) and tree.id in self.lets
        return labels_of(self.lets[tree.id]) if named and isinstance(tree, Name) else ()
