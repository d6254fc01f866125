"""The project's own files, as git knows them."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = {".git", ".venv", "node_modules", "var", "vendor", "__pycache__"}


@cache
def files() -> tuple[Path, ...]:
    """Give every file that is tracked or would be, relative to the root."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True).stdout
        names = {Path(name) for name in listed.decode().split("\0") if name}
    except (OSError, subprocess.CalledProcessError):  # an unpacked archive has no git
        names = {path.relative_to(ROOT) for path in ROOT.rglob("*")}
    return tuple(
        name
        for name in sorted(names)
        if not SKIPPED.intersection(name.parts) and (ROOT / name).is_file()
    )


def having(*endings: str, under: tuple[str, ...] = ("",)) -> list[Path]:
    """Give the files with one of these endings, below one of these folders."""
    return [
        path
        for path in files()
        if path.suffix in endings and any(path.as_posix().startswith(top) for top in under)
    ]


def python() -> list[Path]:
    """Give our Python files; migrations are written by Django."""
    return [path for path in having(".py") if "migrations" not in path.parts]


def read(path: Path) -> str:
    """Give the text of a file of the project."""
    return (ROOT / path).read_text(encoding="utf-8")
