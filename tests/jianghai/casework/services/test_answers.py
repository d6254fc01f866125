"""Gateways ask for names; what was typed, the lane and the zone's settings answer."""

from __future__ import annotations

import pytest

from jianghai.casework.services import Answer, PublicityText


def answer(source="field", key="kind", test="is", bound="a", only_if=""):
    return Answer("name", source, key, test, bound, only_if)


@pytest.mark.parametrize(
    ("asked", "form", "yes"),
    [
        (answer(), {"kind": "a"}, True),
        (answer(), {"kind": "b"}, False),
        (answer(), {}, False),
        (answer(bound=True), {"kind": True}, True),
        (answer(bound=True), {"kind": 1}, False),
        (answer(test="one_of", bound=["a", "b"]), {"kind": "b"}, True),
        (answer(test="at_least", bound=5), {"kind": 5}, True),
        (answer(test="at_least", bound=5), {"kind": 4}, False),
        (answer(test="at_least", bound=5), {"kind": "9"}, False),
        (answer(test="at_least", bound=0), {"kind": True}, False),
        (answer(test="includes", bound="x"), {"kind": ["x", "y"]}, True),
        (answer(test="includes", bound="x"), {"kind": "xy"}, False),
        (answer(test="present", bound=True), {"kind": ["x"]}, True),
        (answer(test="present", bound=True), {"kind": []}, False),
        (answer(test="present", bound=True), {}, False),
    ],
)
def test_a_field_answers(asked, form, yes):
    assert asked.of(form, "normal", {}) is yes


def test_the_green_lane_answers():
    asked = answer("lane", "", "is", "green")
    assert asked.of({}, "green", {})
    assert not asked.of({}, "normal", {})


def test_a_setting_can_switch_an_answer_off():
    asked = answer(only_if="pilot")
    assert asked.of({"kind": "a"}, "normal", {"pilot": True})
    assert not asked.of({"kind": "a"}, "normal", {"pilot": False})
    assert not asked.of({"kind": "a"}, "normal", {})


def test_what_was_filled_into_a_notice_is_not_read_again():
    text = PublicityText("acceptance", "关于{title}的公示", "{applicant}：{ghost}。")
    facts = {"title": "{applicant}", "applicant": "蓝窑"}
    assert text.title_of(facts) == "关于{applicant}的公示"
    assert text.text_of(facts) == "蓝窑：。"
