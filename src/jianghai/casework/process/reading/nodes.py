"""The nodes, flows and lanes of a process, each held against the tables of what we run."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element as Node

from jianghai.casework.process.errors import Fault
from jianghai.casework.process.model import Element, Flow, Kind, Lane, Note
from jianghai.casework.process.reading import words
from jianghai.casework.process.reading.tree import XSI, children, local, text

EXPRESSION = re.compile(r"(?:not )?(?!not\Z)[a-z][a-z0-9_]{0,63}")
IDENT = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,99}")
WORD = re.compile(r"[a-z][a-z0-9_]{0,63}")


@dataclass
class Reader:
    """Collects what a process holds, and everything that is wrong with it."""

    services: Collection[str]
    clocks: Collection[str]
    codes: dict[str, str]
    elements: list[Element] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    lanes: list[Lane] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    members: dict[str, list[str]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def fault(self, node: Node, told: tuple[str, str]) -> None:
        """Note what is wrong with a node."""
        self.faults.append(Fault(node.get("id") or local(node), node.get("name", ""), *told))

    def scope(self, node: Node, parent: str) -> None:
        """Read the children of a process or of a sub-process."""
        self.plain(node, frozenset({*words.NODES, *words.ARTIFACTS}))
        texts = {one.get("id", ""): text(one, "text") for one in children(node, "textAnnotation")}
        defaults = {one.get("default") for one in children(node, "exclusiveGateway")}
        for child in node:
            match local(child):
                case word if word in words.NODES:
                    self.element(child, words.NODES[word], parent)
                case "sequenceFlow":
                    self.flow(child, defaults)
                case "laneSet":
                    self.lane_set(child)
                case "association":
                    self.association(child, texts)

    def plain(self, node: Node, allowed: frozenset[str]) -> None:
        """Refuse attributes and children that are not in the tables."""
        word = local(node)
        for child in node:
            self.child(node, child, allowed)
        self.once(node, node)
        allowed_values = words.ATTRIBUTES.get(word, {})
        for name, value in node.attrib.items():
            if name in {"id", "name"}:
                continue
            values = allowed_values.get(name)
            if values is None or (values and value not in values):
                self.other(node, f"{name.rpartition('}')[2]}={value[:40]}")
        self.unique(node)

    def child(self, node: Node, child: Node, allowed: frozenset[str]) -> None:
        """Refuse one child that is not in the tables, saying what to draw instead."""
        word = local(child)
        if word in allowed or word in words.SILENT:
            return
        if word == "extensionElements" and not len(child):
            return
        told = words.INSTEAD.get(word)
        # A refused node speaks for itself; a refused part of a node speaks with the node's name.
        speaker = child if child.get("name") or local(node) in {"process", "subProcess"} else node
        shown = word.rpartition("}")[2]
        zh, en = told or (form.format(shown) for form in words.OTHERWISE)
        self.fault(speaker, (zh, en))

    def unique(self, node: Node) -> None:
        """Refuse an id that is missing, odd, or was used before."""
        ident = node.get("id", "")
        if not IDENT.fullmatch(ident) or ident in self.seen:
            self.fault(
                node,
                (
                    "缺少 id、id 重复或含有特殊字符，请改为唯一的 id。",
                    "The id is missing, used twice or holds odd characters; change it.",
                ),
            )
        self.seen.add(ident)

    def element(self, node: Node, kind: Kind, parent: str) -> None:
        """Read one node, and what is inside it."""
        word, ident = local(node), node.get("id", "")
        if kind is not Kind.PART:
            self.plain(node, words.INSIDE.get(word, frozenset()))
        if not WORD.fullmatch(ident):
            self.fault(
                node,
                (
                    "id 须为小写英文词（字母、数字、下划线），如 site_visit。",
                    "An id is a lower-case word of letters, digits and underscores, like site_visit.",
                ),
            )
        does = self.does(node, kind)
        if kind is Kind.END and does:
            kind = Kind.THROW
        self.elements.append(
            Element(
                ident, kind, " ".join(node.get("name", "").split()), "", parent, does,
                node.get("attachedToRef", ""), text(node, "documentation"),
            )
        )  # fmt: skip
        if kind is Kind.PART:
            self.scope(node, ident)

    def does(self, node: Node, kind: Kind) -> str:
        """Read the clock, the function or the code that a node names, and check that it exists."""
        match kind:
            case Kind.SERVICE:
                named = node.get("implementation", "")
                self.known(node, named, self.services, ("服务函数", "service function"))
                return named
            case Kind.WAIT:
                return self.clock(node)
            case Kind.END | Kind.CATCH:
                return self.code(node, kind)
            case Kind.CHOICE:
                return node.get("default", "")
        return ""

    def known(self, node: Node, named: str, table: Collection[str], what: tuple[str, str]) -> None:
        """Refuse a name that is in no table of ours."""
        if named not in table:
            self.fault(
                node,
                (
                    f"没有名为“{named}”的{what[0]}，请改为已登记的名称。",
                    f"There is no {what[1]} called '{named}'; name one that exists.",
                ),
            )

    def clock(self, node: Node) -> str:
        """Read the clock of a wait."""
        timers = children(node, "timerEventDefinition")
        if len(timers) != 1 or not text(timers[0], "timeDuration"):
            self.fault(node, words.INSTEAD["timeDate"])
            return ""
        self.part(node, timers[0], frozenset({"timeDuration"}))
        named = text(timers[0], "timeDuration")
        self.known(node, named, self.clocks, ("时钟", "clock"))
        return named

    def code(self, node: Node, kind: Kind) -> str:
        """Read the error or escalation that an end event throws or a boundary event catches."""
        found = [child for child in node if local(child) in words.THROWN]
        if not found:
            if kind is Kind.CATCH:
                self.fault(node, words.INSTEAD["messageEventDefinition"])
            return ""
        self.part(node, found[0], frozenset())
        sort = local(found[0]).removesuffix("EventDefinition")
        ref = found[0].get(f"{sort}Ref", "")
        if ref and ref not in self.codes:
            self.fault(
                node,
                (
                    f"{sort}Ref 指向的“{ref}”不存在，请在文件中声明。",
                    f"Its {sort}Ref '{ref}' is declared nowhere; declare it in the file.",
                ),
            )
        return self.codes.get(ref, f"{sort}:")

    def part(self, node: Node, inner: Node, allowed: frozenset[str]) -> None:
        """Look through an event definition as strictly as through a node."""
        self.once(node, inner)
        for child in inner:
            self.child(node, child, allowed)
            for deeper in child:
                self.child(node, deeper, frozenset())
        for one in (inner, *inner):
            for name in set(one.attrib) - words.QUIET:
                self.other(node, name.rpartition("}")[2])

    def once(self, speaker: Node, node: Node) -> None:
        """Refuse a second one of what can be there once: one of the two would be ignored."""
        if sum(local(child) in words.ONCE for child in node) > 1:
            self.other(speaker, " + ".join(local(one) for one in node if local(one) in words.ONCE))

    def other(self, node: Node, shown: str) -> None:
        """Refuse something that has no word of its own in the tables."""
        zh, en = (form.format(shown) for form in words.OTHERWISE)
        self.fault(node, (zh, en))

    def flow(self, node: Node, defaults: set[str | None]) -> None:
        """Read a flow; its condition is a named answer or it is refused."""
        self.plain(node, words.INSIDE["sequenceFlow"])
        condition = text(node, "conditionExpression")
        for found in children(node, "conditionExpression"):
            sort = found.get(f"{{{XSI}}}type", "").rpartition(":")[2]
            written = not set(found.attrib) - {f"{{{XSI}}}type", "id"} and not len(found)
            if not (
                EXPRESSION.fullmatch(condition) and written and sort in {"", "tFormalExpression"}
            ):
                self.fault(
                    node,
                    (
                        f"条件“{condition[:60]}”不是答案名，只能写 name 或 not name。",
                        f"The condition '{condition[:60]}' is no named answer; "
                        "write name or not name.",
                    ),
                )
        if condition and node.get("id") in defaults:
            self.fault(
                node,
                (
                    "默认连线不能带条件，请去掉条件。",
                    "The default flow has no condition; remove it.",
                ),
            )
        self.flows.append(
            Flow(
                node.get("id", ""), node.get("sourceRef", ""), node.get("targetRef", ""),
                condition, " ".join(node.get("name", "").split()),
            )
        )  # fmt: skip

    def association(self, node: Node, texts: dict[str, str]) -> None:
        """Read what a note is tied to."""
        self.plain(node, frozenset())
        ends = [node.get("sourceRef", ""), node.get("targetRef", "")]
        self.notes += [
            Note(end, texts[end], other)
            for end, other in zip(ends, reversed(ends), strict=True)
            if end in texts
        ]

    def lane_set(self, node: Node) -> None:
        """Read lanes and who is in them."""
        self.plain(node, frozenset({"lane"}))
        for lane in children(node, "lane"):
            self.plain(lane, frozenset({"flowNodeRef"}))
            if not WORD.fullmatch(lane.get("id", "")) or not lane.get("name"):
                self.fault(
                    lane,
                    (
                        "泳道须有名称，id 须为小写英文词。",
                        "A lane has a name, and an id that is a lower-case word.",
                    ),
                )
            self.lanes.append(Lane(lane.get("id", ""), " ".join(lane.get("name", "").split())))
            for ref in children(lane, "flowNodeRef"):
                self.members.setdefault((ref.text or "").strip(), []).append(lane.get("id", ""))

    def lanes_of_elements(self) -> None:
        """Put every element into its lane, or into that of what it is drawn in or attached to."""
        held: dict[str, str] = {}
        placed: list[Element] = []
        for one in _parents_first(self.elements):
            own = self.members.get(one.id, [])
            lane = own[0] if own else held.get(one.parent, "") or held.get(one.attached, "")
            if not lane or len(set(own)) > 1:
                self.faults.append(
                    Fault(
                        one.id, one.name,
                        "不在任何泳道或在多个泳道中，请放入恰好一个泳道。",
                        "It is in no lane or in several; put it into exactly one.",
                    )
                )  # fmt: skip
            held[one.id] = lane
            placed.append(one._replace(lane=lane))
        order = {one.id: at for at, one in enumerate(self.elements)}
        self.elements = sorted(placed, key=lambda one: order[one.id])


def _parents_first(elements: list[Element]) -> Iterator[Element]:
    """Give sub-processes before what is in them, and boundary events last."""
    yield from (one for one in elements if one.kind is not Kind.CATCH)
    yield from (one for one in elements if one.kind is Kind.CATCH)
