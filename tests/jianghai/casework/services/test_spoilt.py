"""Whatever somebody does to the files, they are told what is wrong; nothing breaks."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jianghai.casework.services import ServiceFilesError

FILES = ("service.yaml", "clocks.yaml", "materials.yaml", "process.bpmn", "forms/apply.json")
VALUES = (
    "null",
    "[]",
    "{}",
    "5",
    "true",
    "x",
    "[null]",
    "{a: b}",
    '""',
    "{zh: a, en: b}",
    "-1",
    "[",
)
CHANGE = st.tuples(
    st.sampled_from(["leave out", "put twice", "say", "cut"]),
    st.integers(0, 10_000),
    st.sampled_from(VALUES),
)


def changed(lines: list[str], change: tuple[str, int, str]) -> list[str]:
    """Spoil one line."""
    how, place, value = change
    at = place % len(lines)
    line, before, after = lines[at], lines[:at], lines[at + 1 :]
    new = {
        "leave out": [],
        "put twice": [line, line],
        "say": [f"{line.split(':')[0]}: {value}"],
        "cut": [line[: place % (len(line) + 1)]],
    }
    return [*before, *new[how], *after] or [""]


def refusal(shop) -> ServiceFilesError | None:
    """Read the files, and give the refusal if there is one."""
    try:
        shop.load()
    except ServiceFilesError as wrong:
        return wrong
    return None


@pytest.fixture
def sound(shop):
    shop.load()
    return shop, {name: (shop.folder() / name).read_text(encoding="utf-8") for name in FILES}


@given(file=st.sampled_from(FILES), changes=st.lists(CHANGE, min_size=1, max_size=3))
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_spoilt_file_is_read_or_refused(sound, file, changes):
    shop, texts = sound
    lines = texts[file].split("\n")
    for change in changes:
        lines = changed(lines, change)
    shop.write(file, "\n".join(lines))
    refused = refusal(shop)
    shop.write(file, texts[file])
    if refused is not None:
        assert refused.faults
        assert all(fault.what.zh and fault.what.en and fault.remedy.zh for fault in refused.faults)
