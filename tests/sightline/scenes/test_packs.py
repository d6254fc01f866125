from __future__ import annotations

from dataclasses import replace

import pytest

from sightline.errors import RuleError
from sightline.judge import packs
from sightline.judge.reading.kinds import FORMS
from sightline.scenes import Scene, parse
from sightline.scenes.oracle import expected
from sightline.scenes.oracle.written import NEAR, SHORT, TIMES, WHO, claims
from tests.sightline.scenes.acting import person, scene
from tests.sightline.scenes.test_reading import HEAD, LIN

WIRE = {"id": "wire", "kind": "live", "voltage": "110 kV", "points": [[-5, 8, 8], [5, 8, 8]]}


def powered(**site: object) -> Scene:
    lin = replace(person("lin", (0, 0, 8), (20, 0, 8)), height=6.6)
    return scene(lin, lasts=20, site={"packs": ["power-line"], "parts": [WIRE], **site})


@pytest.mark.parametrize("kind", FORMS)
def test_the_oracle_knows_the_times_and_people_that_rules_usually_have(kind: str) -> None:
    timing = FORMS[kind].timing
    assert TIMES.get(kind, SHORT) == (timing.hold, timing.grace, timing.cool_down)
    assert WHO.get(kind, ("person",)) == FORMS[kind].who
    assert NEAR.get(kind, ()) == (FORMS[kind].near or ())


def test_a_packs_table_says_how_near_a_live_part_may_be() -> None:
    (found,) = expected(powered())
    assert found.rule == "power-line.people"


def test_what_the_scene_turns_off_is_not_asked() -> None:
    rules = [{"id": one.rule, "off": True} for one in expected(powered())]
    assert not expected(powered(rules=rules))


@pytest.mark.parametrize("pack", [pack.id for pack in packs()])
def test_every_pack_can_be_tried(pack: str) -> None:
    claims(scene(person("lin", (0, 0, 8), (9, 0, 8)), site={"packs": [pack], "parts": [WIRE]}))


def test_a_wrong_rule_is_told_with_its_line_in_the_scene() -> None:
    wrong = "rules:\n- {id: near, kind: proximity, near: [car], closer: 80 px}\n"
    with pytest.raises(RuleError, match=r"a.yaml:5.*px"):
        parse(HEAD + LIN + wrong, "a.yaml")
