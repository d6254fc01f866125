"""The real server on a copy of the test's database: five browsers at once need more than one connection.

A test's SQLite lies in memory behind one connection that all threads of a live server share; it is copied to a file.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

from django.conf import settings
from django.db import connection

from tests.databases import copied

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60
#: Where a server with a clock of its own is told what time it is.
MOVE = "/moved/"


def database(folder: Path) -> str:
    """Give the address of a database that holds what the test laid down."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{copied(folder / 'served.sqlite3')}"
    told = connection.settings_dict
    name = f"{quote(told['USER'])}:{quote(told['PASSWORD'])}" if told["USER"] else ""
    host = told["HOST"] or told.get("OPTIONS", {}).get("host", "")  # a socket's folder is an option
    where = f"?host={quote(host, safe='')}" if host.startswith("/") else ""
    address = "" if where else f"{host}:{told['PORT'] or 5432}"
    return f"postgresql://{name}@{address}/{told['NAME']}{where}"


@contextmanager
def served(
    folder: Path, materials: Path | None, application: str = "jianghai.wsgi:application"
) -> Iterator[str]:
    """Serve what the test laid down, and give the address; end the server afterwards.

    An application with a clock of its own does nothing in the background, where the clock is another.
    """
    if materials is not None:
        shutil.copytree(materials, folder / "materials")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = {
        "DATABASE_URL": database(folder),
        "VAR_DIR": str(folder),
        "SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "jianghai.settings",
        "LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(ROOT),
        "BACKGROUND": "thread" if application.startswith("jianghai.") else "worker",
    }
    (folder / "static").mkdir()  # whitenoise warns without it
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host"]
    command += ["127.0.0.1", "--port", str(port), "--blocking-threads", "8"]
    command += ["--working-dir", str(ROOT / "src"), application]
    with subprocess.Popen(command, env={**os.environ, **told}) as server:
        try:
            yield answering(f"http://127.0.0.1:{port}", server)
        finally:
            server.terminate()


def answering(home: str, server: subprocess.Popen[bytes]) -> str:
    """Wait until the server answers, and give its address."""
    for _again in range(SECONDS * 10):
        assert server.poll() is None, "the server ended by itself"
        try:
            with urlopen(f"{home}/accounts/login/") as answer:
                assert answer.status == 200
                return home
        except URLError:
            time.sleep(0.1)
    raise TimeoutError(home)
