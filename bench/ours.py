"""Our side: the library, the made-up firms as a frame and as Parquet, and the evaluations."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.made import columns, firms
from bench.made.shared_rules import CODED, PREFIXES, code_column
from rulebook.evaluate import plan
from rulebook.library import Library, load_library
from rulebook.tables import Table, cohorts_of, evaluate_all
from rulebook.values import Frame

if TYPE_CHECKING:
    from rulebook.cohorts import Cohorts
    from rulebook.records.inputs import Source
    from rulebook.rules.editions import Edition

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "bench"
"""Where generated files stay between runs; never committed."""

TODAY = date(columns.YEAR + 1, 6, 30)
"""The day that chooses the editions."""


COHORT_ROWS = 10_000
FIELDS = 8
"""Technical fields that form cohorts; the ninth word says that there is none."""


@cache
def library() -> Library:
    """Read the shipped corpus once."""
    return load_library(ROOT / "corpus")


def every_edition() -> tuple[Edition, ...]:
    """Give all standards in force."""
    return library().editions(TODAY)


def compared_editions() -> tuple[Edition, ...]:
    """Give the standards that were written for the peer too."""
    there = [code for code in PREFIXES if code in library().codes]
    return library().editions(TODAY, there)


def sources(editions: Iterable[Edition]) -> tuple[Source, ...]:
    """Give all inputs that some editions ask for."""
    return plan(tuple(editions))[1]


def parquet(rows: int) -> Path:
    """Give the Parquet of so many made-up firms with every input of every standard, written once."""
    asked = sources(every_edition())
    mark = hashlib.sha256("\n".join(sorted(source.name for source in asked)).encode()).hexdigest()
    path = KEPT / f"firms-{rows}-{firms.SEED}-{mark[:8]}.parquet"
    if not path.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        zone = firms.zone(rows)
        drawn = {source.name: arrow(columns.column(zone, source)) for source in asked}
        drawn |= {code_column(fact): pa.array(code) for fact, code in _codes(zone).items()}
        half = path.with_suffix(".part")
        pq.write_table(pa.table(drawn), half, row_group_size=100_000)
        half.rename(path)
    return path


def _codes(zone: firms.Zone) -> dict[str, Any]:
    """Give the choices that the peer reads as small numbers; words without a rule become 0."""
    stage, field = (columns.word_of(zone, library().catalogue[fact]) for fact in CODED)
    return {
        "stage_override": stage,
        "tech_field": np.where(field > FIELDS, 0, field).astype(np.int8),
    }


def arrow(column: columns.Drawn) -> pa.Array:
    """Turn a drawn column into Arrow: codes stay bytes, whole numbers become int64, holes null."""
    if column.dtype == np.uint8:
        return pa.array(column)
    missing = np.isnan(column)
    whole = np.where(missing, 0.0, column)
    if np.array_equal(whole, np.trunc(whole)):
        return pa.array(whole.astype(np.int64), mask=missing)
    return pa.array(column, mask=missing)


def frame(rows: int, editions: Sequence[Edition], *, of: int) -> Frame:
    """Read the first rows of a Parquet of `of` firms as a frame with the editions' inputs.

    One column after the other, so that memory holds the frame once and little else.
    """
    file = pq.ParquetFile(parquet(of))
    numbers, flags = {}, {}
    for source in sources(editions):
        column = file.read(columns=[source.name])[source.name].slice(0, rows)
        if source.is_flag:
            flags[source.name] = column.to_numpy()
        else:
            values = column.cast(pa.float64(), safe=False).to_numpy()
            numbers[source.name] = (values, values)
    pa.default_memory_pool().release_unused()
    return Frame(rows, numbers, flags)


def head(whole: Frame, rows: int) -> Frame:
    """Give the first rows of a frame without copying."""
    numbers = {name: (low[:rows], high[:rows]) for name, (low, high) in whole.numbers.items()}
    return Frame(rows, numbers, {name: flags[:rows] for name, flags in whole.flags.items()})


@cache
def cohorts() -> Cohorts:
    """Make the rank tables of the points from a zone of ten thousand firms."""
    edition = library().edition("innovation-points", TODAY)
    zone = frame(COHORT_ROWS, [edition], of=COHORT_ROWS)
    return cohorts_of(zone, edition, as_of=TODAY, source="bench")


def evaluated(whole: Frame, editions: Sequence[Edition], *, parts: bool = False) -> Table:
    """Evaluate a frame, keeping every verdict and score; with `parts` the points of every clause too."""
    return evaluate_all(whole, editions, cohorts=cohorts(), parts=parts)


def column_of(table: Table, what: tuple[str, str, str]) -> Any:
    """Give one column of the answers: standard, clause or nothing for the whole, verdict or end."""
    code, clause, kind = what
    if kind == "verdict":
        return table.clause(code, clause) if clause else table.verdict(code)
    ends = table.points(code, clause) if clause else table.score(code)
    return ends[0 if kind == "low" else 1]


def frame_bytes(whole: Frame) -> int:
    """Count the bytes of a frame's columns, each array once."""
    arrays: dict[int, Any] = {id(flags): flags for flags in whole.flags.values()}
    for pair in whole.numbers.values():
        arrays.update({id(end): end for end in pair})
    return sum(array.nbytes for array in arrays.values())
