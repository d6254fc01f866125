"""Two hundred policies for up to a million enterprises: against OpenFisca, alone, after a change, and in the lab."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

from bench import ours
from bench.entitle import change, holding, page, zone
from bench.entitle.shelf import plan, policies
from bench.peer import HERE, Peer, PeerError
from bench.timing import Answer, Line, Skipped, Times, interleave, show, untuned

SIZES = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = {1_000: 9, 10_000: 7, 100_000: 5, 1_000_000: 3}
BLOCK = 100_000
FEW = 10_000


def run(sizes: tuple[int, ...] = SIZES) -> Iterator[Answer]:
    """Give every line of this benchmark."""
    try:
        with Peer(HERE / "openfisca_peer" / "serve_owed.py") as peer:
            yield from against_peer(peer, sizes)
    except PeerError as error:
        yield Skipped("two hundred policies against OpenFisca", str(error))
    yield from peak(sizes[-2:], max(sizes))
    yield from change.run(FEW, of=max(sizes))
    yield from page.run()


def against_peer(peer: Peer, sizes: tuple[int, ...]) -> Iterator[Answer]:
    """Run the same policies on both sides, in turn, and compare every cell."""
    most = max(sizes)
    told = ours.KEPT / "owed-plan.json"
    path = zone.parquet(most)
    told.write_text(json.dumps(plan(), ensure_ascii=False), "utf-8")
    count = len(peer.ask("load", plan=str(told), path=str(path))["outputs"])
    differing = compare(peer, most)
    medians: dict[int, Times] = {}
    for rows in sizes:
        things = {
            "ours": partial(holding.seconds, rows, most),
            "whole": partial(_peer_seconds, peer, rows, rows),
            "blocks": partial(_peer_seconds, peer, rows, BLOCK),
        }
        if rows <= BLOCK:
            del things["blocks"]
        times = interleave(things, ROUNDS.get(rows, 3))
        medians[rows] = times["ours"]
        what = _what(rows, differing, count * most if rows == most else 0)
        yield _ratio(what, times["ours"], times["whole"], differing if rows == most else None)
        if "blocks" in times:
            blocks = f"{_what(rows, 0, 0)}, OpenFisca too in blocks of {BLOCK:,}"
            yield _ratio(blocks, times["ours"], times["blocks"], None)
    yield from growth(medians, most)


def growth(medians: dict[int, Times], most: int) -> Iterator[Answer]:
    """Compare the time of all firms with that of a tenth."""
    if most // 10 in medians:
        many, few = medians[most].median, medians[most // 10].median
        what = f"growth from {most // 10:,} to {most:,} firms, {len(policies())} policies"
        yield Line.at_most(what, show(many), show(few), many / few, 11)


def _what(rows: int, differing: int, cells: int) -> str:
    what = f"{len(policies())} policies, {rows:,} firms"
    return f"{what} ({differing:,} of {cells:,} cells differ)" if cells else what


def _ratio(what: str, mine: Times, theirs: Times, differing: int | None) -> Answer:
    ratio = theirs.median / mine.median
    if differing is None:
        return Line.printed(what, str(mine), f"OpenFisca {theirs}", ratio)
    line = Line.at_least(what, str(mine), f"OpenFisca {theirs}", ratio, 10)
    if differing:
        return Line(what, line.measured, line.reference, ratio, line.target, hit=False)
    return line


def _peer_seconds(peer: Peer, rows: int, size: int) -> float:
    return float(peer.ask("run", rows=rows, size=size)["seconds"])


def compare(peer: Peer, rows: int) -> int:
    """Count cells of blocks of a column in which the two sides differ; equal digests are equal cells."""
    theirs = peer.ask("run", rows=rows, size=BLOCK, digest=True)["digests"]
    differing = 0
    for block, mine in zip(theirs, holding.digests(rows, rows, BLOCK), strict=True):
        wrong = sorted(
            what for what in mine.keys() | block.keys() if mine.get(what) != block.get(what)
        )
        differing += len(wrong) * min(rows, BLOCK)
        if wrong:
            print("differs:", *wrong[:20], file=sys.stderr)
    return differing


def peak(sizes: tuple[int, ...], of: int) -> Iterator[Answer]:
    """Measure the highest memory of streaming few and many firms, each in a process of its own."""
    seen = {rows: _peak(rows, of) for rows in sizes}
    few, many = sizes[0], sizes[-1]
    what = f"peak memory of streaming {many:,} firms, {len(policies())} policies"
    ratio = seen[many]["peak"] / seen[few]["peak"]
    measured = f"whole process {seen[many]['peak'] / 1e6:,.0f} MB"
    reference = f"{few:,} firms {seen[few]['peak'] / 1e6:,.0f} MB"
    yield Line.at_most(what, measured, reference, ratio, 1.25)


def _peak(rows: int, of: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.entitle.peak", str(rows), str(of)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=untuned())
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
