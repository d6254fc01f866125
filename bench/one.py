"""One enterprise: the full tree of reasons against OpenFisca's /trace, and what-if against that."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bench import evaluate, ours
from bench.made import person
from bench.peer import Peer, PeerError
from bench.timing import Answer, Line, Skipped, Times, interleave, show
from rulebook.evaluate import evaluate as evaluate_one
from rulebook.values import Verdict
from rulebook.whatif import whatif

if TYPE_CHECKING:
    from rulebook.records import Record
    from rulebook.rules.editions import Edition

ROW = 7
ROUNDS = 31
PEER_ROWS = 1000


def run() -> Iterator[Answer]:
    """Give every line of this benchmark."""
    firm = person.record(ROW)
    try:
        with Peer() as peer:
            yield from against_trace(firm, peer)
    except PeerError as error:
        yield Skipped("one firm against /trace", str(error))
    yield from changing(firm)


def explained(firm: Record, editions: tuple[Edition, ...]) -> int:
    """Evaluate with all reasons and write every Chinese sentence, citation and fact as JSON would hold it."""
    results = evaluate_one(firm, editions, cohorts=ours.cohorts())
    return sum(len(result.as_dict("zh")["clauses"]) for result in results)


def against_trace(firm: Record, peer: Peer) -> Iterator[Answer]:
    """Explain one firm on both sides, in turn: all standards, and only the three of the peer."""
    evaluate.prepare(peer, PEER_ROWS)
    every, three = ours.every_edition(), ours.compared_editions()
    things = {
        "all": lambda: _discard(explained(firm, every)),
        "three": lambda: _discard(explained(firm, three)),
        "trace": lambda: float(peer.ask("trace", row=ROW, rounds=1)["seconds"][0]),
    }
    times = interleave(things, ROUNDS, tidy=False)
    trace = f"OpenFisca /trace of three {times['trace']}"
    for name, count in (("all", len(every)), ("three", len(three))):
        ratio = times["trace"].median / times[name].median
        what = f"one firm, {count} standards, every reason in Chinese"
        yield Line.at_least(what, str(times[name]), trace, ratio, 20)


def _discard(_answer: object) -> None:
    return None


def changing(firm: Record) -> Iterator[Answer]:
    """Ask of every standard with an unmet clause what would change it, against evaluating it once."""
    once, asked, clauses = 0.0, 0.0, 0
    for edition in ours.every_edition():
        unmet = _unmet(firm, edition)
        if not unmet:
            continue
        once += _median(lambda one=edition: explained(firm, (one,)))
        asked += _median(lambda one=edition: whatif(firm, one, cohorts=ours.cohorts()))
        clauses += unmet
    what = f"what-if of {clauses} unmet clauses, with combinations and what to ask next"
    yield Line.at_most(what, show(asked), f"one evaluation each {show(once)}", asked / once, 50)


def _unmet(firm: Record, edition: Edition) -> int:
    (result,) = evaluate_one(firm, (edition,), cohorts=ours.cohorts())
    return sum(clause.verdict is Verdict.UNMET for clause in result.walk())


def _median(thing: object, rounds: int = 9) -> float:
    taken = []
    thing()  # type: ignore[operator]
    for _ in range(rounds):
        start = time.perf_counter()
        thing()  # type: ignore[operator]
        taken.append(time.perf_counter() - start)
    return Times(tuple(taken)).median
