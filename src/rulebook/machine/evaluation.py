"""Run outputs over a frame, over a stream of frames, or for one record."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np

from rulebook.interpreter import Known, Reading, exact, interpret
from rulebook.machine.kernel import Chunk, Outcome, Registers, Table, run_table
from rulebook.machine.memory import BLOCK, Source, each_alone, locate
from rulebook.machine.program import Program, compile_program, input_names
from rulebook.machine.ranks import Ranks, lay_out
from rulebook.results import Range
from rulebook.values import INFINITY, Frame, Interval, RankTables, Verdict

if TYPE_CHECKING:
    from rulebook.graph import Node
    from rulebook.machine.instructions import Codes, Floats

CHUNK = 16 * BLOCK
THREADS = 2
WORTH = 1 << 22
"""So many instructions on rows, about a millisecond, are worth a thread of their own."""

Exactly = Callable[[int], Mapping[str, Known]]
"""Gives the exact inputs of a row that came close to a border."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Verdicts and number ranges of many rows, by output node.

    `close` counts the rows that came within a hair of a border and were decided by the interpreter.
    """

    program: Program
    rows: int
    numbers: Floats
    verdicts: Codes
    close: int = 0

    def verdict(self, node: Node) -> Codes:
        """Give the verdict codes of a node."""
        codes: Codes = self.verdicts[self.program.said[node]]
        return codes

    def low(self, node: Node) -> Floats:
        """Give the low ends of a node, minus infinity where open."""
        return self._end(node, 0, -INFINITY)

    def high(self, node: Node) -> Floats:
        """Give the high ends of a node, infinity where open."""
        return self._end(node, 1, INFINITY)

    def _end(self, node: Node, end: int, open_: float) -> Floats:
        places = self.program.places[node]
        column = self.numbers[places[end]]
        return column if places[0] != places[1] else np.where(np.isnan(column), open_, column)

    def put(self, row: int, answers: Mapping[Node, Reading | Verdict]) -> None:
        """Write what the interpreter says of one row."""
        for node, answer in answers.items():
            if isinstance(answer, Verdict):
                self.verdicts[self.program.said[node], row] = answer
                continue
            low, high = self.program.places[node]
            whole = low == high and answer.low != answer.high
            self.numbers[low, row] = np.nan if whole else answer.low
            self.numbers[high, row] = np.nan if whole else answer.high


def run(
    outputs: Sequence[Node],
    frame: Frame,
    tables: RankTables | None = None,
    *,
    threads: int | None = None,
    exactly: Exactly | None = None,
    room: Columns | None = None,
) -> Columns:
    """Evaluate outputs for every row of a frame.

    Rows within a hair of a border are decided by the interpreter, from `exactly` or else from the
    decimals that the floats stand for. `room` is an earlier answer that nobody needs any more: its memory is used
    again where it fits.

    >>> from fractions import Fraction
    >>> from rulebook.graph import Graph, Input, Op
    >>> g = Graph()
    >>> x = g.node(Op.INPUT, data=Input("x"))
    >>> test = g.node(Op.GE, x, g.const(Fraction(3, 100)))
    >>> column = np.array([0.03, 0.02, np.nan])
    >>> run([test], Frame(3, {"x": (column, column)})).verdict(test).tolist()
    [3, 0, 1]
    """
    ranged = frozenset(name for name, (low, high) in frame.numbers.items() if low is not high)
    program = compile_program(outputs, ranged & input_names(tuple(outputs)))
    columns = _room(program, frame.rows, room)
    close = np.zeros(frame.rows, np.uint8)
    out = Outcome(columns.numbers, columns.verdicts, close)
    _all_chunks(program, frame, lay_out(tables, program.tables), out, threads or THREADS)
    rows = np.flatnonzero(close)
    inputs = exactly or partial(row_of, frame)
    for row in rows.tolist():
        columns.put(row, interpret(program.outputs, inputs(row), tables))
    return Columns(program, frame.rows, columns.numbers, columns.verdicts, len(rows))


def _room(program: Program, rows: int, room: Columns | None) -> Columns:
    shape = (program.width, rows), (len(program.said), rows)
    if room is not None and (room.numbers.shape, room.verdicts.shape) == shape:
        return Columns(program, rows, room.numbers, room.verdicts)
    return Columns(program, rows, np.empty(shape[0]), np.empty(shape[1], np.uint8))


def iterate(
    outputs: Sequence[Node],
    frames: Iterable[Frame],
    tables: RankTables | None = None,
    *,
    threads: int | None = None,
) -> Iterator[Columns]:
    """Evaluate a stream of frames one after the other; memory holds one of them."""
    for frame in frames:
        yield run(outputs, frame, tables, threads=threads)


def row_of(frame: Frame, row: int) -> dict[str, Known]:
    """Read one row of a frame exactly, each float as the shortest decimal that it stands for."""
    known: dict[str, Known] = {}
    for name, (low, high) in frame.numbers.items():
        if not math.isnan(low[row]):
            known[name] = Interval(exact(float(low[row])), exact(float(high[row])))
    for name, flags in frame.flags.items():
        known[name] = Verdict(int(flags[row]))
    return known


def _all_chunks(program: Program, frame: Frame, ranks: Ranks, out: Outcome, threads: int) -> None:
    """Let threads, each with registers of its own, take one chunk after the other."""
    worth = frame.rows * len(program.code) // WORTH
    threads = max(1, min(threads, -(-frame.rows // CHUNK), worth))
    numbers, flags = _sources(program, frame)
    starts = iter(range(0, frame.rows, CHUNK))

    def work(_: int) -> None:
        table = Table(program.code, program.immediates, program.head)
        registers = _registers(program, min(BLOCK, frame.rows))
        for start in starts:
            chunk = Chunk(numbers.where, flags.where, min(CHUNK, frame.rows - start), start)
            run_table(table, chunk, ranks, registers, out)

    if threads == 1:
        work(0)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))


def _sources(program: Program, frame: Frame) -> tuple[Source, Source]:
    nothing, unknown = np.full(BLOCK, np.nan), np.full(BLOCK, Verdict.UNKNOWN, np.uint8)

    def number(key: tuple[str, int]) -> Floats | None:
        name, end = key
        return frame.numbers[name][end] if name in frame.numbers else None

    return (
        locate(program.columns, number, nothing),
        locate(program.flags, frame.flags.get, unknown),
    )


def _registers(program: Program, block: int) -> Registers:
    numbers, verdicts = program.registers
    return Registers(
        np.zeros((numbers, block)),
        np.zeros((verdicts, block), np.uint8),
        np.zeros(block, np.uint8),
        np.zeros((2, block), np.uint64),
    )


def run_one(
    outputs: Sequence[Node], inputs: Mapping[str, Known], tables: RankTables | None = None
) -> dict[Node, Range | Verdict]:
    """Evaluate outputs for one record, as fast as one row goes.

    >>> from fractions import Fraction
    >>> from rulebook.graph import Graph, Input, Op
    >>> g = Graph()
    >>> x = g.node(Op.INPUT, data=Input("x"))
    >>> test = g.node(Op.GE, x, g.const(Fraction(3, 100)))
    >>> run_one([test], {"x": Interval(Fraction(3, 100), Fraction(4, 100))})[test].word
    'met'
    """
    program, table = _alone(tuple(outputs))
    numbers, said = [math.nan] * len(program.columns), [Verdict.UNKNOWN] * len(program.flags)
    for name, known in inputs.items():
        if isinstance(known, Verdict):
            if name in program.flags:
                said[program.flags[name]] = known
        elif (name, 0) in program.columns:
            low, high = known.low, known.high
            first = numbers[program.columns[name, 0]] = float(low)
            numbers[program.columns[name, 1]] = first if high is low else float(high)
    columns, flags = np.array(numbers), np.array(said, np.uint8)
    out = Outcome(
        np.empty((program.width, 1)),
        np.empty((len(program.said), 1), np.uint8),
        np.zeros(1, np.uint8),
    )
    chunk = Chunk(each_alone(columns), each_alone(flags), 1, 0)
    ranks = lay_out(tables, program.tables)
    run_table(table, chunk, ranks, _registers(program, 1), out)
    if out.close[0]:
        return _shown(interpret(program.outputs, inputs, tables))
    return _read(program, out)


@lru_cache(maxsize=128)
def _alone(outputs: tuple[Node, ...]) -> tuple[Program, Table]:
    """Give the program for one record, made once."""
    program = compile_program(outputs, input_names(outputs))
    return program, Table(program.code, program.immediates, program.head)


def _read(program: Program, out: Outcome) -> dict[Node, Range | Verdict]:
    numbers, said = out.numbers[:, 0].tolist(), out.verdicts[:, 0].tolist()
    answers: dict[Node, Range | Verdict] = {
        node: WHOLE if math.isnan(numbers[low]) else Range(numbers[low], numbers[high])
        for node, (low, high) in program.places.items()
    }
    answers.update((node, VERDICTS[said[place]]) for node, place in program.said.items())
    return answers


WHOLE = Range(-INFINITY, INFINITY)
VERDICTS = tuple(Verdict)


def _shown(answers: Mapping[Node, Reading | Verdict]) -> dict[Node, Range | Verdict]:
    return {
        node: answer if isinstance(answer, Verdict) else Range(answer.low, answer.high)
        for node, answer in answers.items()
    }
