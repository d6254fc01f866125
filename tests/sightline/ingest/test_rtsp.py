"""A camera on the network that is pulled out and plugged in again."""

from __future__ import annotations

import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest

from sightline.ingest import Incident, IncidentKind, Options, Patience, Source, open_source
from sightline.values import Frame

PYTHON = Path("/usr/bin/python3")
SERVER = Path(__file__).with_name("rtsp_server.py")
ASKED = "import gi; gi.require_version('GstRtspServer', '1.0')"


@pytest.fixture(scope="module", autouse=True)
def _gstreamer() -> None:
    if (
        not PYTHON.exists()
        or subprocess.run([PYTHON, "-c", ASKED], capture_output=True, check=False).returncode
    ):
        pytest.skip("no RTSP server: install Debian's gir1.2-gst-rtsp-server-1.0 and python3-gi")


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(
    port: int, width: int = 320, pattern: str = "ball"
) -> Iterator[subprocess.Popen[bytes]]:
    command = [str(PYTHON), str(SERVER), str(port), str(width), pattern]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline() == b"ready\n"
            yield server
        finally:
            server.kill()


def wait_for(source: Source, what: IncidentKind | None, seconds: float = 30) -> Frame | Incident:
    """Take until this incident, or until a frame."""
    until = monotonic() + seconds
    while monotonic() < until:
        item = source.take(0.5)
        if what is None and isinstance(item, Frame):
            return item
        if isinstance(item, Incident) and item.kind == what:
            return item
    raise AssertionError(f"no {what or 'frame'} within {seconds} s")


def test_a_camera_killed_and_restarted_is_back(port: int) -> None:
    with open_source(f"rtsp://lin:s3cret@127.0.0.1:{port}/live", Options(name="gate")) as source:
        with serving(port):
            before = wait_for(source, None)
        lost = wait_for(source, IncidentKind.LOST)
        with serving(port, width=160):
            back = wait_for(source, IncidentKind.BACK)
            wait_for(source, IncidentKind.SIZE_CHANGED)
            after = wait_for(source, None)
    assert isinstance(after, Frame)
    assert before.at < lost.at < back.at <= after.at
    assert after.size == (160, 240)
    assert "s3cret" not in repr(lost)


def test_a_camera_that_hangs_is_lost(port: int) -> None:
    options = Options(patience=Patience(silent=1.5))
    with serving(port) as server, open_source(f"rtsp://127.0.0.1:{port}/live", options) as source:
        wait_for(source, None)
        server.send_signal(signal.SIGSTOP)
        wait_for(source, IncidentKind.LOST)
        server.send_signal(signal.SIGCONT)
        wait_for(source, IncidentKind.BACK)


def test_a_camera_behind_a_lid_is_covered(port: int) -> None:
    with (
        serving(port, pattern="black"),
        open_source(f"rtsp://127.0.0.1:{port}/live") as source,
    ):
        assert wait_for(source, IncidentKind.COVERED)
