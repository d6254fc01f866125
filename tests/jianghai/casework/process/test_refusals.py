"""What a diagram may not hold is refused by the name of the element, in both languages."""

from __future__ import annotations

import pytest

from jianghai.casework.process.errors import DiagramError
from tests.jianghai.casework.process.drawn import RETURN, bpmn, read

LINE = """
    begin start
    look user 查看
    done end
    begin > look > done
"""
CHOICE = """
    begin start
    look user 查看
    ok choice 通过否
    yes end
    no end
    begin > look > ok
    ok > yes : passed
    ok > no : else
"""


def refused(content):
    with pytest.raises(DiagramError) as caught:
        read(content)
    error = caught.value
    assert all(fault.zh and fault.en for fault in error.faults)
    assert "t.bpmn: " in error.message
    return error


def with_node(xml, before="</process>"):
    """Put something foreign into a good diagram."""
    return bpmn(LINE).replace(before.encode(), xml.encode() + before.encode())


def in_look(xml):
    """Put something foreign into its task."""
    return bpmn(LINE).replace(
        b'<userTask id="look" name="\xe6\x9f\xa5\xe7\x9c\x8b">',
        b'<userTask id="look" name="\xe6\x9f\xa5\xe7\x9c\x8b">' + xml.encode(),
    )


NODES = {
    "scriptTask": "<scriptTask id='calc' name='计算'><script>import os</script></scriptTask>",
    "businessRuleTask": "<businessRuleTask id='calc' name='计算'/>",
    "callActivity": "<callActivity id='calc' name='计算' calledElement='x'/>",
    "task": "<task id='calc' name='计算'/>",
    "sendTask": "<sendTask id='calc' name='计算'/>",
    "receiveTask": "<receiveTask id='calc' name='计算'/>",
    "inclusiveGateway": "<inclusiveGateway id='calc' name='计算'/>",
    "complexGateway": "<complexGateway id='calc' name='计算'/>",
    "eventBasedGateway": "<eventBasedGateway id='calc' name='计算'/>",
    "intermediateThrowEvent": "<intermediateThrowEvent id='calc' name='计算'/>",
    "transaction": "<transaction id='calc' name='计算'/>",
    "adHocSubProcess": "<adHocSubProcess id='calc' name='计算'/>",
    "dataObject": "<dataObject id='calc' name='计算'/>",
    "dataObjectReference": "<dataObjectReference id='calc' name='计算'/>",
    "ioSpecification": "<ioSpecification id='calc' name='计算'/>",
    "property": "<property id='calc' name='计算'/>",
    "foreign": "<x:thing xmlns:x='urn:x' id='calc' name='计算'/>",
}


@pytest.mark.parametrize("xml", NODES.values(), ids=NODES)
def test_a_node_that_we_do_not_run_is_refused_by_its_name(xml):
    error = refused(with_node(xml))
    assert error.element == "calc"
    assert "计算" in error.zh
    assert "calc" in error.en


INSIDE = {
    "multi-instance": "<multiInstanceLoopCharacteristics isSequential='true'/>",
    "loop": "<standardLoopCharacteristics loopMaximum='3'/>",
    "io": "<ioSpecification/>",
    "data": "<dataInputAssociation/>",
    "performer": "<potentialOwner/>",
    "script": "<script>1</script>",
    "extension": "<extensionElements><x:a xmlns:x='urn:x'/></extensionElements>",
    "foreign": "<x:a xmlns:x='urn:x'/>",
}


@pytest.mark.parametrize("xml", INSIDE.values(), ids=INSIDE)
def test_a_part_that_we_do_not_run_is_refused_by_its_task(xml):
    error = refused(in_look(xml))
    assert error.element == "look"
    assert "查看" in error.zh


ATTRIBUTES = {
    "camunda": "xmlns:c='http://camunda.org/schema/1.0/bpmn' c:expression='x'",
    "compensation": "isForCompensation='true'",
    "quantity": "startQuantity='2'",
    "implementation": "implementation='##WebService'",
}


@pytest.mark.parametrize("attribute", ATTRIBUTES.values(), ids=ATTRIBUTES)
def test_an_attribute_that_we_do_not_honour_is_refused(attribute):
    content = bpmn(LINE).replace(
        b'<userTask id="look"', f"<userTask {attribute} id='look'".encode()
    )
    assert refused(content).element == "look"


def test_an_empty_extension_is_let_pass():
    assert read(in_look("<extensionElements/>")).elements["look"]


@pytest.mark.parametrize(
    "event",
    ["timerEventDefinition", "messageEventDefinition", "signalEventDefinition",
     "terminateEventDefinition", "conditionalEventDefinition", "linkEventDefinition",
     "compensateEventDefinition", "cancelEventDefinition"],
)  # fmt: skip
@pytest.mark.parametrize("ident", ["begin", "done"])
def test_start_and_end_events_carry_nothing(event, ident):
    tag = "startEvent" if ident == "begin" else "endEvent"
    content = bpmn(LINE).replace(
        f'<{tag} id="{ident}" name="{ident}">'.encode(),
        f'<{tag} id="{ident}" name="{ident}"><{event}/>'.encode(),
    )
    assert refused(content).element == ident


@pytest.mark.parametrize(
    "expression",
    ["True", "passed and fit", "passed()", "__import__('os')", "not not passed", "a.b", "1", "passed;x",
     "passed == 1", "${passed}", "Passed", "not", "passed\nfit", "x" * 65, "é"],
)  # fmt: skip
def test_a_condition_is_a_named_answer(expression):
    written = expression.replace("<", "&lt;").encode()
    content = bpmn(CHOICE).replace(b">passed<", b">" + written + b"<")
    error = refused(content)
    assert error.element == "flow_6_0"


@pytest.mark.parametrize(
    "attribute",
    ["language='python'", "evaluatesToTypeRef='x'",
     "xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:type='tScript'"],
)  # fmt: skip
def test_a_condition_names_no_language(attribute):
    content = bpmn(CHOICE).replace(
        b"<conditionExpression>", f"<conditionExpression {attribute}>".encode()
    )
    assert refused(content).element == "flow_6_0"


def test_a_condition_may_say_that_it_is_formal():
    content = bpmn(CHOICE).replace(
        b"<conditionExpression>",
        b'<conditionExpression xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        b'xsi:type="tFormalExpression">',
    )
    assert read(content).flows[2].condition == "passed"


BAD = {
    "an unknown service": ("look", LINE.replace("look user", "look service =rob_bank")),
    "no service": ("look", LINE.replace("look user", "look service")),
    "an undeclared clock": ("look", LINE.replace("look user", "look wait =P5D")),
    "a wait without a clock": ("look", LINE.replace("look user", "look wait")),
    "an id that is no word": ("Look_1", LINE.replace("look", "Look_1")),
    "a reserved id": ("Start", LINE.replace("look", "Start")),
    "an unreachable task": ("stray", LINE + "stray user\nstray > done"),
    "a loop beside the way": ("b", LINE + "a user\nb choice\na > b\nb > a : x\nb > done : else"),
    "no end": ("p", "begin start\nlook user\nbegin > look"),
    "no start": ("p", "look user\ndone end\nlook > done"),
    "two starts": ("p", LINE + "again start\nagain > look"),
    "a flow to nowhere": ("flow_4_0", LINE + "look > nobody"),
    "a flow from nowhere": ("flow_4_0", LINE + "nobody > look"),
    "the same flow twice": ("flow_3_1", LINE + "look > done"),
    "a task with two ways out": ("look", LINE + "also end\nlook > also"),
    "a task without a way out": ("last", LINE + "last user\nlook > last"),
    "an end that goes on": ("done", LINE + "more user\ndone > more > done"),
    "a gateway without a default": ("ok", CHOICE.replace(": else", ": failed")),
    "a gateway with an unnamed condition": ("ok", CHOICE + "ok > third\nthird end"),
    "a gateway that asks twice the same": ("ok", CHOICE + "ok > third : passed\nthird end"),
    "a condition behind a task": ("flow_3_0", LINE.replace("> done", "").replace(
        "begin > look", "look > done : passed") + "begin > look"),
    "a loop without anybody": ("a", """
        begin start
        a choice
        b choice
        done end
        begin > a
        a > b > a : again
        b > done : else
        """.replace("a > b > a : again", "a > b\nb > a : again")),
    "an error outside of a sub-process": ("oops", LINE.replace("done end", "oops throw\ndone end")
        .replace("> look > done", "> look > oops")),
    "a boundary event on a task": ("late", LINE + "late catch +look\nlate > done"),
    "an error that nothing catches": ("back", RETURN.replace("catch +review =e1", "catch +review =e2")),
    "two events that catch the same": ("back", RETURN + "other catch +review\nother > correct"),
    "a boundary event that nothing throws": ("other", RETURN + "other hear +review\nother > correct"),
    "an error that is not declared": ("back", RETURN.replace("back throw =e1", "back throw =e9")),
    "a flow into a sub-process": ("flow_21_0", RETURN + "correct > fire"),
}  # fmt: skip


@pytest.mark.parametrize(("element", "text"), BAD.values(), ids=BAD)
def test_what_does_not_fit_is_refused_by_the_element(element, text):
    error = refused(text)
    assert element in {fault.element for fault in error.faults}


def test_every_fault_is_told_at_once():
    error = refused(LINE.replace("look user", "look service =a") + "Odd user\nlook > Odd > done")
    assert {fault.element for fault in error.faults} == {"look", "Odd"}


def test_an_element_in_no_lane_is_refused():
    assert refused(bpmn(LINE, lanes=False)).faults[0].element == "begin"


def test_an_element_in_two_lanes_is_refused():
    content = bpmn(LINE).replace(
        b"</laneSet>", b'<lane id="b" name="B"><flowNodeRef>look</flowNodeRef></lane></laneSet>'
    )
    assert [fault.element for fault in refused(content).faults] == ["look"]


def test_an_element_of_a_sub_process_inherits_its_lane():
    content = bpmn(RETURN.replace("fire user 消防 @fire_office", "fire user 消防")).replace(
        b"<flowNodeRef>fire</flowNodeRef>", b""
    )
    assert read(content).elements["fire"].lane == "window"


def test_a_lane_without_a_name_is_refused():
    assert refused(bpmn(LINE).replace(b' name="office"', b"")).element == "office"


@pytest.mark.parametrize(
    "content",
    [with_node('<userTask id="look" name="again"/>'), with_node("<userTask name='x'/>")],
)
def test_an_id_is_there_and_unique(content):
    assert "id" in refused(content).en


def test_five_hundred_elements_and_no_more():
    nodes = "".join(f"n{n} user\n" for n in range(499))
    flow = "begin > " + " > ".join(f"n{n}" for n in range(499)) + " > done"
    assert "500" in refused(f"begin start\ndone end\n{nodes}{flow}").zh


TWICE = {
    "two conditions": (CHOICE, "<conditionExpression>passed</conditionExpression>", "flow_6_0"),
    "two clocks": (LINE.replace("look user", "look wait =notice"),
                   "<timeDuration>notice</timeDuration>", "look"),
    "two errors": (RETURN, '<errorEventDefinition errorRef="e1"/>', "back"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "xml", "element"), TWICE.values(), ids=TWICE)
def test_nothing_is_there_twice_and_half_of_it_ignored(text, xml, element):
    content = bpmn(text).decode()
    assert xml in content
    error = refused(content.replace(xml, xml * 2).encode())
    assert element in {fault.element for fault in error.faults}


@pytest.mark.parametrize("tag", ["timerEventDefinition", "timeDuration"])
def test_an_event_definition_brings_nothing_of_its_own(tag):
    content = bpmn(LINE.replace("look user", "look wait =notice")).decode()
    assert refused(content.replace(f"<{tag}", f"<{tag} language='x'").encode()).element == "look"
