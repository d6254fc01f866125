"""Columns where they lie in memory, so that the machine reads them in place and nobody copies them first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic
from numba.np.numpy_support import carray

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rulebook.machine.instructions import Codes, Floats, Whole

BLOCK = 504
"""Rows of a block; not a power of two, else all registers would fall on the same lines of the cache."""


class Source(NamedTuple):
    """Columns, and where each lies: the address of its first row and the bytes from a row to the next.

    A column that nobody has given lies still: all its blocks are one block of the same value. `kept` holds the
    arrays, which must live as long as their addresses are used.
    """

    kept: list[np.ndarray[Any, Any]]
    where: Whole


def locate(
    columns: Mapping[Any, int],
    give: Callable[[Any], np.ndarray[Any, Any] | None],
    absent: Codes | Floats,
) -> Source:
    """Locate columns by their numbers; `give` gives the values of one, `absent` one block of the missing value."""
    kept: list[np.ndarray[Any, Any]] = [absent]
    where = np.empty((len(columns), 2), np.int64)
    for name, number in columns.items():
        given = give(name)
        found = absent if given is None else np.require(given, absent.dtype, ["C", "A"])
        kept.append(found)
        where[number] = found.ctypes.data, 0 if given is None else found.itemsize
    return Source(kept, where)


def each_alone(values: Codes | Floats) -> Whole:
    """Locate columns of one row each, which lie one after the other."""
    where = np.zeros((values.size, 2), np.int64)
    where[:, 0] = np.arange(values.size) * values.itemsize + values.ctypes.data
    return where


def _address(_: object, address: Any) -> Any:
    def generate(context: Any, builder: Any, _: object, arguments: Sequence[Any]) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(types.voidptr))

    return types.voidptr(address), generate


_pointer = cast("Callable[[int], Any]", intrinsic(_address))
"""Reads a whole number as an address; only compiled code can call it."""


EIGHT, LANE = 8, ir.IntType(32)


def _counted(_: object, values: Any, place: Any, most: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        held, start, value = arguments
        eight = ir.VectorType(ir.DoubleType(), EIGHT)
        data = context.make_array(signature.args[0])(context, builder, held).data
        first = builder.bitcast(builder.gep(data, [start]), eight.as_pointer())
        one = builder.insert_element(ir.Constant(eight, ir.Undefined), value, LANE(0))
        most = builder.shuffle_vector(one, one, ir.Constant(ir.VectorType(LANE, EIGHT), None))
        met = builder.fcmp_ordered("<=", builder.load(first, align=8), most)
        counted = builder.ctpop(builder.bitcast(met, ir.IntType(EIGHT)))
        return builder.zext(counted, ir.IntType(64))

    return types.uint64(values, place, types.float64), generate


up_to = cast("Callable[[Floats, Any, float], Any]", intrinsic(_counted))
"""Counts how many of the eight values from a place on are at most x, in one comparison; for compiled code."""


@njit(nogil=True, error_model="numpy")
def borrowed(array: Any) -> Any:
    """Give an array that nobody counts the users of: threads that share a count wait for one another."""
    return carray(_pointer(array.ctypes.data), array.shape, array.dtype)


@njit(nogil=True, error_model="numpy")
def numbers_at(where: Whole, column: int, row: int, rows: int) -> Floats:
    """Give some rows of a column of numbers."""
    return carray(_pointer(where[column, 0] + row * where[column, 1]), (rows,), np.float64)


@njit(nogil=True, error_model="numpy")
def flags_at(where: Whole, column: int, row: int, rows: int) -> Codes:
    """Give some rows of a column of verdicts."""
    return carray(_pointer(where[column, 0] + row * where[column, 1]), (rows,), np.uint8)


@njit(nogil=True, error_model="numpy")
def part(columns: Any, column: int, row: int, rows: int) -> Any:
    """Give some rows of one of several columns that lie one after the other."""
    first = column * columns.shape[1] + row
    return carray(_pointer(columns.ctypes.data + first * columns.itemsize), (rows,), columns.dtype)
