"""The made-up policies on a shelf, and the same files told to the peer."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from bench import ours
from bench.entitle import asked
from bench.entitle.made import Made, made
from rulebook.entitle.holdings import inputs_of
from rulebook.policies import Shelf
from rulebook.policies.pieces import group_of
from rulebook.yamlfile import Document, parse

if TYPE_CHECKING:
    from rulebook.policies import Policy
    from rulebook.policies.maker import Maker
    from rulebook.records.inputs import Source

ON = ours.TODAY
KEY = re.compile(r"made/p\d+#\w+")


def document(data: dict[str, Any]) -> Document:
    """Write a policy file and read it as one is read from a folder."""
    text = yaml.safe_dump(json.loads(json.dumps(data)), allow_unicode=True, sort_keys=False)
    return parse(text, f"{data['policy']}.yaml")


@cache
def made_up() -> Made:
    """Make the policies once."""
    return made()


def exclusions() -> dict[str, Any]:
    """Give the negative list as a corpus has it."""
    return {
        name: {
            "name": {"zh": name, "en": name},
            "when": when,
            "provenance": {"mark": "local-draft"},
        }
        for name, when in asked.EXCLUSIONS.items()
    }


@cache
def shelf() -> Shelf:
    """Put the policies on a shelf, with the groups across them."""
    found = Shelf(ours.library(), {}, (), exclusions(), {})
    for data in made_up().policies:
        found = found.with_policy(found.read(document(data)))
    make = found.make()
    return replace(found, wide=tuple(group_of(make, group) for group in made_up().groups))


def policies() -> tuple[Policy, ...]:
    """Give the policies in force."""
    return shelf().chosen(ON)


@cache
def sources() -> tuple[Source, ...]:
    """Give the inputs that they ask for."""
    return inputs_of(shelf(), policies())


def paid_for(source: Source) -> tuple[tuple[str, ...], str]:
    """Tell for which clauses a column of the ledger is, and what it tells: now, ever or times."""
    kind = "times" if source.how == "count" else "now" if "during" in source.name else "ever"
    return tuple(KEY.findall(source.name)), kind


def given() -> tuple[Source, ...]:
    """Give the inputs that are on file: of the ledger, those for which something was paid."""
    paying = set(made_up().paying)
    return tuple(
        source
        for source in sources()
        if not source.fact.ledger or paying.intersection(paid_for(source)[0])
    )


def plan() -> dict[str, Any]:
    """Tell the peer everything: the files, the groups, and the column that each expression is."""
    make = shelf().make()
    shared = {
        item.key: item.formula.node.data.name
        for policy in policies()
        for item in policy.items
        if item.formula is not None
        and item.formula.kind in {"match", "rate-per-item"}
        and item.formula.node.data is not None
    }
    return {
        "policies": made_up().policies,
        "groups": made_up().all_groups(),
        "exclusions": asked.EXCLUSIONS,
        "numbers": {name: make.number(name).data.name for name in _numbers()},
        "flags": {name: make.verdict(name).data.name for name in _flags(make)},
        "shared": shared,
        "ledger": [[*paid_for(source), source.name] for source in given() if source.fact.ledger],
    }


def _numbers() -> list[str]:
    parts = [part for share in asked.SHARES for part in re.split(r" / | - 1", share) if part]
    plain = [*asked.NUMBERS, *asked.BASES, *asked.RECEIVED, *asked.YEARS, asked.RANK, *parts]
    return list(dict.fromkeys([*plain, "rent_price", "rent_area", "rent_months"]))


def _flags(make: Maker) -> list[str]:
    del make
    areas = {
        f"{fact} under [{code}]"
        for area in asked.AREAS
        if area is not None
        for fact in ("region_code", "tax_region_code")
        for part in ("codes", "exclude", "reference")
        for code in area.get(part, ())
    }
    return [*asked.FLAGS, *asked.STEPS, *asked.EXCLUSIONS.values(), *sorted(areas)]
