"""Lin fills in a form that the page draws and the API serves from the same description."""

from __future__ import annotations

import pytest

from jianghai.casework.services import Form

SCHEMA = {
    "type": "object",
    "title": "申请表",
    "x-en": "Application",
    "required": ["name", "founded"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "title": "名称", "x-en": "Name", "minLength": 2, "maxLength": 10},
        "founded": {"type": "string", "format": "date", "title": "成立日", "x-en": "Founded"},
        "staff": {"type": "integer", "title": "人数", "x-en": "Staff", "minimum": 0, "maximum": 9},
        "capital": {"type": "integer", "title": "资本", "x-en": "Capital", "x-money": "fen"},
        "kind": {
            "type": "string", "title": "类型", "x-en": "Kind", "enum": ["a", "b"],
            "x-names": {"a": ["甲", "First"], "b": ["乙", "Second"]},
        },
        "marks": {
            "type": "array", "title": "资质", "x-en": "Marks", "uniqueItems": True, "maxItems": 2,
            "items": {"type": "string", "enum": ["x", "y", "z"]},
        },
        "others": {"type": "array", "title": "其他", "x-en": "Others", "items": {"type": "string"}},
        "why": {"type": "string", "title": "理由", "x-en": "Why", "x-long": True},
        "phone": {
            "type": "string", "title": "电话", "x-en": "Phone", "x-personal": True, "pattern": "^[0-9]+$",
            "x-help": ["用于通知", "To tell you"],
        },
        "true": {"type": "boolean", "title": "属实", "x-en": "True", "default": False},
    },
}  # fmt: skip
FORM = Form("apply", SCHEMA)
RIGHT = {"name": "蓝窑", "founded": "2016-03-08"}


def test_what_is_right_has_no_fault():
    assert FORM.faults(RIGHT) == {}


@pytest.mark.parametrize(
    ("key", "value", "zh", "en"),
    [
        ("name", "蓝", "至少 2 个字。", "At least 2 characters."),
        ("name", "蓝" * 11, "最多 10 个字。", "At most 10 characters."),
        (
            "name",
            5,
            "填写的内容类型不对，应为 string。",
            "This is of the wrong type; it should be string.",
        ),
        (
            "founded",
            "8.3.2016",
            "应为日期，写作 2026-08-15。",
            "This is a day, written 2026-08-15.",
        ),
        ("staff", -1, "不能小于 0。", "This may not be less than 0."),
        ("staff", 10, "不能大于 9。", "This may not be more than 9."),
        ("kind", "c", "只能从这些里选：a、b。", "Choose one of a, b."),
        ("marks", ["x", "x"], "有重复的项，请去掉。", "An item stands twice; leave one out."),
        ("marks", ["x", "y", "z"], "最多 2 项。", "At most 2 items."),
        (
            "phone",
            "abc",
            "格式不对，请按说明填写。",
            "This is not in the right shape; see the note beside it.",
        ),
        ("shoe", 42, "表单没有这一项，请去掉。", "The form has no such field; leave it out."),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(key, value, zh, en):
    assert FORM.faults({**RIGHT, key: value}) == {key: {"zh": zh, "en": en}}


def test_everything_that_is_missing_is_told_at_once():
    assert set(FORM.faults({})) == {"name", "founded"}


def test_fields_stand_in_the_order_of_the_file_each_of_its_kind():
    kinds = {field.key: field.kind for field in FORM.fields()}
    assert list(kinds) == list(SCHEMA["properties"])
    assert list(kinds.values()) == [
        "text", "day", "whole", "money", "choice", "choices", "list", "long", "text", "flag",
    ]  # fmt: skip


def test_a_field_knows_what_the_page_needs():
    fields = {field.key: field for field in FORM.fields()}
    assert (fields["name"].required, fields["name"].longest) == (True, 10)
    assert [(one.key, one.name.zh) for one in fields["kind"].choices] == [("a", "甲"), ("b", "乙")]
    assert [one.key for one in fields["marks"].choices] == ["x", "y", "z"]
    assert fields["phone"].personal
    assert fields["phone"].help.en == "To tell you"
    assert (fields["staff"].least, fields["staff"].most) == (0, 9)


def test_only_what_the_form_knows_is_kept():
    assert FORM.kept({"name": "蓝窑", "shoe": 42}) == {"name": "蓝窑"}


def test_a_form_without_a_list_of_required_fields_takes_nothing_at_all():
    assert (
        Form("x", {"type": "object", "title": "x", "x-en": "x", "properties": {}}).faults({}) == {}
    )
