"""What evidence is kept of, from where, for how long, and what is said of the keeping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sightline.errors import Text

DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a rule saw: which rule, how serious, when, in words, and everything it was decided upon (JSON).

    >>> from datetime import UTC
    >>> noon = datetime(2026, 4, 1, 12, tzinfo=UTC)
    >>> one = Occasion("7", "too-near", "alarm", "gate", noon, Text("太近", "too near"))
    >>> one.as_dict()["at"]
    '2026-04-01T12:00:00+00:00'
    """

    id: str
    rule: str
    level: str
    camera: str
    at: datetime
    text: Text
    seen: Mapping[str, object] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """Give the form used in JSON."""
        return {
            "id": self.id,
            "rule": self.rule,
            "level": self.level,
            "camera": self.camera,
            "at": self.at.isoformat(),
            "text": self.text.as_dict(),
            "seen": dict(self.seen),
        }


@dataclass(frozen=True, slots=True)
class Origin:
    """Where pictures come from and by what they were judged: the source as it may be printed, hashes of the rest.

    >>> Origin("gate", "yard.mp4").as_dict()["camera"]
    'gate'
    """

    camera: str
    source: str
    site: str = ""
    calibration: str = ""
    models: Mapping[str, str] = field(default_factory=dict)
    software: str = ""

    def as_dict(self) -> dict[str, object]:
        """Give the form used in JSON."""
        return {
            "camera": self.camera,
            "source": self.source,
            "site": self.site,
            "calibration": self.calibration,
            "models": dict(self.models),
            "software": self.software,
        }


@dataclass(frozen=True, slots=True)
class Settings:
    """How much is kept: seconds ``before`` and ``after``, seconds to ``keep``, bytes at ``most`` (None: no limit).

    ``rate`` pictures a second at most go into clips; ``quality`` is that of their JPEG in memory; ``memory`` is how
    many bytes of pictures may wait in memory, for an occasion or for a disk that is full.

    >>> Settings().before, Settings().after
    (2.0, 3.0)
    """

    before: float = 2.0
    after: float = 3.0
    keep: float = 30 * DAY
    most: int | None = None
    blur: bool = True
    quality: int = 90
    rate: float = 10.0
    memory: int = 256 * 1024 * 1024


class NoteKind(StrEnum):
    """What became of evidence."""

    KEPT = "kept"
    COMPLETED = "completed"
    FULL = "full"
    SPACE = "space"
    LOST = "lost"
    DELETED = "deleted"


_SENTENCES = {
    NoteKind.KEPT: ("证据已保存并封存", "evidence is written and sealed"),
    NoteKind.COMPLETED: (
        "此前因磁盘已满未存的画面已补存",
        "the pictures that waited for space are written",
    ),
    NoteKind.FULL: (
        "证据无法写入磁盘，暂存于内存；请清理磁盘或检查权限",
        "evidence cannot be written and waits in memory: make space or check the folder's rights",
    ),
    NoteKind.SPACE: ("磁盘恢复可写", "the disk can be written again"),
    NoteKind.LOST: (
        "磁盘仍然写不下：一段录像被放弃，已写的文字记录保留；请尽快清理磁盘",
        "the disk still takes no more: a clip was given up, a record that was written stays; make space now",
    ),
    NoteKind.DELETED: (
        "证据已到期或超量，已删除并留有记录",
        "evidence was deleted by age or size; its line stays",
    ),
}


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that became of evidence; ``seal`` is the end of the chain then, worth keeping elsewhere.

    ``occasion`` is the id of the one it is about.

    >>> from datetime import UTC
    >>> str(Note(NoteKind.KEPT, datetime(2026, 4, 1, tzinfo=UTC), "gate").kind)
    'kept'
    """

    kind: NoteKind
    at: datetime
    camera: str
    packet: str = ""
    path: str = ""
    seal: str = ""
    detail: str = ""
    occasion: str = ""

    @property
    def text(self) -> Text:
        """Say it in Chinese and English."""
        return Text(*_SENTENCES[self.kind])

    def as_dict(self) -> dict[str, object]:
        """Give the form used in JSON lines."""
        return {
            "evidence": self.kind.value,
            "at": self.at.isoformat(),
            "camera": self.camera,
            "packet": self.packet,
            "occasion": self.occasion,
            "path": self.path,
            "seal": self.seal,
            "detail": self.detail,
            "text": self.text.as_dict(),
        }
