"""A writer gives a new edition only what differs."""

from __future__ import annotations

import json

import pytest

NEXT = "licence/2026-01-01"
HEAD = "id: licence\nextends: licence/2019-04-23\n"


@pytest.fixture
def later(shop):
    """An edition that says nothing of its own."""
    shop.write("service.yaml", HEAD, NEXT)
    return shop


def test_what_is_absent_comes_from_the_edition_that_is_extended(later):
    before, after = later.load(), later.load(NEXT)
    assert (after.steps, after.materials, after.clocks) == (
        before.steps,
        before.materials,
        before.clocks,
    )
    assert after.spec == before.spec
    assert after.digest != before.digest  # it begins on another day


def test_a_key_of_the_service_replaces_the_whole_key(later):
    later.write("service.yaml", HEAD + "name: {zh: 新许可, en: New licence}\n", NEXT)
    assert later.load(NEXT).name.zh == "新许可"


def test_a_clock_is_merged_by_its_key(later):
    later.write("clocks.yaml", "- {key: lic.promise, amount: 8WD}\n", NEXT)
    clock = later.load(NEXT).clocks["lic.promise"]
    assert (str(clock.rule.span), clock.rule.zh) == ("8WD", "一般许可承诺期限")


def test_a_row_can_be_dropped(later):
    later.write("clocks.yaml", "- {key: lic.promise, drop: true}\n", NEXT)
    later.write("materials.yaml", "- {id: qualification, drop: true}\n", NEXT)
    later.write("service.yaml", HEAD, NEXT)
    faults = later.faults(NEXT)
    assert faults
    assert all("没有材料 qualification" in fault for fault in faults)  # a step still asks for it


def test_a_form_replaces_the_form_of_its_name(later):
    form = {"type": "object", "title": "申请", "x-en": "Apply", "properties": {}}
    later.write("forms/apply.json", json.dumps(form, ensure_ascii=False), NEXT)
    loaded = later.load(NEXT)
    assert loaded.forms["apply"].fields() == ()
    assert loaded.forms["check"].fields()


def test_a_fault_in_what_is_inherited_is_told_at_its_own_file(later):
    later.spoil("service.yaml", "department: counter", "department: kitchen")
    (fault,) = later.faults(NEXT)
    assert fault.startswith("services/licence/2019-04-23/service.yaml:")
