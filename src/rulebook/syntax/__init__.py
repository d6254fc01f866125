"""The expression language: text to a tree, with places for error messages. Nothing here evaluates.

>>> read("rd_expense[t-2] / sales_revenue >= 3%").op
'>='
"""

from __future__ import annotations

from rulebook.syntax.parser import LONGEST, read
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
from rulebook.syntax.writer import write

__all__ = [
    "LONGEST",
    "Among",
    "Binary",
    "Call",
    "Compare",
    "Dotted",
    "Expression",
    "Name",
    "Number",
    "Truth",
    "Unary",
    "Word",
    "read",
    "write",
]
