from __future__ import annotations

import random
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from jianghai.base.errors import ApplicationError
from tests.jianghai.enterprises.sheets import HEAD, as_csv, as_xlsx, read

COLUMNS = [
    *HEAD,
    "研发费用（万元）",
    "职工总数",
    "注册日期",
    "ip",
    "研发机构级别",
    "listed",
    "x_rounding",
    "来源类型",
    "数据日期",
]
CELLS = st.one_of(
    st.text(max_size=30),
    st.integers().map(str),
    st.floats().map(repr),
    st.sampled_from(
        ["2025", "蓝窑公司", "[{}]", "[]", '{"complete": true}', "≥", "3~1", "1e400", "是", "省"]
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=14), max_size=5))
def test_no_cells_break_the_reader(cells):
    try:
        rows, sheet = read(as_csv(COLUMNS, *cells, encoding="utf-8"))
    except (ApplicationError, UnicodeEncodeError):
        return
    assert len(rows) + len({refusal.row for refusal in sheet.refused}) >= sheet.rows
    assert all(refusal.why.zh and refusal.why.en for refusal in sheet.refused)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(content):
    with suppress(ApplicationError):
        read(content)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_no_damaged_workbook_breaks_the_reader(seed, damage):
    dice = random.Random(seed)
    content = bytearray(WORKBOOK)
    for _ in range(damage):
        content[dice.randrange(4, len(content))] = dice.randrange(256)
    with suppress(ApplicationError):
        read(bytes(content))


WORKBOOK = as_xlsx(COLUMNS, ["蓝窑", None, 2025, 180.5, 80, "2016", "[]", "省", True, "", "", ""])
