"""Files on disk: kept under the hash of their content, whole or not at all, and served by no web server."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from django.core.files.storage import FileSystemStorage, storages

from jianghai.base import clock
from jianghai.casework.errors import DocumentError
from jianghai.casework.models import Version

if TYPE_CHECKING:
    from datetime import datetime

CHUNK = 1024 * 1024
FOLDER = "documents"
#: A file that no version names is older than this before it is cleared away: its row may just be being written.
DAY = 24 * 3600


def folder() -> Path:
    """Give the folder of documents, beside that of other materials."""
    return Path(cast("FileSystemStorage", storages["materials"]).path(FOLDER))


def kept(stream: IO[bytes], sha256: str) -> str:
    """Write a file under its hash and give its place; a kill at any instant leaves a whole file or none."""
    place = folder() / sha256[:2] / sha256
    place.parent.mkdir(parents=True, exist_ok=True)
    written = place.with_name(f"{sha256}.{secrets.token_hex(8)}.part")
    try:
        _write(stream, written)
        written.replace(place)
    finally:
        written.unlink(missing_ok=True)
    _settle(place.parent)
    return f"{FOLDER}/{sha256[:2]}/{sha256}"


def _write(stream: IO[bytes], there: Path) -> None:
    stream.seek(0)
    handle = os.open(there, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        shutil.copyfileobj(stream, file, CHUNK)
        file.flush()
        os.fsync(handle)


def _settle(where: Path) -> None:
    """Let the new name outlive a power cut; systems that cannot are left as they are."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(where, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def opened(version: Version) -> BinaryIO:
    """Open the file of a version; DocumentError where it is gone or not what was handed in."""
    place = folder().parent / version.place
    try:
        found = place.stat()
        if _digest(str(place), found.st_mtime_ns, found.st_size) == version.sha256:
            return place.open("rb")
    except OSError:
        pass
    raise DocumentError(
        "文件缺失或内容与上传时不一致，请联系园区工作人员。",
        "The file is missing or not what was handed in; tell the zone office.",
        where=version.name,
    )


@lru_cache(maxsize=512)
def _digest(place: str, _changed: int, _size: int) -> str:
    """Compute a file's hash once for as long as it is not touched."""
    with Path(place).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sweep_files(now: datetime | None = None) -> int:
    """Clear away files that no version names and that have lain for a day; give how many went."""
    before = (now or clock.now()).timestamp() - DAY
    found = folder()
    gone = 0
    for place in found.glob("*/*") if found.is_dir() else ():
        if place.stat().st_mtime < before and not _named(place):
            place.unlink(missing_ok=True)
            gone += 1
    return gone


def _named(place: Path) -> bool:
    return Version.objects.filter(place=f"{FOLDER}/{place.parent.name}/{place.name}").exists()
