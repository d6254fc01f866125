"""A file that is no diagram, or means harm, is refused before anything looks at what it says."""

from __future__ import annotations

import pytest

from tests.jianghai.casework.process.drawn import BPMN, RETURN, bpmn
from tests.jianghai.casework.process.test_refusals import LINE, refused

BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">&lol2;</process>
</definitions>"""
HOSTILE = {
    "nothing": b"",
    "no XML": b"PK\x03\x04",
    "an entity bomb": BOMB,
    "an outside entity": BOMB.replace(b'"lol">', b'SYSTEM "file:///etc/passwd">', 1),
    "a document type": b"<!DOCTYPE x SYSTEM 'http://example.org/x.dtd'><x/>",
    "an unknown encoding": b"<?xml version='1.0' encoding='no-such'?><x/>",
    "a page": b"<html/>",
    "a deep tree": b"<a>" * 5000 + b"</a>" * 5000,
    "too much": b"<!--" + b"x" * 1_000_000 + b"--><x/>",
    "no process": f"<definitions xmlns='{BPMN}'/>".encode(),
    "two processes": bpmn(LINE).replace(b"</definitions>", b"<process id='q'/></definitions>"),
    "two pools": bpmn(LINE).replace(
        b"</definitions>",
        b"<collaboration id='c'><participant id='a'/><participant id='b'/></collaboration>"
        b"</definitions>",
    ),
    "a message": bpmn(LINE).replace(b"</definitions>", b"<message id='m'/></definitions>"),
    "an import": bpmn(LINE).replace(b"</definitions>", b"<import location='x'/></definitions>"),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_is_no_diagram_is_refused_as_a_whole(content):
    assert refused(content).element == ""


def test_cutting_a_good_file_anywhere_is_an_error_of_ours():
    whole = bpmn(RETURN)
    for at in range(0, len(whole) - 1, 97):
        refused(whole[:at])
