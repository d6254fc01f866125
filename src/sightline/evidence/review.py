"""Look through what was kept, and say of what it was a false alarm."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sightline.errors import EvidenceError
from sightline.evidence.disk import Disk
from sightline.evidence.ledger import NAME, Ledger, canonical, digest, entries
from sightline.evidence.packet import RECORD

DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Kept:
    """One packet on the disk: its name, rule, camera's folder, moment, own folder, and whether it was dismissed.

    >>> Kept("p", "too-near", "gate", "2026-04-01T12:00:00+00:00", Path("p"), dismissed=False).rule
    'too-near'
    """

    packet: str
    rule: str
    camera: str
    at: str
    path: Path
    dismissed: bool

    def record(self) -> dict[str, object]:
        """Read what was seen."""
        return _read(self.path)


@dataclass(frozen=True, slots=True)
class Dismissal:
    """That something was a false alarm: by whom, why, when.

    >>> from datetime import UTC
    >>> Dismissal("chen", "a cone", datetime(2026, 4, 1, tzinfo=UTC)).by
    'chen'
    """

    by: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one rule: how many packets were ever kept, and how many of them were dismissed.

    >>> Tally(4, 1).share
    0.25
    """

    kept: int
    dismissed: int

    @property
    def share(self) -> float:
        """Give the share of false alarms."""
        return self.dismissed / self.kept if self.kept else 0.0


def packets(folder: Path) -> tuple[Kept, ...]:
    """Give all packets on the disk, of all cameras, newest first."""
    found = [
        _kept(path)
        for path in folder.glob("*/*/*")
        if (path / RECORD).is_file() and not path.name.startswith(".")
    ]
    return tuple(sorted(found, key=lambda one: (one.at, one.packet), reverse=True))


def dismiss(folder: Path, packet: str, dismissal: Dismissal, *, disk: Disk | None = None) -> Path:
    """Say that a packet was a false alarm. Give the file that keeps it.

    The file holds what was seen, without pictures, and stays when the packet is deleted. Saying it again changes
    nothing; a packet that is not there is an `EvidenceError`.
    """
    disk = disk or Disk()
    path = next((one for one in folder.glob("*/*/*") if one.name == packet and one.is_dir()), None)
    if path is None or packet.startswith("."):
        raise EvidenceError(
            "找不到这份证据；可能已到期删除",
            "there is no such evidence; it may have been deleted by age",
            packet,
        )
    camera = path.parent.parent
    ledger = Ledger(camera, disk)
    kept = camera / DISMISSED / f"{packet}.json"
    with ledger.locked():
        if kept.exists():
            return kept
        seen, rule = _read(path), _kept(path).rule
        said = canonical({
            "packet": packet, "rule": rule, "by": dismissal.by, "why": dismissal.why,
            "at": dismissal.at.isoformat(), "seen": seen,
        })  # fmt: skip
        disk.make(kept.parent)
        disk.write(kept, said)
        ledger.add("dismissed", packet, dismissal.at, digest(said), rule=rule, by=dismissal.by)
        return kept


def tally(folder: Path) -> dict[str, Tally]:
    """Count packets and false alarms by rule, deleted ones included."""
    kept: Counter[str] = Counter()
    dismissed: Counter[str] = Counter()
    for ledger in folder.glob(f"*/{NAME}"):
        for one in entries(ledger):
            rule = str(one.more.get("rule", ""))
            kept[rule] += one.kind == "packet"
            dismissed[rule] += one.kind == "dismissed"
    return {rule: Tally(kept[rule], dismissed[rule]) for rule in sorted(kept) if rule}


def dismissals(folder: Path) -> Iterator[dict[str, object]]:
    """Give every dismissal with what was seen, for tuning rules."""
    for path in sorted(folder.glob(f"*/{DISMISSED}/*.json")):
        yield dict(json.loads(path.read_bytes()))


def _kept(path: Path) -> Kept:
    """Describe a packet; one whose record was harmed has no rule and no moment."""
    camera = path.parent.parent
    try:
        occasion = _read(path)["occasion"]
        rule, at = str(occasion["rule"]), str(occasion["at"])
    except (EvidenceError, KeyError, TypeError):
        rule = at = ""
    there = (camera / DISMISSED / f"{path.name}.json").exists()
    return Kept(path.name, rule, camera.name, at, path, dismissed=there)


def _read(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((path / RECORD).read_bytes()))
    except (OSError, ValueError, TypeError):
        raise EvidenceError(
            "证据记录无法读取，可能被改动；请先核对封存",
            "the record cannot be read and may have been changed; verify the seals first",
            str(path / RECORD),
        ) from None
