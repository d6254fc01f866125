"""Answer the bench one JSON line at a time: read the policies, run them over row groups of a Parquet, time them."""

from __future__ import annotations

import gc
import json
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from kleene import Column, Firm
from openfisca_core.periods import period
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from owed_clauses import Clauses
from owed_groups import Groups

YEAR = 2025


class Bench:
    """What is loaded: the rules, and where the enterprises lie."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.rules = TaxBenefitSystem([Firm])
        self.inputs: dict[str, str] = {}
        self.outputs: dict[str, str] = {}
        self.path = ""
        self.found: dict[str, Column] = {}

    def load(self, plan: str, path: str) -> dict[str, Any]:
        """Read the policies, and where the enterprises lie."""
        data = json.loads(Path(plan).read_text("utf-8"))
        clauses = Clauses(data)
        groups = Groups(clauses, data)
        self.rules.add_variables(*clauses.variables)
        self.inputs, self.outputs, self.path = clauses.inputs, groups.outputs(), path
        return {"variables": len(clauses.variables), "outputs": list(self.outputs)}

    def run(self, rows: int, size: int, *, digest: bool = False) -> dict[str, Any]:
        """Evaluate the first rows, `size` at a time; seconds from set inputs to the last output, without reading."""
        seconds, digests = 0.0, []
        file, left = pq.ParquetFile(self.path), rows
        for batch in file.iter_batches(size, columns=list(self.inputs), use_threads=False):
            if left <= 0:
                break
            part = batch.slice(0, left)
            left -= part.num_rows
            columns = {name: _array(part.column(column)) for column, name in self.inputs.items()}
            seconds += self._evaluate(columns, part.num_rows)
            if digest:
                digests.append({what: _crc(column) for what, column in self.found.items()})
        return {"seconds": seconds, "digests": digests}

    def _evaluate(self, columns: dict[str, Column], rows: int) -> float:
        self.found = {}
        gc.collect()
        start = time.perf_counter()
        simulation = SimulationBuilder().build_default_simulation(self.rules, count=rows)
        for variable, column in columns.items():
            simulation.set_input(variable, YEAR, column)
        self.found = {what: simulation.calculate(name, YEAR) for what, name in self.outputs.items()}
        return time.perf_counter() - start

    def save(self, path: str, outputs: list[str]) -> dict[str, Any]:
        """Write outputs of the last rows for comparing cell by cell."""
        np.savez(path, **{str(place): self.found[name] for place, name in enumerate(outputs)})
        return {"columns": len(outputs)}


def _crc(column: Column) -> int:
    whole = column.astype(np.uint8) if column.dtype == np.int8 else column + 0.0
    return zlib.crc32(np.ascontiguousarray(whole))


def _array(column: pa.Array) -> Column:
    if pa.types.is_uint8(column.type):
        return column.to_numpy(zero_copy_only=False).astype(np.int8)
    return column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)


def main() -> None:
    """Answer until the input ends."""
    period(YEAR)
    bench = Bench()
    for line in sys.stdin:
        asked = json.loads(line)
        answer = getattr(bench, asked.pop("do"))(**asked)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
