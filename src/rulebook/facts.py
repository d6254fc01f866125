"""The catalogue of facts: what a rule may name, in which unit, and what a value must look like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from rulebook.errors import CorpusError, ExpressionError, Fault, Text
from rulebook.syntax import Expression
from rulebook.syntax import read as read_expression
from rulebook.units import SUFFIXES, Unit, base, integral
from rulebook.yamlfile import Document, check
from rulebook.yamlfile import read as read_yaml


@dataclass(frozen=True, slots=True)
class Attribute:
    """One field of a list's entries."""

    id: str
    name: Text
    kind: str
    suffix: str = ""
    of: tuple[str, ...] = ()
    presumed: bool | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that can be known of a firm. Bounds are in base units."""

    id: str
    name: Text
    kind: str
    suffix: str = ""
    per_year: bool = False
    group: str = ""
    of: tuple[str, ...] = ()
    item: Mapping[str, Attribute] = field(default_factory=dict)
    counted_by: str = ""
    least: Fraction | None = None
    most: Fraction | None = None
    bounded: bool = False
    acts: str = "none"
    column: str = ""
    stands_in: bool = False
    #: A list that we keep ourselves: what is not in it did not happen.
    ledger: bool = False
    whole: bool = False
    formula: Expression | None = None
    presume_least: str = ""
    note: Text | None = None
    mark: str = "found"

    @property
    def zh(self) -> str:
        """Give the Chinese name."""
        return self.name.zh

    @property
    def en(self) -> str:
        """Give the English name."""
        return self.name.en

    @property
    def unit(self) -> Unit:
        """Give the unit's dimension."""
        return SUFFIXES[self.suffix][0]

    @property
    def asked(self) -> bool:
        """Tell whether people are asked for it: not where it is computed, a stand-in, or our own ledger."""
        return self.formula is None and not self.stands_in and not self.ledger

    @property
    def integral(self) -> bool:
        """Tell whether values are whole numbers of base units."""
        return self.whole or integral(self.unit)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All facts by id, and by the column heading that names them in tables."""

    facts: Mapping[str, Fact]

    def __getitem__(self, fact_id: str) -> Fact:
        """Give a fact by id."""
        return self.facts[fact_id]

    def __contains__(self, fact_id: object) -> bool:
        """Tell whether the id is known."""
        return fact_id in self.facts

    def by_column(self, heading: str) -> Fact | None:
        """Find a fact by its id, its extra column name or its Chinese name."""
        found = self.facts.get(heading)
        if found is not None:
            return found
        return next(
            (f for f in self.facts.values() if heading in (f.column, f.zh) and heading), None
        )


def load_catalogue(path: Path) -> Catalogue:
    """Read `facts.yaml`; CorpusError lists everything that is wrong."""
    return catalogue_of(read_yaml(path, path.name))


def catalogue_of(document: Document) -> Catalogue:
    r"""Turn a read document into a catalogue.

    >>> from rulebook.yamlfile import parse
    >>> text = "schema: facts/1\nfacts: {staff: {zh: 职工, en: Staff, kind: number, unit: 人, per: year}}"
    >>> catalogue_of(parse(text))["staff"].unit.text
    '人'
    """
    faults = check(document, "facts")
    if faults:
        raise CorpusError(tuple(faults))
    facts: dict[str, Fact] = {}
    for fact_id, data in document.data["facts"].items():
        try:
            facts[fact_id] = _fact(fact_id, data)
        except ExpressionError as error:
            faults.append(document.fault(("facts", fact_id, "is"), error.what, error.remedy))
    faults.extend(_loose_ends(document, facts))
    if faults:
        raise CorpusError(tuple(faults))
    return Catalogue(facts)


def _loose_ends(document: Document, facts: Mapping[str, Fact]) -> Iterator[Fault]:
    """Find names that point nowhere and bounds that leave nothing between them."""
    for fact in facts.values():
        path = ("facts", fact.id)
        if fact.presume_least and fact.presume_least not in facts:
            what = Text(f"没有事实 {fact.presume_least}", f"there is no fact {fact.presume_least}")
            remedy = Text("写已有的事实", "Name a fact that exists")
            yield document.fault((*path, "presume_least"), what, remedy)
        if fact.counted_by and fact.counted_by not in fact.item:
            what = Text(f"没有字段 {fact.counted_by}", f"there is no field {fact.counted_by}")
            remedy = Text(f"可用：{'、'.join(fact.item)}", f"Fields: {', '.join(fact.item)}")
            yield document.fault((*path, "counted_by"), what, remedy)
        if fact.least is not None and fact.most is not None and fact.least > fact.most:
            what = Text("least 大于 most", "least is larger than most")
            yield document.fault((*path, "least"), what, Text("对调", "Change them round"))


def _bound(value: int | Decimal | None, suffix: str) -> Fraction | None:
    return None if value is None else base(value, suffix)


def _fact(fact_id: str, data: Mapping[str, Any]) -> Fact:
    suffix = data.get("unit", "")
    note = data.get("note")
    return Fact(
        id=fact_id,
        name=Text(data["zh"], data["en"]),
        kind=data["kind"],
        suffix=suffix,
        per_year=data.get("per") == "year",
        group=data.get("group", ""),
        of=tuple(map(str, data.get("of", ()))),
        item={key: _attribute(key, value) for key, value in data.get("item", {}).items()},
        counted_by=data.get("counted_by", ""),
        least=_bound(data.get("least"), suffix),
        most=_bound(data.get("most"), suffix),
        bounded=data.get("bounded", False),
        acts=data.get("acts", "none"),
        column=data.get("column", ""),
        stands_in=data.get("stands_in", False),
        ledger=data.get("ledger", False),
        whole=data.get("whole", False),
        formula=read_expression(str(data["is"])) if "is" in data else None,
        presume_least=data.get("presume_least", ""),
        note=Text(note["zh"], note["en"]) if note else None,
        mark=data.get("provenance", {}).get("mark", "found"),
    )


def _attribute(attribute_id: str, data: Mapping[str, Any]) -> Attribute:
    return Attribute(
        id=attribute_id,
        name=Text(data["zh"], data["en"]),
        kind=data["kind"],
        suffix=data.get("unit", ""),
        of=tuple(map(str, data.get("of", ()))),
        presumed={"yes": True, "no": False}.get(str(data.get("presumed", ""))),
    )
