"""Clouds as PLY files, readable by other tools: text or little-endian binary, with labels and sigmas as properties."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sightline.errors import ReconstructionError
from sightline.rebuild.clouds import UNLABELLED, Cloud, Placing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sightline.values import Floats

TYPES = {
    "char": "i1", "int8": "i1", "uchar": "u1", "uint8": "u1", "short": "<i2", "int16": "<i2",
    "ushort": "<u2", "uint16": "<u2", "int": "<i4", "int32": "<i4", "uint": "<u4", "uint32": "<u4",
    "float": "<f4", "float32": "<f4", "double": "<f8", "float64": "<f8",
}  # fmt: skip
FORMATS = {"ascii 1.0": False, "binary_little_endian 1.0": True}
KINDS = {
    **dict.fromkeys("xyz", "double"),
    **dict.fromkeys(("red", "green", "blue"), "uchar"),
    "label": "ushort",
    "sigma": "float",
}
LAYOUT = np.dtype([(name, TYPES[kind]) for name, kind in KINDS.items()])
LONGEST_HEADER = 64 * 1024
MOST_POINTS = 50_000_000
MOST_BYTES = 4 * 2**30
SHORT = "点的行不完整或不是数字", "a line of points is cut off or no number"


@dataclass(slots=True)
class _Header:
    """What a header tells: layout of a point, how many, in text or binary, names of labels, how it is placed."""

    binary: bool
    count: int
    layout: np.dtype[np.void]
    names: dict[int, str]
    placing: Placing
    length: int


def write_ply(path: Path, cloud: Cloud, *, binary: bool = True) -> None:
    """Write a cloud, names of labels and its unit as comments; positions are exact to the last bit in binary.

    >>> write_ply(Path("/nowhere/site.ply"), Cloud.of([[0, 0, 0]]))
    Traceback (most recent call last):
    sightline.errors.ReconstructionError: /nowhere/site.ply: 无法写入，请检查文件夹和权限 / cannot be written...
    """
    rows = np.zeros(len(cloud), LAYOUT)
    for at, axis in enumerate("xyz"):
        rows[axis] = cloud.points[:, at]
    for at, colour in enumerate(("red", "green", "blue")):
        rows[colour] = cloud.colours[:, at]
    rows["label"], rows["sigma"] = cloud.labels, cloud.sigmas
    body = rows.tobytes() if binary else "".join(_lines(rows)).encode("ascii")
    try:
        path.write_bytes(_head(cloud, binary=binary).encode() + body)
    except OSError as error:
        raise ReconstructionError(
            "无法写入，请检查文件夹和权限",
            "cannot be written; check the folder and its permissions",
            str(path),
        ) from error


def _head(cloud: Cloud, *, binary: bool) -> str:
    return "\n".join(
        [
            "ply",
            f"format {'binary_little_endian' if binary else 'ascii'} 1.0",
            f"comment placing {cloud.placing}",
            *[
                f"comment label {at} {' '.join(name.split())}"
                for at, name in enumerate(cloud.names)
            ],
            f"element vertex {len(cloud)}",
            *[f"property {kind} {name}" for name, kind in KINDS.items()],
            "end_header\n",
        ]
    )


def _lines(rows: NDArray[np.void]) -> Iterator[str]:
    for row in rows:
        yield " ".join(repr(value) for value in row.item()) + "\n"


def read_ply(path: Path) -> Cloud:
    """Read a cloud of this or another tool; what it lacks is grey, unlabelled and of sigma 0; other elements are left.

    A file with no ``comment placing`` is taken to be in metres of the site.

    >>> read_ply(Path("/nowhere/site.ply"))
    Traceback (most recent call last):
    sightline.errors.ReconstructionError: /nowhere/site.ply: 无法读取，请检查路径 / cannot be read; check the path
    """
    where = str(path)
    try:
        large = path.stat().st_size > MOST_BYTES
        content = b"" if large else path.read_bytes()
    except OSError as error:
        raise ReconstructionError(
            "无法读取，请检查路径", "cannot be read; check the path", where
        ) from error
    if large:
        raise _wrong("文件超过 4 GB", "it is larger than 4 GB", where)
    header = _header(content[:LONGEST_HEADER], where)
    rows = _rows(content[header.length :], header, where)
    return _cloud(rows, header, where)


def _wrong(zh: str, en: str, where: str) -> ReconstructionError:
    return ReconstructionError(f"{zh}，请重新导出为 PLY", f"{en}; export it to PLY again", where)


def _header(start: bytes, where: str) -> _Header:
    body, mark, _ = start.partition(b"end_header\n")
    if not mark:
        body, mark, _ = start.partition(b"end_header\r\n")
    lines = body.decode("utf-8", "replace").splitlines()
    if not mark or not lines or lines[0].strip() != "ply":
        raise _wrong(
            "不是 PLY 文件，或文件头不完整", "not a PLY file, or its header is cut off", where
        )
    told = [line.split() for line in lines[1:] if line.strip()]
    form = " ".join(next((words[1:] for words in told if words[0] == "format"), []))
    if form not in FORMATS:
        raise _wrong(f"不支持格式“{form}”", f"its format “{form}” is not read", where)
    comments = [" ".join(words[1:]) for words in told if words[0] == "comment"]
    count, layout = _vertices(told, where)
    return _Header(
        FORMATS[form],
        count,
        layout,
        _names(comments),
        next((kind for kind in Placing if f"placing {kind}" in comments), Placing.PLACED),
        len(body) + len(mark),
    )


def _vertices(told: list[list[str]], where: str) -> tuple[int, np.dtype[np.void]]:
    elements = [at for at, words in enumerate(told) if words[0] == "element"]
    first = told[elements[0]] if elements else []
    if len(first) != 3 or first[1] != "vertex" or not first[2].isdecimal():  # noqa: PLR2004
        raise _wrong("第一项必须是点", "its first element must be vertex", where)
    if int(first[2]) > MOST_POINTS:
        raise _wrong(f"点数超过 {MOST_POINTS}", f"it has more than {MOST_POINTS} points", where)
    end = elements[1] if len(elements) > 1 else len(told)
    pairs = [words[1:] for words in told[elements[0] + 1 : end] if words[0] == "property"]
    if any(len(pair) != 2 or pair[0] not in TYPES for pair in pairs):  # noqa: PLR2004
        raise _wrong("点的属性无法识别", "a property of its points is not known", where)
    names = [pair[1] for pair in pairs]
    if len(set(names)) != len(names) or not set("xyz") <= set(names):
        raise _wrong(
            "点必须有 x、y、z，且不重复", "its points must have x, y and z, once each", where
        )
    return int(first[2]), np.dtype([(name, TYPES[kind]) for kind, name in pairs])


def _names(comments: list[str]) -> dict[int, str]:
    told = [comment.split(maxsplit=2) for comment in comments if comment.startswith("label ")]
    return {
        int(words[1]): words[2]
        for words in told
        if len(words) == 3 and words[1].isdecimal()  # noqa: PLR2004
    }


def _rows(body: bytes, header: _Header, where: str) -> NDArray[np.void]:
    if header.binary:
        if len(body) < header.count * header.layout.itemsize:
            raise _wrong("文件被截断", "it is cut off", where)
        return np.frombuffer(body, header.layout, header.count)
    rows = np.zeros(header.count, header.layout)
    if not header.count:
        return rows
    try:
        table = np.loadtxt(BytesIO(body), max_rows=header.count, ndmin=2, comments=None)
    except ValueError as error:
        raise _wrong(*SHORT, where) from error
    if table.shape != (header.count, len(header.layout.names or ())):
        raise _wrong(*SHORT, where)
    for at, name in enumerate(header.layout.names or ()):
        rows[name] = _fitting(table[:, at], header.layout[name], where)
    return rows


def _fitting(column: Floats, kind: np.dtype[Any], where: str) -> Floats:
    """Refuse text numbers that a property of whole numbers cannot hold."""
    if kind.kind == "f":
        return column
    limits = np.iinfo(kind)
    if not ((column >= limits.min) & (column <= limits.max)).all():
        raise _wrong("整数属性超出范围", "a property of whole numbers is out of range", where)
    return column


def _cloud(rows: NDArray[np.void], header: _Header, where: str) -> Cloud:
    fields = header.layout.names or ()
    points = np.column_stack([rows[axis].astype(np.float64) for axis in "xyz"])
    plain = Cloud.of(np.zeros_like(points))
    colours = plain.colours
    if {"red", "green", "blue"} <= set(fields):
        colours = np.column_stack([rows[name] for name in ("red", "green", "blue")]).astype(
            np.uint8
        )
    labels = rows["label"].astype(np.int64) if "label" in fields else plain.labels
    sigmas = rows["sigma"].astype(np.float64) if "sigma" in fields else plain.sigmas
    top = int(labels.max(initial=0))
    if labels.min(initial=0) < 0 or top > np.iinfo(np.uint16).max:
        raise _wrong("标签超出范围", "a label is out of range", where)
    names = tuple(
        header.names.get(at, f"{UNLABELLED}-{at}" if at else UNLABELLED) for at in range(top + 1)
    )
    try:
        return Cloud(points, colours, labels, sigmas, names, header.placing)
    except ReconstructionError as error:
        raise ReconstructionError(error.what.zh, error.what.en, where) from error
