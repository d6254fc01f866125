"""A program: the instruction table for some outputs, with registers shared out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from rulebook.graph import Node, Op, walk
from rulebook.machine.instructions import (
    IMMEDIATE,
    INDEX,
    OP,
    A,
    Code,
    Floats,
    Instruction,
    Reg,
    T,
    Whole,
)
from rulebook.machine.lower import COLUMN, NUMBER, VERDICT
from rulebook.machine.meaning import lower

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """Outputs lowered for inputs of which some are ranges.

    `code` is the table of `rulebook.machine.instructions`, its first `head` rows literals; `columns` and
    `flags` say which
    input goes into which column (with end 0 for low, 1 for high); `places` and `said` where outputs come out.
    """

    outputs: tuple[Node, ...]
    code: Whole
    immediates: Floats
    head: int
    registers: tuple[int, int]
    columns: dict[tuple[str, int], int]
    flags: dict[str, int]
    tables: tuple[str, ...]
    places: dict[Node, tuple[int, int]]
    said: dict[Node, int]

    @property
    def width(self) -> int:
        """Count the columns of numbers that come out."""
        return max((high + 1 for _, high in self.places.values()), default=0)

    def __str__(self) -> str:
        """Print the table, one instruction a line."""
        return "\n".join(
            f"{Code(row[OP]).name:12}" + "".join(f"{value:5}" for value in row[T:])
            for row in self.code
        )


@lru_cache(maxsize=128)
def _compiled(outputs: tuple[Node, ...], ranged: frozenset[str]) -> Program:
    work = lower(outputs, ranged)
    rows = [*work.head, *work.code]
    homes, registers = _share_out(rows, len(work.head))
    code, immediates = _table(rows, homes)
    return Program(
        outputs,
        code,
        immediates,
        len(work.head),
        registers,
        work.columns,
        work.flags,
        tuple(work.tables),
        work.numbers,
        work.verdicts,
    )


def compile_program(outputs: Sequence[Node], ranged: frozenset[str] = frozenset()) -> Program:
    """Give the program for some outputs, made once for each set of ranged inputs.

    >>> from rulebook.graph import Graph, Input
    >>> g = Graph()
    >>> x = g.node(Op.INPUT, data=Input("x", integral=True))
    >>> print(compile_program([g.node(Op.GE, x, g.const(3))]))
    CONST           0    0    0    0    0    0    0    0
    LOAD            1    0    0    0    0    0    0    1
    CHECK           0    0    1    0    0    0    0    1
    GE_K            0    0    1    1    0    0    0    2
    STORE_FLAG      0    0    0    0    0    0    0    3
    """
    return _compiled(tuple(dict.fromkeys(outputs)), ranged)


@lru_cache(maxsize=128)
def input_names(outputs: tuple[Node, ...]) -> frozenset[str]:
    """Name every number that the outputs look at."""
    return frozenset(node.data.name for node in walk(*outputs) if node.op is Op.INPUT)


def _share_out(rows: list[Instruction], head: int) -> tuple[dict[Reg, int], tuple[int, int]]:
    """Give each register a home, used again once nobody needs its value any more.

    Targets get their homes before sources give theirs up: no loop reads and writes the same memory.
    """
    last: dict[Reg, int] = {}
    for place, row in enumerate(rows):
        last.update(dict.fromkeys((*row.targets, *row.sources), place))
    for row in rows[:head]:
        last.update(dict.fromkeys(row.targets, len(rows)))
    homes: dict[Reg, int] = {}
    free: dict[str, list[int]] = defaultdict(list)
    used = {NUMBER: 0, VERDICT: 0}
    for place, row in enumerate(rows):
        for reg in row.targets:
            if not free[reg.bank]:
                free[reg.bank].append(used[reg.bank])
                used[reg.bank] += 1
            homes[reg] = free[reg.bank].pop()
        for reg in dict.fromkeys((*row.targets, *row.sources)):
            if reg.bank == COLUMN:
                homes[reg] = reg.number
            elif last[reg] == place:
                free[reg.bank].append(homes[reg])
    return homes, (used[NUMBER], used[VERDICT])


def _table(rows: list[Instruction], homes: dict[Reg, int]) -> tuple[Whole, Floats]:
    table = np.zeros((len(rows), IMMEDIATE + 1), np.int64)
    immediates: list[float] = []
    for line, row in zip(table, rows, strict=True):
        line[OP], line[INDEX], line[IMMEDIATE] = row.code, row.which, len(immediates)
        line[T : T + len(row.targets)] = [homes[reg] for reg in row.targets]
        line[A : A + len(row.sources)] = [homes[reg] for reg in row.sources]
        immediates.extend(row.immediates)
    return table, np.array(immediates or [0.0])
