"""What is sealed opens only as it was sealed, and under the key it was sealed with."""

from __future__ import annotations

import pytest

from jianghai.base import sealing
from jianghai.base.errors import SealError


@pytest.mark.parametrize("plain", ["", "6222021111002233445", "户名：蓝窑"])
def test_what_was_sealed_opens_again(plain):
    assert sealing.unseal(sealing.seal(plain)) == plain


def test_the_same_text_never_looks_the_same_twice():
    assert sealing.seal("1234") != sealing.seal("1234")


@pytest.mark.parametrize("place", [0, 5, 20, -2])
def test_what_was_changed_does_not_open(place):
    sealed = list(sealing.seal("6222021111002233445"))
    sealed[place] = "A" if sealed[place] != "A" else "B"
    with pytest.raises(SealError):
        sealing.unseal("".join(sealed))


@pytest.mark.parametrize("wrong", ["", "not base64!", "QUJD"])
def test_what_was_never_sealed_does_not_open(wrong):
    with pytest.raises(SealError):
        sealing.unseal(wrong)


def test_another_key_does_not_open_it(settings):
    sealed = sealing.seal("1234")
    settings.SECRET_KEY = "another secret key of more than thirty-two signs"
    with pytest.raises(SealError):
        sealing.unseal(sealed)
