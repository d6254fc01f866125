"""The block machine on Spark: the same answers over any number of rows, as Arrow batches.

Input columns are named as inputs are; a number that may be a range has two, ``name_low`` and ``name_high``.
Yes/no inputs are booleans or verdict codes; null is unknown. Output columns are named by the caller: a verdict
is a code (0 unmet, 1 unknown, 2 a person decides, 3 met), a number two columns, ``name_low`` and ``name_high``,
infinite where open.

The nodes travel to the workers by pickle, together, so that what they share stays shared; there each task lowers
them once. PySpark is an extra: ``pip install 'jianghai[spark]'``, with Java 17.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from rulebook.graph import Kind, Node, Op, walk
from rulebook.machine import Columns, run
from rulebook.values import Frame, RankTables, Verdict

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

LOW, HIGH = "_low", "_high"


def evaluated(
    data: DataFrame,
    outputs: Mapping[str, Node],
    tables: RankTables | None = None,
    *,
    keep: Sequence[str] = (),
) -> DataFrame:
    """Add up a Spark plan that evaluates named outputs for every row; `keep` names columns that are handed through.

    Read and write Parquet around it: ``evaluated(spark.read.parquet(a), …).write.parquet(b)``.
    """
    from pyspark.sql.pandas.types import from_arrow_schema

    kept = [field for field in data.schema.fields if field.name in set(keep)]
    schema = from_arrow_schema(schema_of(outputs))
    for field in reversed(kept):
        schema.fields.insert(0, field)
        schema.names.insert(0, field.name)
    names = list(dict.fromkeys([*(field.name for field in kept), *_wanted(data.columns, outputs)]))
    # Spark resolves the names it hands to a worker once more, so they must be plain.
    plain = data.toDF(*(f"c{place}" for place in range(len(data.columns))))
    chosen = plain.select(*(f"c{data.columns.index(name)}" for name in names))
    task = _Task(dict(outputs), tables, tuple(field.name for field in kept), names)
    return chosen.mapInArrow(task, schema)


def schema_of(outputs: Mapping[str, Node]) -> pa.Schema:
    """Give the Arrow schema of some named outputs.

    >>> from rulebook.graph import Graph
    >>> schema_of({"three": Graph().const(3)}).names
    ['three_low', 'three_high']
    """
    fields = []
    for name, node in outputs.items():
        if node.kind is Kind.VERDICT:
            fields.append(pa.field(name, pa.int8()))
        else:
            fields += [pa.field(name + LOW, pa.float64()), pa.field(name + HIGH, pa.float64())]
    return pa.schema(fields)


def frame_of_batch(batch: pa.RecordBatch, nodes: Iterable[Node]) -> Frame:
    """Read the inputs of some nodes from an Arrow batch; a column that is not there is unknown.

    >>> from rulebook.graph import Graph, Input
    >>> x = Graph().node(Op.INPUT, data=Input("x"))
    >>> frame_of_batch(pa.record_batch({"x": [1, None]}), [x]).numbers["x"][0].tolist()
    [1.0, nan]
    """
    numbers, flags = {}, {}
    there = set(batch.schema.names)
    for node in walk(*nodes):
        if node.op is Op.FLAG and node.data.name in there:
            flags[node.data.name] = _codes(batch.column(node.data.name))
        elif node.op is Op.INPUT and node.data.name in there:
            column = _floats(batch.column(node.data.name))
            numbers[node.data.name] = (column, column)
        elif node.op is Op.INPUT and node.data.name + LOW in there:
            low, high = (_floats(batch.column(node.data.name + end)) for end in (LOW, HIGH))
            numbers[node.data.name] = (low, high)
    return Frame(batch.num_rows, numbers, flags)


def batch_of(columns: Columns, outputs: Mapping[str, Node]) -> list[pa.Array]:
    """Write named outputs as Arrow arrays, in the order of `schema_of`."""
    arrays = []
    for node in outputs.values():
        if node.kind is Kind.VERDICT:
            arrays.append(pa.array(columns.verdict(node).astype(np.int8)))
        else:
            arrays += [pa.array(columns.low(node)), pa.array(columns.high(node))]
    return arrays


def evaluate_batches(
    batches: Iterable[pa.RecordBatch],
    outputs: Mapping[str, Node],
    tables: RankTables | None = None,
    keep: Sequence[str] = (),
) -> Iterator[pa.RecordBatch]:
    """Evaluate named outputs batch by batch, in one thread, as a Spark worker does."""
    nodes = tuple(outputs.values())
    names = [*keep, *schema_of(outputs).names]
    for batch in batches:
        columns = run(nodes, frame_of_batch(batch, nodes), tables, threads=1)
        kept = [batch.column(name) for name in keep]
        yield pa.RecordBatch.from_arrays([*kept, *batch_of(columns, outputs)], names=names)


class _Task:
    """What a worker is sent: the outputs and tables of `evaluated`."""

    def __init__(
        self,
        outputs: dict[str, Node],
        tables: RankTables | None,
        keep: tuple[str, ...],
        names: list[str],
    ) -> None:
        self.outputs, self.tables, self.keep, self.names = outputs, tables, keep, names

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        named = (batch.rename_columns(self.names) for batch in batches)
        return evaluate_batches(named, self.outputs, self.tables, self.keep)


def _wanted(there: Sequence[str], outputs: Mapping[str, Node]) -> list[str]:
    names = [node.data.name for node in walk(*outputs.values()) if node.op in {Op.INPUT, Op.FLAG}]
    return [name + end for name in names for end in ("", LOW, HIGH) if name + end in set(there)]


def _floats(column: pa.Array) -> np.ndarray[Any, np.dtype[np.float64]]:
    filled = column.cast(pa.float64())
    return np.asarray(filled.to_numpy(zero_copy_only=False), np.float64)


def _codes(column: pa.Array) -> np.ndarray[Any, np.dtype[np.uint8]]:
    if pa.types.is_boolean(column.type):
        yes = column.cast(pa.uint8()).fill_null(2).to_numpy(zero_copy_only=False)
        codes = np.array([Verdict.UNMET, Verdict.MET, Verdict.UNKNOWN], np.uint8)
        said: np.ndarray[Any, np.dtype[np.uint8]] = codes[yes]
        return said
    return np.asarray(
        column.fill_null(int(Verdict.UNKNOWN)).to_numpy(zero_copy_only=False), np.uint8
    )
