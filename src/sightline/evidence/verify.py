"""Tell whether evidence is what was sealed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sightline.errors import EvidenceError, Text
from sightline.evidence.ledger import FIRST, NAME, Entry, digest, entries
from sightline.evidence.review import DISMISSED
from sightline.evidence.store import LATER, MANIFEST

_SENTENCES = {
    "chain": (
        "台账断开：有行被删除、改动或调换",
        "the chain is broken: a line was removed or changed",
    ),
    "head": (
        "台账中没有所给的封签：末尾有行被删除",
        "the given seal is not in the chain: its end was cut off",
    ),
    "missing": (
        "证据不见了，台账没有删除记录",
        "evidence is gone, and no line says it was deleted",
    ),
    "seal": ("封签不符：清单被改动", "the manifest is not what was sealed"),
    "file": ("文件与封存时不同", "a file is not what was sealed"),
    "extra": ("多出封存时没有的文件", "a file was not there when it was sealed"),
    "unknown": ("台账中没有这份证据", "the ledger knows nothing of this evidence"),
}
_MANIFESTS = {"packet": MANIFEST, "completed": LATER}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was sealed: what, and where.

    >>> print(Finding("file", Path("gate/clip.mp4")))
    gate/clip.mp4: 文件与封存时不同 / a file is not what was sealed
    """

    kind: str
    path: Path

    @property
    def text(self) -> Text:
        """Say it in Chinese and English."""
        return Text(*_SENTENCES[self.kind])

    def __str__(self) -> str:
        """Show where and what."""
        return f"{self.path}: {self.text}"


def verify(folder: Path, head: str = "") -> tuple[Finding, ...]:
    """Give all that is not as it was sealed, of all cameras in a folder; none: everything is whole.

    ``head`` is a seal of the chain that was kept elsewhere: it shows whether lines were cut off at the end.
    """
    if not folder.is_dir():
        raise EvidenceError(
            "找不到证据文件夹；请核对路径", "there is no such folder; check the path", str(folder)
        )
    found: list[Finding] = []
    heads: set[str] = set()
    for camera in sorted(path for path in folder.iterdir() if path.is_dir()):
        try:
            lines = list(entries(camera / NAME))
        except EvidenceError:
            found.append(Finding("chain", camera / NAME))
            continue
        heads |= {line.hash for line in lines}
        found += _chain(camera, lines)
        found += _packets(camera, lines)
    if head and head not in heads:
        found.append(Finding("head", folder))
    return tuple(found)


def _chain(camera: Path, lines: list[Entry]) -> Iterator[Finding]:
    previous = FIRST
    for number, line in enumerate(lines, 1):
        if (line.number, line.previous) != (number, previous):
            yield Finding("chain", camera / NAME)
            return
        previous = line.hash


def _packets(camera: Path, lines: list[Entry]) -> Iterator[Finding]:
    seals: dict[str, dict[str, str]] = {}
    for line in lines:
        if line.kind == "deleted":
            seals.pop(line.packet, None)
        elif line.kind in _MANIFESTS:
            seals.setdefault(line.packet, {})[_MANIFESTS[line.kind]] = line.seal
        elif line.kind == "dismissed":
            yield from _dismissal(camera, line)
    there = {one.name: one for one in camera.glob("*/*") if _is_packet(one)}
    for name in sorted(there.keys() - seals.keys()):
        yield Finding("unknown", there[name])
    for name, manifests in seals.items():
        if name in there:
            yield from _packet(there[name], manifests)
        else:
            yield Finding("missing", camera / name)


def _packet(path: Path, manifests: dict[str, str]) -> Iterator[Finding]:
    known = set(manifests)
    for name, seal in manifests.items():
        content = _bytes(path / name)
        if digest(content) != seal:
            yield Finding("seal", path / name)
            continue
        for file, said in json.loads(content)["files"].items():
            known.add(file)
            if digest(_bytes(path / file)) != said["sha256"]:
                yield Finding("file", path / file)
    for extra in sorted({one.name for one in path.iterdir()} - known):
        yield Finding("extra", path / extra)


def _dismissal(camera: Path, line: Entry) -> Iterator[Finding]:
    path = camera / DISMISSED / f"{line.packet}.json"
    if digest(_bytes(path)) != line.seal:
        yield Finding("file", path)


def _is_packet(path: Path) -> bool:
    return path.is_dir() and not path.name.startswith(".") and path.parent.name != DISMISSED


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
