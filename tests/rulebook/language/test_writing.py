"""Any tree can be written down and read back."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rulebook.errors import ExpressionError
from rulebook.syntax import (
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
    read,
    write,
)
from rulebook.units import SUFFIXES

KEYWORDS = {"and", "or", "not", "in", "under", "where", "true", "false", "points"}
names = st.from_regex(r"[a-z][a-z_0-9]{0,6}", fullmatch=True).filter(lambda w: w not in KEYWORDS)
words = st.text(
    st.characters(exclude_characters='"', exclude_categories=["Cs"]), min_size=1, max_size=6
)


def _number(parts: tuple[Decimal, str]) -> Number:
    value, suffix = parts
    return Number(Fraction(value) * SUFFIXES[suffix][1], suffix)


decimals = st.decimals(0, 10**12, places=6, allow_nan=False, allow_infinity=False)
numbers = st.tuples(decimals, st.sampled_from(sorted(SUFFIXES))).map(_number)
facts = st.builds(Name, names, st.none() | st.integers(1, 9))
leaves = st.one_of(
    numbers,
    facts,
    st.builds(Truth, st.booleans()),
    st.builds(Dotted, names, names),
    st.builds(Word, words),
    st.builds(
        Among,
        st.sampled_from(["in", "under"]),
        facts,
        st.lists(words, min_size=1, max_size=3).map(tuple),
    ),
)


def _larger(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    arguments = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Unary, st.sampled_from(["not", "-"]), inner),
        st.builds(Binary, st.sampled_from(["+", "-", "*", "/", "and", "or"]), inner, inner),
        st.builds(Compare, st.sampled_from([">=", "<=", ">", "<", "==", "!="]), inner, inner),
        st.builds(Call, names, arguments, st.none() | inner),
    )


trees = st.recursive(leaves, _larger, max_leaves=12)


@given(trees)
def test_a_tree_that_is_written_reads_back_the_same(tree):
    assert read(write(tree)) == tree


@given(trees)
def test_writing_is_canonical(tree):
    assert write(read(write(tree))) == write(tree)


@given(st.text(max_size=60) | st.text('ab()[]t-1.<>=!*/+,"% 元and', max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        tree = read(text)
    except ExpressionError:
        return
    assert read(write(tree)) == tree
