"""The packs that ship: every number has a source, and what is not known is said to be."""

from __future__ import annotations

import pytest

from sightline.judge import layout_of, packs, rules_of
from tests.sightline.judge.acting import SQUARE, judge, lasting, play, told

SHAPES = {
    "zone": {"polygon": SQUARE},
    "line": {"from": [0, 0], "to": [5, 0]},
    "part": {"voltage": "110 kV", "points": [[0, 0, 5]]},
}


def site_with_everything(pack):
    """Make a site that has one of each kind of place a pack speaks of."""
    data = {"packs": [pack.id], "zones": [], "lines": [], "parts": []}
    for of, kind, _name in pack.kinds:
        data[f"{of}s"].append({"id": f"a-{kind}", "kind": kind} | SHAPES[of])
    return data


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.id)
def test_every_rule_of_a_pack_holds_on_a_site_that_has_all(pack):
    data = site_with_everything(pack)
    found = {rule.id for rule in rules_of(data, layout_of(data))}
    assert found == {row["id"] for row in pack.document.data["rules"]}


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.id)
def test_every_figure_of_a_pack_tells_where_it_is_from(pack):
    for row in [*pack.document.data["rules"], *pack.document.data.get("tables", ())]:
        source = row.get("source", {})
        figures = {"closer", "faster", "rows", "density", "people"} & row.keys()
        assert "mark" in source or "table" in row, row["id"]
        if figures and "ask" not in row.values():
            assert source["document"], row["id"]


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.id)
def test_a_site_without_the_places_of_a_pack_has_only_its_other_rules(pack):
    data = {"packs": [pack.id]}
    kept = rules_of(data, layout_of(data))
    bound = {"zones_of", "lines_of", "parts_of"}
    free = {row["id"] for row in pack.document.data["rules"] if not bound & row.keys()}
    assert {rule.id for rule in kept} == free


def test_a_number_that_only_the_works_know_makes_the_rule_unavailable_until_it_is_given():
    zone = [{"id": "tank", "kind": "hazardous", "polygon": SQUARE}]
    people = [(one, "person", one, 5) for one in range(1, 6)]
    asked = play(judge(packs=["chemical"], zones=zone), lasting(0, 4, people))
    assert any(event.rule == "chemical.people" and event.level == "unavailable" for event in asked)
    given = judge({"id": "chemical.people", "people": 3}, packs=["chemical"], zones=zone)
    events = [
        event for event in play(given, lasting(0, 4, people)) if event.rule == "chemical.people"
    ]
    assert told(events) == ["opened alarm"]


def test_a_rule_of_a_pack_can_be_left_out():
    data = {"packs": ["chemical"], "rules": [{"id": "chemical.camera", "off": True}]}
    assert "chemical.camera" not in {rule.id for rule in rules_of(data, layout_of(data))}


def test_somebody_one_metre_from_a_110_kv_part_is_an_alarm_that_names_the_standard():
    parts = [{"id": "bar", "kind": "live", "voltage": "110 kV", "points": [[0, 0, 1.5]]}]
    events = play(judge(packs=["power-line"], parts=parts), lasting(0, 1, [(1, "person", 1, 0)]))
    (alarm,) = [event for event in events if event.rule == "power-line.people"]
    assert (alarm.level, alarm.limit) == ("alarm", 1.5)
    assert alarm.source == "GB 26860—2011 表1 设备不停电时的安全距离 [single-source]"


def test_a_voltage_that_the_table_does_not_tell_of_is_said_and_the_others_are_judged():
    parts = [
        {"id": "bar", "kind": "live", "voltage": "110 kV", "points": [[0, 0, 1.5]]},
        {"id": "line", "kind": "live", "voltage": "1000 kV", "points": [[0, 0, 30]]},
    ]
    events = play(judge(packs=["power-line"], parts=parts), lasting(0, 1, [(1, "person", 1, 0)]))
    found = {(event.rule, event.level, event.reason) for event in events}
    assert ("power-line.people.line", "unavailable", "number") in found
    assert ("power-line.people", "alarm", "") in found


def test_a_customers_own_table_is_used():
    tables = [{"id": "ours", "rows": [{"up_to": "110 kV", "distance": "9 m"}]}]
    own = {"id": "far", "kind": "clearance", "parts": ["wire"], "table": "ours", "who": ["person"]}
    (event,) = play(judge(own, tables=tables), lasting(0, 1, [(1, "person", 4, 5)]))
    assert (event.limit, event.level) == (9.0, "alarm")
