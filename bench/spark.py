"""Spark on two threads against a local run, on the same Parquet of a million firms.

Both read the file, evaluate all standards batch by batch with the same machine, and give every verdict
and score as Arrow batches that nobody keeps. Spark's start, and that of its workers, is not counted.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from bench import ours
from bench.timing import Answer, Line, Skipped, interleave

ROWS = 1_000_000
BATCH = 100_000
SMALL = 1_000
SQL_TYPES = {pa.uint8(): "tinyint", pa.float64(): "double"}


def run(rows: int = ROWS) -> Iterator[Answer]:
    """Give the line of this benchmark, or say why it cannot run here."""
    what = f"Spark local[2] over the Parquet of {rows:,} firms, all standards"
    missing = missing_parts()
    if missing:
        yield Skipped(what, missing)
        return
    ours.cohorts()
    session = _session()
    try:
        yield _compared(what, session, rows)
    finally:
        session.stop()


def missing_parts() -> str:
    """Say what is not installed, if anything."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed (pip install 'jianghai[spark]')"
    return "" if shutil.which("java") else "there is no java on the path"


def _session() -> Any:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = f"{ours.ROOT}:{ours.ROOT / 'src'}"
    return (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.memory", "4g")
        .config("spark.ui.enabled", "false")
        .config("spark.log.level", "ERROR")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", str(BATCH))
        .config("spark.sql.files.maxPartitionBytes", "64m")
        .getOrCreate()
    )


def _compared(what: str, session: Any, rows: int) -> Answer:
    path = str(ours.parquet(rows))
    names = _names()
    whole = session.read.parquet(path).select(*(f"`{name}`" for name in names))
    frame = whole.toDF(*(f"c{place}" for place in range(len(names))))
    answers = frame.mapInArrow(renamed, _schema())

    def by_spark() -> None:
        answers.write.format("noop").mode("overwrite").save()

    def locally() -> None:
        batches = pq.ParquetFile(path).iter_batches(BATCH, columns=names)
        for _ in evaluated(batches):
            pass

    times = interleave({"spark": by_spark, "local": locally}, 3)
    ratio = times["spark"].median / times["local"].median
    return Line.at_most(what, str(times["spark"]), f"local {times['local']}", ratio, 3)


def _names() -> list[str]:
    return [source.name for source in ours.sources(ours.every_edition())]


def renamed(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Evaluate batches in Spark, whose columns are numbered because it reads a dot as a step inside."""
    names = _names()
    return evaluated(batch.rename_columns(names) for batch in batches)


def evaluated(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Evaluate all standards over Arrow batches."""
    editions = ours.every_edition()
    for batch in batches:
        found = ours.answers(ours.evaluated(ours.as_frame(batch), editions))
        yield found.cast(_signed(found.schema))


def _signed(schema: pa.Schema) -> pa.Schema:
    """Give codes as signed bytes: Spark knows no others."""
    return pa.schema(
        [field.with_type(pa.int8()) if field.type == pa.uint8() else field for field in schema]
    )


def _schema() -> str:
    names = ours.frame(SMALL, ours.every_edition(), of=SMALL)
    schema = ours.answers(ours.evaluated(names, ours.every_edition())).schema
    return ", ".join(f"`{field.name}` {SQL_TYPES[field.type]}" for field in schema)
