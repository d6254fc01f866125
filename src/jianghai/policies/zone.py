"""The zone by column: for every clause the verdict and amount of all enterprises, as judged or as stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from jianghai.policies.models import Column
from jianghai.policies.packing import UNLIMITED, Codes, Whole, codes, fen, packed, whole
from rulebook.values import Verdict

if TYPE_CHECKING:
    from rulebook.entitle.holdings import Holdings
    from rulebook.policies import Policy, Shelf


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """One clause for some enterprises: verdicts, whether it counts, and both ends of its amount in fen.

    The ends are None where the clause gives no money; a high end below nothing has no limit.
    """

    edition: str
    digest: str
    verdicts: Codes
    kept: Codes
    low: Whole | None
    high: Whole | None
    #: Whether somebody confirmed that it is in force as written.
    assured: bool = False

    def taken(self, which: Whole) -> Answer:
        """Take some enterprises; a place below nothing is an enterprise that was not judged yet, and unmet."""
        return replace(
            self,
            verdicts=_taken(self.verdicts, which),
            kept=_taken(self.kept, which),
            low=None if self.low is None else _taken(self.low, which),
            high=None if self.high is None else _taken(self.high, which),
        )

    def put(self, places: Whole, part: Answer) -> Answer:
        """Give the same clause with some enterprises judged anew."""
        nothing = np.zeros(len(self.verdicts), dtype=np.int64)
        low, high = None, None
        if part.low is not None and part.high is not None:
            low = _put(nothing if self.low is None else self.low, places, part.low)
            high = _put(nothing if self.high is None else self.high, places, part.high)
        return Answer(
            part.edition,
            part.digest,
            _put(self.verdicts, places, part.verdicts),
            _put(self.kept, places, part.kept),
            low,
            high,
            part.assured,
        )

    def same(self, other: Answer) -> bool:
        """Tell whether nothing differs."""
        sides = ((self.low, other.low), (self.high, other.high))
        return (
            (self.edition, self.digest, self.assured)
            == (other.edition, other.digest, other.assured)
            and np.array_equal(self.verdicts, other.verdicts)
            and np.array_equal(self.kept, other.kept)
            and all(
                one is two if one is None or two is None else np.array_equal(one, two)
                for one, two in sides
            )
        )


def _taken(side: Any, which: Whole) -> Any:
    if not len(side):
        return np.zeros(len(which), dtype=side.dtype)
    return np.where(which >= 0, side[which], 0).astype(side.dtype)


def _put(mine: Any, places: Whole, other: Any) -> Any:
    changed = mine.copy()
    changed[places] = other
    return changed


Answers = dict[str, Answer]


def answers_of(holdings: Holdings, policies: Iterable[Policy]) -> Answers:
    """Take up what was evaluated."""
    homes = {item.key: policy for policy in policies for item in policy.items}
    assured = {item.key: item.assured for item in holdings.arrangement.items}
    priced = set(holdings.priced)
    found: Answers = {}
    for key in holdings.keys:
        ends = [fen(side) for side in holdings.amount(key)] if key in priced else [None, None]
        found[key] = Answer(
            homes[key].key,
            homes[key].digest,
            holdings.verdict(key),
            holdings.kept(key),
            ends[0],
            ends[1],
            assured[key],
        )
    return found


def stored(clauses: Iterable[str] | None = None) -> Answers:
    """Read what is stored, of all clauses or of some; one query."""
    rows = Column.objects.order_by("clause")
    if clauses is not None:
        rows = rows.filter(clause__in=list(clauses))
    return {row.clause: answer(row) for row in rows}


def answer(row: Column) -> Answer:
    """Read one stored clause."""
    return Answer(
        row.edition,
        row.digest,
        codes(row.verdicts),
        codes(row.kept),
        None if row.low is None else whole(row.low),
        None if row.high is None else whole(row.high),
        row.assured,
    )


def column(clause: str, told: Answer) -> Column:
    """Write one clause down."""
    row = Column(
        clause=clause,
        edition=told.edition,
        digest=told.digest,
        assured=told.assured,
        verdicts=packed(told.verdicts),
        kept=packed(told.kept),
        met=int((told.verdicts == Verdict.MET).sum()),
        review=int((told.verdicts == Verdict.REVIEW).sum()),
        unknown=int((told.verdicts == Verdict.UNKNOWN).sum()),
    )
    row.certain, row.possible = sums(told)
    if told.low is not None and told.high is not None:
        row.low, row.high = packed(told.low), packed(told.high)
    return row


def sums(told: Answer) -> tuple[int, int | None]:
    """Give what a clause surely comes to where it counts, and the most on top; None where nothing limits it.

    Nothing is sure by a policy that nobody has confirmed.
    """
    if told.low is None or told.high is None:
        return 0, 0
    certain = int(told.low[told.kept == Verdict.MET].sum()) if told.assured else 0
    open_ = told.kept >= Verdict.REVIEW
    if bool((told.high[open_] == UNLIMITED).any()):
        return certain, None
    return certain, max(0, int(told.high[open_].sum()) - certain)


def fingerprint(shelf: Shelf, policies: Iterable[Policy]) -> str:
    """Give a digest of the editions that the zone is judged by and of the groups across them."""
    groups = [(group.id, group.rule, group.members, str(group.cap)) for group in shelf.wide]
    told = [sorted((policy.key, policy.digest) for policy in policies), groups]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def aligned(answers: Mapping[str, Answer], before: Whole, after: Whole) -> Answers:
    """Put what was stored for some enterprises into the order of others."""
    if np.array_equal(before, after):
        return dict(answers)
    places = {pk: place for place, pk in enumerate(before.tolist())}
    which = np.array([places.get(pk, -1) for pk in after.tolist()], dtype=np.int64)
    return {key: told.taken(which) for key, told in answers.items()}
