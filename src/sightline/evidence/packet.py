"""Make one packet of evidence of what was gathered: the record, the snapshot and the clip."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import av
import cv2

from sightline.evidence.blur import Blur, covered
from sightline.evidence.clip import film
from sightline.evidence.ledger import canonical

if TYPE_CHECKING:
    from sightline.evidence.occasion import Occasion, Origin, Settings
    from sightline.evidence.ring import Gathering, Still
    from sightline.values import Floats, Picture

RECORD, SNAPSHOT, CLIP = "seen.json", "snapshot.jpg", "clip.mp4"
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST = 40
_UNMADE = (av.FFmpegError, cv2.error, LookupError, ValueError, RuntimeError, MemoryError)


@dataclass(frozen=True, slots=True)
class Packet:
    """What is written of one occasion: its folder's name, its record, and its pictures by name of file.

    >>> from datetime import UTC
    >>> Packet("a", datetime(2026, 4, 1, 12, tzinfo=UTC), "too-near", b"{}", {}).day
    '2026-04-01'
    """

    name: str
    at: datetime
    rule: str
    record: bytes
    media: Mapping[str, bytes]
    occasion: str = ""

    @property
    def day(self) -> str:
        """Give the day (UTC) under which it is kept."""
        return self.at.astimezone(UTC).date().isoformat()

    @property
    def size(self) -> int:
        """Give the bytes of its pictures."""
        return sum(len(content) for content in self.media.values())

    def without_media(self) -> Packet:
        """Give the record alone."""
        return replace(self, media={})

    def without_clip(self) -> Packet:
        """Give the record and the snapshot."""
        return replace(self, media={name: self.media[name] for name in self.media if name != CLIP})


def safe(text: str) -> str:
    """Give a name that is a file's name everywhere.

    >>> safe("../门 gate#1")
    'gate-1'
    """
    return _UNSAFE.sub("-", text).strip("-")[:_LONGEST] or "x"


def name_of(occasion: Occasion) -> str:
    """Name a packet by its moment, rule and id.

    >>> from sightline.errors import Text
    >>> from sightline.evidence import Occasion
    >>> noon = datetime(2026, 4, 1, 12, tzinfo=UTC)
    >>> name_of(Occasion("7", "too-near", "alarm", "gate", noon, Text("近", "near")))
    '20260401T120000.000Z-too-near-7'
    """
    at = occasion.at.astimezone(UTC)
    stamp = f"{at:%Y%m%dT%H%M%S}.{at.microsecond // 1000:03d}Z"
    return f"{stamp}-{safe(occasion.rule)}-{safe(occasion.id)}"


def packed(gathering: Gathering, origin: Origin, settings: Settings, blur: Blur) -> Packet:
    """Make the packet; what cannot be made of the pictures is said in the record."""
    occasion = gathering.occasion
    stills = _of_one_size(gathering.stills, occasion.at)
    media, missing = _media(stills, occasion.at, blur if settings.blur else None)
    record = {
        "occasion": occasion.as_dict(),
        "origin": origin.as_dict(),
        "clip": {**_span(stills, occasion.at), "missing": missing},
        "blurred": blur.how if settings.blur else "no",
    }
    name = name_of(occasion)
    return Packet(name, occasion.at, occasion.rule, canonical(record), media, occasion.id)


def _media(stills: list[Still], at: datetime, blur: Blur | None) -> tuple[dict[str, bytes], str]:
    """Make snapshot and clip; say why something is missing, for the record must be kept whatever happens here."""
    media: dict[str, bytes] = {}
    if not stills:
        return media, "no pictures"
    try:
        pictures = _Covered(stills, blur)
        media[SNAPSHOT] = pictures.snapshot(at)
        media[CLIP] = film(pictures, [one.at for one in stills], pictures.size)
    except _UNMADE as error:
        return media, type(error).__name__
    return media, ""


class _Covered:
    """The pictures of a packet, faces covered, unpacked one after the other."""

    def __init__(self, stills: list[Still], blur: Blur | None) -> None:
        self._stills = stills
        self._regions: list[Floats] | None = None
        if blur is not None and stills:
            self._regions = blur.regions(stills)

    def __iter__(self) -> Iterator[Picture]:
        return (self._picture(place) for place in range(len(self._stills)))

    @property
    def size(self) -> tuple[int, int]:
        return self._stills[0].size

    def snapshot(self, at: datetime) -> bytes:
        nearest = min(range(len(self._stills)), key=lambda place: abs(self._stills[place].at - at))
        quality = [cv2.IMWRITE_JPEG_QUALITY, 90]
        encoded: bytes = cv2.imencode(".jpg", self._picture(nearest), quality)[1].tobytes()
        return encoded

    def _picture(self, place: int) -> Picture:
        image = self._stills[place].image()
        return image if self._regions is None else covered(image, self._regions[place])


def _of_one_size(stills: list[Still], at: datetime) -> list[Still]:
    """Keep the pictures of the size that the camera had at the moment."""
    if not stills:
        return []
    size = min(stills, key=lambda one: abs(one.at - at)).size
    return [one for one in stills if one.size == size]


def _span(stills: list[Still], at: datetime) -> dict[str, object]:
    """Say what the clip holds: from when to when, how many pictures, how many seconds before and after."""
    if not stills:
        return {"pictures": 0}
    first, last = stills[0].at, stills[-1].at
    return {
        "pictures": len(stills),
        "from": first.isoformat(),
        "to": last.isoformat(),
        "before": round((at - first).total_seconds(), 3),
        "after": round((last - at).total_seconds(), 3),
    }
