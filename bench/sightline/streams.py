"""How soon a camera is back that was pulled out, and what reading adds to decoding."""

from __future__ import annotations

import socket
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.timing import Answer, Line, Skipped, interleave

ROOT = Path(__file__).resolve().parents[2]
SERVER = ROOT / "tests" / "sightline" / "ingest" / "rtsp_server.py"
PYTHON = Path("/usr/bin/python3")
VTEST = Path("/usr/share/doc/opencv-doc/examples/data/vtest.avi")
ASKED = "import gi; gi.require_version('GstRtspServer', '1.0')"
AWAY = (0.5, 1.0, 2.0, 4.0, 8.0)
BACK = 5.0


def run() -> Iterator[Answer]:
    """Measure both, or say what is missing."""
    yield from _reconnection()
    yield from _reading()


def _reconnection() -> Iterator[Answer]:
    what = "RTSP: seconds from the server's return to the first picture (worst of 5)"
    if (
        not PYTHON.exists()
        or subprocess.run([PYTHON, "-c", ASKED], capture_output=True, check=False).returncode
    ):
        yield Skipped(what, "Debian's gir1.2-gst-rtsp-server-1.0 and python3-gi are not installed")
        return
    taken = sorted(_away(seconds) for seconds in AWAY)
    shown = f"{taken[0]:.2f} / {statistics.median(taken):.2f} / {taken[-1]:.2f} s"
    yield Line.at_most(what, shown, f"{BACK:g} s", taken[-1] / BACK, 1.0)


def _away(seconds: float) -> float:
    """Kill the server, let it be away for so long, and time the way back."""
    from sightline.ingest import open_source
    from sightline.values import Frame

    port = _free_port()
    with open_source(f"rtsp://127.0.0.1:{port}/live") as source:
        with _serving(port):
            while not isinstance(source.take(), Frame):
                pass
        time.sleep(seconds)
        while source.take(0) is not None:
            pass
        with _serving(port):
            start = time.perf_counter()
            while not isinstance(source.take(), Frame):
                pass
            return time.perf_counter() - start


@contextmanager
def _serving(port: int) -> Iterator[None]:
    command = [str(PYTHON), str(SERVER), str(port), "320", "ball"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        try:
            if server.stdout is not None:
                server.stdout.readline()
            yield
        finally:
            server.kill()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _reading() -> Iterator[Answer]:
    what = "Reading vtest.avi with clock, condition and limits"
    if not VTEST.exists():
        yield Skipped(what, "Debian's opencv-doc is not installed")
        return
    times = interleave({"bare": _bare, "ours": _ours}, rounds=3)
    bare, ours = times["bare"], times["ours"]
    yield Line.printed(what, str(ours), f"PyAV to pixels {bare}", bare.median / ours.median)


def _bare() -> None:
    import av

    with av.open(str(VTEST)) as film:
        for frame in film.decode(video=0):
            frame.to_ndarray(format="bgr24")


def _ours() -> None:
    from sightline.ingest import open_source

    for _ in open_source(str(VTEST)):
        pass
