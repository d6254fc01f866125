"""The part of BPMN 2.0 that a diagram may use, as tables; everything else is refused by name."""

from __future__ import annotations

from jianghai.casework.process.model import Kind

#: BPMN word → our kind.
NODES = {
    "startEvent": Kind.START,
    "endEvent": Kind.END,
    "userTask": Kind.PERSON,
    "manualTask": Kind.PERSON,
    "serviceTask": Kind.SERVICE,
    "exclusiveGateway": Kind.CHOICE,
    "parallelGateway": Kind.PARALLEL,
    "intermediateCatchEvent": Kind.WAIT,
    "subProcess": Kind.PART,
    "boundaryEvent": Kind.CATCH,
}

#: What may stand beside the nodes.
ARTIFACTS = frozenset({"laneSet", "sequenceFlow", "textAnnotation", "association"})

#: What may stand inside a node, by its word; the rest is refused.
SILENT = frozenset({"documentation", "incoming", "outgoing"})
THROWN = frozenset({"errorEventDefinition", "escalationEventDefinition"})
INSIDE = {
    "endEvent": THROWN,
    "boundaryEvent": THROWN,
    "intermediateCatchEvent": frozenset({"timerEventDefinition"}),
    "sequenceFlow": frozenset({"conditionExpression"}),
    "subProcess": frozenset({*NODES, *ARTIFACTS}),
    "textAnnotation": frozenset({"text"}),
}

#: Of these a node has one at most.
ONCE = frozenset({*THROWN, "timerEventDefinition", "timeDuration", "conditionExpression", "text"})

#: Attributes of event definitions and what is in them.
QUIET = frozenset(
    {"id", "errorRef", "escalationRef", "{http://www.w3.org/2001/XMLSchema-instance}type"}
)

#: Attributes by word, beside `id` and `name`; a tuple lists the only values allowed.
ATTRIBUTES: dict[str, dict[str, tuple[str, ...]]] = {
    "startEvent": {"isInterrupting": ("true",)},
    "endEvent": {},
    "userTask": {"implementation": ("##unspecified",)},
    "manualTask": {},
    "serviceTask": {"implementation": ()},
    "exclusiveGateway": {"default": (), "gatewayDirection": ()},
    "parallelGateway": {"gatewayDirection": ()},
    "intermediateCatchEvent": {},
    "subProcess": {"triggeredByEvent": ("false",)},
    "boundaryEvent": {"attachedToRef": (), "cancelActivity": ("true",)},
    "sequenceFlow": {"sourceRef": (), "targetRef": (), "isImmediate": ("true",)},
    "textAnnotation": {"textFormat": ("text/plain",)},
    "association": {"sourceRef": (), "targetRef": (), "associationDirection": ()},
    "laneSet": {},
    "lane": {},
    "process": {
        "isExecutable": (),
        "processType": ("None", "Private"),
        "isClosed": ("false",),
    },
}

#: Words at the top of the file; `process` is read, the others are only referred to or drawn.
TOP = frozenset({"process", "collaboration", "error", "escalation"})

_WAIT = (
    "等待只能是带时钟的中间定时事件（timeDuration 写 clocks.yaml 中的时钟名）。",
    "A wait is an intermediate timer event whose timeDuration names a clock of clocks.yaml.",
)
_EVENT = (
    "不支持这种事件，请改用无类型的开始、结束事件，或子流程内的错误、升级结束事件。",
    "This event is not supported; use plain start and end events, or an error or escalation end "
    "event inside a sub-process.",
)
_LOOP = (
    "不支持多实例或循环标记，请画成并行分支或回退连线。",
    "Multi-instance and loop markers are not supported; draw branches or a flow back.",
)
_GATE = (
    "不支持这种网关，请改用排他网关或并行网关。",
    "This gateway is not supported; use exclusive and parallel gateways.",
)
#: Words that people try, with what to draw instead.
INSTEAD = {
    "scriptTask": (
        "不允许脚本任务，请改为服务任务并写明已登记的函数名。",
        "Script tasks are refused; use a service task that names a function of the table.",
    ),
    "businessRuleTask": (
        "不支持业务规则任务，请改为服务任务并写明已登记的函数名。",
        "Business rule tasks are refused; use a service task that names a function of the table.",
    ),
    "callActivity": (
        "不支持调用活动，请改为内嵌子流程。",
        "Call activities are refused; draw an embedded sub-process.",
    ),
    "task": (
        "未说明类型的任务无人办理，请改为用户任务。",
        "A plain task belongs to nobody; make it a user task.",
    ),
    "sendTask": (
        "不支持发送任务，请改为服务任务并写明已登记的函数名。",
        "Send tasks are refused; use a service task that names a function of the table.",
    ),
    "receiveTask": _WAIT,
    "multiInstanceLoopCharacteristics": _LOOP,
    "standardLoopCharacteristics": _LOOP,
    "inclusiveGateway": _GATE,
    "complexGateway": _GATE,
    "eventBasedGateway": _GATE,
    "timerEventDefinition": _WAIT,
    "timeDate": _WAIT,
    "timeCycle": _WAIT,
    "messageEventDefinition": _EVENT,
    "signalEventDefinition": _EVENT,
    "terminateEventDefinition": _EVENT,
    "conditionalEventDefinition": _EVENT,
    "errorEventDefinition": _EVENT,
    "escalationEventDefinition": _EVENT,
    "intermediateThrowEvent": _EVENT,
    "childLaneSet": (
        "不支持嵌套泳道，请只用一层泳道。",
        "Nested lanes are not supported; use one level of lanes.",
    ),
}
OTHERWISE = (
    "不支持 {0}，请从流程图中去掉。",
    "{0} is not supported; remove it from the diagram.",
)
