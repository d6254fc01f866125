"""Every setting that is read from the environment is explained, and nothing else is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.house.tree import read

PAGE = Path("docs/reference/settings.md")
#: Read by make, scripts and tests, not by settings.py.
OUTSIDE = {"PORT", "CHROMIUM", "JIANGHAI_SHARED"}


def readers() -> set[str]:
    """Give the names of the readers of environment.py."""
    tree = ast.parse(read(Path("src/jianghai/environment.py")))
    functions = (node.name for node in tree.body if isinstance(node, ast.FunctionDef))
    return {name for name in functions if not name.startswith("_")}


def settings() -> set[str]:
    """Give the names that settings.py reads from the environment."""
    known = readers()
    tree = ast.parse(read(Path("src/jianghai/settings.py")))
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in known
        and isinstance(node.args[0], ast.Constant)
    }


def documented() -> set[str]:
    """Give the names in the first column of the page's tables."""
    return set(re.findall(r"^\| `([A-Z_]+)`", read(PAGE), re.MULTILINE))


def test_settings_are_read_through_the_typed_readers_only():
    assert settings()
    assert "os.environ" not in read(Path("src/jianghai/settings.py"))


def test_every_setting_is_explained():
    assert settings() - documented() == set()


def test_no_setting_is_explained_that_does_not_exist():
    assert documented() - settings() - OUTSIDE == set()
