"""Write so that nothing is ever half there: beside first, down to the disk, then under its name."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


class Disk:
    """The file system as evidence uses it; tests put a full one in its place."""

    def write(self, path: Path, content: bytes) -> None:
        """Write a file whole, or leave nothing."""
        beside = path.with_name(f".{path.name}.part")
        try:
            with beside.open("wb") as handle:
                handle.write(content)
                handle.flush()
                os.fsync(handle.fileno())
            beside.replace(path)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
        self.settle(path.parent)

    def append(self, path: Path, line: bytes) -> None:
        """Add one line at the end, or leave the file as it was."""
        with path.open("ab") as handle:
            size = handle.tell()
            try:
                handle.write(line)
                handle.flush()
                os.fsync(handle.fileno())
            except OSError:
                os.ftruncate(handle.fileno(), size)
                raise

    def move(self, folder: Path, to: Path) -> None:
        """Give a folder its name."""
        folder.rename(to)
        self.settle(to.parent)

    def make(self, folder: Path) -> None:
        """Make a folder and those above it."""
        folder.mkdir(parents=True, exist_ok=True)

    def remove(self, path: Path) -> None:
        """Remove a file or a folder with what is in it, if it is there."""
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    def settle(self, folder: Path) -> None:
        """Bring the folder's own list of names down to the disk."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
