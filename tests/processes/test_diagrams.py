"""Every .bpmn that ships is read, walked to every end and drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from jianghai.casework import process
from jianghai.casework.process import Kind
from jianghai.casework.process.drawing.writing import Anything
from tests.house.tree import ROOT, having
from tests.jianghai.casework.process.test_layout import readable

FILES = having(".bpmn")
OURS = (Path("tests/processes/joint_review.bpmn"), Path("tests/processes/start_up.bpmn"))


def diagram(path: Path) -> process.Diagram:
    """Read a diagram without asking which services and clocks there are: the corpus check does."""
    content = (ROOT / path).read_bytes()
    return process.read(content, where=path.name, services=Anything(), clocks=Anything())


def test_there_are_diagrams():
    assert set(OURS) <= set(FILES)


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_walk_reaches_every_end(path):
    read = diagram(path)
    ends = {one.id for one in read.elements.values() if one.kind is Kind.END and not one.parent}
    assert set(process.walks(process.compile(read)).ends) == ends


@pytest.mark.parametrize("path", OURS, ids=str)
def test_a_file_that_was_laid_out_says_where_everything_stands(path):
    read = diagram(path)
    missing = set(read.elements) | {flow.id for flow in read.flows}
    missing -= {*read.layout.boxes, *read.layout.lines}
    assert not missing


@pytest.mark.parametrize("path", FILES, ids=str)
def test_it_can_be_drawn(path):
    assert process.picture(diagram(path)).startswith("<svg")


@pytest.mark.parametrize("path", FILES, ids=str)
def test_our_layout_of_it_can_be_read(path):
    readable(diagram(path))
