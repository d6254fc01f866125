"""The reference page names everything that a rule file may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from rulebook.language.functions import FUNCTIONS
from rulebook.units import SUFFIXES
from rulebook.yamlfile import schema

PAGE = (Path(__file__).parents[2] / "docs/reference/rule-files.md").read_text("utf-8")


@pytest.mark.parametrize("name", [*FUNCTIONS, "within", "during"])
def test_every_function_is_on_the_page(name):
    assert f"{name}(" in PAGE


@pytest.mark.parametrize("suffix", [suffix for suffix in SUFFIXES if suffix])
def test_every_unit_is_on_the_page(suffix):
    assert suffix in PAGE.split("- Units:")[1].split("\n- ")[0]


@pytest.mark.parametrize(
    "key",
    [
        *schema("rule").schema["properties"],
        *schema("facts").schema["$defs"]["fact"]["properties"],
        *schema("cases").schema["properties"]["cases"]["items"]["properties"]["expect"][
            "properties"
        ],
    ],
)
def test_every_key_is_on_the_page(key):
    assert f"{key}:" in PAGE or f"`{key}`" in PAGE
