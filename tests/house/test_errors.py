"""Every error a person or a program may meet is listed, says what to do, and lives in errors.py."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.house.tree import having, python, read

PAGE = Path("docs/reference/errors.md")


def code(name: str) -> str:
    """Give the code of an error class: its name in snake case without its ending."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name.removesuffix("Error")).lower()


def errors(path: Path) -> list[ast.ClassDef]:
    """Give the error classes of a file."""
    tree = ast.parse(read(path))
    return [
        node for node in tree.body if isinstance(node, ast.ClassDef) and node.name.endswith("Error")
    ]


def homes() -> list[Path]:
    """Give every errors.py."""
    return [path for path in having(".py", under=("src",)) if path.name == "errors.py"]


def test_every_error_is_listed_and_none_that_is_gone():
    ours = {code(node.name) for path in homes() for node in errors(path)}
    listed = set(re.findall(r"^\| `([a-z_]+)`", read(PAGE), re.MULTILINE))
    assert ours == listed


def test_every_error_says_something():
    silent = [
        f"{path}: {node.name}"
        for path in homes()
        for node in errors(path)
        if not ast.get_docstring(node)
    ]
    assert not silent


def test_errors_live_in_errors_py():
    # A wrong setting stops the start before any app, and so its errors.py, can be loaded.
    elsewhere = [
        f"{path}: {node.name}"
        for path in python()
        if path.parts[0] == "src" and path.name not in {"errors.py", "environment.py"}
        for node in errors(path)
    ]
    assert not elsewhere
