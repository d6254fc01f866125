"""`jianghai corpus check` reads calendars and the list of terms as well."""

from __future__ import annotations

import shutil

import pytest

from jianghai.cli.corpus import terms
from tests.house.tree import ROOT


@pytest.fixture
def corpus(tmp_path):
    shutil.copytree(ROOT / "corpus" / "calendars", tmp_path / "calendars")
    shutil.copy(ROOT / "corpus" / "clocks.yaml", tmp_path)
    return tmp_path


def test_what_is_shipped_is_right(corpus):
    assert terms(corpus) == []


def test_a_wrong_day_and_a_wrong_term_are_both_told_with_their_lines(corpus):
    for path, right, wrong in [
        (corpus / "calendars" / "cn" / "2026.yaml", "2026-10-10", "2026-10-12"),
        (corpus / "clocks.yaml", "amount: 30WD", "amount: thirty"),
    ]:
        text = path.read_text(encoding="utf-8")
        assert right in text
        path.write_text(text.replace(right, wrong), encoding="utf-8")
    found = {fault.where.file.rpartition("/")[2]: fault for fault in terms(corpus)}
    assert found.keys() == {"2026.yaml", "clocks.yaml"}
    assert found["2026.yaml"].where.line == 16
    assert "星期一" in found["2026.yaml"].what.zh
    assert "thirty" in found["clocks.yaml"].what.en
