"""The packs that ship: kinds of place, rules and limits of an industry, each number with its source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from sightline.errors import RuleError, Text
from sightline.judge.reading.faults import check
from sightline.judge.reading.making import source_of, table_of
from sightline.judge.reading.yamlfile import Document, parse_yaml

if TYPE_CHECKING:
    from sightline.judge.rules import Source, Table


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack: its id, names, note, the kinds of place it speaks of, its tables, and the file itself."""

    id: str
    name: Text
    note: Text
    kinds: tuple[tuple[str, str, Text], ...]
    tables: tuple[Table, ...]
    document: Document

    @property
    def sources(self) -> tuple[tuple[str, Source], ...]:
        """Give the source of every table and rule, by id."""
        told = [(table.id, table.source) for table in self.tables]
        rules = self.document.data["rules"]
        return (*told, *((rule["id"], source_of(rule)) for rule in rules))


@cache
def packs() -> tuple[Pack, ...]:
    """Give the packs that ship, by id.

    >>> [pack.id for pack in packs()]
    ['chemical', 'new-energy', 'power-line', 'rail']
    """
    folder = resources.files("sightline.judge").joinpath("packs")
    files = sorted(one.name for one in folder.iterdir() if one.name.endswith(".yaml"))
    return tuple(pack_of(folder.joinpath(name).read_text("utf-8"), name) for name in files)


def pack_of(text: str, file: str) -> Pack:
    """Read one pack; RuleError where it is wrong."""
    document = parse_yaml(text, file, RuleError)
    check(document.data, document.where)
    data = document.data
    tables = enumerate(data.get("tables", ()))
    return Pack(
        data["pack"],
        Text(**data["name"]),
        Text(**data["note"]),
        tuple((one["of"], one["kind"], Text(**one["name"])) for one in data["kinds"]),
        tuple(table_of(row, document.where(("tables", place))) for place, row in tables),
        document,
    )
