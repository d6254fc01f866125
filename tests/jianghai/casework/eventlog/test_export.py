"""Somebody mines the processes of the zone, and learns nothing about a person."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from jianghai.base import journal
from jianghai.casework import eventlog
from jianghai.casework.eventlog.events import codes, pseudonym
from jianghai.cli import main
from jianghai.people.models import Department, Post

HERE = Path(__file__).parent
SPACE = {"x": "http://www.xes-standard.org/"}
PERSONAL = ("林岚", "陈辰", "13812345678", "32068319900307401X", "蓝窑", "缺少合同")


def at(day, hour=9):
    return datetime(2026, 3, day, hour, tzinfo=UTC)


@pytest.fixture
def told(lin, chen, blue_kiln):
    """Two cases in a journal, out of order, with words that must not leave."""
    approval = Department.objects.create(code="approval", zh="行政审批局", en="Approvals")
    Post.objects.create(person=chen, department=approval, duty="handler", since=date(2026, 1, 1))
    for case, service, by, verb, day, what in (
        (1, "eia-form", lin, "case submitted", 2, {"title": "蓝窑扩建", "lane": "green"}),
        (2, "licence", lin, "case submitted", 3, {"lane": "normal"}),
        (1, "eia-form", chen, "task claimed", 4, {"task": 7, "element": "check"}),
        (
            1,
            "eia-form",
            chen,
            "task done",
            5,
            {"task": 7, "element": "check", "outcome": "complete"},
        ),
        (1, "eia-form", chen, "special begun", 6, {"reason": "testing"}),
        (2, "licence", chen, "task done", 6, {"task": 8, "element": "check", "reason": "缺少合同"}),
        (
            1,
            "eia-form",
            None,
            "clock warned",
            7,
            {"clock": "lic.decide", "rung": "50%", "light": 2},
        ),
    ):
        line = {"case": case, "service": service, **what}
        journal.record(by, verb, f"casework.case:{case}", at(day), **line)
    journal.record(chen, "paper issued", "casework.case:1", at(8), kind="13812345678", hearing=True)
    journal.record(chen, "remark made", "casework.case:1", at(8), case=1, document=3, remark=9)
    journal.read(chen, blue_kiln, ["id_number"], "林岚 32068319900307401X")
    journal.record(chen, "registry changed", blue_kiln, at(9), field="name")


def exported(tmp_path, shape, **asked):
    place = tmp_path / f"log.{shape}"
    return eventlog.export(place, shape, **asked), place


def test_a_xes_log_keeps_the_rules_of_the_standard(told, tmp_path):
    counted, place = exported(tmp_path, "xes")
    assert counted == (2, 9)
    rules = etree.XMLSchema(etree.parse(HERE / "xes.xsd"))
    log = etree.parse(place)
    rules.assertValid(log)
    names = log.xpath("//x:trace[1]/x:event/x:string[@key='concept:name']/@value", namespaces=SPACE)
    assert names == [
        "case submitted", "task claimed: check", "task done: check", "special begun",
        "clock warned", "paper issued", "remark made",
    ]  # fmt: skip
    steps = log.xpath(
        "//x:trace[1]//x:string[@key='lifecycle:transition']/@value", namespaces=SPACE
    )
    assert steps[:4] == ["complete", "assign", "complete", "suspend"]
    assert log.xpath("//x:string[@key='org:group']/@value", namespaces=SPACE)[0] == "approval"


def test_time_never_runs_backwards_within_a_trace(told, tmp_path):
    _, place = exported(tmp_path, "xes")
    for trace in etree.parse(place).xpath("//x:trace", namespaces=SPACE):
        times = trace.xpath("x:event/x:date/@value", namespaces=SPACE)
        assert times == sorted(times)


def test_an_ocel_log_keeps_the_rules_of_the_standard(told, tmp_path):
    counted, place = exported(tmp_path, "ocel")
    assert counted == (2, 9)
    log = json.loads(place.read_text(encoding="utf-8"))
    Draft202012Validator(json.loads((HERE / "ocel.json").read_text())).validate(log)
    objects = {one["id"]: one["type"] for one in log["objects"]}
    assert len(objects) == len(log["objects"])
    touched = {
        part["objectId"]
        for one in (*log["events"], *log["objects"])
        for part in one["relationships"]
    }
    assert touched <= objects.keys()
    assert {"case", "task", "document", "remark"} == set(objects.values())


def test_every_kind_of_event_and_attribute_of_ocel_is_declared(told, tmp_path):
    _, place = exported(tmp_path, "ocel")
    log = json.loads(place.read_text(encoding="utf-8"))
    known = {
        kind["name"]: {one["name"] for one in kind["attributes"]} for kind in log["eventTypes"]
    }
    for event in log["events"]:
        assert {one["name"] for one in event["attributes"]} <= known[event["type"]]
    assert {one["type"] for one in log["objects"]} <= {one["name"] for one in log["objectTypes"]}


@pytest.mark.parametrize("shape", ["xes", "ocel"])
def test_nothing_personal_leaves(told, lin, chen, tmp_path, shape):
    text = exported(tmp_path, shape)[1].read_text(encoding="utf-8")
    assert not [word for word in PERSONAL if word in text]
    assert f"people.person:{chen.pk}" not in text
    assert pseudonym(f"people.person:{chen.pk}") in text


def test_a_pseudonym_is_another_under_another_key(settings):
    before = pseudonym("people.person:1")
    settings.SECRET_KEY = "another secret key of more than thirty-two signs"
    assert pseudonym("people.person:1") != before


def test_one_may_ask_for_what_happened_since_a_day(told, tmp_path):
    assert exported(tmp_path, "xes", since=date(2026, 3, 8))[0] == (1, 2)
    assert exported(tmp_path, "xes", service="nothing")[0] == (0, 0)


def test_an_unknown_key_never_leaves():
    assert codes({"case": 1, "name": "x", "value": "y", "of": 7, "element": ["a"]}) == {}


def test_the_command_writes_and_counts(told, tmp_path, capsys):
    place = tmp_path / "log.json"
    assert main(["journal", "export", "--format", "ocel", "-o", str(place)]) == 0
    assert capsys.readouterr().out.endswith("2 cases, 9 events\n")
    assert json.loads(place.read_text(encoding="utf-8"))["events"]
    assert [path.name for path in tmp_path.iterdir()] == ["log.json"]


def test_a_place_that_cannot_be_written_is_wrong_input(told, tmp_path, capsys):
    assert main(["journal", "export", "-o", str(tmp_path / "no" / "log.xes")]) == 2
    assert "cannot be written" in capsys.readouterr().err
