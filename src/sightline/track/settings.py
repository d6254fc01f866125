"""What a tracker may be told, and where the numbers come from."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from sightline.errors import SiteFileError

SECONDS = re.compile(r"(\d{1,4}(?:\.\d{1,3})?) ?s")


@dataclass(frozen=True, slots=True)
class TrackSettings:
    """Numbers of the tracker; what is not said otherwise is BoT-SORT's, ByteTrack's or OC-SORT's own.

    high, low, new: scores from which on a box is sure, is looked at, and begins a track. first, second, third: least
    overlap, times the score in the first and third stage, at which a sure box is a known track, a weak box one, and a
    sure box one seen once. again: least overlap with where a track was last seen. memory: seconds that a lost track is
    remembered. guessed: seconds that a lost track is still shown, where it is thought to be. confirm: pictures after
    which a track counts. camera_motion: the camera moves, so look at the pictures how. appearance: look at colours too.

    >>> TrackSettings(memory=2.0).memory
    2.0
    """

    high: float = 0.6
    low: float = 0.1
    new: float = 0.7
    first: float = 0.2
    second: float = 0.5
    third: float = 0.3
    again: float = 0.3
    memory: float = 1.0
    guessed: float = 0.0
    confirm: int = 2
    camera_motion: bool = False
    appearance: bool = False

    @classmethod
    def read(cls, told: Mapping[str, object], where: str = "track") -> TrackSettings:
        """Read the block ``track:`` of a site file: scores and overlaps 0 to 1, times as ``"1.5 s"``, yes or no.

        >>> TrackSettings.read({"memory": "2 s", "camera_motion": True}).camera_motion
        True
        >>> TrackSettings.read({"memory": 30}, "site.yaml:9")
        Traceback (most recent call last):
        sightline.errors.SiteFileError: site.yaml:9.memory: 30 不行，应写作 "1.5 s" / 30 will not do: write "1.5 s"
        """
        if not isinstance(told, Mapping):
            raise SiteFileError("应为一组键和值", "keys and values are needed", where)
        kinds = {field.name: str(field.type) for field in fields(cls)}
        for key in told:
            if key not in kinds:
                known = " ".join(kinds)
                raise SiteFileError(
                    f"没有这个键，可用的有 {known}",
                    f"no such key; there are {known}",
                    f"{where}.{key}",
                )
        read = {
            key: _value(value, _kind(key, kinds[key]), f"{where}.{key}")
            for key, value in told.items()
        }
        return cls(**read)  # type: ignore[arg-type]


def _kind(key: str, written: str) -> str:
    return "seconds" if key in {"memory", "guessed"} else written


WRITTEN = {"seconds": '"1.5 s"', "float": "0.6", "int": "2", "bool": "true"}


def _value(told: object, kind: str, where: str) -> float | int | bool:
    """Read one value of a kind, or refuse it."""
    if kind == "seconds" and isinstance(told, str) and (match := SECONDS.fullmatch(told.strip())):
        return float(match[1])
    if kind == "bool" and isinstance(told, bool):
        return told
    if not isinstance(told, bool) and isinstance(told, int | float) and math.isfinite(told):
        if kind == "float" and 0 <= told <= 1:
            return float(told)
        if kind == "int" and told == int(told) and told >= 1:
            return int(told)
    said, good = f"{told!r:.40}", WRITTEN[kind]
    raise SiteFileError(f"{said} 不行，应写作 {good}", f"{said} will not do: write {good}", where)
