"""Files handed in with a case: what they are, how long, and that nothing in them acts or hides."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from jianghai.base.errors import UploadError
from jianghai.base.files.uploads import MEGABYTE, Readable, kind_of, measured, shown_name

PDF = "application/pdf"
LOOKING = Path(__file__).with_name("looking.py")
#: How long one look may take on the wall; `looking` bounds its own time on the processor.
MOST_SECONDS = 60
#: How far from its end a whole PDF says that it ends.
TAIL = 2048
#: Why a PDF is refused, and what to do.
REFUSED = {
    "truncated": (
        "文件不完整（可能上传中断），请重新导出后上传。",
        "The file breaks off before its end; export it again and upload it whole.",
    ),
    "damaged": (
        "这不是有效的 PDF 文件，或文件已损坏，请重新导出后上传。",
        "This is no valid PDF, or it is damaged; export it again and upload it.",
    ),
    "encrypted": (
        "文件已加密或限制了权限，请去除密码和限制后上传。",
        "The file is locked by a password or by restrictions; remove them and upload it again.",
    ),
    "javascript": (
        "文件内含脚本，请“打印为 PDF”后上传。",
        "The file holds scripts; print it to a new PDF and upload that.",
    ),
    "launch": (
        "文件内含启动程序或外发数据的动作，请“打印为 PDF”后上传。",
        "The file starts programs or sends data; print it to a new PDF and upload that.",
    ),
    "embedded": (
        "文件内嵌了其他文件，请把附件取出，分别上传。",
        "The file has other files inside; take them out and upload each by itself.",
    ),
    "media": (
        "文件内含音视频或三维内容，请去除后上传。",
        "The file holds sound, film or 3D; remove that and upload it again.",
    ),
    "dynamic": (
        "这是动态表单（XFA），请“打印为 PDF”后上传。",
        "This is a dynamic form (XFA); print it to a new PDF and upload that.",
    ),
    "long": (
        "文件页数过多，请拆分后上传。",
        "The file has too many pages; split it and upload the parts.",
    ),
    "complex": (
        "文件结构过于复杂，无法检查，请“打印为 PDF”或拆分后上传。",
        "The file is too complex to be checked; print it to a new PDF or split it.",
    ),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be taken."""

    name: str
    kind: str
    size: int
    sha256: str
    #: Of a PDF.
    pages: int | None = None


def checked(
    name: str, file: bytes | Readable, *, kinds: Collection[str], most_megabytes: int
) -> Checked:
    """Check a file that was sent and leave it at its beginning; UploadError says what is wrong and what to do."""
    shown = shown_name(name)
    stream = cast("BinaryIO", io.BytesIO(file) if isinstance(file, bytes) else file)
    size, digest = measured(shown, stream, most_megabytes=most_megabytes)
    kind = kind_of(stream)
    if not kind:
        raise UploadError(where=shown)
    if kind not in kinds:
        raise UploadError(
            "此处不收这种格式的文件，请按材料要求的格式上传。",
            "A file of this kind is not asked for here; send one of the kinds that are.",
            where=shown,
        )
    pages = _pages(shown, stream) if kind == PDF else None
    stream.seek(0)
    return Checked(shown, kind, size, digest, pages)


def _pages(name: str, stream: BinaryIO) -> int:
    end = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, end - TAIL))
    tail = stream.read()
    if b"%%EOF" not in tail or b"startxref" not in tail:
        raise _refusal(name, "truncated")
    found = _looked(stream)
    if "pages" not in found:
        raise _refusal(name, str(found.get("refused", "damaged")))
    return int(found["pages"])


def _looked(stream: BinaryIO) -> dict[str, Any]:
    """Let a process of its own look into a PDF; it gets nothing of ours, neither settings nor secrets."""
    # A copy: another process reading the same open file would move our own place in it.
    with tempfile.TemporaryFile() as copy:
        stream.seek(0)
        shutil.copyfileobj(stream, copy, MEGABYTE)
        copy.seek(0)
        try:
            answer = subprocess.run(  # noqa: S603 - our own interpreter and file
                [sys.executable, "-I", str(LOOKING)],
                stdin=copy,
                capture_output=True,
                timeout=MOST_SECONDS,
                check=False,
                env={},
            )
        except subprocess.TimeoutExpired:
            return {"refused": "complex"}
    if answer.returncode != 0:  # out of time or memory
        return {"refused": "complex"}
    return cast("dict[str, Any]", json.loads(answer.stdout))


def _refusal(name: str, why: str) -> UploadError:
    return UploadError(*REFUSED[why], where=name)
