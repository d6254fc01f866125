from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianghai.base import money
from jianghai.base.errors import MoneyError


@given(st.integers(-(10**15), 10**15))
def test_an_amount_survives_being_written(amount):
    assert money.fen(str(money.in_unit(amount))) == amount


@pytest.mark.parametrize("written", ["", "1e", "abc", "0.0000001", "1/3", "NaN", "Infinity"])
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(MoneyError):
        money.fen(written)


def test_a_fen_is_not_lost():
    assert money.fen("212303.270001") == 212303270001
