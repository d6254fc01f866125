"""The script that places the boxes of a diagram."""

from __future__ import annotations

import subprocess
import sys

from tests.house.tree import ROOT
from tests.jianghai.casework.process.drawn import RETURN, bpmn


def ran(*files):
    asked = [sys.executable, "scripts/layout_bpmn.py", *map(str, files)]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)


def test_an_author_has_the_boxes_placed(tmp_path):
    file = tmp_path / "process.bpmn"
    file.write_bytes(bpmn(RETURN))
    assert ran(file).returncode == 0
    assert b"BPMNShape" in file.read_bytes()


def test_a_refused_file_is_left_as_it_is(tmp_path):
    bad, good = tmp_path / "bad.bpmn", tmp_path / "good.bpmn"
    bad.write_bytes(b"<x/>")
    good.write_bytes(bpmn(RETURN))
    told = ran(bad, good)
    assert (told.returncode, bad.read_bytes()) == (2, b"<x/>")
    assert "bad.bpmn" in told.stderr
    assert b"BPMNShape" in good.read_bytes()


def test_a_file_is_named():
    assert ran().returncode == 2
