"""Answer the bench one JSON line at a time: load a Parquet, run the rules, time them, trace one firm.

Run by the interpreter of `bench/.venv-openfisca`; knows nothing of the code it is compared with.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path
from typing import Any

import hnte
import numpy as np
import points
import pyarrow as pa
import pyarrow.parquet as pq
import tech_sme
from kleene import Column, Firm
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import period
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_web_api.app import create_app

YEAR = 2025
PARAMETERS = {"pass_mark": {"description": "Tech-SME", "values": {"2017-05-03": {"value": 60}}}}
"""Thresholds stand in the formulas, which is quicker; the web API wants at least one parameter."""


class Bench:
    """What is loaded: the rules, and the columns of the enterprises."""

    def __init__(self) -> None:
        """Build the rules."""
        self.rules = TaxBenefitSystem([Firm])
        self.rules.parameters = ParameterNode("", data=PARAMETERS)
        for module in (tech_sme, hnte, points):
            self.rules.add_variables(*module.VARIABLES)
        self.columns: dict[tuple[str, int], Column] = {}
        self.outputs: list[str] = []
        self.simulation: Simulation | None = None
        self.client: Any = None

    def load(self, path: str, columns: dict[str, list[Any]], outputs: list[str]) -> dict[str, Any]:
        """Read a Parquet; `columns` gives the variable and the years back for each column."""
        table = pq.read_table(path, columns=list(columns))
        for name, (variable, back) in columns.items():
            self.columns[variable, back] = _array(table[name])
        self.outputs = outputs
        return {"rows": table.num_rows}

    def cohorts(self, path: str) -> dict[str, Any]:
        """Read the rank tables of the points."""
        points.TABLES.update(points.read_tables(json.loads(Path(path).read_text("utf-8"))))
        return {"tables": len(points.TABLES)}

    def run(self, rows: int) -> dict[str, Any]:
        """Evaluate every output over the first rows; seconds from set inputs to the last output."""
        self.simulation = None
        gc.collect()
        columns = {key: column[:rows] for key, column in self.columns.items()}
        start = time.perf_counter()
        simulation = SimulationBuilder().build_default_simulation(self.rules, count=rows)
        for (variable, back), column in columns.items():
            simulation.set_input(variable, YEAR - back, column)
        for name in self.outputs:
            simulation.calculate(name, YEAR)
        seconds = time.perf_counter() - start
        self.simulation = simulation
        return {"seconds": seconds}

    def save(self, path: str) -> dict[str, Any]:
        """Write the outputs of the last run for comparing cell by cell."""
        if self.simulation is None:
            return {"error": "nothing was run"}
        found = {name: self.simulation.calculate(name, YEAR) for name in self.outputs}
        np.savez(path, **found)
        return {"columns": len(found)}

    def trace(self, row: int, rounds: int) -> dict[str, Any]:
        """Ask the web API's /trace for one firm, as a client would; seconds of each round."""
        if self.client is None:
            self.client = create_app(self.rules).test_client()
        body = json.dumps(self._situation(row))
        seconds, size = [], 0
        for _ in range(rounds):
            start = time.perf_counter()
            answer = self.client.post("/trace", data=body, content_type="application/json")
            parsed = answer.get_data()
            seconds.append(time.perf_counter() - start)
            size = len(parsed)
            if answer.status_code != 200:
                return {"error": parsed.decode()[:500]}
        return {"seconds": seconds, "bytes": size, "nodes": len(json.loads(parsed)["trace"])}

    def _situation(self, row: int) -> dict[str, Any]:
        firm: dict[str, dict[str, Any]] = {}
        for (variable, back), column in self.columns.items():
            value = column[row].item()
            if value == value:  # noqa: PLR0124  NaN is left out: unknown is the default
                firm.setdefault(variable, {})[str(YEAR - back)] = value
        for name in self.outputs:
            firm[name] = {str(YEAR): None}
        return {"firms": {"one": firm}}


def _array(column: pa.ChunkedArray) -> Column:
    if pa.types.is_int8(column.type) or pa.types.is_uint8(column.type):
        return column.to_numpy().astype(np.int8)
    if column.null_count == 0:
        return column.to_numpy().astype(np.float64)
    return column.cast(pa.float64(), safe=False).to_numpy()


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
