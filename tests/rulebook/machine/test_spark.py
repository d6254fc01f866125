from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import rulebook
from rulebook.graph import Graph, Input, Node, Op
from rulebook.machine import run
from rulebook.spark import batch_of, evaluated, frame_of_batch, schema_of

ROWS = 5000


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql", reason="pyspark 未安装 / pyspark is not installed")
    if shutil.which("java") is None:
        pytest.skip("没有找到 java / no java was found")
    source = Path(rulebook.__file__).parents[1]  # workers must find what is tested here
    monkey = pytest.MonkeyPatch()
    monkey.setenv("PYTHONPATH", str(source))
    monkey.setenv("PYSPARK_PYTHON", sys.executable)
    logging.getLogger("py4j").setLevel(logging.ERROR)
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "700").getOrCreate()
    yield session
    session.stop()
    monkey.undo()


@pytest.fixture
def outputs() -> dict[str, Node]:
    graph = Graph()
    rd, sales = (
        graph.node(Op.INPUT, data=Input(name, integral=True)) for name in ("rd[t-1]", "sales.total")
    )
    share = graph.node(Op.DIV, rd, sales)
    enough = graph.node(Op.GE, share, graph.const(Fraction(3, 100)))
    met = graph.node(Op.AND, enough, graph.node(Op.FLAG, data=Input("listed")))
    return {"share": share, "verdict": met}


@pytest.fixture
def table() -> pa.Table:
    rng = np.random.default_rng(5)
    sales = rng.integers(0, 50, ROWS) * 100
    some = rng.random(ROWS) < 0.1
    return pa.table(
        {
            "uscc": [f"firm {i}" for i in range(ROWS)],
            "rd[t-1]_low": pa.array(sales * 3 // 100 - rng.integers(0, 2, ROWS), mask=some),
            "rd[t-1]_high": pa.array(sales * 3 // 100 + rng.integers(0, 2, ROWS), mask=some),
            "sales.total": pa.array(sales, mask=rng.random(ROWS) < 0.1),
            "listed": pa.array(rng.random(ROWS) < 0.5, mask=some),
        }
    )


def local(table: pa.Table, outputs: dict[str, Node]) -> pa.Table:
    nodes = list(outputs.values())
    columns = run(nodes, frame_of_batch(table.combine_chunks().to_batches()[0], nodes))
    return pa.Table.from_arrays(batch_of(columns, outputs), schema=schema_of(outputs))


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")
def test_spark_answers_as_one_machine_does(
    spark: Any, outputs: dict[str, Node], table: pa.Table, tmp_path: Path
) -> None:
    pq.write_table(table, tmp_path / "firms.parquet")
    firms = spark.read.parquet(str(tmp_path / "firms.parquet")).repartition(4)
    evaluated(firms, outputs, keep=["uscc"]).write.parquet(str(tmp_path / "answers"))
    answers = pq.read_table(tmp_path / "answers")
    expected = local(table, outputs).append_column("uscc", table["uscc"])
    assert answers.select(expected.column_names).sort_by("uscc").equals(expected.sort_by("uscc"))


def test_nothing_known_is_unknown_in_every_row(outputs: dict[str, Node]) -> None:
    answers = local(pa.table({"uscc": ["a", "b"]}), outputs)
    assert answers["verdict"].to_pylist() == [1, 1]
    assert answers["share_low"].to_pylist() == [-np.inf, -np.inf]
