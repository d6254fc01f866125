"""The peer process: OpenFisca in an environment of its own, spoken to by one JSON line at a time."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, cast

from bench.timing import untuned

HERE = Path(__file__).parent
HOME = HERE / ".venv-openfisca"
PACKAGES = ("openfisca-core[web-api]", "pyarrow")


class PeerError(RuntimeError):
    """The peer could not be installed or answered with an error."""


def python() -> Path:
    """Give the peer's interpreter, installing the peer first where it is not there yet."""
    interpreter = HOME / "bin" / "python"
    if not (HOME / ".done").exists():
        print("installing OpenFisca into bench/.venv-openfisca …", file=sys.stderr)
        venv.create(HOME, with_pip=True, clear=True)
        pip = [str(interpreter), "-m", "pip", "install", "--quiet", *PACKAGES]
        done = subprocess.run(pip, check=False, capture_output=True, text=True)
        if done.returncode:
            raise PeerError(done.stderr.strip().splitlines()[-1])
        (HOME / ".done").touch()
    return interpreter


class Peer:
    """A running peer; used in a ``with`` block."""

    def __init__(self, script: str = "serve.py") -> None:
        """Start the process that a script of `openfisca_peer` is."""
        self._process = subprocess.Popen(
            [str(python()), str(HERE / "openfisca_peer" / script)],
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

    def ask(self, do: str, **what: Any) -> Mapping[str, Any]:
        """Ask for one thing and wait for the answer."""
        writer = cast("IO[str]", self._process.stdin)
        writer.write(json.dumps({"do": do, **what}) + "\n")
        writer.flush()
        line = cast("IO[str]", self._process.stdout).readline()
        if not line:
            message = f"the OpenFisca process ended while doing {do!r}"
            raise PeerError(message)
        answer: Mapping[str, Any] = json.loads(line)
        return answer
