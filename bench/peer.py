"""A peer: a library to be compared with, in an environment of its own, spoken to by one JSON line at a time."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, cast

from bench.timing import untuned

HERE = Path(__file__).parent


class PeerError(RuntimeError):
    """The peer could not be installed or answered with an error."""


@dataclass(frozen=True, slots=True)
class Home:
    """An environment below `bench/`: its name, and what is installed in it."""

    name: str
    packages: tuple[str, ...]

    def python(self) -> Path:
        """Give the interpreter, installing first where nothing is there yet."""
        folder = HERE / f".venv-{self.name}"
        interpreter = folder / "bin" / "python"
        if not (folder / ".done").exists():
            print(f"installing {self.name} into bench/{folder.name} …", file=sys.stderr)
            venv.create(folder, with_pip=True, clear=True)
            pip = [str(interpreter), "-m", "pip", "install", "--quiet", *self.packages]
            done = subprocess.run(pip, check=False, capture_output=True, text=True)
            if done.returncode:
                raise PeerError((done.stderr.strip().splitlines() or ["pip failed"])[-1])
            (folder / ".done").touch()
        return interpreter


OPENFISCA = Home("openfisca", ("openfisca-core[web-api]", "pyarrow"))


class Peer:
    """A running peer; used in a ``with`` block."""

    def __init__(
        self, script: Path = HERE / "openfisca_peer" / "serve.py", home: Home = OPENFISCA
    ) -> None:
        """Start the process that a script is, in its environment."""
        self._process = subprocess.Popen(
            [str(home.python()), str(script)],
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
            message = f"the process of the peer ended while doing {do!r}"
            raise PeerError(message)
        answer: Mapping[str, Any] = json.loads(line)
        return answer
