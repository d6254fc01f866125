"""Rewrite a TensorFlow.js graph model as ONNX: read it, fold what is constant, and write each operation by a table.

Only numpy and onnx are needed. Whole numbers become int64 throughout, as ONNX asks of shapes and places.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx.reference import ReferenceEvaluator

from sightline.errors import ModelError

OPSET, FORMAT = 18, 9
"""The ONNX operator set and file format written: old enough for any runtime of the last years."""

Array = NDArray[Any]
NOTHING: Any = False
"""What an attribute without a value stands for."""

READ = {"float16": np.float16, "float32": np.float32, "int32": np.int32, "bool": np.bool_}


@dataclass(frozen=True, slots=True)
class Node:
    """One operation of the graph as it was read: its name, kind, inputs and plain attributes."""

    name: str
    op: str
    inputs: tuple[str, ...]
    attributes: Mapping[str, Any]


def plain(value: Mapping[str, Any]) -> Any:
    """Unpack an attribute as TensorFlow writes it in JSON.

    >>> plain({"list": {"i": ["1", "2"]}}), plain({"s": "U0FNRQ=="}), plain({"b": True})
    ([1, 2], 'SAME', True)
    """
    kind, held = next(iter(value.items()), ("b", NOTHING))
    if kind == "list":
        return [plain({inner: item}) for inner, items in held.items() for item in items]
    if kind == "i":
        return int(held)
    return base64.b64decode(held).decode() if kind == "s" else held


def read(graph: Path, weights: Path) -> tuple[list[Node], dict[str, Array], dict[str, Any]]:
    """Read the nodes, the weights by name and the signature of a graph model; ModelError where it is not one."""
    try:
        told = json.loads(graph.read_text(encoding="utf-8"))
        nodes = [
            Node(
                node["name"],
                node["op"],
                tuple(name.removesuffix(":0") for name in node.get("input", ())),
                {
                    key: plain(value)
                    for key, value in node.get("attr", {}).items()
                    if key != "shape"
                },
            )
            for node in told["modelTopology"]["node"]
        ]
        listed = told["weightsManifest"][0]["weights"]
        return nodes, _weights(listed, weights.read_bytes()), told["signature"]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, binascii.Error) as error:
        raise ModelError(
            "这不是 TensorFlow.js 图模型，请重新下载模型包",
            "this is not a TensorFlow.js graph model; fetch the package again",
            graph.name,
        ) from error


def _weights(listed: Sequence[Mapping[str, Any]], held: bytes) -> dict[str, Array]:
    found: dict[str, Array] = {}
    start = 0
    for one in listed:
        kind = np.dtype(READ[one.get("quantization", one)["dtype"]])
        count = math.prod(one["shape"])
        values = np.frombuffer(held, kind, count, start).reshape(one["shape"])
        found[one["name"]] = widened(values)
        start += count * kind.itemsize
    if start != len(held):
        message = "weights left over"
        raise ValueError(message)
    return found


def widened(values: Array) -> Array:
    """Give float32 for floating numbers and int64 for whole ones.

    >>> widened(np.array([1], np.int32)).dtype, widened(np.array([1], np.float16)).dtype
    (dtype('int64'), dtype('float32'))
    """
    kinds = {"f": np.float32, "i": np.int64, "b": np.bool_}
    return np.asarray(values, kinds[values.dtype.kind])


class Writing:
    """An ONNX graph being written. What depends on constants alone is worked out at once."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.known: dict[str, Array] = {}
        self.made_by: dict[str, Any] = {}
        self.names: dict[str, str] = {}

    def constant(self, values: Any) -> str:
        """Keep an array and give its name."""
        name = f"c{len(self.known)}"
        self.known[name] = widened(np.asarray(values))
        return name

    def value(self, name: str) -> Array:
        """Give what a constant holds; ModelError where it is only known when a picture comes."""
        if name not in self.known:
            raise ModelError(
                f"转换不了：{name} 应为常量", f"cannot be converted: {name} must be constant"
            )
        return self.known[name]

    def whole(self, name: str) -> list[int]:
        """Give a constant as a list of whole numbers."""
        return [int(item) for item in self.value(name).reshape(-1)]

    def add(self, op: str, *inputs: str, outputs: int = 1, **attributes: Any) -> list[str]:
        """Write one operation, or work it out where all its inputs are known; give the names of its outputs."""
        start = len(self.nodes) + len(self.known)
        names = [f"t{start}_{place}" for place in range(outputs)]
        node = onnx.helper.make_node(op, list(inputs), names, **attributes)
        if inputs and all(name in self.known for name in inputs):
            given = {name: self.known[name] for name in inputs}
            worked_out = ReferenceEvaluator(node).run(None, given)
            return [self.constant(values) for values in worked_out]
        node.name = f"{op}_{start}"
        self.nodes.append(node)
        self.made_by.update(dict.fromkeys(names, node))
        return names

    def one(self, op: str, *inputs: str, **attributes: Any) -> str:
        """Write an operation of one output."""
        return self.add(op, *inputs, **attributes)[0]

    def maker(self, name: str, op: str) -> Any | None:
        """Give the node that makes this, if it is of that kind."""
        node = self.made_by.get(name)
        return node if node is not None and node.op_type == op else None

    def transpose(self, name: str, order: Sequence[int]) -> str:
        """Change the order of the axes, unless that only undoes what was just done."""
        before = self.maker(name, "Transpose")
        if before is not None:
            first = list(before.attribute[0].ints)
            if [first[place] for place in order] == sorted(order):
                return str(before.input[0])
        return self.one("Transpose", name, perm=list(order))

    def finish(self, inputs: Sequence[Any], outputs: Mapping[str, str]) -> Any:
        """Give the model: outputs are renamed, and what no output needs is left out."""
        for name, source in outputs.items():
            self.nodes.append(onnx.helper.make_node("Identity", [source], [name], name=name))
        needed = set(outputs)
        kept = []
        for node in reversed(self.nodes):
            if needed.intersection(node.output):
                kept.append(node)
                needed.update(node.input)
        held = [
            onnx.numpy_helper.from_array(values, name)
            for name, values in self.known.items()
            if name in needed
        ]
        told = [onnx.helper.make_empty_tensor_value_info(name) for name in outputs]
        graph = onnx.helper.make_graph(kept[::-1], "sightline", list(inputs), told, held)
        versions = [onnx.helper.make_opsetid("", OPSET)]
        model = onnx.helper.make_model(
            graph, opset_imports=versions, producer_name="sightline", ir_version=FORMAT
        )
        return onnx.shape_inference.infer_shapes(model)
