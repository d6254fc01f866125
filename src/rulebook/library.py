"""The library: all facts, all standards, all editions, read from a corpus folder."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rulebook.errors import CorpusError, Fault, NoEditionError, Text, UnknownStandardError
from rulebook.facts import Catalogue, load_catalogue
from rulebook.graph import Graph
from rulebook.records.inputs import Source
from rulebook.rules.loader import load_edition
from rulebook.yamlfile import Document
from rulebook.yamlfile import read as read_yaml

if TYPE_CHECKING:
    from rulebook.rules.editions import Edition


CASES = "cases.yaml"


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard with its editions, oldest first."""

    code: str
    editions: tuple[Edition, ...]

    def on(self, day: date) -> Edition:
        """Give the edition in force on a day; NoEditionError before the first and after the last."""
        for edition in reversed(self.editions):
            if edition.opens <= day and (edition.closes is None or day <= edition.closes):
                return edition
        raise NoEditionError(f"{self.code}: {day} 没有生效的版本 / no edition is in force on {day}")


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that was read; `sources` tells how each input is read from a record."""

    catalogue: Catalogue
    standards: Mapping[str, Standard]
    graph: Graph
    sources: dict[str, Source]
    documents: Mapping[str, Document]

    @property
    def codes(self) -> tuple[str, ...]:
        """Give the codes of all standards."""
        return tuple(self.standards)

    def standard(self, code: str) -> Standard:
        """Give a standard; UnknownStandardError names those there are."""
        if code not in self.standards:
            known = " ".join(self.standards)
            raise UnknownStandardError(
                f"没有标准 {code}；可用：{known} / no standard {code}; there are: {known}"
            )
        return self.standards[code]

    def edition(self, code: str, on: date) -> Edition:
        """Give the edition of a standard in force on a day."""
        return self.standard(code).on(on)

    def editions(self, on: date, codes: Iterable[str] | None = None) -> tuple[Edition, ...]:
        """Give all editions in force on a day, of all standards or of those named."""
        found = []
        for code in codes if codes is not None else self.standards:
            try:
                found.append(self.edition(code, on))
            except NoEditionError:
                if codes is not None:
                    raise
        return tuple(found)

    def with_table(
        self,
        code: str,
        table: str,
        rows: Mapping[str, Sequence[Any]],
        *,
        provenance: Mapping[str, Any],
    ) -> Library:
        """Give a library in which a table of a standard's latest edition was replaced, such as official weights."""
        latest = self.standard(code).editions[-1]
        document = self.documents[latest.file]
        tables = document.data.get("tables", {})
        if table not in tables:
            raise UnknownStandardError(f"{code} 没有表 {table} / {code} has no table {table}")
        changed = {
            **tables,
            table: {**tables[table], "rows": dict(rows), "provenance": dict(provenance)},
        }
        data = {**document.data, "tables": changed, "provenance": dict(provenance)}
        data.pop("label", None)
        document = replace(document, data=data)
        _check_widths(document, table, tables[table]["rows"], rows)
        edition = load_edition(document, self.catalogue, self.graph, self.sources)
        standard = Standard(code, (*self.standard(code).editions[:-1], edition))
        return replace(
            self,
            standards={**self.standards, code: standard},
            documents={**self.documents, latest.file: document},
        )


def _check_widths(
    document: Document,
    table: str,
    before: Mapping[str, Sequence[Any]],
    rows: Mapping[str, Sequence[Any]],
) -> None:
    """Refuse rows that are not as long as those they replace."""
    width = len(next(iter(before.values())))
    wrong = [name for name, row in rows.items() if len(row) != width]
    if wrong:
        named = "、".join(wrong)
        what = Text(f"行 {named} 长短不对", f"rows {named} have another length")
        remedy = Text(f"每行 {width} 个数", f"Give {width} numbers a row")
        raise CorpusError((document.fault(("tables", table, "rows"), what, remedy),))


def load_library(corpus: Path) -> Library:
    """Read a corpus folder; CorpusError lists every fault with file and line."""
    catalogue = load_catalogue(corpus / "facts.yaml")
    graph, sources = Graph(), dict[str, Source]()
    faults: list[Fault] = []
    standards: dict[str, Standard] = {}
    documents: dict[str, Document] = {}
    for folder in sorted(path for path in corpus.glob("standards/*") if path.is_dir()):
        editions: list[Edition] = []
        paths = sorted(path for path in folder.glob("*.y*ml") if path.name != CASES)
        for path in paths:
            shown = path.relative_to(corpus).as_posix()
            try:
                document = read_yaml(path, shown)
                edition = load_edition(document, catalogue, graph, sources)
            except CorpusError as error:
                faults.extend(error.faults)
                continue
            faults.extend(_misplaced(document, edition, path))
            documents[shown] = document
            editions.append(edition)
        if len(editions) == len(paths):
            faults.extend(_calendar(editions, documents))
        if editions:
            standards[folder.name] = Standard(folder.name, tuple(editions))
    if faults:
        raise CorpusError(tuple(faults))
    return Library(catalogue, standards, graph, sources, documents)


def _misplaced(document: Document, edition: Edition, path: Path) -> list[Fault]:
    faults = []
    if edition.opens.isoformat() != path.stem:
        what = Text(
            f"opens 是 {edition.opens}，文件名是 {path.stem}",
            f"opens is {edition.opens}, the file says {path.stem}",
        )
        faults.append(document.fault(("opens",), what, Text("两者一致", "Make them the same")))
    if edition.closes is not None and edition.closes < edition.opens:
        what = Text("closes 早于 opens", "it closes before it opens")
        faults.append(document.fault(("closes",), what, Text("对调", "Change them round")))
    if edition.standard != path.parent.name:
        what = Text(
            f"standard 是 {edition.standard}，文件夹是 {path.parent.name}",
            f"standard is {edition.standard}, the folder says {path.parent.name}",
        )
        faults.append(document.fault(("standard",), what, Text("两者一致", "Make them the same")))
    return faults


def _calendar(editions: Sequence[Edition], documents: Mapping[str, Document]) -> list[Fault]:
    """Find days that no edition or two editions cover, between neighbours."""
    faults = []
    for earlier, later in itertools.pairwise(editions):
        document = documents[earlier.file]
        expected = later.opens - timedelta(days=1)
        if earlier.closes is None:
            continue
        if earlier.closes < expected:
            what = Text(
                f"{earlier.closes} 到 {later.opens} 之间没有版本",
                f"no edition between {earlier.closes} and {later.opens}",
            )
        elif earlier.closes > expected:
            what = Text(f"与 {later.opens} 的版本重叠", f"overlaps the edition of {later.opens}")
        else:
            continue
        faults.append(
            document.fault(
                ("closes",), what, Text(f"closes 应为 {expected}", f"closes should be {expected}")
            )
        )
    return faults
