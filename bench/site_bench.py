"""The measuring inside one Django process: import, evaluate, then pages in turn with a bare page."""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import django

SEARCHES = ("华", "瑞海", "ht", "ntr", "91320612MA", "通恒", "示例99", "kj", "南通 科技", "zz")


def main(firms: int, requests: int) -> None:
    """Print everything that was measured."""
    django.setup()
    from django.core.management import call_command

    for database in ("default", "bare"):
        call_command("migrate", database=database, verbosity=0)
    seen: dict[str, Any] = {"firms": firms}
    desk = staff()
    seen |= _import(firms, desk)
    seen["bulk"] = _bulk(3)
    seen |= _pages(desk, requests, pages=max(1, firms // 50))
    print(json.dumps(seen))


def staff() -> Any:
    """Make somebody who sees the whole zone."""
    from jianghai.people.models import Person, Role

    return Person.objects.create_user("bench", password=None, role=Role.STAFF)


def _import(firms: int, staff: Any) -> dict[str, Any]:
    """Bring a sheet as an upload would, apply it, and evaluate the zone by hand."""
    from bench.made import sheet
    from bench.made.firms import zone
    from jianghai.enterprises import actions
    from jianghai.enterprises.models import FactValue
    from jianghai.enterprises.signals import changed
    from jianghai.standards.actions import evaluating

    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "zone.csv"
        rows = sheet.write(zone(firms), path)
        content = path.read_bytes()
    receivers, changed.receivers = changed.receivers, []  # evaluation is measured apart
    start = time.perf_counter()
    batch = actions.bring_import("zone.csv", content, by=staff)
    read = time.perf_counter() - start
    start = time.perf_counter()
    actions.apply_import(batch, by=staff)
    write = time.perf_counter() - start
    changed.receivers = receivers
    start = time.perf_counter()
    evaluating.evaluate_zone()
    evaluate = time.perf_counter() - start
    values = FactValue.objects.count()
    seconds = {"read": read, "write": write, "evaluate": evaluate}
    return {"rows": rows, "values": values, **seconds}


def _bulk(rounds: int) -> list[float]:
    """Write the imported rows into an empty database with bulk_create and nothing else, several times."""
    from django.db import transaction

    from jianghai.enterprises.models import Batch, Enterprise, FactValue, Source
    from jianghai.people.models import Person

    kinds: tuple[Any, ...] = (Person, Batch, Enterprise, Source, FactValue)
    rows = [list(kind.objects.order_by("pk")) for kind in kinds]
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        with transaction.atomic("bare"):
            for kind, objects in zip(kinds, rows, strict=True):
                kind.objects.using("bare").bulk_create(objects, batch_size=5000)
        taken.append(time.perf_counter() - start)
        for kind in reversed(kinds):
            kind.objects.using("bare").all()._raw_delete("bare")
    return taken


def _pages(staff: Any, requests: int, *, pages: int) -> dict[str, list[float]]:
    """Ask for pages of the list, searches and the bare page, in turn."""
    from django.test import Client
    from django.test.utils import override_settings

    from bench import bare

    ours, plain = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    for client in (ours, plain):
        sign_in(client, staff)
    with override_settings(MIDDLEWARE=list(bare.MIDDLEWARE)):
        plain.handler.load_middleware()
    dice = random.Random(1)  # noqa: S311 not for secrets
    asks: dict[str, Callable[[], float]] = {
        "list": lambda: ask(ours, "/zone/firms/", page=dice.randint(1, pages)),
        "search": lambda: ask(ours, "/zone/firms/", q=dice.choice(SEARCHES)),
        "bare": lambda: ask(plain, "/", page=dice.randint(1, pages)),
    }
    return in_turn(asks, range(requests))


def sign_in(client: Any, person: Any) -> None:
    """Give a client a session, without the machinery that guards the sign-in page."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key


def in_turn(asks: dict[str, Callable[[], float]], rounds: Iterable[int]) -> dict[str, list[float]]:
    """Ask for the pages in turn, after five requests each that are not counted."""
    for ask in asks.values():
        for _ in range(5):
            ask()
    taken: dict[str, list[float]] = {name: [] for name in asks}
    for _ in rounds:
        for name, ask in asks.items():
            taken[name].append(ask())
    return taken


def ask(client: Any, path: str, **query: object) -> float:
    """Ask for a page and give the seconds; RuntimeError where it is not there or has no rows."""
    start = time.perf_counter()
    answer = client.get(path, query)
    taken = time.perf_counter() - start
    if answer.status_code != 200 or (b"<td" not in answer.content and not query.get("q")):
        message = f"{path} {query} answered {answer.status_code}"
        raise RuntimeError(message)
    return taken


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
