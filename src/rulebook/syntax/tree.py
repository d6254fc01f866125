"""The tree of an expression: one small frozen class for each thing that may be written."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Number:
    """A literal in base units, with the unit it was written in."""

    value: Fraction
    suffix: str
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Truth:
    """True or false."""

    value: bool
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A fact or a named value, in year t-lag where one is given."""

    id: str
    lag: int | None = None
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Dotted:
    """A row of a table, or an attribute of a list: `weights.IP01`."""

    id: str
    part: str
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Word:
    """A quoted word, such as the name of a rank table."""

    text: str
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Unary:
    """`not a` or `-a`."""

    op: str
    operand: Expression
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """`+ - * /`, `and`, `or`."""

    op: str
    left: Expression
    right: Expression
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """`>= <= > < == !=`."""

    op: str
    left: Expression
    right: Expression
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Among:
    """`fact in [words]` or `code under [prefixes]`."""

    op: str
    name: Name
    words: tuple[str, ...]
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments; lists may carry `where`."""

    function: str
    args: tuple[Expression, ...]
    where: Expression | None = None
    at: int = field(default=0, compare=False, repr=False)


Expression = Number | Truth | Name | Dotted | Word | Unary | Binary | Compare | Among | Call
