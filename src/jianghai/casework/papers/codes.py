"""Codes by which a paper is found again: a short one for people, a square one for telephones."""

from __future__ import annotations

import io

import segno

#: Digits and letters that are not mistaken for one another: no I, L, O, U.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: 50 bits: enough that codes of one zone do not meet by chance.
LENGTH = 10


def short_code(digest: str) -> str:
    """Give the readable code of a hexadecimal digest, in groups of four.

    >>> short_code("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    'Q9W1-DFWF-07'
    """
    number = int(digest[:16], 16) >> (64 - 5 * LENGTH)
    signs = "".join(SIGNS[number >> (5 * place) & 31] for place in reversed(range(LENGTH)))
    return "-".join(signs[start : start + 4] for start in range(0, LENGTH, 4))


def typed_code(typed: str) -> str:
    """Give a code as it is kept, however a person typed it.

    >>> typed_code(" q9wi dfwf o7")
    'Q9W1-DFWF-07'
    """
    meant = typed.upper().translate(str.maketrans("OIL", "011"))
    signs = "".join(sign for sign in meant if sign in SIGNS)
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def square(address: str) -> str:
    """Draw the QR code of an address as SVG, black on white with its quiet border."""
    file = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        file, kind="svg", xmldecl=False, border=4, scale=4, dark="#000", light="#fff"
    )
    return file.getvalue().decode()
