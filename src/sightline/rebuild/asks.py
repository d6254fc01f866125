"""What is asked of a rebuild: pictures, a lens, marks clicked in them and what was surveyed."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sightline.errors import ReconstructionError, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp"})
MARKS = "marks.csv"
SURVEY = "survey.csv"
PARTS = "parts.csv"
LENS = "lens.csv"
LENS_COLUMNS = ("fx", "fy", "cx", "cy", "k1", "k2", "p1", "p2")
MOST_PICTURES = 400
LARGEST = 200 * 2**20
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Lens:
    """A calibrated lens: focal lengths and centre in pixels, distortion k1, k2, p1, p2 as OpenCV has them.

    >>> Lens((1520.4, 1525.9), (302.3, 246.9)).numbers
    (1520.4, 1525.9, 302.3, 246.9, 0.0, 0.0, 0.0, 0.0)
    """

    focal: tuple[float, float]
    centre: tuple[float, float]
    distortion: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)

    def __post_init__(self) -> None:
        """Refuse what is no lens."""
        if not all(0 < focal < math.inf for focal in self.focal):
            raise ReconstructionError(
                "镜头焦距必须大于 0 像素", "focal lengths must be above 0 px", LENS
            )

    @property
    def numbers(self) -> tuple[float, ...]:
        """Give all eight in the order fx, fy, cx, cy, k1, k2, p1, p2."""
        return (*self.focal, *self.centre, *self.distortion)


@dataclass(frozen=True, slots=True)
class Length:
    """A surveyed length in metres between two marks, or between the centres of two cameras named by their pictures.

    >>> Length("A", "B", 1.53, 0.005).metres
    1.53
    >>> Length("A", "B", 0.0)
    Traceback (most recent call last):
    sightline.errors.ReconstructionError: 长度 A–B 必须大于 0 米，误差不得为负 / the length A–B must...
    """

    first: str
    second: str
    metres: float
    sigma: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what is no length."""
        if not (0 < self.metres < math.inf and 0 <= self.sigma < math.inf):
            raise ReconstructionError(
                f"长度 {self.first}–{self.second} 必须大于 0 米，误差不得为负",
                f"the length {self.first}–{self.second} must be above 0 m and its error not negative",
            )


@dataclass(frozen=True, slots=True)
class Request:
    """A folder of pictures of one place, and what is known of it; without a lens, ``lens.csv`` of the folder is taken.

    ``seconds`` is the time limit. ``seed`` and one thread make two runs on the same machine agree.

    >>> Request(Path("pictures"), lengths=(Length("A", "B", 1.53),)).seconds
    900.0
    """

    folder: Path
    lens: Lens | None = None
    lengths: tuple[Length, ...] = ()
    seconds: float = 900.0
    threads: int = 1
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rebuild is: the step's name and the share of the whole that is done, 0 to 1.

    >>> Progress("match", 0.5).text.en
    'pictures are matched'
    """

    step: str
    share: float

    @property
    def text(self) -> Text:
        """Say the step in both languages."""
        return STEPS[self.step]


STEPS = {
    "read": Text("正在读取照片", "pictures are read"),
    "extract": Text("正在提取特征", "features are found"),
    "match": Text("正在匹配照片", "pictures are matched"),
    "map": Text("正在定位照片", "views are placed"),
    "refine": Text("正在平差", "views and points are adjusted"),
    "done": Text("已完成", "done"),
}


@dataclass(frozen=True, slots=True)
class Click:
    """A mark seen in a picture, in pixels."""

    mark: str
    picture: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A mark, or the centre of a camera named by its picture, in metres of the site, with one deviation per axis."""

    name: str
    place: tuple[float, float, float]
    sigma: float


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of the site that runs along marks, in their order: points within so many metres of the line are of it."""

    name: str
    marks: tuple[str, ...]
    within: float


@dataclass(frozen=True, slots=True)
class Views:
    """The pictures of a folder and what its ``marks.csv``, ``survey.csv``, ``parts.csv`` and ``lens.csv`` say."""

    pictures: tuple[Path, ...]
    clicks: tuple[Click, ...] = ()
    surveyed: tuple[Surveyed, ...] = ()
    parts: tuple[PartLine, ...] = ()
    lens: Lens | None = None
    unusable: tuple[str, ...] = ()


def read_views(folder: Path) -> Views:
    """List the pictures of a folder and read what lies beside them.

    >>> read_views(Path("/nowhere"))
    Traceback (most recent call last):
    sightline.errors.ReconstructionError: /nowhere: 不是文件夹，请给出放照片的文件夹 / not a folder...
    """
    if not folder.is_dir():
        raise ReconstructionError(
            "不是文件夹，请给出放照片的文件夹",
            "not a folder; give the folder with the pictures",
            str(folder),
        )
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURES)
    usable = tuple(path for path in found if path.is_file() and 0 < path.stat().st_size <= LARGEST)
    unusable = tuple(path.name for path in found if path not in usable and not path.is_dir())
    if not FEWEST <= len(usable) <= MOST_PICTURES:
        raise ReconstructionError(
            f"有 {len(usable)} 张可用照片，需要 {FEWEST} 至 {MOST_PICTURES} 张，请增减照片",
            f"it holds {len(usable)} usable pictures; give {FEWEST} to {MOST_PICTURES}",
            str(folder),
        )
    clicks = tuple(
        Click(row[0], row[1], *_numbers(row[2:4], where))
        for where, row in _rows(folder / MARKS, ("mark", "picture", "x", "y"))
    )
    surveyed = tuple(
        _surveyed(row, where) for where, row in _rows(folder / SURVEY, ("name", "x", "y", "z"))
    )
    return Views(usable, clicks, surveyed, _parts(folder / PARTS), _lens(folder / LENS), unusable)


def _parts(path: Path) -> tuple[PartLine, ...]:
    lines: dict[str, PartLine] = {}
    for where, (name, mark, *rest) in _rows(path, ("part", "mark", "within")):
        within = _numbers(rest[:1], where)[0]
        if within <= 0:
            raise _not_numbers(where)
        before = lines[name].marks if name in lines else ()
        lines[name] = PartLine(name, (*before, mark), within)
    return tuple(lines.values())


def _lens(path: Path) -> Lens | None:
    rows = _rows(path, LENS_COLUMNS)
    if not rows:
        return None
    where, row = rows[0]
    fx, fy, cx, cy, k1, k2, p1, p2 = _numbers(row[:8], where)
    return Lens((fx, fy), (cx, cy), (k1, k2, p1, p2))


def _surveyed(row: Sequence[str], where: str) -> Surveyed:
    x, y, z = _numbers(row[1:4], where)
    told = [word for word in row[4:5] if word.strip()]
    sigma = _numbers(told, where)[0] if told else 0.0
    if sigma < 0:
        raise _not_numbers(where)
    return Surveyed(row[0], (x, y, z), sigma)


def _rows(path: Path, head: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    if not path.exists():
        return []
    try:
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeError, csv.Error) as error:
        raise _unreadable(str(path), head) from error
    if not rows or tuple(word.strip() for word in rows[0][: len(head)]) != head:
        raise _unreadable(f"{path}:1", head)
    full = [(f"{path}:{at}", row) for at, row in enumerate(rows[1:], 2) if any(row)]
    for where, row in full:
        if len(row) < len(head):
            raise _unreadable(where, head)
    return full


def _numbers(words: Sequence[str], where: str) -> list[float]:
    try:
        numbers = [float(word) for word in words]
    except ValueError as error:
        raise _not_numbers(where) from error
    if not all(math.isfinite(number) for number in numbers):
        raise _not_numbers(where)
    return numbers


def _not_numbers(where: str) -> ReconstructionError:
    return ReconstructionError(
        "坐标必须是数字，距离必须大于 0，误差不得为负，请改正",
        "places must be numbers, distances above 0, errors not negative; correct them",
        where,
    )


def _unreadable(where: str, head: tuple[str, ...]) -> ReconstructionError:
    columns = ",".join(head)
    return ReconstructionError(
        f"应为 UTF-8 的 CSV，列为 {columns}，请改正",
        f"must be CSV in UTF-8 with the columns {columns}; correct it",
        where,
    )
