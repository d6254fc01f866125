"""From tree back to text, in one canonical form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rulebook.syntax.tokens import is_plain
from rulebook.syntax.tree import (
    Among,
    Binary,
    Call,
    Compare,
    Dotted,
    Expression,
    Name,
    Number,
    Truth,
    Unary,
    Word,
)
from rulebook.units import SUFFIXES


def write(tree: Expression) -> str:
    """Write a tree in one canonical form; reading it again gives the same tree.

    >>> from rulebook.syntax.parser import read
    >>> write(read("count(ip where class == I   and valid)"))
    'count(ip where class == I and valid)'
    """
    return _WRITERS[type(tree)](tree)


def _number(tree: Number) -> str:
    number, digits = tree.value / SUFFIXES[tree.suffix][1], 0
    while (number * 10**digits).denominator != 1:
        digits += 1
    whole = str(int(number * 10**digits)).rjust(digits + 1, "0")
    return (f"{whole[:-digits]}.{whole[-digits:]}" if digits else whole) + tree.suffix


def _name(tree: Name) -> str:
    return tree.id if tree.lag is None else f"{tree.id}[t-{tree.lag}]"


def _unary(tree: Unary) -> str:
    if tree.op == "not":
        return f"not {_beside(tree.operand, _TESTS)}"
    return f"{tree.op}{_beside(tree.operand)}"


def _binary(tree: Binary | Compare) -> str:
    bare = _TESTS if tree.op in ("and", "or") else ()
    return f"{_beside(tree.left, bare)} {tree.op} {_beside(tree.right, bare)}"


def _among(tree: Among) -> str:
    words = [word if is_plain(word) else f'"{word}"' for word in tree.words]
    return f"{_name(tree.name)} {tree.op} [{', '.join(words)}]"


def _call(tree: Call) -> str:
    tail = f" where {write(tree.where)}" if tree.where is not None else ""
    return f"{tree.function}({', '.join(map(write, tree.args))}{tail})"


_ATOMS = (Number, Truth, Name, Dotted, Word, Call)
_TESTS = (Compare, Among)


def _beside(tree: Expression, bare: tuple[type, ...] = ()) -> str:
    """Write a part of a larger expression, in brackets unless it is an atom or one of `bare`."""
    return write(tree) if isinstance(tree, (*_ATOMS, *bare)) else f"({write(tree)})"


_WRITERS: Mapping[type, Callable[[Any], str]] = {
    Number: _number,
    Truth: lambda tree: "true" if tree.value else "false",
    Name: _name,
    Dotted: lambda tree: f"{tree.id}.{tree.part}",
    Word: lambda tree: f'"{tree.text}"',
    Unary: _unary,
    Binary: _binary,
    Compare: _binary,
    Among: _among,
    Call: _call,
}
