"""Serve this checkout at 127.0.0.1: bring the database up to date, fill an empty one, start.

`python scripts/serve.py [--port 8000]` is what `make run` and `jianghai run` do. An empty registry
gets the made-up zone where `DEMO` allows it, which on a public machine it does not.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


def refuse_taken(port: int) -> None:
    """Stop with a word about what to do where another program has the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as reason:
            raise SystemExit(
                f"端口 {port} 无法使用（{reason.strerror}），请换一个：PORT={port + 1} make run / "
                f"Port {port} cannot be used ({reason.strerror}); take another: PORT={port + 1} make run"
            ) from None


def prepare() -> None:
    """Bring the database up to date, and fill it with the made-up zone where it is empty."""
    django.setup()
    from jianghai.enterprises.models import Enterprise  # noqa: PLC0415 - models want django.setup

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # whitenoise warns without it
    call_command("migrate", verbosity=0)
    if not settings.ALONE:
        call_command("collectstatic", interactive=False, verbosity=0)
    if settings.DEMO and not Enterprise.objects.exists():
        print("载入演示园区（虚构）…… / Loading the made-up zone …", flush=True)
        call_command("demo")


def warm() -> None:
    """Compile the rule machine now, once an install, so that nobody's first page waits for it."""
    from rulebook.graph import Graph, Op  # noqa: PLC0415 - compiles on import
    from rulebook.machine import run_one  # noqa: PLC0415

    graph = Graph()
    run_one((graph.node(Op.GE, graph.const(1), graph.const(0)),), {}, {})


def listening(port: int, server: subprocess.Popen[bytes]) -> bool:
    """Wait until the server answers; tell whether it does."""
    while server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return True
        time.sleep(0.1)
    return False


def serve(port: int) -> int:
    """Run the server until somebody stops it, and give its exit code."""
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    where = ["--host", HOST, "--port", str(port), "--log-level", "warning"]
    # A browser keeps six connections open and each counts as one request in work.
    threads = str(2 * (os.cpu_count() or 1) + 1)
    crowd = ["--blocking-threads", threads, "--backpressure", "64"]
    command = [
        *granian,
        *where,
        *crowd,
        "--working-dir",
        str(ROOT / "src"),
        "jianghai.wsgi:application",
    ]
    # In a session of its own: Ctrl-C reaches us alone, and we end the server in order.
    server = subprocess.Popen(command, start_new_session=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if listening(port, server):
            print(f"江海 Jianghai: http://{HOST}:{port}  (Ctrl-C 停止 / stops)", flush=True)
        return server.wait()
    except KeyboardInterrupt:
        return stopped(server)


def stopped(server: subprocess.Popen[bytes]) -> int:
    """Ask the server to end, and end it where it does not within ten seconds."""
    server.terminate()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
    return 0


def main() -> int:
    """Read the port, prepare and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jianghai.settings")
    refuse_taken(port)
    prepare()
    warm()
    return serve(port)


if __name__ == "__main__":
    raise SystemExit(main())
