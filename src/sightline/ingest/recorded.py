"""Read what was recorded: a video file or a folder of pictures, at any speed, with the recorded clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sightline.errors import SourceError
from sightline.ingest.decode import BROKEN, Reel, Shot, file_reel, picture, reason
from sightline.ingest.incidents import IncidentKind, Item
from sightline.ingest.intake import Intake
from sightline.values import Frame

if TYPE_CHECKING:
    from sightline.ingest.options import Options, Rim

SUFFIXES = {".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff"}
_MISSING = 1.0  # seconds: a recording may end so much before the length it states
_NAP = 0.5
_MOMENT = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})[T_ -]?(\d{2})[-:]?(\d{2})[-:]?(\d{2})(?:[.,_-](\d{1,6}))?(?!\d)"
)


def film(path: Path, options: Options, rim: Rim) -> Iterator[Item]:
    """Give the pictures of a video file.

    A file that breaks off gives what could be read, then says how much is missing. One in which nothing can be
    read is a `SourceError`.
    """
    if path.stat().st_size == 0:
        raise SourceError(
            "文件是空的（0 字节）；请核对录像是否写完",
            "the file is empty (0 bytes); check that the recording was finished",
            str(path),
        )
    with file_reel(path, options.limits) as reel:
        intake = Intake(options, _start(path, reel, options), reel.rate)
        tape = _Tape(reel)
        yield from paced(intake, tape.shots(), options.speed, rim)
        yield from intake.damage()
        if not intake.read:
            raise _nothing(path)
        if tape.broken or tape.missing > _MISSING:
            yield intake.tell(IncidentKind.TRUNCATED, tape.missing, tape.broken)
        yield intake.tell(IncidentKind.ENDED)


def folder(path: Path, options: Options, rim: Rim) -> Iterator[Item]:
    """Give the pictures of a folder, by name, numbers in names counting as numbers.

    Where every name holds a time (``20260401_120000``), that is the picture's; else so many a second as asked.
    """
    files = sorted((one for one in path.iterdir() if _is_picture(one)), key=_by_number)
    if not files:
        raise SourceError(
            "文件夹中没有图片（png、jpg、bmp、webp、tif）；请核对路径",
            "no pictures (png, jpg, bmp, webp, tif) in the folder; check the path",
            str(path),
        )
    moments = [moment_of(one.name, options.zone) for one in files]
    times = [one for one in moments if one is not None]
    if len(times) == len(files):
        start = options.start or times[0]
        seconds = [(one - times[0]).total_seconds() for one in times]
    else:
        start = options.start or datetime.fromtimestamp(files[0].stat().st_mtime, UTC)
        seconds = [number / options.rate for number in range(len(files))]
    intake = Intake(options, start, options.rate)
    shots = (_shot(one, second, options) for one, second in zip(files, seconds, strict=True))
    yield from paced(intake, shots, options.speed, rim)
    yield from intake.damage()
    if not intake.read:
        raise _nothing(path)
    yield intake.tell(IncidentKind.ENDED)


def paced(intake: Intake, shots: Iterable[Shot], speed: float, rim: Rim) -> Iterator[Item]:
    """Give what comes of the shots: as fast as they are asked for, or ``speed`` times as fast as they were."""
    began, first = rim.monotonic(), None
    for shot in shots:
        for item in intake.take(shot):
            if rim.closed:
                return
            if isinstance(item, Frame) and speed > 0:
                first = first or item.at
                _wait(rim, began + (item.at - first).total_seconds() / speed)
            yield item


def moment_of(name: str, zone: tzinfo = UTC) -> datetime | None:
    """Read the moment in a file's name, or None where there is none.

    >>> moment_of("cam1_20260401-120000_250.jpg").isoformat()
    '2026-04-01T12:00:00.250000+00:00'
    >>> moment_of("0001.jpg")
    """
    found = _MOMENT.search(name)
    if found is None:
        return None
    *whole, part = found.groups()
    try:
        year, month, day, hour, minute, second = (int(text) for text in whole)
        micro = int((part or "").ljust(6, "0"))
        local = datetime(year, month, day, hour, minute, second, micro, tzinfo=zone)
    except ValueError:
        return None
    return local.astimezone(UTC)


class _Tape:
    """The shots of a reel, counting them and noticing where the file breaks off."""

    def __init__(self, reel: Reel) -> None:
        self._reel = reel
        self._span: tuple[float, float] | None = None
        self.broken = ""

    def shots(self) -> Iterator[Shot]:
        try:
            for shot in self._reel.shots:
                if shot.seconds is not None:
                    first = self._span[0] if self._span else shot.seconds
                    self._span = first, shot.seconds
                yield shot
        except BROKEN as error:
            self.broken = reason(error)

    @property
    def missing(self) -> float:
        """Give the seconds between the last picture and the end that the file states."""
        if not self._span or not self._reel.seconds:
            return 0.0
        usual = 1.0 / self._reel.rate if self._reel.rate else 0.0
        return max(0.0, self._reel.seconds - (self._span[1] - self._span[0]) - usual)


def _nothing(path: Path) -> SourceError:
    return SourceError(
        "没有能读出的画面；请核对文件是否完整",
        "no picture in it can be read; check that the file is whole",
        str(path),
    )


def _start(path: Path, reel: Reel, options: Options) -> datetime:
    if options.start is not None:
        return options.start.astimezone(UTC)
    try:
        stated = datetime.fromisoformat(reel.about.get("creation_time", ""))
    except ValueError:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return (stated if stated.tzinfo else stated.replace(tzinfo=options.zone)).astimezone(UTC)


def _wait(rim: Rim, until: float) -> None:
    while (left := until - rim.monotonic()) > 0 and not rim.nap(min(left, _NAP)):
        pass


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and path.is_file()


def _by_number(path: Path) -> list[tuple[int, int, str]]:
    """Sort ``2.jpg`` before ``10.jpg``."""
    parts = re.findall(r"[0-9]+|[^0-9]+", path.name)
    return [(0, int(one), one) if one[0] in "0123456789" else (1, 0, one) for one in parts]


def _shot(path: Path, seconds: float, options: Options) -> Shot:
    return Shot(seconds, (0, 0), partial(picture, path, options.limits))
