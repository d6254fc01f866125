"""Two editions of one standard side by side, clause by clause."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from jianghai.standards import rules
from jianghai.standards.errors import UnknownStandardError
from rulebook.errors import UnknownStandardError as NoSuchStandardError

if TYPE_CHECKING:
    from rulebook.rules.editions import Clause, Edition


@dataclass(frozen=True, slots=True)
class Difference:
    """One clause in both editions; None where an edition does not have it. `how` is same, changed, added or removed."""

    how: str
    before: Clause | None
    after: Clause | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions and every clause of both, in the order of the later."""

    before: Edition
    after: Edition
    clauses: tuple[Difference, ...]

    @property
    def changed(self) -> tuple[Difference, ...]:
        """Keep what is not the same in both."""
        return tuple(one for one in self.clauses if one.how != "same")


def compare_editions(code: str, on: date) -> tuple[Comparison, ...]:
    """Compare each edition of a standard with the one before it, newest pair first."""
    try:
        editions = rules.library(on).standard(code).editions
    except NoSuchStandardError:
        raise UnknownStandardError(where=code) from None
    return tuple(compare(*pair) for pair in reversed(list(itertools.pairwise(editions))))


def compare(before: Edition, after: Edition) -> Comparison:
    """Match clauses by id, else by name under the same kind; those left over were added or removed."""
    old, new = list(before.walk()), list(after.walk())
    keys = {clause.id for clause in old} & {clause.id for clause in new}
    by_name = {clause.name.zh: clause for clause in old if clause.id not in keys}
    pairs: list[tuple[Clause | None, Clause | None]] = []
    for clause in new:
        match = before.clause(clause.id) if clause.id in keys else by_name.pop(clause.name.zh, None)
        pairs.append((match, clause))
    matched = {one.id for one, _ in pairs if one is not None}
    pairs += [(clause, None) for clause in old if clause.id not in matched]
    return Comparison(before, after, tuple(Difference(_how(*pair), *pair) for pair in pairs))


def _how(before: Clause | None, after: Clause | None) -> str:
    if before is None:
        return "added"
    if after is None:
        return "removed"
    return "same" if _asks(before) == _asks(after) else "changed"


def _asks(clause: Clause) -> tuple[object, ...]:
    """Give all that a clause demands; its place in the document may differ."""
    return (clause.name, clause.form, clause.needs, clause.bands, clause.most, clause.parts)


def shared(before: str, after: str) -> list[tuple[bool, str]]:
    """Split the later of two texts into pieces, each with whether the earlier has it too.

    >>> shared("不低于 70%", "不低于 90%")
    [(True, '不低于 '), (False, '9'), (True, '0%')]
    """
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    return [
        (kind == "equal", after[start:end])
        for kind, _, _, start, end in matcher.get_opcodes()
        if start < end
    ]
