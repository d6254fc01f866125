"""Two editions of one standard side by side, clause by clause, also where the ids are others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from rulebook.rules.plans import sources_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rulebook.errors import Text
    from rulebook.rules.editions import Clause, Edition

#: Two clauses that share more than this part of the facts they read speak of the same thing.
FACTS_ALIKE = 0.5
#: Of two that do not, the names have to be this similar.
NAMES_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Shift:
    """What both clauses measure, and what the earlier and the later ask of it."""

    label: Text
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class Difference:
    """A clause in both editions, None where an edition has none like it.

    `how` is same, changed, added or removed; `by` tells what paired them: id, facts or names.
    """

    how: str
    by: str
    before: Clause | None
    after: Clause | None

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """List the thresholds that moved of what both measure."""
        if self.before is None or self.after is None:
            return ()
        asked = {measure.label.zh: measure.asks for measure in self.before.measures}
        return tuple(
            Shift(measure.label, asked[measure.label.zh], measure.asks)
            for measure in self.after.measures
            if asked.get(measure.label.zh, measure.asks) != measure.asks
        )


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A clause with what it is compared by: its place, the facts it reads, its bare name, and its part."""

    place: int
    clause: Clause
    facts: frozenset[tuple[str, int]]
    name: str
    kind: tuple[bool, bool]
    choice: bool


def compare(before: Edition, after: Edition) -> tuple[Difference, ...]:
    """Pair the clauses of two editions, in the order of the later, then those that only the earlier has.

    The same id comes first; then, for scores and conditions each among themselves, those that read mostly the same
    facts, the likest first; then similar names in the same part. What is left was added or removed.
    """
    old, new = (list(_known(edition)) for edition in (before, after))
    pairs: dict[int, tuple[Known, str]] = {}
    for by, likes in (
        ("id", _ids(old, new)),
        ("facts", _facts(old, new)),
        ("names", _names(old, new)),
    ):
        taken = {one.place for one, _by in pairs.values()}
        for one, other in likes:
            if one.place not in taken and other.place not in pairs:
                taken.add(one.place)
                pairs[other.place] = one, by
    taken = {one.place for one, _by in pairs.values()}
    came = (_difference(pairs.get(other.place), other) for other in new)
    went = (Difference("removed", "", one.clause, None) for one in old if one.place not in taken)
    return (*came, *went)


def _known(edition: Edition) -> Iterator[Known]:
    inside = {
        child.id: clause.form in ("any", "none")
        for clause in edition.walk()
        for child in clause.children
    }
    for place, clause in enumerate(edition.walk()):
        nodes = [node for node in (clause.verdict, clause.points) if node is not None]
        facts = frozenset((one.fact.id, one.lag) for one in sources_of(nodes, [edition]))
        name = re.sub(r"[\d,.%\s]", "", clause.name.zh)
        kind = (clause.points is not None, bool(clause.children))
        yield Known(place, clause, facts, name, kind, inside.get(clause.id, False))


Likes = list[tuple[Known, Known]]


def _ids(old: list[Known], new: list[Known]) -> Likes:
    return [(one, other) for one in old for other in new if one.clause.id == other.clause.id]


def _facts(old: list[Known], new: list[Known]) -> Likes:
    pairs = [(one, other) for one in old for other in new if one.kind == other.kind]
    return _likest(
        (_overlap(*pair), _alike(*pair), *pair) for pair in pairs if _overlap(*pair) > FACTS_ALIKE
    )


def _names(old: list[Known], new: list[Known]) -> Likes:
    pairs = [
        (one, other)
        for one in old
        for other in new
        if (one.kind, one.choice) == (other.kind, other.choice)
    ]
    return _likest((0.0, _alike(*pair), *pair) for pair in pairs if _alike(*pair) >= NAMES_ALIKE)


def _likest(pairs: Iterable[tuple[float, float, Known, Known]]) -> Likes:
    """Sort the likest first, equals in the order of the documents."""
    order = sorted(pairs, key=lambda each: (-each[0], -each[1], each[2].place, each[3].place))
    return [(one, other) for _facts, _name, one, other in order]


def _overlap(one: Known, other: Known) -> float:
    every = one.facts | other.facts
    return len(one.facts & other.facts) / len(every) if every else 0.0


def _alike(one: Known, other: Known) -> float:
    """Tell how much of two names is the same, figures left out."""
    return SequenceMatcher(None, one.name, other.name, autojunk=False).ratio()


def _difference(pair: tuple[Known, str] | None, other: Known) -> Difference:
    if pair is None:
        return Difference("added", "", None, other.clause)
    (one, by), after = pair, other.clause
    before = one.clause
    how = "same" if _asks(before) == _asks(after) else "changed"
    return Difference(how, by, before, after)


def _asks(clause: Clause) -> tuple[object, ...]:
    """Give all that a clause demands itself; its id, its place in the document and what it joins may differ.

    Equal nodes of one library are one node, so that a named value computed otherwise counts as a change.
    """
    texts = (clause.form, clause.name, clause.needs, clause.says, clause.bands, clause.most)
    return texts if clause.children or clause.parts else (*texts, clause.verdict, clause.points)
