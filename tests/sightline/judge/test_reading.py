"""What somebody writes into a site file, and what they are told when it is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from sightline.errors import RuleError, SiteFileError
from sightline.judge import Judge, layout_of, parse_yaml, read_yaml, rules_of
from tests.sightline.judge.acting import SITE, SQUARE, lasting, play

PLACES = f"""
zones:
  - {{id: yard, polygon: {SQUARE}}}
lines: [{{id: gate, from: [0, 0], to: [5, 0]}}]
parts: [{{id: wire, kind: live, voltage: "110 kV", points: [[0, 0, 8], [0, 9, 8]]}}]
"""


def read(rules: str):
    document = parse_yaml(PLACES + rules, "site.yaml")
    return rules_of(document.data, layout_of(document.data, document.where), document.where)


def refused(rules: str) -> str:
    with pytest.raises(RuleError) as error:
        read(rules)
    return str(error.value)


def rule(text: str) -> str:
    return f"rules:\n  - {{id: one, {text}}}\n"


def test_on_off_and_no_stay_words():
    data = parse_yaml("{on: off, no: yes, at: 5.10, name: '5.10', who: [no]}").data
    assert data == {"on": "off", "no": "yes", "at": 5.1, "name": "5.10", "who": ["no"]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &b 1\nc: *b", "aliases"),
        ("a: !!python/object:os.system x", "tag"),
        ("a: 1\na: 2", "stands twice"),
        ("a: [1", "not YAML"),
        ("--- 1\n--- 2", "one document"),
        ("? [a]\n: 1", "a key must be a word"),
        ("a: " + "[" * 40 + "]" * 40, "nested too deeply"),
        ("x" * 1_000_001, "too large"),
    ],
)
def test_yaml_that_is_not_plain_is_refused(text, said):
    with pytest.raises(SiteFileError, match=said):
        parse_yaml(text)


def test_a_file_that_is_not_there_is_refused_with_its_path(tmp_path):
    with pytest.raises(SiteFileError, match="cannot be read"):
        read_yaml(tmp_path / "none.yaml")


def test_a_rule_of_every_key_is_read():
    (found,) = read(
        "rules: [{id: near, kind: proximity, name: {zh: 近, en: near}, severity: high, who: [person], near: [truck],"
        ' closer: "5 m", leave_by: "1 m", sizes: {truck: "2 m"}, for: "0.8 s", hits: 2 of 4, grace: "1 s",'
        ' cool_down: "1 min", active: {days: [mon, sat], from: "22:00", to: "06:00"}, zones: [yard], warns: false}]'
    )
    assert (found.timing.hold, found.timing.hits, found.timing.cool_down) == (0.8, (2, 4), 60)
    assert (found.limits["closer"], found.sizes["truck"], found.warns) == (5, 2, False)
    assert found.hours is not None
    assert found.hours.days == {0, 5}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kind: proximity, near: [truck], closer: 80 px", "not in pixels"),
        ("kind: proximity, near: [truck], closer_px: 80", "not in pixels"),
        ("kind: proximity, near: [truck], closer: 5", "a length with its unit"),
        ("kind: proximity, near: [truck]", "closer is missing"),
        ('kind: proximity, closer: "5 m"', "write near"),
        ("kind: teleporting", "kind must be one of"),
        ("kind: intrusion", "name its zones"),
        ("kind: fall, zones_of: [moon]", "has no zones of kind moon"),
        ("kind: intrusion, zones: [moon]", "zones of the site has no moon"),
        ("kind: intrusion, zones: [yard], lines: [gate]", "has no lines"),
        ("kind: loitering, zones: [yard]", "for is missing"),
        ("kind: crowding, zones: [yard]", "write one of people or density"),
        (
            'kind: crowding, zones: [yard], people: 3, density: "1 /m2"',
            "write one of people or density",
        ),
        ("kind: crowding, zones: [yard], people: 3.5", "whole number"),
        ("kind: crossing, lines: [gate], direction: up", "direction must be"),
        ('kind: clearance, parts: [wire], closer: "3 m", table: t', "write one of closer or table"),
        ("kind: clearance, parts: [wire], table: none", "no table none"),
        ("kind: missing, zones: [yard]", "trait is missing"),
        ("kind: missing, trait: helmet, least: 2", "a number of 0 to 1"),
        ("kind: intrusion, zones: [yard], hits: 5 of 3", "write hits such as"),
        ("kind: intrusion, zones: [yard], severity: huge", "must be one of low"),
        ('kind: intrusion, zones: [yard], active: {from: "29:00"}', "write hours such as"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text, said):
    told = refused(rule(text))
    assert said in told
    assert told.startswith("site.yaml:7: ")


def test_all_that_is_wrong_is_told_at_once():
    told = refused(
        "rules:\n  - {id: a, kind: nothing}\n  - {id: b, kind: intrusion}\npacks: [none]\n"
    )
    assert all(part in told for part in ("there is no pack none", "site.yaml:7", "site.yaml:8"))


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("[[0, 0], [1, 1], [2, 2]]", "no area"),
        ("[[0, 0], [4, 4], [4, 0], [0, 4]]", "crosses itself"),
        ("[[0, 0], [4, 0]]", "3 entries at least"),
        ("[[0, 0], [4, 0], [4, .inf]]", "must be a number"),
    ],
)
def test_a_zone_without_area_is_refused(zone, said):
    document = parse_yaml(f"zones:\n  - {{id: yard, polygon: {zone}}}", "site.yaml")
    with pytest.raises(RuleError, match=said) as error:
        layout_of(document.data, document.where)
    assert error.value.where == "site.yaml:2"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"lines": [{"id": "a", "from": [0, 0], "to": [0, 0]}]}, "one place"),
        ({"parts": [{"id": "a"}]}, "either points or model"),
        ({"parts": [{"id": "a", "model": "live"}]}, "has no model"),
        ({"site": {"timezone": "Mars/Base"}}, "no time zone"),
        ({"zones": SITE["zones"] * 2}, "stands twice"),
    ],
)
def test_places_that_cannot_be_are_refused(data, said):
    with pytest.raises(RuleError, match=said):
        layout_of(data)


@pytest.fixture
def model():
    rebuild = pytest.importorskip(
        "sightline.rebuild.model", reason="no scipy: install the extra sightline"
    )
    clouds = pytest.importorskip("sightline.rebuild.clouds")
    wire = np.stack([np.zeros(50), np.linspace(0, 20, 50), np.full(50, 5.0)], axis=1)
    return rebuild.SiteModel(clouds.Cloud.of(wire, sigma=0.05, name="live"))


@pytest.mark.parametrize(("x", "level"), [(1, ["alarm"]), (4.4, ["warning"]), (9, [])])
def test_somebody_near_a_wire_of_the_site_model(model, x, level):
    data = SITE | {"parts": [{"id": "wire", "model": "live"}]}
    rule = {"id": "near", "kind": "clearance", "parts": ["wire"], "closer": "5.5 m"}
    layout = layout_of(data, model=model)
    judged = Judge(rules_of({"rules": [rule]}, layout), layout)
    assert [event.level for event in play(judged, lasting(0, 1, [(1, "person", x, 10)]))] == level


def test_a_part_that_the_site_model_does_not_have_is_refused(model):
    with pytest.raises(RuleError, match="only: live"):
        layout_of({"parts": [{"id": "wire", "model": "dead"}]}, model=model)
