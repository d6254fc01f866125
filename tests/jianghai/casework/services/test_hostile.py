"""A stranger sends files for a service: they are read as data and nothing else."""

from __future__ import annotations

import pytest

HEAD = "id: licence\nextends: licence/2019-04-23\n"
NEXT = "licence/2026-01-01"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id: &a licence\nname: *a\n", "不允许引用"),
        ("id: !!python/object/apply:os.system [ls]\n", "不允许的标签"),
        ("id: licence\nid: licence\n", "键 id 重复"),
        ("- id\n", "格式不符"),
        ("[" * 60 + "]" * 60 + "\n", "嵌套太深"),
        ("id: " + "x" * 1_100_000 + "\n", "文件过大"),
        ("id: [\n", "不是合法的 YAML"),
        ("", "格式不符"),
    ],
    ids=["alias", "tag", "twice", "list", "deep", "large", "broken", "empty"],
)
def test_yaml_that_is_not_plain_is_refused(shop, text, told):
    shop.write("service.yaml", text)
    assert any(told in fault for fault in shop.faults()), shop.faults()


@pytest.mark.parametrize(
    "text", ["{", '{"type": "object", "type": "array"}', "[" * 5000, "\x00", ""]
)
def test_json_that_is_not_a_form_is_refused(shop, text):
    shop.write("forms/apply.json", text)
    assert any("forms/apply.json" in fault for fault in shop.faults())


def test_words_that_yaml_takes_for_yes_and_no_stay_words(shop):
    shop.write("service.yaml", HEAD + "notes: [{zh: on, en: no}]\n", NEXT)
    (note,) = shop.load(NEXT).notes
    assert (note.zh, note.en) == ("on", "no")


@pytest.mark.parametrize("base", ["../../../etc/passwd", "moon/2020-01-01", "licence/2026-01-01"])
def test_an_edition_extends_only_what_is_there(shop, base):
    shop.write("service.yaml", f"id: licence\nextends: {base}\n", NEXT)
    assert shop.faults(NEXT)


def test_a_diagram_that_reads_a_file_of_ours_is_refused(shop):
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    shop.spoil("process.bpmn", "<definitions", f"{entity}<definitions")
    assert any("process.bpmn" in fault for fault in shop.faults())
