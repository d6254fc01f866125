"""The block machine: one compiled function that runs any instruction table over blocks of rows.

It is compiled once per install and kept on disk; a new rule set is only a new table. Blocks are small (`BLOCK` rows), so that all
registers of a program stay in the processor's cache.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from numba import njit

from rulebook.machine import points, ranges, ranks, verdicts
from rulebook.machine.instructions import IMMEDIATE, INDEX, OP, A, Code, Codes, Floats, T, Whole
from rulebook.machine.ranks import Ranks

BLOCK = 512


class Table(NamedTuple):
    """What to do: the instruction table, its immediates, and how many rows of it are literals."""

    code: Whole
    immediates: Floats
    head: int


class Chunk(NamedTuple):
    """What to do it to: columns of numbers and verdicts, how many rows of them count, and where they go in the output."""

    columns: Floats
    flags: Codes
    rows: int
    first: int


class Registers(NamedTuple):
    """Where values are kept meanwhile; `near` marks the rows of a block that came close to a border."""

    numbers: Floats
    verdicts: Codes
    near: Codes


class Outcome(NamedTuple):
    """Where results go: one line for each output column, and the rows that came close."""

    numbers: Floats
    verdicts: Codes
    close: Codes


@njit(nogil=True, error_model="numpy")
def _on_points(n: Floats, at: Whole, k: Floats) -> None:  # noqa: C901, PLR0912 one line an operation
    op = at[OP]
    if op == Code.ADD:
        points.add(n, at)
    elif op == Code.SUB:
        points.sub(n, at)
    elif op == Code.MUL:
        points.mul(n, at)
    elif op == Code.DIV:
        points.div(n, at)
    elif op == Code.ADD_K:
        points.add_k(n, at, k)
    elif op == Code.FROM_K:
        points.from_k(n, at, k)
    elif op == Code.MUL_K:
        points.mul_k(n, at, k)
    elif op == Code.DIV_K:
        points.div_k(n, at, k)
    elif op == Code.MIN:
        points.least(n, at)
    elif op == Code.MAX:
        points.most(n, at)
    elif op == Code.FIRST:
        points.first(n, at)
    elif op == Code.FLOOR:
        points.floor(n, at, k)
    elif op == Code.ROUND:
        points.nearest(n, at)
    elif op == Code.ROOT:
        points.root(n, at, k)
    elif op == Code.STEPS_LOW:
        points.steps_low(n, at, k)
    elif op == Code.STEPS_HIGH:
        points.steps_high(n, at, k)


@njit(nogil=True, error_model="numpy")
def _on_ranges(r: Registers, at: Whole, k: Floats, tables: Ranks) -> None:  # noqa: C901, PLR0912 one line an operation
    n, op = r.numbers, at[OP]
    if op == Code.SPLIT:
        ranges.split(n, at)
    elif op == Code.MUL_RANGE:
        ranges.mul_range(n, at)
    elif op == Code.DIV_RANGE:
        ranges.div_range(n, at)
    elif op == Code.FIRST_RANGE:
        ranges.first_range(n, at)
    elif op == Code.ROOT_RANGE:
        ranges.root_range(n, at, k)
    elif op == Code.BANDS:
        ranges.bands(n, at, k)
    elif op == Code.RANK:
        ranks.rank(n, at, tables)
    elif op == Code.PICK_LOW:
        ranges.pick_low(n, r.verdicts, at)
    elif op == Code.PICK_HIGH:
        ranges.pick_high(n, r.verdicts, at)
    elif op == Code.SIZE:
        ranges.size(n, at)
    elif op == Code.SIZE_DIV:
        ranges.size_div(n, at)
    elif op == Code.SNAP:
        ranges.snap(n, r.near, at, k)
    elif op == Code.SNAP_EACH:
        ranges.snap_each(n, r.near, at, k)
    elif op == Code.CHECK:
        ranges.check(n, r.near, at, k)


@njit(nogil=True, error_model="numpy")
def _on_verdicts(r: Registers, at: Whole, k: Floats) -> None:  # noqa: C901 one line an operation
    v, n, op = r.verdicts, r.numbers, at[OP]
    if op == Code.AND:
        verdicts.both(v, at)
    elif op == Code.OR:
        verdicts.either(v, at)
    elif op == Code.GE_K:
        verdicts.at_least_k(v, n, at, k)
    elif op == Code.LT_K:
        verdicts.below_k(v, n, at, k)
    elif op == Code.EQ_K:
        verdicts.equal_k(v, n, at, k)
    elif op == Code.NOT:
        verdicts.opposite(v, at)
    elif op == Code.REVIEW:
        verdicts.reviewed(v, at)
    elif op == Code.GE:
        verdicts.at_least(v, n, at)
    elif op == Code.GT:
        verdicts.above(v, n, at)
    elif op == Code.EQ:
        verdicts.equal(v, n, at)


@njit(nogil=True, error_model="numpy")
def _literal(r: Registers, at: Whole, k: Floats) -> None:
    if at[OP] == Code.CONST:
        r.numbers[at[T]][:] = k[at[IMMEDIATE]]
    else:
        r.verdicts[at[T]][:] = int(k[at[IMMEDIATE]])


@njit(nogil=True, error_model="numpy")
def _in_or_out(
    r: Registers, at: Whole, k: Floats, chunk: Chunk, out: Outcome, start: int, rows: int
) -> bool:  # noqa: PLR0913, PLR0917 all that moves between memory and registers
    """Do what moves data in and out; give False for everything else."""
    op, first = at[OP], chunk.first + start
    if op == Code.LOAD:
        r.numbers[at[T], :rows] = chunk.columns[at[A], start : start + rows]
    elif op == Code.LOAD_RANGE:
        ranges.load_range(r.numbers, at, k, chunk.columns, start, rows)
    elif op == Code.LOAD_FLAG:
        r.verdicts[at[T], :rows] = chunk.flags[at[A], start : start + rows]
    elif op == Code.STORE:
        out.numbers[at[INDEX], first : first + rows] = r.numbers[at[A], :rows]
    elif op == Code.STORE_FLAG:
        out.verdicts[at[INDEX], first : first + rows] = r.verdicts[at[A], :rows]
    else:
        return False
    return True


def _build(sources: str) -> Callable[[Table, Chunk, Ranks, Registers, Outcome], int]:
    """Make the machine. `sources`, a digest of the loops' files, belongs to the key of the cache, so that no edit is missed."""

    @njit(nogil=True, error_model="numpy", cache=True)
    def run(table: Table, chunk: Chunk, tables: Ranks, r: Registers, out: Outcome) -> int:
        code, k, block = table.code, table.immediates, r.near.size
        for line in range(table.head):
            _literal(r, code[line], k)
        for start in range(0, chunk.rows, block):
            rows = min(block, chunk.rows - start)
            r.near[:] = 0
            for line in range(table.head, code.shape[0]):
                at = code[line]
                if _in_or_out(r, at, k, chunk, out, start, rows):
                    continue
                if at[OP] < Code.LOAD_RANGE:
                    _on_points(r.numbers, at, k)
                elif at[OP] < Code.SAY:
                    _on_ranges(r, at, k, tables)
                else:
                    _on_verdicts(r, at, k)
            out.close[chunk.first + start : chunk.first + start + rows] = r.near[:rows]
        return len(sources)

    return run


def _digest() -> str:
    here = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in here)).hexdigest()


run_table = _build(_digest())
