"""What happens to a source besides its pictures: it was lost, came back, froze, was covered, or its clock jumped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sightline.errors import Text
from sightline.values import Frame


class IncidentKind(StrEnum):
    """What happened to a source."""

    LOST = "lost"
    BACK = "back"
    FROZEN = "frozen"
    MOVING = "moving"
    COVERED = "covered"
    UNCOVERED = "uncovered"
    CLOCK_BACK = "clock_back"
    CLOCK_JUMP = "clock_jump"
    GAP = "gap"
    SIZE_CHANGED = "size_changed"
    DAMAGED = "damaged"
    TRUNCATED = "truncated"
    ENDED = "ended"


_SENTENCES = {
    IncidentKind.LOST: (
        "收不到画面，正在重新连接；请检查摄像机电源和网络",
        "no picture arrives; connecting again: check the camera's power and network",
    ),
    IncidentKind.BACK: (
        "画面已恢复，中断 {seconds:.1f} 秒",
        "the picture is back after {seconds:.1f} s",
    ),
    IncidentKind.FROZEN: (
        "画面 {seconds:.1f} 秒没有任何变化；请检查摄像机是否死机",
        "nothing in the picture has changed for {seconds:.1f} s: check whether the camera hangs",
    ),
    IncidentKind.MOVING: (
        "画面恢复变化，静止了 {seconds:.1f} 秒",
        "the picture changes again after {seconds:.1f} s",
    ),
    IncidentKind.COVERED: (
        "画面灰暗或被遮挡；请检查镜头",
        "the picture is grey or covered: check the lens",
    ),
    IncidentKind.UNCOVERED: (
        "遮挡已解除，历时 {seconds:.1f} 秒",
        "the picture is clear again after {seconds:.1f} s",
    ),
    IncidentKind.CLOCK_BACK: (
        "时钟倒退 {seconds:.1f} 秒；画面时间继续向前，请校准时钟",
        "the clock went back by {seconds:.1f} s; pictures keep going forward: set the clock right",
    ),
    IncidentKind.CLOCK_JUMP: (
        "时钟向前跳了 {seconds:.1f} 秒；请校准时钟",
        "the clock jumped ahead by {seconds:.1f} s: set the clock right",
    ),
    IncidentKind.GAP: (
        "缺少 {seconds:.1f} 秒的画面",
        "{seconds:.1f} s of pictures are missing",
    ),
    IncidentKind.SIZE_CHANGED: (
        "画面尺寸改变，原标定不再适用；请改回原尺寸或重新标定",
        "the picture has another size and the calibration no longer fits: set it back or calibrate",
    ),
    IncidentKind.DAMAGED: (
        "有画面损坏，已跳过；请检查网络或文件",
        "damaged pictures were left out: check the network or the file",
    ),
    IncidentKind.TRUNCATED: (
        "文件不完整，缺少约 {seconds:.1f} 秒；已读出的画面均已保留",
        "the file ends about {seconds:.1f} s early; what could be read was kept",
    ),
    IncidentKind.ENDED: ("画面已读完", "the source has come to its end"),
}


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing that happened to a source: what, when, to which, for how many seconds, and what else is known.

    >>> from datetime import UTC
    >>> one = Incident(IncidentKind.GAP, datetime(2026, 4, 1, tzinfo=UTC), "gate", 2.5)
    >>> print(one.text)
    缺少 2.5 秒的画面 / 2.5 s of pictures are missing
    """

    kind: IncidentKind
    at: datetime
    source: str
    seconds: float = 0.0
    detail: str = ""

    @property
    def text(self) -> Text:
        """Say it in Chinese and English, with what else is known in brackets."""
        more = f"（{self.detail}）", f" ({self.detail})"
        zh, en = (sentence.format(seconds=self.seconds) for sentence in _SENTENCES[self.kind])
        return Text(zh + more[0], en + more[1]) if self.detail else Text(zh, en)

    def as_dict(self) -> dict[str, object]:
        """Give the form used in JSON lines.

        >>> from datetime import UTC
        >>> Incident(IncidentKind.ENDED, datetime(2026, 4, 1, tzinfo=UTC), "gate").as_dict()["at"]
        '2026-04-01T00:00:00+00:00'
        """
        return {
            "incident": self.kind.value,
            "at": self.at.isoformat(),
            "source": self.source,
            "seconds": round(self.seconds, 3),
            "detail": self.detail,
            "text": self.text.as_dict(),
        }


Item = Frame | Incident
"""What a source gives, in the order in which it happened."""
