"""Every kind of paper is in the reference, with its blanks."""

from __future__ import annotations

from pathlib import Path

from jianghai.casework import papers
from tests.house.tree import read


def row(kind: str) -> str:
    """Give the line of the reference that a kind must have."""
    blanks = " ".join(
        f"`{blank.name}`" if blank.needed else f"[`{blank.name}`]" for blank in papers.blanks(kind)
    )
    return f"| `{kind}` | {papers.words(kind).title['zh']} | {blanks} |"


def test_the_reference_lists_every_kind_with_its_blanks():
    page = read(Path("docs/reference/papers.md")).splitlines()
    assert [line for line in page if line.startswith("| `")] == [row(kind) for kind in papers.KINDS]


def test_every_rule_that_a_paper_rests_on_is_cited_with_what_it_says():
    for kind in papers.KINDS:
        for basis in papers.words(kind).legal:
            assert basis.cite.startswith(("《", "国发"))
            assert basis.says.endswith("。")
