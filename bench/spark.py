"""Spark on two threads against a local run, on the same Parquet of a million firms.

Both read the file, evaluate all standards with the same machine on two threads, and give every verdict
and score as Arrow that nobody keeps. Spark's start, and that of its workers, is not counted.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bench import ours
from bench.timing import Answer, Line, Skipped, interleave
from rulebook.machine import run as run_machine

if TYPE_CHECKING:
    from rulebook.graph import Node

ROWS = 1_000_000
BATCH = 100_000


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
    from rulebook import spark

    path, outputs, tables = str(ours.parquet(rows)), asked(), ours.cohorts().tables
    answers = spark.evaluated(session.read.parquet(path), outputs, tables)

    def by_spark() -> None:
        answers.write.format("noop").mode("overwrite").save()

    def locally() -> None:
        whole = ours.frame(rows, ours.every_edition(), of=rows)
        columns = run_machine(tuple(outputs.values()), whole, tables)
        spark.batch_of(columns, outputs)

    times = interleave({"spark": by_spark, "local": locally}, 3)
    ratio = times["spark"].median / times["local"].median
    return Line.at_most(what, str(times["spark"]), f"local {times['local']}", ratio, 3)


def asked() -> dict[str, Node]:
    """Name every clause's verdict or points, and every edition's verdict and score."""
    found: dict[str, Node | None] = {}
    for edition in ours.every_edition():
        code = edition.standard
        found |= {f"{code} verdict": edition.verdict, f"{code} score": edition.score}
        for clause in edition.walk():
            found[f"{code} {clause.id}"] = clause.verdict
            found[f"{code} {clause.id} points"] = clause.points
    return {name: node for name, node in found.items() if node is not None}
