"""Money: 万元 or 元 as people write it, whole fen inside, never a float."""

from __future__ import annotations

from decimal import Decimal

from jianghai.base.errors import MoneyError
from rulebook.units import SUFFIXES, base


def fen(written: str, unit: str = "万元") -> int:
    """Read an amount as whole fen.

    >>> fen("1,234.56")
    1234560000
    >>> fen("-0.01", "元")
    -1
    """
    try:
        exact = base(written.replace(",", "").replace("，", "").strip(), unit)
    except (ValueError, ZeroDivisionError):
        raise MoneyError(where=written.strip()[:40]) from None
    if exact.denominator != 1:
        raise MoneyError(where=written.strip()[:40])
    return int(exact)


def in_unit(amount: int, unit: str = "万元") -> Decimal:
    """Give an amount in a unit, exactly and without empty decimals.

    >>> in_unit(1_234_560_000)
    Decimal('1234.56')
    """
    exact = Decimal(amount) / int(SUFFIXES[unit][1])
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize()


def written(amount: int, unit: str = "万元") -> str:
    """Show an amount with thousands separators and its unit.

    >>> written(1_234_560_000), written(-5)
    ('1,234.56 万元', '-0.000005 万元')
    """
    return f"{in_unit(amount, unit):,f} {unit}"
