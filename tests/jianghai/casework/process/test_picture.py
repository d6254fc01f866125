"""The picture shows where a case is, to those who see it and to those who have it read to them."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from jianghai.casework.process import Flow, laid_out, picture
from jianghai.casework.process.drawing.labels import labels
from jianghai.casework.process.drawing.layout import complete, laid
from jianghai.casework.process.drawing.wrapping import width, wrapped
from jianghai.casework.process.errors import DiagramError
from tests.jianghai.casework.process.drawn import BPMN, RETURN, bpmn, read

SVG = "{http://www.w3.org/2000/svg}"
DIAGRAM = read(RETURN)


def drawn(**more):
    return fromstring(picture(DIAGRAM, **more))


def states(root):
    return {
        node.get("data-element"): node.get("class").split()[-1]
        for node in root.iter(f"{SVG}g")
        if node.get("data-element")
    }


def test_every_element_is_drawn():
    assert set(states(drawn())) == set(DIAGRAM.elements)


def test_done_open_and_ahead_look_different():
    found = states(drawn(done={"receive"}, open={"fire": "王芳"}))
    assert (found["receive"], found["fire"], found["land"]) == ("is-done", "is-open", "is-ahead")


def test_what_is_open_again_is_not_shown_as_done():
    assert states(drawn(done={"fire"}, open={"fire": ""}))["fire"] == "is-open"


def test_gateways_between_what_was_done_are_shown_as_passed():
    found = states(drawn(done={"receive"}, open={"fire": "", "land": ""}))
    assert {ident for ident, state in found.items() if state == "is-done"} == {
        "begin", "receive", "r0", "split",
    }  # fmt: skip
    assert found["review"] == "is-open"


def test_an_event_that_sent_back_is_shown_as_passed():
    found = states(drawn(done={"receive", "fire"}, open={"correct": ""}))
    assert {found[ident] for ident in ("ok", "back", "returned")} == {"is-done"}
    assert {found[ident] for ident in ("join", "r1", "granted", "land")} == {"is-ahead"}


def test_a_finished_case_is_shown_to_its_end():
    found = states(drawn(done={"receive", "fire", "land", "granted"}))
    assert {ident for ident, state in found.items() if state == "is-ahead"} == {
        "back", "returned", "correct",
    }  # fmt: skip


def test_the_words_of_flows_do_not_lie_on_each_other():
    flows = (Flow("a", "x", "z", name="同意"), Flow("b", "y", "z", name="同意"),
             Flow("c", "y", "z", name="退回"))  # fmt: skip
    line = ((0.0, 10.0), (20.0, 10.0), (20.0, 90.0), (100.0, 90.0))
    found = list(labels(flows, {"a": line, "b": line, "c": line}))
    assert [label.said for label in found] == ["同意", "退回"]
    assert found[0].y != found[1].y


def test_a_word_stands_where_its_flow_runs_alone():
    line = ((0.0, 10.0), (60.0, 10.0), (60.0, 90.0), (100.0, 90.0))
    back = ((100.0, 10.0), (120.0, 10.0), (120.0, 90.0), (0.0, 90.0), (0.0, 50.0), (10.0, 50.0))
    (label,) = labels([Flow("a", "x", "z", condition="not_yet")], {"a": line})
    assert label == ("not yet", 64.0, 85.0, "start")
    (label,) = labels([Flow("a", "x", "z", name="退回")], {"a": back})
    assert (label.x, label.anchor) == (116.0, "end")


def test_the_caption_tells_who_holds_it():
    assert "王芳 · 剩 3 天" in "".join(drawn(open={"fire": "王芳 · 剩 3 天"}).itertext())


@pytest.mark.parametrize(
    ("lang", "told"),
    [("zh", "正在办理：消防（王芳）。已办：受理。"), ("en", "Open now: 消防 (王芳). Done: 受理.")],
)
def test_it_says_in_words_what_it_shows(lang, told):
    root = drawn(done={"begin", "receive"}, open={"fire": "王芳"}, lang=lang)
    assert root.findtext(f"{SVG}desc") == told
    assert root.get("role") == "img"
    labels = root.get("aria-labelledby").split()
    assert {node.get("id") for node in root[:2]} == set(labels)


def test_a_case_that_has_not_begun_says_so():
    assert drawn().findtext(f"{SVG}desc") == "尚未开始。"


def test_it_scales_and_brings_no_style_and_no_script():
    told = picture(DIAGRAM, open={"fire": "x"})
    assert "viewBox=" in told
    assert not any(
        word in told for word in ("style=", "<style", "<script", "javascript", "http-equiv")
    )
    assert told.count("http") == 1  # the namespace of SVG


NASTY = "<script>alert(1)</script>\"'&amp;"


def test_names_and_captions_cannot_bring_markup():
    content = bpmn(RETURN).replace("受理".encode(), b"&lt;script&gt;1&lt;/script&gt;&quot;")
    told = picture(read(content), open={"fire": NASTY})
    assert "<script" not in told
    assert fromstring(told) is not None


@pytest.mark.parametrize("ident", ["p&quot; onload=&quot;x", "", "1p", "p q"])
def test_the_id_of_a_process_is_plain(ident):
    with pytest.raises(DiagramError):
        read(bpmn(RETURN).replace(b'<process id="p"', f'<process id="{ident}"'.encode()))


def test_the_drawing_of_the_author_is_used():
    content = laid_out(bpmn(RETURN)).replace(b'x="137" y=', b'x="-500" y=')
    diagram = read(laid_out(bpmn(RETURN)))
    assert complete(diagram).boxes["receive"] == laid(DIAGRAM).boxes["receive"]
    assert read(content).digest == diagram.digest


def test_a_half_drawn_diagram_is_drawn_by_us():
    content = laid_out(bpmn(RETURN)).replace(b'bpmnElement="fire"', b'bpmnElement="gone"')
    assert complete(read(content)).boxes == laid(DIAGRAM).boxes


def test_laying_out_twice_changes_nothing():
    once = laid_out(bpmn(RETURN))
    assert laid_out(once) == once


def test_laying_out_keeps_what_the_author_wrote():
    content = bpmn(RETURN).replace(b"<process", b"<!-- mine -->\n<process")
    assert b"<!-- mine -->" in laid_out(content)
    assert read(laid_out(content)).elements == DIAGRAM.elements


def test_laying_out_knows_prefixes():
    prefixed = bpmn(
        RETURN
    ).replace(b"<definitions xmlns=", b"<definitions xmlns:b=").replace(b"<", b"<b:")  # fmt: skip
    prefixed = prefixed.replace(b"<b:/", b"</b:")
    assert read(laid_out(prefixed)).elements == DIAGRAM.elements


def test_a_pool_frames_the_lanes_for_editors():
    root = fromstring(laid_out(bpmn(RETURN)))
    party = root.find(f"{{{BPMN}}}collaboration/{{{BPMN}}}participant")
    assert party.get("processRef") == "p"


def test_a_note_is_shown_where_the_author_put_it():
    note = (
        '<textAnnotation id="note_1"><text>五日内不告知即受理</text></textAnnotation>'
        '<association id="tie_1" sourceRef="receive" targetRef="note_1"/></process>'
    )
    content = laid_out(bpmn(RETURN).replace(b"</process>", note.encode()))
    assert read(content).notes[0] == ("note_1", "五日内不告知即受理", "receive")
    shape = (
        '<di:BPMNShape id="note_di" bpmnElement="note_1"><dc:Bounds x="1" y="1" width="100" '
        'height="40"/></di:BPMNShape></di:BPMNPlane>'
    )
    told = picture(read(content.replace(b"</di:BPMNPlane>", shape.encode())))
    assert "五日内不告知" in "".join(fromstring(told).itertext())
    assert "五日内" not in picture(read(content))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("受理", ["受理"]),
        ("出具受理通知书", ["出具受理", "通知书"]),
        ("准予许可，送达。", ["准予许可，", "送达。"]),
        ("issue the notice", ["issue the", "notice"]),
        ("一" * 30, ["一" * 6, "一" * 6, "一" * 5 + "…"]),
        ("", []),
    ],
)
def test_names_are_wrapped(text, lines):
    assert wrapped(text, 6, 3) == lines


def test_no_line_is_too_wide():
    assert all(width(line) <= 6 for line in wrapped("会同 EIA 审查 report 意见汇总表", 6, 3))
