"""Only plain YAML is read, every value keeps its line, and nothing hostile gets through."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.errors import CorpusError
from rulebook.units import SUFFIXES
from rulebook.yamlfile import LARGEST, parse, read, schema


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("on: 2026", {"on": 2026}),
        ("off: on", {"off": "on"}),
        ("no: no", {"no": "no"}),
        ("yes: [y, n, Yes]", {"yes": ["y", "n", "Yes"]}),
        ("cite: 5.10", {"cite": Decimal("5.10")}),
        ("5.10: a", {"5.10": "a"}),
        ("1: 微型", {"1": "微型"}),
        ("true: true", {"true": True}),
        ("day: 2022-08-01", {"day": "2022-08-01"}),
        ("time: 12:30:00", {"time": "12:30:00"}),
        ("octal: 010", {"octal": "010"}),
        ("hex: 0x1F", {"hex": "0x1F"}),
        ("a: 1_000", {"a": "1_000"}),
        ("a: 1e5", {"a": "1e5"}),
        ("a: .inf", {"a": ".inf"}),
        ("a: -3", {"a": -3}),
        ("a: ~", {"a": None}),
        ('a: "5"', {"a": "5"}),
        ("<<: {a: 1}", {"<<": {"a": 1}}),
        ("", None),
    ],
)
def test_words_stay_words_and_decimals_stay_exact(text, data):
    assert parse(text).data == data


def test_every_value_keeps_its_line():
    document = parse("a: 1\nb:\n  - c: 2\n    d: 3\n")
    assert document.place(("b", 0, "d")).line == 4
    assert document.place(("b", 0, "missing")).line == 3
    assert document.place(("z",)).line == 1


@pytest.mark.parametrize(
    ("text", "line", "what", "remedy"),
    [
        ("a: &x [1]\nb: *x", 2, "不允许引用", "请写出内容"),
        ("a: 1\nb: !!python/object/apply:os.system [ls]", 2, "不允许的标签", "请用普通的值"),
        ("a: !!int x", 1, "不允许的标签", "请用普通的值"),
        ("!!set {a}", 1, "不允许的标签", "请用普通的值"),
        ("a: 1\nb: 2\na: 3", 3, "键 a 重复", "请只保留一个"),
        ("on: 1\n'on': 2", 2, "键 on 重复", "请只保留一个"),
        ("? [a]\n: b", 1, "键应当是一个词", "写一个词"),
        ("a: [1\nb: 2", 2, "不是合法的 YAML", "请检查缩进与引号"),
        ("a: 1\n\tb: 2", 2, "不是合法的 YAML", "请检查缩进与引号"),
        ("---\na: 1\n---\nb: 2", 4, "只能有一个文档", "去掉 ---"),
        ("[" * 5000, 1, "嵌套太深", "请展平"),
        ("{a: " * 5000, 1, "嵌套太深", "请展平"),
        ("a" * (LARGEST + 1), 1, "文件过大", "请拆分"),
        ("a: \x00", 1, "不是合法的 YAML", "请检查缩进与引号"),
        ("a: \ud800", 1, "不是合法的 YAML", "请检查缩进与引号"),
    ],
    ids=lambda value: (
        value[:12].encode("unicode_escape").decode() if isinstance(value, str) else None
    ),
)
def test_what_is_not_plain_is_refused_with_its_line(text, line, what, remedy):
    with pytest.raises(CorpusError) as caught:
        parse(text, "toy.yaml")
    (fault,) = caught.value.faults
    assert what in fault.what.zh
    assert fault.remedy.zh == remedy
    assert (fault.where.file, fault.where.line) == ("toy.yaml", line)
    assert "\n" not in str(fault)


def test_a_file_that_is_not_there_or_not_utf8_is_a_fault(tmp_path):
    (tmp_path / "latin.yaml").write_bytes(b"a: \xff")
    for name in ("missing.yaml", "latin.yaml"):
        with pytest.raises(CorpusError, match="读不到这个文件"):
            read(tmp_path / name, name)


@given(st.text(max_size=80) | st.text("ab:-[]{}&*!?|>'\"%@#\n\t ,~10.", max_size=80))
def test_any_text_is_read_or_refused(text):
    with suppress(CorpusError):
        parse(text)


@pytest.mark.parametrize(
    ("name", "where"), [("facts", ("$defs", "unit")), ("rule", ("$defs", "unit"))]
)
def test_the_schema_knows_the_units_that_the_language_knows(name, where):
    part = schema(name).schema
    for key in where:
        part = part[key]
    assert set(part["enum"]) == set(SUFFIXES)
