"""The chain of one camera: a line for every packet, each holding the hash of the line before.

A packet that was changed, or a line that was taken out of the middle, shows. Whoever can write everything could forge
the whole chain, and the last line can be cut off unseen: keep the seal of the last line elsewhere.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import math
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sightline.errors import EvidenceError

if TYPE_CHECKING:
    from sightline.evidence.disk import Disk

NAME = "ledger.jsonl"
FIRST = "0" * 64
_TAIL = 64 * 1024


def digest(content: bytes) -> str:
    """Give the SHA-256 in hexadecimal.

    >>> digest(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(content).hexdigest()


def canonical(value: object) -> bytes:
    """Give JSON with its keys in order; what is not a number becomes null.

    >>> canonical({"b": np.float64(1.5), "a": float("nan")})
    b'{"a":null,"b":1.5}'
    """
    return json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(one) for one in value]
    if isinstance(value, (np.ndarray, np.generic)):
        return _plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: its number, what it is about, the seal of that, and the hashes that chain it.

    >>> Entry(1, "packet", "p", "2026-04-01T12:00:00+00:00", "ab", FIRST, {}, "cd").kind
    'packet'
    """

    number: int
    kind: str
    packet: str
    at: str
    seal: str
    previous: str
    more: Mapping[str, object]
    hash: str


class Ledger:
    """The chain in one camera's folder; everyone who writes there holds `locked`."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        """Take the camera's folder."""
        self.folder = folder
        self.path = folder / NAME
        self._disk = disk

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other threads and processes from writing meanwhile."""
        self._disk.make(self.folder)
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def head(self) -> tuple[int, str]:
        """Give the number and hash of the last line; (0, zeros) before the first."""
        if not self.path.exists():
            return 0, FIRST
        lines = self._tail().split(b"\n")[:-1]
        if not lines:
            return 0, FIRST
        last = _entry(lines[-1], str(self.path))
        return last.number, last.hash

    def add(self, kind: str, packet: str, at: datetime, seal: str, **more: object) -> str:
        """Chain one line more; give its hash."""
        self._mend()
        number, previous = self.head()
        line = canonical({
            "number": number + 1, "kind": kind, "packet": packet, "at": at.isoformat(),
            "seal": seal, "previous": previous, **more,
        })  # fmt: skip
        self._disk.append(self.path, line + b"\n")
        return digest(line)

    def _mend(self) -> None:
        """Take away half a line that a power cut left at the end."""
        if not self.path.exists():
            return
        half = len(self._tail().rpartition(b"\n")[2])
        if half:
            os.truncate(self.path, self.path.stat().st_size - half)

    def _tail(self) -> bytes:
        """Give the last lines."""
        with self.path.open("rb") as handle:
            handle.seek(max(0, self.path.stat().st_size - _TAIL))
            return handle.read()


def entries(path: Path) -> Iterator[Entry]:
    """Read the lines of a ledger; half a line at the end is left out.

    A line that is no line of a ledger is an `EvidenceError`.
    """
    if not path.exists():
        return
    with path.open("rb") as handle:
        for number, line in enumerate(handle, 1):
            if not line.endswith(b"\n"):
                return
            yield _entry(line[:-1], f"{path}:{number}")


def _entry(line: bytes, where: str) -> Entry:
    try:
        found = json.loads(line)
        number, kind, packet, at, seal, previous = (
            found.pop(key) for key in ("number", "kind", "packet", "at", "seal", "previous")
        )
        return Entry(
            int(number),
            str(kind),
            str(packet),
            str(at),
            str(seal),
            str(previous),
            found,
            digest(line),
        )
    except (ValueError, KeyError, AttributeError, TypeError):
        raise EvidenceError(
            "台账中有一行无法读取，可能被改动；请与备份核对",
            "a line of the ledger cannot be read and may have been changed; compare with a copy",
            where,
        ) from None
