"""The made-up enterprises as the policies ask for them: one Parquet, read a row group at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench import ours
from bench.entitle.shelf import given, made_up, paid_for
from bench.made import columns, firms
from rulebook.values import Frame

if TYPE_CHECKING:
    from rulebook.records.inputs import Source

GROUP = 100_000
"""Rows of a row group, which is a frame."""


def parquet(rows: int) -> Path:
    """Give the Parquet of so many made-up firms with every input of the policies, written once."""
    names = "\n".join(sorted(source.name for source in given()))
    mark = hashlib.sha256(names.encode()).hexdigest()
    path = ours.KEPT / f"owed-{rows}-{firms.SEED}-{mark[:8]}.parquet"
    if not path.exists():
        ours.KEPT.mkdir(parents=True, exist_ok=True)
        zone = firms.zone(rows)
        half = path.with_suffix(".part")
        drawn = {source.name: ours.arrow(_column(zone, source)) for source in given()}
        pq.write_table(pa.table(drawn), half, row_group_size=GROUP)
        half.rename(path)
    return path


def _column(zone: firms.Zone, source: Source) -> columns.Drawn:
    return _ledger(zone, source) if source.fact.ledger else columns.column(zone, source)


def _ledger(zone: firms.Zone, source: Source) -> columns.Drawn:
    """Add up what was paid for some clauses: for a fifth of the firms something, now or before."""
    keys, kind = paid_for(source)
    total = np.zeros(zone.rows)
    for key in keys:
        if key not in made_up().paying:
            continue
        dice = zone.random(f"paid {key}")
        now, before = (
            np.where(dice.random(zone.rows) < 0.1, dice.integers(1, 100, zone.rows) * 10**6, 0)
            for _ in range(2)
        )
        if kind == "times":
            total += (now > 0) * 1.0 + (before > 0) * dice.integers(1, 4, zone.rows)
        else:
            total += now if kind == "now" else now + before
    return total


def frames(rows: int, *, of: int, size: int = GROUP) -> Iterator[Frame]:
    """Read the first rows of a Parquet of `of` firms, some at a time."""
    file = pq.ParquetFile(parquet(of))
    names = [source.name for source in given()]
    left = rows
    for batch in file.iter_batches(size, columns=names, use_threads=False):
        if left <= 0:
            return
        yield _frame(batch.slice(0, left))
        left -= batch.num_rows


def _frame(batch: pa.RecordBatch) -> Frame:
    numbers, flags = {}, {}
    for source in given():
        column = batch.column(source.name)
        if source.is_flag:
            flags[source.name] = column.to_numpy(zero_copy_only=False)
        else:
            values = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
            numbers[source.name] = (values, values)
    return Frame(batch.num_rows, numbers, flags)
