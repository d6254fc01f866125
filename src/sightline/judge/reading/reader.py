"""Read the rules of a site: those of the packs it names, changed and added to by its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sightline.errors import RuleError
from sightline.judge.reading.faults import READ, Path_, Where, check, nowhere, refuse
from sightline.judge.reading.making import Making, table_of
from sightline.judge.reading.packs import Pack, packs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sightline.judge.rules import Layout, Rule, Table

PLACES = ("zones", "lines", "parts")


@dataclass(frozen=True, slots=True)
class Raw:
    """A rule as written, and where each of its keys was."""

    data: Mapping[str, Any]
    wheres: Mapping[str, str]
    where: str
    shipped: bool = False


def rules_of(data: Mapping[str, Any], layout: Layout, where: Where = nowhere) -> tuple[Rule, ...]:
    """Read ``packs``, ``tables`` and ``rules``; RuleError tells of all that is wrong, by line.

    A rule of a pack is changed by one of the same ``id``; ``off: true`` leaves it out. A pack's rule about kinds of
    zones, lines or parts that the site has none of is left out as well.

    >>> from sightline.judge.reading.layouts import layout_of
    >>> layout = layout_of({"zones": [{"id": "yard", "polygon": [[0, 0], [4, 0], [4, 4]]}]})
    >>> rule, = rules_of({"rules": [{"id": "in", "kind": "intrusion", "zones": ["yard"], "for": "2 s"}]}, layout)
    >>> rule.kind, rule.zones[0].id, rule.timing.hold
    ('intrusion', 'yard', 2.0)
    """
    check({key: data[key] for key in READ if key in data and key not in PLACES}, where)
    faults: list[RuleError] = []
    chosen = _packs(data, where, faults)
    tables = _tables(data, chosen, where, faults)
    found: list[Rule] = []
    for raw in _gathered(data, chosen, where, faults):
        try:
            found += Making(raw.data, raw.wheres, raw.where, layout, tables).rules(
                shipped=raw.shipped
            )
        except RuleError as fault:
            faults.append(fault)
    refuse(faults)
    return tuple(found)


def _packs(data: Mapping[str, Any], where: Where, faults: list[RuleError]) -> list[Pack]:
    known = {pack.id: pack for pack in packs()}
    for place, name in enumerate(data.get("packs", ())):
        if name not in known:
            names = ", ".join(sorted(known))
            faults.append(
                RuleError(
                    f"没有规则包 {name}；可用的有 {names}",
                    f"there is no pack {name}; there are {names}",
                    where(("packs", place)),
                )
            )
    return [known[name] for name in data.get("packs", ()) if name in known]


def _tables(
    data: Mapping[str, Any], chosen: list[Pack], where: Where, faults: list[RuleError]
) -> dict[str, Table]:
    found = {table.id: table for pack in chosen for table in pack.tables}
    for place, row in enumerate(data.get("tables", ())):
        try:
            table = table_of(row, where(("tables", place)))
            found[table.id] = table
        except RuleError as fault:
            faults.append(fault)
    return found


def _gathered(
    data: Mapping[str, Any], chosen: list[Pack], where: Where, faults: list[RuleError]
) -> list[Raw]:
    """Lay the site's rules over those of its packs."""
    raws = {
        row["id"]: Raw(row, {}, pack.document.where(("rules", place)), shipped=True)
        for pack in chosen
        for place, row in enumerate(pack.document.data["rules"])
    }
    own: set[str] = set()
    for place, row in enumerate(data.get("rules", ())):
        at: Path_ = ("rules", place)
        if row["id"] in own:
            faults.append(RuleError("编号重复", "this id stands twice", where((*at, "id"))))
        own.add(row["id"])
        before = raws.get(row["id"])
        wheres = {key: where((*at, key)) for key in row}
        if before is None or row.get("kind", before.data["kind"]) != before.data["kind"]:
            raws[row["id"]] = Raw(row, wheres, where(at))
        else:
            raws[row["id"]] = Raw(_laid(before.data, row), wheres, where(at), before.shipped)
    return [raw for raw in raws.values() if not raw.data.get("off")]


def _laid(before: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a site's rule over a pack's: naming places undoes the pack's kinds of them."""
    kept = {
        key: value
        for key, value in before.items()
        if not (key.endswith("_of") and key.removesuffix("_of") in row)
    }
    if "closer" in row:
        kept.pop("table", None)
    return kept | dict(row)
