"""The packets of one camera on the disk: written whole, sealed, chained, deleted with a line that stays."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sightline.errors import EvidenceError
from sightline.evidence.ledger import Ledger, canonical, digest, entries
from sightline.evidence.packet import CLIP, RECORD, Packet, safe

if TYPE_CHECKING:
    from sightline.evidence.disk import Disk
    from sightline.evidence.occasion import Settings

AGE, SIZE = "age", "size"
MANIFEST, LATER = "manifest.json", "manifest-later.json"


class Store:
    """One camera's folder of evidence."""

    def __init__(self, folder: Path, camera: str, disk: Disk, now: Callable[[], datetime]) -> None:
        """Take the folder of all cameras, and the clock by which evidence grows old."""
        self.now = now
        self.folder = folder / safe(camera)
        self.disk = disk
        self.ledger = Ledger(self.folder, disk)

    def recover(self) -> None:
        """End what a power cut left: remove what was begun or deleted, chain what was written and not chained."""
        try:
            self.disk.make(self.folder)
        except OSError as error:
            raise EvidenceError(
                f"证据文件夹不可用（{error.strerror}）；请检查路径和权限",
                f"the folder of evidence cannot be used ({error.strerror}); check path and rights",
                str(self.folder),
            ) from None
        with suppress(OSError), self.ledger.locked():
            for begun in [*self.folder.glob("*/.*.part"), *self.folder.glob("*/*/.*.part")]:
                self.disk.remove(begun)
            alive = self.alive()
            for gone in {one.packet for one in entries(self.ledger.path)} - alive.keys():
                self._remove(gone)
            number, previous = self.ledger.head()
            for manifest in self.folder.glob(f"*/*/{MANIFEST}"):
                said = json.loads(manifest.read_bytes())
                if (said["number"], said["previous"]) == (number + 1, previous):
                    self._chain("packet", said, manifest)
                    return

    def write(self, packet: Packet, *, only_record: bool = False) -> tuple[Path, str]:
        """Write and seal a packet; give its folder and the end of the chain. OSError where it does not fit."""
        media = {} if only_record else packet.media
        with self.ledger.locked():
            day = self.folder / packet.day
            self.disk.make(day)
            path = _free(day / packet.name)
            begun = day / f".{path.name}.part"
            self.disk.make(begun)
            try:
                said = self._said(packet, path, {RECORD: packet.record, **media})
                self._fill(begun, {RECORD: packet.record, **media, MANIFEST: canonical(said)})
                self.disk.move(begun, path)
                return path, self._chain("packet", said, path / MANIFEST)
            except OSError:
                self.disk.remove(begun)
                self.disk.remove(path)
                raise

    def complete(self, packet: Packet, path: Path) -> str:
        """Add the pictures to a packet of which only the record was written; give the end of the chain."""
        with self.ledger.locked():
            try:
                said = self._said(packet, path, packet.media)
                self._fill(path, {**packet.media, LATER: canonical(said)})
                return self._chain("completed", said, path / LATER)
            except OSError:
                for name in (*packet.media, LATER):
                    self.disk.remove(path / name)
                raise

    def delete(self, packet: str, *, why: str, at: datetime) -> str:
        """Delete a packet; the line that says when and why comes first. Where it does not fit, the clip makes room."""
        with self.ledger.locked():
            path = self.path_of(packet)
            seal = _seal(path)
            try:
                head = self.ledger.add("deleted", packet, at, seal, why=why)
            except OSError:
                if path is None:
                    raise
                self.disk.remove(path / CLIP)
                head = self.ledger.add("deleted", packet, at, seal, why=why)
            self._remove(packet)
            return head

    def path_of(self, packet: str) -> Path | None:
        """Give a packet's folder, or None where there is none of that name."""
        return next((one for one in self.folder.glob("*/*") if one.name == packet), None)

    def _remove(self, packet: str) -> None:
        path = self.path_of(packet)
        if path is not None:
            self.disk.remove(path)

    def _fill(self, folder: Path, files: Mapping[str, bytes]) -> None:
        for name, content in files.items():
            self.disk.write(folder / name, content)

    def _said(self, packet: Packet, path: Path, files: Mapping[str, bytes]) -> dict[str, object]:
        number, previous = self.ledger.head()
        sums = {
            name: {"sha256": digest(content), "bytes": len(content)}
            for name, content in files.items()
        }
        return {
            "packet": path.name, "rule": packet.rule, "at": packet.at.isoformat(),
            "number": number + 1, "previous": previous, "files": sums,
        }  # fmt: skip

    def _chain(self, kind: str, said: Mapping[str, object], manifest: Path) -> str:
        files = said["files"]
        size = sum(one["bytes"] for one in files.values()) if isinstance(files, dict) else 0
        return self.ledger.add(
            kind,
            str(said["packet"]),
            datetime.fromisoformat(str(said["at"])),
            digest(manifest.read_bytes()),
            rule=said["rule"],
            bytes=size,
            written=self.now().isoformat(),
        )

    def alive(self) -> dict[str, tuple[datetime, int]]:
        """Give when every packet that was not deleted was written, and its bytes, oldest first.

        Age counts from the writing, not from the recorded clock: an old film that is watched today makes new evidence.
        """
        found: dict[str, tuple[datetime, int]] = {}
        for one in entries(self.ledger.path):
            if one.kind in {"packet", "completed"}:
                before = found.get(one.packet, (None, 0))[1]
                written = datetime.fromisoformat(str(one.more["written"]))
                found[one.packet] = written, before + int(str(one.more["bytes"]))
            elif one.kind == "deleted":
                found.pop(one.packet, None)
        return dict(sorted(found.items(), key=lambda pair: pair[1][0]))


def _seal(path: Path | None) -> str:
    manifest = None if path is None else path / MANIFEST
    return digest(manifest.read_bytes()) if manifest is not None and manifest.exists() else ""


def _free(path: Path) -> Path:
    """Give a name that is not taken."""
    number = 2
    free = path
    while free.exists():
        free = path.with_name(f"{path.name}-{number}")
        number += 1
    return free


def overdue(
    alive: dict[str, tuple[datetime, int]], settings: Settings, now: datetime
) -> list[tuple[str, str]]:
    """Give which packets go, and why, of those alive with when they were written and bytes, oldest first.

    >>> from datetime import UTC, timedelta
    >>> from sightline.evidence import Settings
    >>> noon = datetime(2026, 4, 1, 12, tzinfo=UTC)
    >>> alive = {"a": (noon, 10), "b": (noon + timedelta(days=40), 10), "c": (noon + timedelta(days=41), 10)}
    >>> overdue(alive, Settings(most=15), noon + timedelta(days=41))
    [('a', 'age'), ('b', 'size')]
    """
    total = sum(size for _, size in alive.values())
    gone = []
    for packet, (at, size) in alive.items():
        old = (now - at).total_seconds() > settings.keep
        much = settings.most is not None and total > settings.most
        if old or much:
            gone.append((packet, AGE if old else SIZE))
            total -= size
    return gone


def tidy(store: Store, settings: Settings) -> list[tuple[str, str, str]]:
    """Delete what is due; give each packet, why, and the end of the chain. OSError where not even that fits."""
    now = store.now()
    return [
        (packet, why, store.delete(packet, why=why, at=now))
        for packet, why in overdue(store.alive(), settings, now)
    ]
