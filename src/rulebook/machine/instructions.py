"""The instruction table: what the machine can do, one line an operation.

A row of the table is nine whole numbers: the operation, two targets ``t u``, four sources ``a b c d``, an
index (of an
output, of a rank table, or how many edges there are) and where its immediates ``k`` begin. Targets and
sources are
registers: a register holds one value for each row of a block, float64 for numbers, uint8 for verdicts.

A number is a *point* (one register, NaN where nothing is known) or a *range* (a low and a high register,
never NaN, infinite
where open). Where a point may stand for a range, NaN compares false both ways and so reads as "anything".
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]
Codes = np.ndarray[Any, np.dtype[np.uint8]]
Whole = np.ndarray[Any, np.dtype[np.int64]]

OP, T, U, A, B, C, D, INDEX, IMMEDIATE = range(9)
"""Where things stand in a row of the table."""


class Code(IntEnum):
    """Operations: first those on points, then on ranges and borders, then verdicts."""

    #: t ← k
    CONST = 0
    #: t ← column a
    LOAD = 1
    #: t ← a + b
    ADD = 2
    #: t ← a − b
    SUB = 3
    #: t ← a × b
    MUL = 4
    #: t ← a ÷ b, NaN where b is 0
    DIV = 5
    #: t ← a + k
    ADD_K = 6
    #: t ← k − a
    FROM_K = 7
    #: t ← a × k
    MUL_K = 8
    #: t ← a ÷ k
    DIV_K = 9
    #: t ← the smaller of a and b
    MIN = 10
    #: t ← the larger of a and b
    MAX = 11
    #: t ← a, or b where a is NaN
    FIRST = 12
    #: t ← a down to a multiple of k
    FLOOR = 13
    #: t ← a to the nearest whole number, half up
    ROUND = 14
    #: t ← a ** k, NaN where a is negative
    ROOT = 15
    #: output[index] ← a
    STORE = 16
    #: t ← step that a has reached; NaN has reached the first
    STEPS_LOW = 17
    #: t ← step that a has reached; NaN has reached the last
    STEPS_HIGH = 18

    #: t, u ← columns a and b, or the bounds k where nothing is known
    LOAD_RANGE = 20
    #: t, u ← a, or minus and plus infinity where a is NaN
    SPLIT = 21
    #: t, u ← [a, b] × [c, d]
    MUL_RANGE = 22
    #: t, u ← [a, b] ÷ [c, d]
    DIV_RANGE = 23
    #: t, u ← [a, b], or [c, d] where [a, b] is anything
    FIRST_RANGE = 24
    #: t, u ← [a, b] ** k
    ROOT_RANGE = 25
    #: t, u ← hull of the steps that [a, b] covers
    BANDS = 26
    #: t, u ← percentile of [a, b] in table[index] of cohort [c, d]
    RANK = 27
    #: t ← by verdict c: a if met, b if unmet, the smaller while open
    PICK_LOW = 28
    #: t ← by verdict c: a if met, b if unmet, the larger while open
    PICK_HIGH = 29
    #: t ← largest finite size of a and b
    SIZE = 30
    #: t ← size of a quotient: sizes a and b, denominator [c, d]
    SIZE_DIV = 31
    #: t ← a, moved onto b where they are within a hair
    SNAP = 32
    #: t ← a, moved onto the nearest k + multiple of k where they are within a hair
    SNAP_EACH = 33
    #: close where a is not a whole number below k
    CHECK = 34

    #: t ← k
    SAY = 40
    #: t ← flag column a
    LOAD_FLAG = 41
    #: t ← [a, b] ≥ [c, d]
    GE = 42
    #: t ← [a, b] > [c, d]
    GT = 43
    #: t ← [a, b] = [c, d]
    EQ = 44
    #: t ← [a, b] ≥ k
    GE_K = 45
    #: t ← [a, b] < k
    LT_K = 46
    #: t ← [a, b] = k
    EQ_K = 47
    #: t ← the smaller of a and b
    AND = 48
    #: t ← the larger of a and b
    OR = 49
    #: t ← met for unmet and unmet for met
    NOT = 50
    #: t ← review for unknown
    REVIEW = 51
    #: verdict output[index] ← a
    STORE_FLAG = 52


class Reg(NamedTuple):
    """A register before registers are shared out: its bank (``n`` numbers, ``v`` verdicts) and a number of its own.

    The bank ``c`` stands for input columns, which keep their numbers.
    """

    bank: str
    number: int


class Instruction(NamedTuple):
    """One row of the table while it is being made."""

    code: Code
    targets: tuple[Reg, ...] = ()
    sources: tuple[Reg, ...] = ()
    which: int = 0
    immediates: tuple[float, ...] = ()
