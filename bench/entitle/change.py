"""After a change: one edition against evaluating everything, and the lab's answer to one moved threshold.

Every round has a change of its own, so that nothing is ready from the round before.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from bench.entitle import holding, zone
from bench.entitle.shelf import ON, policies, shelf
from bench.timing import Answer, Line, Times
from rulebook.entitle.holdings import entitle_all
from rulebook.policies.changes import revise

if TYPE_CHECKING:
    from rulebook.policies import Policy, Shelf
    from rulebook.values import Frame
    from rulebook.yamlfile import Document

ROUNDS = 7


def run(rows: int, *, of: int) -> Iterator[Answer]:
    """Give the lines of what a change costs."""
    frame = next(zone.frames(rows, of=of, size=rows))
    yield from after_edition(frame)
    yield in_lab(frame)


def moved(places: Iterator[int]) -> Iterator[tuple[Policy, Document]]:
    """Give policies with one threshold moved, each time another."""
    for place in places:
        policy = policies()[place % len(policies())]
        for row in policy.data["clauses"][0]["all"]:
            name, test, bound = row.get("when", "").partition(" >= ")
            if test and "/" not in name:
                digits = bound.rstrip("万元人年件")
                written = f"{int(digits) + 1 + place}{bound[len(digits) :]}"
                yield policy, revise(policy.source, {f"{row['id']}/threshold": written})
                break


def after_edition(frame: Frame) -> Iterator[Answer]:
    """Evaluate after one policy changed: what differs, everything, and everything when nothing is new."""
    changes = moved(count(7, 7))
    before = holding.held(frame)
    taken: dict[str, list[float]] = {"difference": [], "everything": [], "warm": []}
    equal = True
    for _ in range(ROUNDS):
        changed = _with(next(changes)[1])
        one, found = holding.timed(partial(_held, frame, changed, before))
        taken["difference"].append(one)
        other = _with(next(changes)[1])
        taken["everything"].append(holding.timed(partial(_held, frame, other, None))[0])
        taken["warm"].append(holding.timed(partial(holding.held, frame))[0])
        equal = equal and holding.same(found, _held(frame, changed, None))
    times = {name: Times(tuple(rounds)) for name, rounds in taken.items()}
    said = "the same answer" if equal else "ANOTHER ANSWER"
    what = f"after one edition changed, {frame.rows:,} firms × {len(policies())} policies ({said})"
    line = _at_most(what, times["difference"], "everything", times["everything"], 0.2)
    yield (
        line
        if equal
        else Line(line.what, line.measured, line.reference, line.ratio, line.target, hit=False)
    )
    ratio = times["difference"].median / times["warm"].median
    reference = f"everything, program ready {times['warm']}"
    yield Line.printed(what, str(times["difference"]), reference, ratio)


def _at_most(what: str, mine: Times, name: str, theirs: Times, target: float) -> Line:
    return Line.at_most(what, str(mine), f"{name} {theirs}", mine.median / theirs.median, target)


def _with(document: Document) -> Shelf:
    return shelf().with_policy(shelf().read(document))


def _held(frame: Frame, changed: Shelf, before: holding.Holdings | None) -> holding.Holdings:
    return entitle_all(frame, changed, ON, previous=before)


def in_lab(frame: Frame) -> Answer:
    """Move one threshold of one policy and evaluate it, against evaluating a policy of the same size alone."""
    changes = moved(count(7, 7))
    mine, alone = [], []
    for _ in range(ROUNDS):
        policy, document = next(changes)
        mine.append(holding.timed(partial(_read_alone, frame, document))[0])
        alone.append(holding.timed(partial(_alone, frame, policy))[0])
    return _at_most(
        f"the lab's answer after one threshold moved, {frame.rows:,} firms",
        Times(tuple(mine)),
        "that policy alone",
        Times(tuple(alone)),
        1.5,
    )


def _alone(frame: Frame, policy: Policy) -> holding.Holdings:
    return entitle_all(frame, shelf(), ON, policies=(policy,))


def _read_alone(frame: Frame, document: Document) -> holding.Holdings:
    return _alone(frame, shelf().read(document))
