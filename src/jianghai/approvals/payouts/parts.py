"""Splitting instalments by level: each exact to the fen, and all of them together exactly as the whole is split."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def split(amount: int, whole: Sequence[int], paid: Sequence[int]) -> list[int]:
    """Split an instalment in fen: `whole` is what each level pays in all, `paid` what each has paid so far.

    Every level is kept as near to its part as whole fen allow, never over it, so that nothing is left at the end.

    >>> split(50, [33, 67], [0, 0]), split(50, [33, 67], [17, 33])
    ([17, 33], [16, 34])
    """
    if not whole:
        return []
    rate = Fraction(sum(paid) + amount, sum(whole))
    due = [rate * all_ - done for all_, done in zip(whole, paid, strict=True)]
    given = [max(0, int(one)) for one in due]
    rest = amount - sum(given)
    for place in sorted(range(len(due)), key=lambda place: given[place] - due[place])[
        : max(0, rest)
    ]:
        given[place] += 1
    for place in sorted(range(len(due)), key=lambda place: due[place] - given[place]):
        back = min(max(0, sum(given) - amount), given[place])
        given[place] -= back
    return given
