"""Hostile XML is refused here, before anything looks at what it says."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element as Node
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from jianghai.casework.process.errors import DiagramError, Fault

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
BYTES = 1_000_000
DEPTH = 40


def parsed(content: bytes, *, where: str) -> Node:
    """Read the file without entities, document types or outside addresses."""
    if len(content) > BYTES:
        raise refusal(
            "文件超过 1 MB，请精简流程图。", "The file is over 1 MB; make it smaller.", where
        )
    try:
        root: Node = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise refusal(
            "文件含有 DTD 或实体声明，请去掉后重试。",
            "The file declares a document type or an entity; remove it.",
            where,
        ) from None
    except (ParseError, ValueError, LookupError) as error:
        raise refusal(
            f"不是有效的 XML（{error}），请用流程图编辑器重新导出。",
            f"This is no valid XML ({error}); export it again from the diagram editor.",
            where,
        ) from None
    if _depth(root) > DEPTH:
        raise refusal(
            "XML 嵌套过深，请用流程图编辑器重新导出。",
            "The XML is nested too deep; export it again from the diagram editor.",
            where,
        )
    return root


def refusal(zh: str, en: str, where: str) -> DiagramError:
    """Refuse the file as a whole."""
    return DiagramError.of((Fault("", "", zh, en),), where=where)


def local(node: Node) -> str:
    """Give the BPMN word of a node; of another namespace, the whole name."""
    return node.tag.removeprefix(f"{{{BPMN}}}")


def children(node: Node, word: str) -> list[Node]:
    """Give the children that are this BPMN word."""
    return node.findall(f"{{{BPMN}}}{word}")


def text(node: Node, word: str) -> str:
    """Give the trimmed text of the first child of this word."""
    found = node.find(f"{{{BPMN}}}{word}")
    return "".join(found.itertext()).strip() if found is not None else ""


def drawn(root: Node, word: str) -> Iterator[Node]:
    """Give the drawings of this word, for example `BPMNShape`."""
    return root.iter(f"{{{BPMNDI}}}{word}")


def _depth(root: Node) -> int:
    """Tell how deep a tree goes, without recursion; stop at once where it is too deep."""
    level, depth = [root], 0
    while level and depth <= DEPTH:
        level, depth = [child for node in level for child in node], depth + 1
    return depth
