"""Bring a package by its registry's own client, and read from it exactly the files that are wanted."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sightline.errors import ModelError, Text

if TYPE_CHECKING:
    from sightline.recognise.models.catalogue import Member, Package

Say = Callable[[Text], None]

LARGEST = 64 * 2**20
"""No file wanted of a package is larger, in bytes; a larger one is not read."""
PATIENCE = 1800
"""Seconds after which a client that says nothing is given up."""


def npm(package: Package, folder: Path) -> list[str]:
    """Give the command that puts an npm package's archive into a folder."""
    client = shutil.which("npm")
    if client is None:
        raise ModelError(
            f"找不到 npm；请安装 npm，或在别处执行 npm pack {package} 后用 --from 指定该文件",
            f"npm is not found; install it, or run npm pack {package} elsewhere and name the file by --from",
        )
    quiet = ["--ignore-scripts", "--silent", "--pack-destination"]
    return [client, "pack", str(package), *quiet, str(folder)]


def pip(package: Package, folder: Path) -> list[str]:
    """Give the command that puts a Python package's wheel into a folder."""
    quiet = ["--no-deps", "--only-binary=:all:", "--quiet", "--disable-pip-version-check", "--dest"]
    return [sys.executable, "-m", "pip", "download", *quiet, str(folder), str(package)]


CLIENTS: Mapping[str, Callable[[Package, Path], list[str]]] = {"npm": npm, "pip": pip}


def archive(package: Package, given: Iterable[Path], folder: Path, say: Say) -> Path:
    """Give the package's file, checked: one of those given, or fetched into the folder."""
    for file in given:
        if digest(file) == package.sha256:
            return file
        say(Text(f"{file} 不是 {package} 的文件", f"{file} is not the file of {package}"))
    say(Text(f"正在下载 {package}……", f"fetching {package} …"))
    command = CLIENTS[package.client](package, folder)
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE, cwd=folder)  # noqa: S603
    except (subprocess.SubprocessError, OSError) as error:
        raise ModelError(
            f"下载 {package} 失败，请检查网络与 {package.client} 的配置，或用 --from 指定已有文件",
            f"{package} could not be fetched; look at the network and at {package.client}, or give it by --from",
            said(error),
        ) from error
    (file,) = sorted(folder.iterdir())[:1] or (folder / "nothing",)
    if not file.exists() or digest(file) != package.sha256:
        raise ModelError(
            f"{package} 的文件与登记的哈希值不符，未安装",
            f"the file of {package} is not the one whose hash is on record; nothing was installed",
            file.name,
        )
    return file


def said(error: Exception) -> str:
    """Give the last line that a failed client wrote."""
    wrote = getattr(error, "stderr", None) or b""
    return (wrote.decode(errors="replace").strip().splitlines() or [""])[-1][:200]


def digest(file: Path) -> str:
    """Give the SHA-256 of a file; ModelError where it cannot be read."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            "无法读取该文件，请核对路径与权限",
            "this file cannot be read; look at its path",
            str(file),
        ) from error


def extract(package: Path, members: Iterable[Member], folder: Path) -> None:
    """Write the members wanted, and nothing else, under their last names; ModelError where one is not what it was."""
    wanted = {member.path: member for member in members}
    found = _zipped if zipfile.is_zipfile(package) else _tarred
    try:
        held = found(package, frozenset(wanted))
    except (tarfile.TarError, zipfile.BadZipFile, OSError, EOFError) as error:
        raise ModelError("软件包已损坏", "this package is damaged", package.name) from error
    for path, member in wanted.items():
        content = held.get(path, b"")
        if hashlib.sha256(content).hexdigest() != member.sha256:
            raise ModelError(
                f"软件包中的 {path} 与登记的哈希值不符",
                f"{path} in the package is not the one whose hash is on record",
                package.name,
            )
        (folder / Path(path).name).write_bytes(content)


def _tarred(package: Path, wanted: frozenset[str]) -> dict[str, bytes]:
    held = {}
    with tarfile.open(package, "r:gz") as opened:
        for one in opened:
            stream = opened.extractfile(one) if one.name in wanted and one.isfile() else None
            if stream is not None and one.size <= LARGEST:
                held[one.name] = stream.read()
    return held


def _zipped(package: Path, wanted: frozenset[str]) -> dict[str, bytes]:
    with zipfile.ZipFile(package) as opened:
        listed = [one for one in opened.infolist() if one.filename in wanted]
        return {one.filename: opened.read(one) for one in listed if one.file_size <= LARGEST}
