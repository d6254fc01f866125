"""Files that people send: known by their content, measured as they stream, and never trusted by their name."""

from __future__ import annotations

import hashlib
import io
import os
import unicodedata
import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO, Protocol

from jianghai.base.errors import UploadError

MEGABYTE = 1024 * 1024
#: How a file begins, and what it is then.
BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
LONGEST_BEGINNING = max(len(beginning) for beginning, _kind in BEGINNINGS)
ARCHIVE = b"PK\x03\x04"
OFFICE = "application/vnd.openxmlformats-officedocument."
#: What must lie in an archive for it to be a document; one with macros is refused.
ARCHIVES = (
    ("word/document.xml", OFFICE + "wordprocessingml.document"),
    ("xl/workbook.xml", OFFICE + "spreadsheetml.sheet"),
    ("OFD.xml", "application/ofd"),
)
MACROS = "vbaproject.bin"
#: Where an office document says what its parts are; no more of it is read than this.
CONTENTS = "[Content_Types].xml"
MOST_CONTENTS = 1 * MEGABYTE
MACRO_WORDS = (b"macroenabled", b"vbaproject")
#: An archive with a longer list of contents is no document: reading the list would take gigabytes.
MOST_LIST = 4 * MEGABYTE
#: How an archive ends: a record of 22 bytes, then a comment of at most 65,535.
ARCHIVE_END = b"PK\x05\x06"
ARCHIVE_END_LENGTH = 22
LONGEST_COMMENT = 65_535


class Readable(Protocol):
    """What is asked of a file: an opened one, or what Django hands over."""

    def read(self, size: int = -1, /) -> bytes: ...
    def seek(self, offset: int, whence: int = 0, /) -> object: ...
    def tell(self) -> int: ...


def kind_of(file: bytes | BinaryIO) -> str:
    """Tell what a file is by its content, whatever it is called; empty where it is nothing we take.

    >>> kind_of(b"%PDF-1.7 ..."), kind_of(b"<html>")
    ('application/pdf', '')
    """
    stream = io.BytesIO(file) if isinstance(file, bytes) else file
    stream.seek(0)
    start = stream.read(LONGEST_BEGINNING)
    for beginning, kind in BEGINNINGS:
        if start.startswith(beginning):
            return kind
    return _archived(stream) if start.startswith(ARCHIVE) else ""


def measured(name: str, file: Readable, *, most_megabytes: int) -> tuple[int, str]:
    """Give a file's size and SHA-256, read piece by piece; UploadError as soon as it is too large."""
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := file.read(MEGABYTE):
        size += len(piece)
        if size > most_megabytes * MEGABYTE:
            file.seek(0)
            raise UploadError(
                f"文件超过 {most_megabytes} MB，请压缩或拆分后上传。",
                f"The file is larger than {most_megabytes} MB; make it smaller or split it.",
                where=name,
            )
        digest.update(piece)
    file.seek(0)
    return size, digest.hexdigest()


def shown_name(given: str) -> str:
    r"""Keep the last part of a file's name, without signs that nobody sees.

    >>> shown_name("..\\..//etc/合\u202e同.pdf")
    '合同.pdf'
    """
    last = PurePosixPath(given.replace("\\", "/")).name
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip()
    return shown[-200:] or "文件"


def _archived(stream: BinaryIO) -> str:
    if not _short_list(stream):
        return ""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
            if _has_macros(archive, names):
                return ""
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, RuntimeError, OSError):
        return ""
    return next((kind for inside, kind in ARCHIVES if inside in names), "")


def _short_list(stream: BinaryIO) -> bool:
    """Tell whether an archive's list of contents is short enough to be read."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - LONGEST_COMMENT - ARCHIVE_END_LENGTH))
    end = stream.read()
    at = end.rfind(ARCHIVE_END)
    stream.seek(0)
    return at >= 0 and int.from_bytes(end[at + 12 : at + 16], "little") <= MOST_LIST


def _has_macros(archive: zipfile.ZipFile, names: set[str]) -> bool:
    if any(name.lower().endswith(MACROS) for name in names):
        return True
    if CONTENTS not in names:
        return False
    with archive.open(CONTENTS) as part:
        told = part.read(MOST_CONTENTS + 1)
    return len(told) > MOST_CONTENTS or any(word in told.lower() for word in MACRO_WORDS)
