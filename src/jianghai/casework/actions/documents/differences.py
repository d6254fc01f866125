"""What differs between the texts of two versions: line by line, and within lines sign by sign."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import zip_longest

#: Lines around a change that are shown with it.
AROUND = 2
#: A change of more signs is compared by sentences, as comparing it sign by sign would take seconds.
MOST_SIGNS = 2_000
#: So many sentences in a row that all differ were written anew.
MOST_PAIRS = 200
SENTENCE = re.compile(r"[^。；！？;]*[。；！？;]|[^。；！？;]+")
#: Two texts that have less in common are not the same sentence written otherwise.
ALIKE = 0.4


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text and the page on which it stands."""

    page: int
    text: str


@dataclass(frozen=True, slots=True)
class Bit:
    """Some signs: in both versions (`same`), only in the old (`gone`), or only in the new (`new`)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One place where two versions differ, with the lines before and after it."""

    old_page: int
    new_page: int
    bits: tuple[Bit, ...]
    before: tuple[str, ...] = field(default=())
    after: tuple[str, ...] = field(default=())


def lines(pages: Sequence[str]) -> list[Line]:
    r"""Give the lines of a text with their pages, without what is empty.

    >>> lines(["一", "二  三\n"])
    [Line(page=1, text='一'), Line(page=2, text='二 三')]
    """
    return [
        Line(number, " ".join(text.split()))
        for number, page in enumerate(pages, 1)
        for text in page.splitlines()
        if text.strip()
    ]


def changes(old: Sequence[Line], new: Sequence[Line]) -> Iterator[Change]:
    r"""Go through the places where two texts differ, in the order of the new one.

    >>> [change.bits for change in changes(lines(["甲\n乙"]), lines(["甲\n丙"]))]
    [(Bit(kind='gone', text='乙'), Bit(kind='new', text='丙'))]
    """
    before, after = [line.text for line in old], [line.text for line in new]
    # Lines that stand on every other page, such as units in tables, are left out of the search for what is common.
    found = SequenceMatcher(None, before, after, autojunk=True)
    for kind, low, high, start, end in found.get_opcodes():
        if kind == "equal":
            continue
        bits = tuple(_bits("".join(before[low:high]), "".join(after[start:end])))
        if any(bit.kind != "same" for bit in bits):
            yield Change(
                old_page=_page(old, low, high),
                new_page=_page(new, start, end),
                bits=bits,
                before=tuple(after[max(0, start - AROUND) : start]),
                after=tuple(after[end : end + AROUND]),
            )


def _page(told: Sequence[Line], low: int, high: int) -> int:
    """Give the page of a place: of its first line, or of the line before where there is none."""
    if low < high:
        return told[low].page
    return told[low - 1].page if low else 1


def _bits(gone: str, new: str) -> Iterator[Bit]:
    """Compare a place: sign by sign where it is short, sentence by sentence where it is long."""
    if len(gone) + len(new) <= MOST_SIGNS:
        yield from _signs(gone, new)
        return
    old, fresh = SENTENCE.findall(gone), SENTENCE.findall(new)
    found = SequenceMatcher(None, old, fresh, autojunk=True)
    for kind, low, high, start, end in found.get_opcodes():
        if kind == "equal":
            yield Bit("same", "".join(old[low:high]))
        elif kind == "replace" and max(high - low, end - start) <= MOST_PAIRS:
            for one, other in zip_longest(old[low:high], fresh[start:end], fillvalue=""):
                yield from _signs(one, other)
        else:
            yield from _whole("".join(old[low:high]), "".join(fresh[start:end]))


def _whole(gone: str, new: str) -> Iterator[Bit]:
    return (Bit(kind, text) for kind, text in (("gone", gone), ("new", new)) if text)


def _signs(gone: str, new: str) -> Iterator[Bit]:
    """Compare a sentence sign by sign, where both are alike enough for that to help a reader."""
    found = SequenceMatcher(None, gone, new, autojunk=False)
    if len(gone) + len(new) > MOST_SIGNS or found.quick_ratio() < ALIKE:
        yield from _whole(gone, new)
        return
    for kind, low, high, start, end in found.get_opcodes():
        if kind == "equal":
            yield Bit("same", gone[low:high])
            continue
        if high > low:
            yield Bit("gone", gone[low:high])
        if end > start:
            yield Bit("new", new[start:end])
