"""What differs between two texts: told whole, and told in time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jianghai.casework.actions.documents import differences
from jianghai.casework.actions.documents.differences import changes, lines

WORDS = st.text("项目粉尘 8。；\n", max_size=60)
PAGES = st.lists(WORDS, max_size=4)


def kept(bits, kind):
    return "".join(bit.text for bit in bits if bit.kind in {"same", kind})


@given(WORDS, WORDS)
def test_the_bits_of_a_place_are_both_texts(old, new):
    bits = list(differences._bits(old, new))
    assert (kept(bits, "gone"), kept(bits, "new")) == (old, new)


@given(WORDS, WORDS)
def test_a_long_place_is_told_whole_too(old, new):
    old, new = (text + "很长的一句话。" * 200 for text in (old, new))
    bits = list(differences._bits(old, new))
    assert (kept(bits, "gone"), kept(bits, "new")) == (old, new)


@given(PAGES)
def test_a_text_does_not_differ_from_itself(pages):
    assert list(changes(lines(pages), lines(pages))) == []


@given(PAGES, PAGES)
def test_no_sign_that_differs_is_left_out(old, new):
    before, after = lines(old), lines(new)
    found = list(changes(before, after))
    gone, come = (
        sum(len(bit.text) for change in found for bit in change.bits if bit.kind == kind)
        for kind in ("gone", "new")
    )
    whole = [sum(len(line.text) for line in told) for told in (before, after)]
    assert whole[0] - gone == whole[1] - come


def test_a_document_written_anew_is_told_at_once():
    old = lines(["\n".join(f"第{n}行甲。" for n in range(20_000))])
    new = lines(["\n".join(f"第{n}行乙。" for n in range(20_000))])
    [change] = changes(old, new)
    assert [bit.kind for bit in change.bits] == ["gone", "new"]


def test_a_change_tells_its_pages_and_what_stands_around():
    _first, change = changes(lines(["一", "二\n三\n四"]), lines(["零\n一", "二\n新\n四"]))
    assert (change.old_page, change.new_page) == (2, 2)
    assert (change.before, change.after) == (("一", "二"), ("四",))
