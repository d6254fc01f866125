"""The reference page names everything that a policy file may say, and its examples can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rulebook.library import load_library
from rulebook.policies import Policy, load_policies
from rulebook.policies.terms import KIND_NAMES, RULES, STATUSES
from rulebook.yamlfile import parse, schema

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reference/policy-files.md").read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
HEAD, CLAUSE, AMOUNTS = BLOCKS[:3]
#: These are described with rule files.
SHARED = {
    "let",
    "tables",
    "when",
    "manual",
    "all",
    "any",
    "none",
    "clause",
    "points",
    "bands",
    "unit",
}


def keys(part: Any) -> Iterator[str]:
    """Give every key that a schema allows, however deep, but for what rule files share."""
    if isinstance(part, list):
        for one in part:
            yield from keys(one)
    if isinstance(part, dict):
        for name, inner in part.items():
            if name == "properties":
                yield from inner
            if name not in SHARED:
                yield from keys(inner)


def words(*path: str) -> list[str]:
    """Give the words that a key of a policy file may have."""
    found = schema("policy").schema
    for step in path:
        found = found[step]
    return found["enum"]


CLAUSE_KEYS = ("$defs", "policy_clause", "properties")
WORDS = [
    *words("properties", "status"),
    *words("properties", "precision"),
    *words("properties", "validity"),
    *words("$defs", "level"),
    *words(*CLAUSE_KEYS, "class"),
    *words(*CLAUSE_KEYS, "audience"),
    *words(*CLAUSE_KEYS, "payout"),
    *words(*CLAUSE_KEYS, "fair_competition"),
    *words("$defs", "group", "properties", "rule"),
    *words("$defs", "group", "properties", "scope"),
]
FILES = ("policy", "policy-cases", "stacking", "exclusions", "topics")


@pytest.mark.parametrize(
    "key", sorted({key for name in FILES for key in keys(schema(name).schema)})
)
def test_every_key_is_on_the_page(key):
    assert f"{key}:" in PAGE or f"`{key}`" in PAGE


@pytest.mark.parametrize("word", sorted(set(WORDS) | set(STATUSES) | set(RULES)))
def test_every_word_is_on_the_page(word):
    assert re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", PAGE)


def test_all_kinds_of_amounts_have_an_example():
    assert {row["kind"] for row in parse(AMOUNTS).data} == set(KIND_NAMES)


def read(clauses: list[Any]) -> Policy:
    """Read the page's head with some clauses, by the facts and lists of the corpus."""
    corpus = ROOT / "corpus"
    head = parse(HEAD)
    shelf = load_policies(corpus, load_library(corpus))
    return shelf.read(replace(head, data={**head.data, "clauses": clauses}))


def test_the_example_of_a_clause_is_read():
    item = read(parse(CLAUSE).data["clauses"]).item("S1")
    assert [payer.level for payer in item.payers] == ["city", "district"]


def test_the_example_of_every_amount_is_read():
    clause = parse(CLAUSE).data["clauses"][0]
    amounts = parse(AMOUNTS).data
    plain = {key: value for key, value in clause.items() if key not in ("all", "caps")}
    plain["when"] = "in_cultivation_library"
    rows = [{**plain, "id": f"A{place}", "amount": one} for place, one in enumerate(amounts)]
    assert [item.formula.kind for item in read(rows).items] == [one["kind"] for one in amounts]


def test_the_example_of_a_case_says_what_cases_say():
    case = next(block for block in BLOCKS if "policy-cases/1" in block)
    assert not list(schema("policy-cases").iter_errors(parse(case).data))


def test_the_example_of_the_negative_list_is_one():
    listed = next(block for block in BLOCKS if "exclusions/1" in block)
    assert not list(schema("exclusions").iter_errors(parse(listed).data))
