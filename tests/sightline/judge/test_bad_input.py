"""Whatever a file holds, it is read or refused with a sentence; it never ends in anything else."""

from __future__ import annotations

import copy
import random
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.errors import RuleError, SightlineError
from sightline.judge import layout_of, parse_yaml, quantity, rules_of
from tests.sightline.judge.acting import SITE, judge

WORDS = st.sampled_from(
    ["5 m", "5 px", "ask", "yard", "person", "3 of 5", "", "22:00", "kind", "é", "no"]
)
LEAF = st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.floats(), WORDS)
ANY = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
RULES = [
    {"id": "a", "kind": "proximity", "near": ["truck"], "closer": "5 m", "sizes": {"truck": "1 m"}},
    {"id": "b", "kind": "intrusion", "zones": ["yard"], "active": {"from": "22:00", "to": "06:00"}},
    {"id": "c", "kind": "crowding", "zones": ["yard"], "people": 3, "hits": "3 of 5"},
    {"id": "d", "kind": "clearance", "parts": ["wire"], "table": "t", "source": {"mark": "own"}},
    {"id": "e", "kind": "crossing", "lines": ["gate"], "direction": "both"},
]
TABLES = [{"id": "t", "rows": [{"up_to": "110 kV", "distance": "1.5 m"}]}]
GOOD = SITE | {"rules": RULES, "tables": TABLES, "packs": ["rail"]}


def branches(data, path=()):
    """Give the path of everything in the data."""
    yield path
    pairs = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    for key, value in pairs:
        yield from branches(value, (*path, key))


PATHS = [path for path in branches(GOOD) if path]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PATHS), ANY)
def test_any_value_anywhere_in_a_site_is_read_or_refused(path, value):
    data = copy.deepcopy(GOOD)
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with suppress(RuleError):
        rules_of(data, layout_of(data))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_yaml_or_refused(text):
    with suppress(SightlineError):
        parse_yaml(text)


@given(ANY, st.sampled_from(["length", "time", "speed", "voltage"]))
def test_anything_is_a_quantity_or_refused(value, measure):
    with suppress(RuleError):
        assert quantity(value, measure) >= 0


@pytest.mark.parametrize("seed", range(20))
def test_a_file_with_letters_changed_is_read_or_refused(seed):
    luck = random.Random(seed)
    text = list(
        'rules:\n  - {id: near, kind: proximity, near: [truck], closer: "5 m", for: "1 s"}\n'
    )
    for _change in range(3):
        text[luck.randrange(len(text))] = luck.choice(list("{}[]:,-&*!|>'\"%@` \n\t0a"))
    with suppress(SightlineError):
        data = parse_yaml("".join(text)).data
        rules_of(data if isinstance(data, dict) else {}, layout_of({}))


def test_what_was_kept_and_is_damaged_is_refused_with_a_sentence():
    for damaged in (
        {},
        {"clock": "x"},
        {"clock": 1, "last": 3},
        judge(*RULES[:2]).snapshot() | {"rules": 3},
    ):
        with pytest.raises(RuleError, match="is damaged"):
            judge(*RULES[:2]).restore(damaged)
