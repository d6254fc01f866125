"""The machine's search in rank tables finds what the tables themselves say, however many values they have."""

from __future__ import annotations

import numpy as np
import pytest

from rulebook.cohorts import rank_table
from rulebook.graph import Graph, Input, Op
from rulebook.machine import run
from rulebook.values import Frame, RankTable

SIZES = (0, 1, 63, 64, 65, 511, 512, 1023, 1024, 2500)
NOWHERE = 77


def every_value(size: int) -> RankTable:
    """Make a table that keeps all of its values."""
    values = np.arange(size) * 3.0 - size
    upto = np.arange(1, size + 1) / max(size, 1)
    return RankTable(values, upto - 0.5 / max(size, 1), upto, size)


def asked(table: RankTable) -> np.ndarray:
    """Ask for every value, for what lies beside it, and for the ends of all numbers."""
    beside = [table.values + step for step in (-0.5, 0.0, 0.5)]
    return np.concatenate([*beside, [-1e300, 1e300, -0.0, np.nan]])


def percentiles(tables: dict[int, RankTable], values: np.ndarray, codes: np.ndarray) -> tuple:
    """Let the machine rank values among cohorts."""
    g = Graph()
    x, code = g.node(Op.INPUT, data=Input("x")), g.node(Op.INPUT, data=Input("code"))
    node = g.node(Op.RANK, x, code, data="table")
    frame = Frame(len(values), {"x": (values, values), "code": (codes, codes)})
    columns = run([node], frame, {"table": tables})
    return columns.low(node), columns.high(node)


@pytest.mark.parametrize("neighbour", SIZES)
@pytest.mark.parametrize("size", SIZES)
def test_a_value_stands_where_its_table_says(size: int, neighbour: int) -> None:
    tables = {5: every_value(size), 6: every_value(neighbour), 7: every_value(size)}
    values = np.concatenate([asked(table) for table in tables.values()])
    codes = np.repeat([5.0, 6.0, 7.0], [len(asked(table)) for table in tables.values()])
    low, high = percentiles(tables, values, codes)
    pairs = zip(values.tolist(), codes.tolist(), strict=True)
    expected = [
        (0.0, 1.0) if np.isnan(x) else (tables[int(code)].rank(x),) * 2 for x, code in pairs
    ]
    assert list(zip(low.tolist(), high.tolist(), strict=True)) == expected


def test_a_firm_of_a_cohort_that_is_nowhere_may_stand_anywhere() -> None:
    values = np.array([-np.inf, -1e9, 0.0, 1e9, np.inf, np.nan])
    codes = np.full(len(values), float(NOWHERE))
    low, high = percentiles({5: every_value(1024), 900: every_value(3)}, values, codes)
    assert not low.any()
    assert (high == 1.0).all()


def test_cohorts_that_share_a_table_rank_alike() -> None:
    shared = rank_table(np.arange(40.0))
    values, codes = np.arange(-1.0, 41.0), np.full(42, 5.0)
    there = percentiles({5: shared, 6: shared}, values, codes)
    alone = percentiles({5: shared}, values, codes)
    assert there[0].tolist() == alone[0].tolist()
