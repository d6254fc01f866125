"""Every paper that a played case issues can be printed, and its code leads back to the journal."""

from __future__ import annotations

import pytest

from jianghai.casework import papers, plays, services
from jianghai.casework.models import IssuedPaper
from jianghai.casework.queries import papers as issued
from tests.house.tree import ROOT
from tests.jianghai.casework.papers.made import said

FILES = sorted((ROOT / "examples" / "cases").glob("*.yaml"))


@pytest.mark.django_db
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_paper_of_a_case_prints_and_holds_against_the_journal(file):
    services.departments.load()
    for one in plays.read_all(file):
        plays.play(one, key="printed")
    rows = list(IssuedPaper.objects.all())
    assert rows
    for row in rows:
        printed = said(issued.pdf(row, verify_url=f"https://zone.example/verify/{row.code}"))
        assert papers.whole(row.kind, row.words).title["zh"] in printed
        assert row.code in printed
        assert issued.verify(row.code).holds
        assert papers.typed_code(row.code) == row.code
