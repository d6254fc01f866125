"""The peer: BoT-SORT of the package `trackers`, in an environment of its own, as it comes."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

import numpy as np

from bench.timing import untuned
from sightline.evaluate.motfiles import Rows

HERE = Path(__file__).parent
HOME = HERE.parent / ".venv-trackers"
PACKAGES = ("trackers==2.6.1",)

Table = np.ndarray


class PeerError(RuntimeError):
    """The peer could not be installed or answered with an error."""


def python() -> Path:
    """Give the peer's interpreter, installing the peer first where it is not there yet."""
    interpreter = HOME / "bin" / "python"
    if not (HOME / ".done").exists():
        print("installing trackers into bench/.venv-trackers …", file=sys.stderr)
        venv.create(HOME, with_pip=True, clear=True)
        pip = [str(interpreter), "-m", "pip", "install", "--quiet", *PACKAGES]
        done = subprocess.run(pip, check=False, capture_output=True, text=True)
        if done.returncode:
            raise PeerError((done.stderr.strip().splitlines() or ["pip failed"])[-1])
        (HOME / ".done").touch()
    return interpreter


class Peer:
    """A running peer that follows the boxes it is given; used in a ``with`` block."""

    def __init__(self, boxes: dict[str, Table], folder: Path) -> None:
        """Start it for recordings of rows frame, x1, y1, x2, y2, score, label."""
        self._file, self._out = folder / "boxes.npz", folder / "rows.npz"
        np.savez(self._file, **boxes)
        self._process = subprocess.Popen(
            [str(python()), str(HERE / "botsort_peer" / "serve.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=untuned(),
        )

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """End the process."""
        cast("IO[str]", self._process.stdin).close()
        self._process.wait(timeout=60)

    def follow(self) -> float:
        """Follow all recordings anew and give the seconds that its tracker took."""
        writer = cast("IO[str]", self._process.stdin)
        writer.write(json.dumps({"file": str(self._file), "out": str(self._out)}) + "\n")
        writer.flush()
        line = cast("IO[str]", self._process.stdout).readline()
        if not line:
            message = "the process of the reference tracker ended"
            raise PeerError(message)
        return float(json.loads(line)["seconds"])

    def rows(self) -> dict[str, Rows]:
        """Give what it followed the last time."""
        with np.load(self._out) as held:
            return {
                name: Rows.of(held[name][:, 0], held[name][:, 1], held[name][:, 2:])
                for name in held.files
            }
