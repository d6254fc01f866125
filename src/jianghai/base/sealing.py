"""Sealing what must not lie open in a database, such as a bank account: SM4-GCM with a key made from `SECRET_KEY`.

The cipher works but is no certified module. Whoever changes `SECRET_KEY` cannot open what was sealed before.
"""

from __future__ import annotations

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from jianghai.base.errors import SealError

FORM = b"1"
NONCE, TAG = 12, 16


def _key() -> bytes:
    made = HKDF(algorithm=hashes.SHA256(), length=16, salt=None, info=b"jianghai sealing")
    return made.derive(settings.SECRET_KEY.encode())


def seal(plain: str) -> str:
    """Encrypt a text; the same text never looks the same twice."""
    nonce = secrets.token_bytes(NONCE)
    hand = Cipher(algorithms.SM4(_key()), modes.GCM(nonce)).encryptor()
    body = hand.update(plain.encode()) + hand.finalize()
    return base64.b64encode(FORM + nonce + hand.tag + body).decode()


def unseal(sealed: str) -> str:
    """Decrypt what `seal` gave; SealError where it was changed, or sealed under another key."""
    try:
        held = base64.b64decode(sealed, validate=True).removeprefix(FORM)
        nonce, tag = held[:NONCE], held[NONCE : NONCE + TAG]
        hand = Cipher(algorithms.SM4(_key()), modes.GCM(nonce, tag)).decryptor()
        return (hand.update(held[NONCE + TAG :]) + hand.finalize()).decode()
    except (ValueError, InvalidTag):
        raise SealError from None


def masked(plain: str, shown: int = 4) -> str:
    """Show the last signs of a number only.

    >>> masked("6222021111002233445"), masked("123")
    ('***************3445', '***')
    """
    hidden = len(plain) - (shown if len(plain) > 2 * shown else 0)
    return "*" * hidden + plain[hidden:]
