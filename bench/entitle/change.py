"""After a change: one edition against evaluating everything, and the lab's answer to one moved threshold.

Every round has a change of its own, so that nothing is ready from the round before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
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

ROUNDS = 7


def run(rows: int, *, of: int) -> Iterator[Answer]:
    """Give the lines of what a change costs."""
    frame = next(zone.frames(rows, of=of, size=rows))
    yield from after_edition(frame)
    yield from in_lab(frame)


def moved(places: Iterator[int]) -> Iterator[tuple[Policy, str, str]]:
    """Give policies with a threshold to move, as a path and a value, each time another."""
    for place in places:
        policy = policies()[place % len(policies())]
        for row in policy.data["clauses"][0]["all"]:
            name, test, bound = row.get("when", "").partition(" >= ")
            if test and "/" not in name:
                digits = bound.rstrip("万元人年件")
                written = f"{int(digits) + 1 + place}{bound[len(digits) :]}"
                yield policy, f"{row['id']}/threshold", written
                break


def after_edition(frame: Frame) -> Iterator[Answer]:
    """Evaluate after one policy changed: what differs, and everything; each when first asked for, and once more."""
    changes = moved(count(7, 7))
    before = holding.held(frame)
    first: dict[str, list[float]] = {"difference": [], "everything": []}
    again: dict[str, list[float]] = {"difference": [], "everything": []}
    equal = True
    for _ in range(ROUNDS):
        for name, known in (("difference", before), ("everything", None)):
            changed = _with(*next(changes))
            taken, found = holding.timed(partial(_held, frame, changed, known))
            first[name].append(taken)
            again[name].append(holding.timed(partial(_held, frame, changed, known))[0])
            equal = equal and holding.same(found, _held(frame, changed, None))
    said = "the same answer" if equal else "ANOTHER ANSWER"
    what = f"after one edition changed, {frame.rows:,} firms × {len(policies())} policies"
    for times, name in ((first, f"{what} ({said})"), (again, f"{what}, asked once more")):
        mine, theirs = (Times(tuple(times[side])) for side in ("difference", "everything"))
        line = _at_most(name, mine, "everything", theirs, 0.2)
        yield line if equal else replace(line, hit=False)


def _at_most(what: str, mine: Times, name: str, theirs: Times, target: float) -> Line:
    return Line.at_most(what, str(mine), f"{name} {theirs}", mine.median / theirs.median, target)


def _with(policy: Policy, path: str, written: str) -> Shelf:
    return shelf().with_policy(shelf().read(revise(policy.source, {path: written})))


def _held(frame: Frame, changed: Shelf, before: holding.Holdings | None) -> holding.Holdings:
    return entitle_all(frame, changed, ON, previous=before)


def in_lab(frame: Frame) -> Iterator[Answer]:
    """Move one threshold of a policy and evaluate it, against evaluating the policy as it is written.

    Both read the policy's text anew; a policy whose program is ready needs neither reading nor lowering.
    """
    changes = moved(count(7, 7))
    taken: dict[str, list[float]] = {"lab": [], "file": [], "ready": []}
    for _ in range(3 * ROUNDS):
        policy, path, written = next(changes)
        other = next(changes)[0]
        taken["lab"].append(holding.timed(partial(answer, frame, policy, {path: written}))[0])
        taken["file"].append(holding.timed(partial(answer, frame, other, {}))[0])
        taken["ready"].append(holding.timed(partial(_alone, frame, policy))[0])
    times = {name: Times(tuple(rounds)) for name, rounds in taken.items()}
    what = f"the lab's answer after one threshold moved, {frame.rows:,} firms"
    yield _at_most(what, times["lab"], "a policy alone, from its file", times["file"], 1.5)
    ratio = times["lab"].median / times["ready"].median
    reference = f"a policy alone, program ready {times['ready']}"
    yield Line.printed(what, str(times["lab"]), reference, ratio)


def answer(frame: Frame, policy: Policy, changes: Mapping[str, str]) -> holding.Holdings:
    """Read a policy with some values moved, and evaluate it alone."""
    document = revise(policy.source, changes) if changes else policy.source
    return _alone(frame, shelf().read(document))


def _alone(frame: Frame, policy: Policy) -> holding.Holdings:
    return entitle_all(frame, shelf(), ON, policies=(policy,))
