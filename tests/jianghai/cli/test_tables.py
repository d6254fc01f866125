"""A table lines up in a terminal where Chinese signs are two columns wide."""

from __future__ import annotations

from jianghai.cli.tables import cut, table, width


def test_a_chinese_sign_takes_two_columns():
    assert width("中型 a") == 6


def test_columns_begin_at_the_same_place_on_every_line():
    lines = table(["记录", "结论"], [["江海-2021", "符合"], ["a", "?"]]).splitlines()
    assert [
        width(line[: line.index(sign)]) for line, sign in zip(lines[2:], ("符", "?"), strict=True)
    ] == [11, 11]


def test_a_long_name_is_cut_with_a_mark():
    assert cut("江苏安靠智能输电工程科技股份有限公司", 12) == "江苏安靠智…"


def test_no_line_ends_in_blanks():
    assert all(line == line.rstrip() for line in table(["a", "b"], [["长名称", ""]]).splitlines())
