"""The reference page lists every operation and every status, and none that is gone."""

from __future__ import annotations

import re
from pathlib import Path

from jianghai.api.answers import DECLARED
from jianghai.api.urls import interface

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "api.md").read_text(encoding="utf-8")


def test_every_operation_is_on_the_page():
    listed = set(re.findall(r"^\| `(\w+)` \| `(\w+) (/[^`]*)` \|", PAGE, re.MULTILINE))
    paths = interface.get_openapi_schema(path_prefix="")["paths"]
    assert listed == {
        (operation["operationId"], method.upper(), "/" + path.lstrip("/"))
        for path, methods in paths.items()
        for method, operation in methods.items()
    }


def test_every_status_is_on_the_page():
    assert {int(code) for code in re.findall(r"^\| (\d{3}) \|", PAGE, re.MULTILINE)} == set(
        DECLARED
    )
