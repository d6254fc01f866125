"""A standard as a page made from its rule file: bands as tables, values in words, editions side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from jianghai.standards.queries import editions
from jianghai.web.words import told
from rulebook.errors import Text
from rulebook.language.words import Wording
from rulebook.syntax import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jianghai.standards.queries.editions import Difference
    from rulebook.library import Library
    from rulebook.rules.editions import Clause, Edition

BAND = re.compile(r"^([\[(])\s*([^,]+?)\s*,\s*([^,]+?)\s*([\])])\s+(.+)$")


@dataclass(frozen=True, slots=True)
class Band:
    """One step of a table: for which values, how much."""

    when: str
    gives: str


@dataclass(frozen=True, slots=True)
class Named:
    """A named value of a rule file: how it is computed, in words, or its steps."""

    name: Text
    says: str = ""
    of: str = ""
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A clause in two editions, with its words cut into those that stayed, went and came."""

    found: Difference
    pieces: tuple[tuple[str, str], ...]

    @property
    def differs(self) -> bool:
        """Tell whether anything changed."""
        return self.found.how != "same"

    @property
    def silent(self) -> bool:
        """Tell whether it changed though its words did not: a value that it names is computed otherwise."""
        return self.differs and all(kind == "same" for kind, _text in self.pieces)


def band(row: str, labels: Mapping[Any, str] | None = None) -> Band:
    """Turn a band as documents print it into words.

    >>> band("[25%, 30%) 16").when, band("[30%, ∞) 20").when, band("(-∞, 10%) 0").when
    ('25% ≤ x < 30%', '≥ 30%', '< 10%')
    """
    found = BAND.match(row)
    if not found:
        return Band(row, "")
    opens, low, high, closes, gives = found.groups()
    gives = str((labels or {}).get(int(gives), gives)) if gives.isdigit() and labels else gives
    left, right = "≤" if opens == "[" else "<", "≤" if closes == "]" else "<"
    if low == "-∞":
        return Band(f"{right} {high}", gives.replace("..", "–"))
    if high == "∞":
        return Band(f"{'≥' if opens == '[' else '>'} {low}", gives.replace("..", "–"))
    return Band(f"{low} {left} x {right} {high}", gives.replace("..", "–"))


def named_values(library: Library, edition: Edition) -> list[Named]:
    """List the named values of an edition in the order of its file."""
    data = library.documents[edition.file].data
    lets = {key: Text(**value["name"]) for key, value in data.get("let", {}).items()}
    words = Wording(library.catalogue, lets, {clause.id: clause.name for clause in edition.walk()})
    return [_named(lets[key], value, words) for key, value in data.get("let", {}).items()]


def _named(name: Text, value: Mapping[str, Any], words: Wording) -> Named:
    if "is" in value:
        return Named(name, told(words.say(read(str(value["is"])))))
    if "bands" in value:
        rows = tuple(band(row, value.get("labels")) for row in value["bands"]["rows"])
        return Named(name, "", told(words.say(read(value["bands"]["of"]))), rows)
    rows = tuple(
        Band(told(words.say(read(row["when"]))), told(words.say(read(str(row["is"])))))
        for row in value["choose"]
    )
    if "otherwise" in value:
        rows = (*rows, Band(_("其他情形"), told(words.say(read(str(value["otherwise"]))))))
    return Named(name, "", "", rows)


def verdict_words(tree: Any) -> str:
    """Say how the verdict follows from the clauses.

    >>> verdict_words({"all": ["T1", {"any": ["T5", "T6"]}]})
    'T1 且 (T5 或 T6)'
    """
    if tree is None or isinstance(tree, str):
        return tree or ""
    word, parts = (_(" 且 "), tree["all"]) if "all" in tree else (_(" 或 "), tree["any"])
    return word.join(
        f"({verdict_words(part)})" if _branches(part) else verdict_words(part) for part in parts
    )


def _branches(tree: Any) -> bool:
    return not isinstance(tree, str) and len(next(iter(tree.values()))) > 1


def compare(old: Edition, new: Edition) -> list[Pair]:
    """Put the clauses of two editions side by side, with the differences of their words."""
    return [
        Pair(found, pieces(_whole(found.before), _whole(found.after)))
        for found in editions.compare(old, new)
    ]


def _whole(clause: Clause | None) -> str:
    """Write everything a reader compares of a clause; nothing where there is none."""
    if clause is None:
        return ""
    parts = [
        told(clause.name),
        told(clause.needs),
        told(clause.says),
        *(f"{one.when}: {one.gives}" for one in map(band, clause.bands)),
    ]
    return "；".join(part for part in parts if part)


def pieces(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """Cut two texts into what stayed, went and came, whole words and numbers at a time.

    >>> pieces("占比 ≥ 70%", "占比 ≥ 80%")
    (('same', '占比 ≥ '), ('went', '70'), ('came', '80'), ('same', '%'))
    """
    a, b = (re.findall(r"\d[\d,.]*|\w|\W", text) for text in (old, new))
    return tuple(_pieces(a, b))


def _pieces(a: list[str], b: list[str]) -> Iterator[tuple[str, str]]:
    for kind, i, j, k, end in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "same", "".join(a[i:j])
            continue
        if i < j:
            yield "went", "".join(a[i:j])
        if k < end:
            yield "came", "".join(b[k:end])
