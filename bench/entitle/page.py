"""One enterprise's page of what it is owed by two hundred policies, against bare Django's page of fifty rows.

The measuring happens in a process of its own (`python -m bench.entitle.page`) on a throw-away database.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from bench.timing import Answer, Line, Times, show, untuned

FIRMS = 200
FEW = 10_000
REQUESTS = 40


def run() -> Iterator[Answer]:
    """Give the line."""
    from bench.entitle.corpus import written
    from bench.pages import p95

    with tempfile.TemporaryDirectory() as home:
        settings = {
            "DATABASE_URL": f"sqlite:///{Path(home) / 'bench.sqlite3'}",
            "VAR_DIR": str(Path(home) / "var"),
            "CORPUS_DIR": str(written(Path(home) / "corpus")),
            "DJANGO_SETTINGS_MODULE": "bench.site",
            "BACKGROUND": "inline",
            "LOG_LEVEL": "WARNING",
        }
        done = subprocess.run(
            [sys.executable, "-m", "bench.entitle.page"],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            env=untuned() | settings,
        )
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    bare = p95(seen["bare"])
    lab, file = Times(tuple(seen["lab"])), Times(tuple(seen["file"]))
    name = f"the site's lab after one threshold moved, {seen['rows']:,} firms × 200 policies"
    reference = f"a policy alone, from its file {file}"
    yield Line.printed(name, str(lab), reference, lab.median / file.median)
    for page, what in (("owed", "what we are owed"), ("print", "the same with every reason")):
        ours = Times(tuple(seen[page]))
        measured = f"p95 {show(p95(seen[page]))} ({ours})"
        reference = f"bare page of 50 rows p95 {show(bare)} ({Times(tuple(seen['bare']))})"
        ratio = p95(seen[page]) / bare
        name = f"page: {what}, one firm, {seen['clauses']} clauses of 200 policies, SQLite"
        if page == "owed":
            yield Line.at_most(name, measured, reference, ratio, 5)
        else:
            yield Line.printed(name, measured, reference, ratio)


def main() -> None:
    """Bring enterprises, ask for the pages in turn with the bare one, and print what it took."""
    import django

    django.setup()
    from django.core.management import call_command

    from bench import site_bench

    for database in ("default", "bare"):
        call_command("migrate", database=database, verbosity=0)
    person = site_bench.staff()
    firm = _brought(person)
    seen = _asked(person, firm)
    print(json.dumps({**seen, **_tried(), "clauses": _clauses()}))


def _brought(person: Any) -> int:
    """Import made-up enterprises with everything that policies ask for and a sheet can hold; give one of them."""
    from bench.made import sheet
    from bench.made.firms import zone
    from jianghai.enterprises import actions
    from jianghai.enterprises.models import Enterprise
    from jianghai.enterprises.signals import changed

    receivers, changed.receivers = changed.receivers, []
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "zone.csv"
        sheet.write(zone(FIRMS), path)
        for content in (path.read_bytes(), _more().encode("utf-8-sig")):
            actions.apply_import(actions.bring_import("zone.csv", content, by=person), by=person)
    changed.receivers = receivers
    return int(Enterprise.objects.order_by("pk")[FIRMS // 2].pk)


def _more() -> str:
    """Write where the enterprises are, their yes/no facts, and a few figures."""
    from bench.made.columns import YEAR
    from bench.made.sheet import company, credit_code

    plain = {
        "region_code": "320614",
        "tax_region_code": "320614",
        "in_cultivation_library": "是",
        "rd_accounts": "是",
        "small_or_micro": "是",
        "listed": "否",
        "serious_dishonesty": "否",
        "incident_bar": "否",
        "tax_bar": "否",
        "fraud_bar": "否",
        "in_hitech_catalogue": "是",
        "city_project_recognised": "否",
        "tech_field": "新材料",
        "insured": "80",
        "new_equipment": "350",
        "project_investment": "1200",
        "rent_price": "25",
        "rent_area": "900",
        "rent_months": "12",
    }
    rows = [",".join(["uscc", "name", "year", *plain])]
    rows += [
        ",".join([credit_code(row), company(row), str(YEAR), *plain.values()])
        for row in range(FIRMS)
    ]
    return "\n".join(rows)


def _asked(person: Any, firm: int) -> dict[str, list[float]]:
    from django.test import Client
    from django.test.utils import override_settings

    from bench import bare
    from bench.site_bench import ask, in_turn, sign_in

    ours, plain = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    for client in (ours, plain):
        sign_in(client, person)
    with override_settings(MIDDLEWARE=list(bare.MIDDLEWARE)):
        plain.handler.load_middleware()
    asks = {
        "owed": lambda: _opened(ours, f"/firms/{firm}/owed/"),
        "print": lambda: _opened(ours, f"/firms/{firm}/owed/print/"),
        "bare": lambda: ask(plain, "/", page=1),
    }
    return in_turn(asks, range(REQUESTS))


def _tried() -> dict[str, Any]:
    """Try moves of thresholds on a zone in memory, in turn with evaluating policies alone."""
    from itertools import count

    from bench.entitle import change, holding, zone
    from bench.entitle.shelf import ON, policies, shelf, sources
    from jianghai.enterprises.columns import Rows
    from jianghai.policies.held import Held
    from jianghai.policies.lab import trial
    from rulebook.values import Frame

    read = next(zone.frames(FEW, of=100_000, size=FEW))
    nothing = np.zeros(FEW)
    paid = {s.name: (nothing, nothing) for s in sources() if s.fact.ledger}
    frame = Frame(FEW, {**paid, **read.numbers}, read.flags)  # the site reads every ledger
    years = np.full(FEW, ON.year - 1)
    held = Held("bench", Rows(list(range(FEW)), years, years, ON, frame), shelf(), policies())
    changes = change.moved(count(7, 7))
    taken: dict[str, list[float]] = {"lab": [], "file": []}
    trial(held, policies()[0].source, {})
    for _ in range(REQUESTS):
        policy, path, written = next(changes)
        other = next(changes)[0]
        tried = partial(trial, held, policy.source, {path: written})
        taken["lab"].append(holding.timed(tried)[0])
        taken["file"].append(holding.timed(partial(change.answer, frame, other, {}))[0])
    return {**taken, "rows": FEW}


def _opened(client: Any, path: str) -> float:
    start = time.perf_counter()
    answer = client.get(path)
    taken = time.perf_counter() - start
    if answer.status_code != 200 or "示例".encode() not in answer.content:
        message = f"{path} answered {answer.status_code}"
        raise RuntimeError(message)
    return taken


def _clauses() -> int:
    from bench.entitle.shelf import policies

    return sum(len(policy.items) for policy in policies())


if __name__ == "__main__":
    main()
