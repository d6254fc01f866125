"""The block machine: one compiled function that runs any instruction table over blocks of rows.

It is compiled once per install and kept on disk; a new rule set is only a new table. Blocks are small
(`BLOCK` rows), so that all
registers of a program stay in the processor's cache.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from numba import njit

from rulebook.machine import memory, points, ranges, ranks, verdicts
from rulebook.machine.instructions import (
    IMMEDIATE,
    INDEX,
    OP,
    A,
    B,
    C,
    Code,
    Codes,
    D,
    Floats,
    T,
    U,
    Whole,
)
from rulebook.machine.memory import borrowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from rulebook.machine.ranks import Places, Ranks


class Table(NamedTuple):
    """What to do: the instruction table, its immediates, and how many rows of it are literals."""

    code: Whole
    immediates: Floats
    head: int


class Chunk(NamedTuple):
    """What to do it to: `rows` rows from `first` on of columns of numbers and verdicts, by where they lie."""

    columns: Whole
    flags: Whole
    rows: int
    first: int


class Registers(NamedTuple):
    """Where values are kept meanwhile.

    `near` marks the rows of a block that came close to a border; `places` serves searches in rank tables.
    """

    numbers: Floats
    verdicts: Codes
    near: Codes
    places: Places


class Outcome(NamedTuple):
    """Where results go: one line for each output column, and the rows that came close."""

    numbers: Floats
    verdicts: Codes
    close: Codes


@njit(nogil=True, error_model="numpy")
def _on_points(n: Floats, k: Floats, op: int, t: int, a: int, b: int, index: int, im: int) -> None:  # noqa: PLR0915 two lines an operation
    if op == Code.ADD:
        points.add(n, t, a, b)
    elif op == Code.SUB:
        points.sub(n, t, a, b)
    elif op == Code.MUL:
        points.mul(n, t, a, b)
    elif op == Code.DIV:
        points.div(n, t, a, b)
    elif op == Code.ADD_K:
        points.add_k(n, t, a, k[im])
    elif op == Code.FROM_K:
        points.from_k(n, t, a, k[im])
    elif op == Code.MUL_K:
        points.mul_k(n, t, a, k[im])
    elif op == Code.DIV_K:
        points.div_k(n, t, a, k[im])
    elif op == Code.MIN:
        points.least(n, t, a, b)
    elif op == Code.MAX:
        points.most(n, t, a, b)
    elif op == Code.FIRST:
        points.first(n, t, a, b)
    elif op == Code.FLOOR:
        points.floor(n, t, a, k[im])
    elif op == Code.ROUND:
        points.nearest(n, t, a)
    elif op == Code.ROOT:
        points.root(n, t, a, k[im])
    elif op == Code.STEPS_LOW:
        points.steps_low(n, t, a, index, im, k)
    elif op == Code.STEPS_HIGH:
        points.steps_high(n, t, a, index, im, k)


@njit(nogil=True, error_model="numpy")
def _on_ranges(n: Floats, v: Codes, k: Floats, code: Whole, line: int) -> None:
    op, t, u, im = code[line, OP], code[line, T], code[line, U], code[line, IMMEDIATE]
    a, b, c, d = code[line, A], code[line, B], code[line, C], code[line, D]
    if op == Code.SPLIT:
        ranges.split(n, t, u, a)
    elif op == Code.MUL_RANGE:
        ranges.mul_range(n, t, u, a, b, c, d)
    elif op == Code.DIV_RANGE:
        ranges.div_range(n, t, u, a, b, c, d)
    elif op == Code.FIRST_RANGE:
        ranges.first_range(n, t, u, a, b, c, d)
    elif op == Code.ROOT_RANGE:
        ranges.root_range(n, t, u, a, b, k[im])
    elif op == Code.BANDS:
        ranges.bands(n, t, u, a, b, code[line, INDEX], k, im)
    elif op == Code.PICK_LOW:
        ranges.pick_low(n, v, t, a, b, c)
    elif op == Code.PICK_HIGH:
        ranges.pick_high(n, v, t, a, b, c)


@njit(nogil=True, error_model="numpy")
def _on_borders(n: Floats, near: Codes, k: Floats, code: Whole, line: int) -> None:
    op, t, im = code[line, OP], code[line, T], code[line, IMMEDIATE]
    a, b, c, d = code[line, A], code[line, B], code[line, C], code[line, D]
    if op == Code.SIZE:
        ranges.size(n, t, a, b)
    elif op == Code.SIZE_DIV:
        ranges.size_div(n, t, a, b, c, d)
    elif op == Code.SNAP:
        ranges.snap(n, near, t, a, b, c, k[im], k[im + 1])
    elif op == Code.SNAP_EACH:
        ranges.snap_each(n, near, t, a, b, k, im)
    elif op == Code.CHECK:
        ranges.check(n, near, a, k[im])


@njit(nogil=True, error_model="numpy")
def _on_verdicts(v: Codes, n: Floats, k: Floats, code: Whole, line: int) -> None:
    op, t, im = code[line, OP], code[line, T], code[line, IMMEDIATE]
    a, b, c, d = code[line, A], code[line, B], code[line, C], code[line, D]
    if op == Code.AND:
        verdicts.both(v, t, a, b)
    elif op == Code.OR:
        verdicts.either(v, t, a, b)
    elif op == Code.GE_K:
        verdicts.at_least_k(v, n, t, a, b, k[im])
    elif op == Code.LT_K:
        verdicts.below_k(v, n, t, a, b, k[im])
    elif op == Code.EQ_K:
        verdicts.equal_k(v, n, t, a, b, k[im])
    elif op == Code.NOT:
        verdicts.opposite(v, t, a)
    elif op == Code.REVIEW:
        verdicts.reviewed(v, t, a)
    elif op == Code.GE:
        verdicts.at_least(v, n, t, a, b, c, d)
    elif op == Code.GT:
        verdicts.above(v, n, t, a, b, c, d)
    elif op == Code.EQ:
        verdicts.equal(v, n, t, a, b, c, d)


@njit(nogil=True, error_model="numpy")
def _literals(table: Table, n: Floats, v: Codes) -> None:
    """Fill the registers that hold literals, once for a chunk."""
    for line in range(table.head):
        home, value = table.code[line, T], table.immediates[table.code[line, IMMEDIATE]]
        if table.code[line, OP] == Code.CONST:
            for i in range(n.shape[1]):
                n[home, i] = value
        else:
            for i in range(v.shape[1]):
                v[home, i] = int(value)


def _build(sources: str) -> Callable[[Table, Chunk, Ranks, Registers, Outcome], int]:  # noqa: PLR0915
    """Make the machine. `sources`, a digest of the loops' files, is part of its cache's key: no edit is missed."""

    @njit(nogil=True, error_model="numpy", cache=True)
    def run(table: Table, chunk: Chunk, tables: Ranks, registers: Registers, out: Outcome) -> int:  # noqa: PLR0915
        code, k = borrowed(table.code), borrowed(table.immediates)
        n, v = borrowed(registers.numbers), borrowed(registers.verdicts)
        near, places = borrowed(registers.near), borrowed(registers.places)
        columns, flags = borrowed(chunk.columns), borrowed(chunk.flags)
        numbers, said = borrowed(out.numbers), borrowed(out.verdicts)
        tables = ranks.borrow(tables)
        _literals(table, n, v)
        for start in range(0, chunk.rows, near.size):
            rows, place = min(near.size, chunk.rows - start), chunk.first + start
            near[:] = 0
            for line in range(table.head, code.shape[0]):
                op, t, a, im = code[line, OP], code[line, T], code[line, A], code[line, IMMEDIATE]
                if op == Code.LOAD:
                    points.load(n, t, memory.numbers_at(columns, a, place, rows))
                elif op == Code.LOAD_FLAG:
                    points.load(v, t, memory.flags_at(flags, a, place, rows))
                elif op == Code.LOAD_RANGE:
                    x = memory.numbers_at(columns, a, place, rows)
                    y = memory.numbers_at(columns, code[line, B], place, rows)
                    points.load_range(n, t, code[line, U], x, y, k[im], k[im + 1])
                elif op == Code.STORE:
                    points.store(memory.part(numbers, code[line, INDEX], place, rows), n, a)
                elif op == Code.STORE_FLAG:
                    points.store(memory.part(said, code[line, INDEX], place, rows), v, a)
                elif op < Code.LOAD_RANGE:
                    _on_points(n, k, op, t, a, code[line, B], code[line, INDEX], im)
                elif op == Code.RANK:
                    ranks.rank(n, code, line, tables, places)
                elif op < Code.SIZE:
                    _on_ranges(n, v, k, code, line)
                elif op < Code.SAY:
                    _on_borders(n, near, k, code, line)
                else:
                    _on_verdicts(v, n, k, code, line)
            out.close[place : place + rows] = near[:rows]
        return len(sources)

    return run


def _digest() -> str:
    here = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in here)).hexdigest()


run_table = _build(_digest())
