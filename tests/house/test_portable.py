"""Nothing tracked ties the project to one registry host or one machine."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, read

# Written in pieces, so that this file does not name what it refuses.
HOSTS = re.compile(
    "|".join(
        re.escape(first + "." + rest)
        for first, rest in (
            ("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs"), ("npmmirror", "com"),
            ("tuna", "tsinghua"), ("mirrors", "aliyun"), ("deb", "debian"), ("pypi", "python.org"),
            ("mirrors", "ustc"), ("crates", "io"), ("proxy", "golang"),
        )
    )
)  # fmt: skip
PLACES = re.compile(r"(?<![\w.$}/*-])/" + r"(?:work|root|home/\w+|Users/\w+|opt/\w+)/")
BINARY = {".png", ".jpg", ".ico", ".xlsx", ".parquet", ".woff2", ".gz", ".xz", ".mo"}


def texts() -> list[Path]:
    """Give the files that hold text."""
    return [path for path in files() if path.suffix not in BINARY]


@pytest.mark.parametrize(
    "bad",
    ["https://" + "pypi" + ".org/simple", "see /" + "work/main/x", "/" + "home/lin/jianghai"],
)
def test_a_host_or_a_place_is_seen(bad):
    assert HOSTS.search(bad) or PLACES.search(bad)


def test_no_file_names_a_package_host():
    assert not [str(path) for path in texts() if HOSTS.search(read(path))]


def test_no_file_names_a_place_of_one_machine():
    assert not [str(path) for path in texts() if PLACES.search(read(path))]


def test_the_page_assets_are_locked_without_hosts():
    lock = json.loads(read(Path("package-lock.json")))
    packages = [package for name, package in lock["packages"].items() if name]
    assert all("integrity" in package and "resolved" not in package for package in packages)


@pytest.mark.parametrize(
    "lock", sorted(ROOT.glob("requirements*.lock")), ids=lambda lock: lock.name
)
def test_every_locked_package_has_a_hash_and_no_place(lock):
    body = re.sub(r"\\\n\s*", " ", lock.read_text(encoding="utf-8"))
    rows = [row for row in body.splitlines() if row and not row.startswith("#")]
    assert rows
    assert all("==" in row and "--hash=sha256:" in row and "://" not in row for row in rows)
