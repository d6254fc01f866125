"""Many firms: against OpenFisca on the rules written for both, against memory, and growth."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench import memory, ours
from bench.made import shared_rules
from bench.peer import Peer, PeerError
from bench.timing import Answer, Line, Skipped, Times, interleave, show

if TYPE_CHECKING:
    from rulebook.values import Frame

SIZES = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = {1_000: 9, 10_000: 7, 100_000: 5, 1_000_000: 7}


def run(sizes: tuple[int, ...] = SIZES) -> Iterator[Answer]:
    """Give every line of this benchmark."""
    try:
        with Peer() as peer:
            yield from against_peer(peer, sizes)
    except PeerError as error:
        yield Skipped("three rule sets against OpenFisca", str(error))
    yield from alone(sizes)
    yield peak(max(sizes))


def against_peer(peer: Peer, sizes: tuple[int, ...]) -> Iterator[Answer]:
    """Run the same three rule sets on both sides, in turn, and compare every cell."""
    editions = ours.compared_editions()
    most = max(sizes)
    kept = [(e.standard, *what) for e in editions for what in shared_rules.outputs(e)]
    prepare(peer, most)
    whole = ours.frame(most, editions, of=most)
    for rows in sizes:
        part = ours.head(whole, rows)
        things: dict[str, Callable[[], float | None]] = {
            "ours": partial(_discard, ours.evaluated, part, editions),
            "peer": partial(_peer_seconds, peer, rows),
        }
        times = interleave(things, ROUNDS.get(rows, 3))
        differing = compare(peer, part, kept)
        yield _ratio(rows, times, differing, len(kept) * rows, last=rows == most)


def prepare(peer: Peer, rows: int) -> None:
    """Let the peer read the Parquet, the cohorts and what it is to compute."""
    editions = ours.compared_editions()
    names = [source.name for source in ours.sources(editions)]
    outputs = [name for e in editions for _, _, name in shared_rules.outputs(e)]
    columns = shared_rules.peer_columns(names)
    peer.ask("load", path=str(ours.parquet(rows)), columns=columns, outputs=outputs)
    cohorts = ours.KEPT / "cohorts.json"
    cohorts.write_text(json.dumps({"tables": _plain_tables()}), "utf-8")
    peer.ask("cohorts", path=str(cohorts))


def _plain_tables() -> dict[str, dict[int, dict[str, list[float]]]]:
    """Give the rank tables of every cohort there can be, as the peer reads them."""
    codes = [stage * 100 + field for stage in (1, 2, 3) for field in range(ours.FIELDS + 1)]
    return {
        name: {
            code: {end: getattr(tables[code], end).tolist() for end in ("values", "at", "above")}
            for code in codes
            if code in tables
        }
        for name, tables in ours.cohorts().tables.items()
    }


def _discard(thing: Any, *args: Any) -> None:
    thing(*args)


def _peer_seconds(peer: Peer, rows: int) -> float:
    return float(peer.ask("run", rows=rows)["seconds"])


def compare(peer: Peer, part: Frame, kept: list[tuple[str, str, str, str]]) -> int:
    """Count the cells in which the two sides differ."""
    path = ours.KEPT / "peer.npz"
    peer.ask("save", path=str(path))
    table = ours.evaluated(part, ours.compared_editions(), parts=True)
    differing = 0
    with np.load(path) as theirs:
        for code, kind, clause, name in kept:
            mine = ours.column_of(table, (code, clause, kind))
            differing += int(np.count_nonzero(mine != theirs[name]))
    Path(path).unlink()
    return differing


def _ratio(rows: int, times: dict[str, Times], differing: int, cells: int, *, last: bool) -> Answer:
    ratio = times["peer"].median / times["ours"].median
    what = f"three rule sets, {rows:,} firms ({differing:,} of {cells:,} cells differ)"
    mine, theirs = str(times["ours"]), f"OpenFisca {times['peer']}"
    if not last:
        return Line.printed(what, mine, theirs, ratio)
    line = Line.at_least(what, mine, theirs, ratio, 10)
    return line if not differing else Line(what, mine, theirs, ratio, line.target, hit=False)


def alone(sizes: tuple[int, ...]) -> Iterator[Answer]:
    """Evaluate all shipped standards, and read the same columns once with numpy."""
    editions = ours.every_edition()
    most = max(sizes)
    whole = ours.frame(most, editions, of=most)
    medians: dict[int, Times] = {}
    for rows in sizes:
        part = ours.head(whole, rows)
        things = {
            "ours": partial(_discard, ours.evaluated, part, editions),
            "scan": partial(_discard, scan, part),
        }
        times = interleave(things, ROUNDS.get(rows, 3))
        medians[rows] = times["ours"]
        ratio = times["ours"].median / times["scan"].median
        what = f"all {len(editions)} standards, {rows:,} firms"
        yield Line.printed(what, str(times["ours"]), f"numpy sum {times['scan']}", ratio)
    if most // 10 in medians:
        growth = medians[most].median / medians[most // 10].median
        what = f"growth from {most // 10:,} to {most:,} firms, all standards"
        yield Line.at_most(
            what, show(medians[most].median), show(medians[most // 10].median), growth, 11
        )


def scan(part: Frame) -> float:
    """Read every input column once: the limit that memory sets."""
    total = 0.0
    for flags in part.flags.values():
        total += float(np.sum(flags, dtype=np.int64))
    for low, high in part.numbers.values():
        total += float(np.sum(low))
        if high is not low:
            total += float(np.sum(high))
    return total


def peak(rows: int) -> Answer:
    """Measure the highest memory of one evaluation of everything against its input."""
    seen = memory.measured(rows)
    ratio = seen["peak"] / seen["input"]
    what = f"peak memory, all standards, {rows:,} firms"
    parts = f"whole process {seen['peak'] / 1e6:,.0f} MB, of it {seen['empty'] / 1e6:,.0f} MB code"
    return Line.at_most(what, parts, f"input {seen['input'] / 1e6:,.0f} MB", ratio, 3)


def profile(rows: int = 100_000) -> str:
    """Tell seconds and rows decided by the interpreter for each standard, for whoever makes it faster."""
    whole = ours.frame(rows, ours.every_edition(), of=rows)
    lines = {}
    for edition in ours.every_edition():
        ours.evaluated(whole, [edition])
        start = time.perf_counter()
        table = ours.evaluated(whole, [edition])
        taken = time.perf_counter() - start
        lines[edition.key] = (round(taken, 4), table.columns.close)
    return json.dumps(lines, indent=1)
