"""Unified social credit codes (统一社会信用代码, GB 32100-2015).

Alphabet and length refuse; check digits only warn, for real enterprises exist whose code fails them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from jianghai.base.errors import CreditCodeError

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
ORGANISATION = slice(8, 17)
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A code of the right shape; `warnings` say in Chinese which check digit does not fit."""

    text: str
    warnings: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Give the six digits of the registration office's division (GB/T 2260)."""
        return self.text[2:8]

    def __str__(self) -> str:
        """Show the code itself."""
        return self.text


def check_digit(first: str) -> str:
    """Compute the 18th character from the first 17.

    >>> check_digit("91320600138738315")
    'N'
    """
    total = sum(ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(first))
    return ALPHABET[-total % 31]


def organisation_digit(first: str) -> str:
    """Compute the ninth character of an organisation code (GB 11714) from its first eight.

    >>> organisation_digit("13873831")
    '5'
    """
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = sum(
        letters.index(sign) * weight
        for sign, weight in zip(first, ORGANISATION_WEIGHTS, strict=True)
    )
    return {10: "X", 11: "0"}.get(rest := 11 - total % 11, str(rest))


def credit_code(written: str) -> CreditCode:
    """Read a code as people write it: full-width signs, spaces, dashes and small letters are forgiven.

    >>> credit_code("9132 0600 1387 3831 5n").text
    '91320600138738315N'
    >>> len(credit_code("91320600725062086F").warnings)
    2
    """
    plain = unicodedata.normalize("NFKC", written)
    text = "".join(sign for sign in plain if not sign.isspace() and sign != "-").upper()
    if len(text) != LENGTH or not set(text) <= set(ALPHABET) or not text[2:8].isdigit():
        raise CreditCodeError(where=written.strip()[:40])
    warnings = []
    if check_digit(text[:-1]) != text[-1]:
        warnings.append(
            f"{text} 的第 18 位校验码不符（按前 17 位应为 {check_digit(text[:-1])}），请核对营业执照"
        )
    if organisation_digit(text[ORGANISATION][:-1]) != text[ORGANISATION][-1]:
        warnings.append(f"{text} 中组织机构代码的校验码不符，请核对营业执照")
    return CreditCode(text, tuple(warnings))
