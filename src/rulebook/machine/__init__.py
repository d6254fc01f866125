"""The block machine: evaluates the shared graph for one record or for millions.

The graph is lowered to a short table of instructions (`compile_program`), which one compiled function runs
over blocks of rows
(`run`, `iterate`, `run_one`). The answers are those of `rulebook.interpreter`, bit for bit.
"""

from __future__ import annotations

from rulebook.machine.evaluation import Columns, iterate, run, run_one
from rulebook.machine.program import Program, compile_program

__all__ = ["Columns", "Program", "compile_program", "iterate", "run", "run_one"]
