"""What several levels pay together is split to the fen, however it is cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jianghai.approvals.payouts.parts import split


@given(
    st.lists(st.integers(1, 10**9), min_size=1, max_size=5),
    st.lists(st.integers(1, 10**6), min_size=1, max_size=12),
)
def test_instalments_are_split_to_the_fen_and_end_as_the_whole_is_split(whole, weights):
    total, paid = sum(whole), [0] * len(whole)
    cuts = sorted({total * sum(weights[:n]) // sum(weights) for n in range(1, len(weights) + 1)})
    before = 0
    for cut in cuts:
        parts = split(cut - before, whole, paid)
        assert sum(parts) == cut - before
        assert min(parts) >= 0
        paid = [done + part for done, part in zip(paid, parts, strict=True)]
        before = cut
    assert paid == whole


def test_where_no_level_is_named_nothing_is_split():
    assert split(100, [], []) == []
