"""The operations of TensorFlow graphs in terms of ONNX, one row each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from sightline.errors import ModelError
from sightline.recognise.models.slicing import sliced
from sightline.recognise.models.tfjs import Node, Writing, read

Names = list[str]
Row = Callable[[Writing, Node, Names], Names]

INWARD, OUTWARD = (0, 3, 1, 2), (0, 2, 3, 1)
"""From height, width, channels to channels, height, width, and back."""
LOWEST = float(np.finfo(np.float32).min)
KINDS = {"DT_FLOAT": onnx.TensorProto.FLOAT, "DT_BOOL": onnx.TensorProto.BOOL}


def _same(op: str, **attributes: Any) -> Row:
    return lambda out, _, given: out.add(op, *given, **attributes)


def _over_axes(op: str) -> Row:
    def write(out: Writing, node: Node, given: Names) -> Names:
        axes = out.constant(out.whole(given[1]))
        return out.add(op, given[0], axes, keepdims=int(bool(node.attributes.get("keep_dims"))))

    return write


def _cast(out: Writing, node: Node, given: Names) -> Names:
    kind = KINDS.get(node.attributes["DstT"], onnx.TensorProto.INT64)
    return out.add("Cast", given[0], to=kind)


def _squeeze(out: Writing, node: Node, given: Names) -> Names:
    return out.add("Squeeze", given[0], out.constant(node.attributes["squeeze_dims"]))


def _expand(out: Writing, _: Node, given: Names) -> Names:
    return out.add("Unsqueeze", given[0], out.constant(out.whole(given[1])))


def _pack(out: Writing, node: Node, given: Names) -> Names:
    axis = node.attributes.get("axis", 0)
    place = out.constant([axis])
    return out.add("Concat", *(out.one("Unsqueeze", name, place) for name in given), axis=axis)


def _unpack(out: Writing, node: Node, given: Names) -> Names:
    axis, count = node.attributes.get("axis", 0), node.attributes["num"]
    parts = out.add("Split", given[0], outputs=count, axis=axis, num_outputs=count)
    return [out.one("Squeeze", part, out.constant([axis])) for part in parts]


def _split(out: Writing, node: Node, given: Names) -> Names:
    count = node.attributes["num_split"]
    axis = out.whole(given[0])[0]
    return out.add("Split", given[1], outputs=count, axis=axis, num_outputs=count)


def _split_by(out: Writing, _: Node, given: Names) -> Names:
    sizes, axis = out.whole(given[1]), out.whole(given[2])[0]
    return out.add("Split", given[0], out.constant(sizes), outputs=len(sizes), axis=axis)


def _concat(out: Writing, _: Node, given: Names) -> Names:
    return out.add("Concat", *given[:-1], axis=out.whole(given[-1])[0])


def _fill(out: Writing, _: Node, given: Names) -> Names:
    return out.add("Expand", given[1], given[0])


def _scatter(out: Writing, _: Node, given: Names) -> Names:
    places, size, values, rest = (out.value(name) for name in given)
    whole = np.full(tuple(size), rest, values.dtype)
    whole[tuple(np.atleast_2d(places).reshape(-1, len(size)).T)] = values
    return [out.constant(whole)]


def _top(out: Writing, _: Node, given: Names) -> Names:
    return out.add("TopK", given[0], out.constant(out.whole(given[1])), outputs=2)


def _arg_max(out: Writing, _: Node, given: Names) -> Names:
    return out.add("ArgMax", given[0], axis=out.whole(given[1])[0], keepdims=0)


def _squared_difference(out: Writing, _: Node, given: Names) -> Names:
    difference = out.one("Sub", *given)
    return out.add("Mul", difference, difference)


def _pad(out: Writing, _: Node, given: Names) -> Names:
    sides = out.value(given[1]).T.reshape(-1)
    filling = out.constant(out.value(given[2]).reshape(()) if given[2:] else np.float32(0))
    return out.add("Pad", given[0], out.constant(sides), filling)


def _transpose(out: Writing, _: Node, given: Names) -> Names:
    return [out.transpose(given[0], out.whole(given[1]))]


def _resize(out: Writing, node: Node, given: Names) -> Names:
    if not node.attributes.get("half_pixel_centers"):
        raise ModelError("转换不了此种缩放", "this way of resizing cannot be converted", node.name)
    inward = out.transpose(given[0], INWARD)
    first = out.one("Shape", inward, end=2)
    sizes = out.one("Concat", first, given[1], axis=0)
    nothing = out.constant(np.zeros(0, np.float32))
    made = out.one("Resize", inward, nothing, nothing, sizes, mode="linear")
    return [out.transpose(made, OUTWARD)]


def _window(node: Node) -> dict[str, Any]:
    padding = {"SAME": "SAME_UPPER", "VALID": "VALID"}[node.attributes["padding"]]
    return {"strides": node.attributes["strides"][1:3], "auto_pad": padding}


def _unpadded(out: Writing, name: str, window: dict[str, Any], least: float) -> tuple[str, Any]:
    """Let the window pad by itself where padding of that value, or lower, only goes before it."""
    padding = out.maker(name, "Pad")
    if padding is None or window["auto_pad"] != "VALID":
        return name, window
    sides, filling = out.whole(padding.input[1]), float(out.value(padding.input[2]))
    if any(sides[:2] + sides[4:6]) or filling > least:
        return name, window
    return str(padding.input[0]), window | {"auto_pad": "NOTSET", "pads": sides[2:4] + sides[6:]}


def _pool(out: Writing, node: Node, given: Names) -> Names:
    window = _window(node) | {"kernel_shape": node.attributes["ksize"][1:3]}
    inward, window = _unpadded(out, out.transpose(given[0], INWARD), window, LOWEST)
    return [out.transpose(out.one("MaxPool", inward, **window), OUTWARD)]


def _convolve(out: Writing, node: Node, given: Names) -> Names:
    weights = out.value(given[1])
    across = weights.transpose(3, 2, 0, 1)
    if "epthwise" in node.op:
        height, width, channels, times = weights.shape
        across = weights.transpose(2, 3, 0, 1).reshape(channels * times, 1, height, width)
    groups = weights.shape[2] if "epthwise" in node.op else 1
    window = _window(node) | {"dilations": node.attributes["dilations"][1:3], "group": groups}
    inward, window = _unpadded(out, out.transpose(given[0], INWARD), window, 0.0)
    made = out.one("Conv", inward, out.constant(across), *given[2:3], **window)
    for activation in node.attributes.get("fused_ops", ())[1:]:
        made = ACTIVATIONS[activation](out, made)
    return [out.transpose(made, OUTWARD)]


def _plus(out: Writing, _: Node, given: Names) -> Names:
    turned, added = out.maker(given[0], "Transpose"), out.known.get(given[1])
    convolution = out.maker(turned.input[0], "Conv") if turned is not None else None
    if convolution is None or added is None or len(convolution.input) > 2:  # noqa: PLR2004
        return out.add("Add", *given)
    if added.size != added.shape[-1]:
        return out.add("Add", *given)
    told = {one.name: onnx.helper.get_attribute_value(one) for one in convolution.attribute}
    shift = out.constant(added.reshape(-1))  # the convolution adds it itself
    return [out.transpose(out.one("Conv", *convolution.input, shift, **told), OUTWARD)]


ACTIVATIONS: dict[str, Callable[[Writing, str], str]] = {
    "Relu": lambda out, name: out.one("Relu", name),
    "Relu6": lambda out, name: out.one(
        "Clip", name, out.constant(np.float32(0)), out.constant(np.float32(6))
    ),
}

ROWS: dict[str, Row] = {
    "Abs": _same("Abs"),
    "Add": _plus,
    "AddN": _same("Sum"),
    "AddV2": _plus,
    "ArgMax": _arg_max,
    "Cast": _cast,
    "ConcatV2": _concat,
    "Conv2D": _convolve,
    "DepthwiseConv2dNative": _convolve,
    "Equal": _same("Equal"),
    "Exp": _same("Exp"),
    "ExpandDims": _expand,
    "Fill": _fill,
    "FloorDiv": _same("Div"),  # of sizes and places, which are never negative
    "FusedDepthwiseConv2dNative": _convolve,
    "GatherNd": _same("GatherND"),
    "Greater": _same("Greater"),
    "GreaterEqual": _same("GreaterOrEqual"),
    "Identity": lambda _out, _node, given: given,
    "LeakyRelu": lambda out, node, given: out.add(
        "LeakyRelu", given[0], alpha=node.attributes["alpha"]
    ),
    "Less": _same("Less"),
    "LogicalAnd": _same("And"),
    "Max": _over_axes("ReduceMax"),
    "MaxPool": _pool,
    "Maximum": _same("Max"),
    "Minimum": _same("Min"),
    "Mul": _same("Mul"),
    "Pack": _pack,
    "Pad": _pad,
    "PadV2": _pad,
    "Range": _same("Range"),
    "RealDiv": _same("Div"),
    "Reciprocal": _same("Reciprocal"),
    "Reshape": _same("Reshape"),
    "ResizeBilinear": _resize,
    "Select": _same("Where"),
    "Shape": _same("Shape"),
    "Sigmoid": _same("Sigmoid"),
    "Size": _same("Size"),
    "SparseToDense": _scatter,
    "Split": _split,
    "SplitV": _split_by,
    "SquaredDifference": _squared_difference,
    "Squeeze": _squeeze,
    "StridedSlice": sliced,
    "Sub": _same("Sub"),
    "Sum": _over_axes("ReduceSum"),
    "Tile": _same("Tile"),
    "TopKV2": _top,
    "Transpose": _transpose,
    "Unpack": _unpack,
    "_FusedConv2D": _convolve,
}


def convert(graph: Path, weights: Path) -> Any:
    """Give the ONNX model of a TensorFlow.js graph; ModelError names an operation that has no row."""
    nodes, held, signature = read(graph, weights)
    out = Writing()
    inputs = []
    for node in nodes:
        if node.op == "Placeholder":
            inputs.append(_input(node, signature))
            out.names[node.name] = node.name
        elif node.op == "Const":
            out.names[node.name] = out.constant(held[node.name])
        elif node.op in ROWS:
            given = [out.names[name] for name in node.inputs]
            for place, name in enumerate(ROWS[node.op](out, node, given)):
                out.names[f"{node.name}:{place}" if place else node.name] = name
        else:
            raise ModelError(
                f"转换不了运算 {node.op}", f"no operation {node.op} can be converted", graph.name
            )
    wanted = [one["name"].removesuffix(":0") for one in signature["outputs"].values()]
    return out.finish(inputs, {name: out.names[name] for name in sorted(wanted)})


def _input(node: Node, signature: dict[str, Any]) -> Any:
    whole = node.attributes["dtype"] == "DT_INT32"
    kind = onnx.TensorProto.INT32 if whole else onnx.TensorProto.FLOAT
    sizes = next(iter(signature["inputs"].values()))["tensorShape"]["dim"]
    shape = [int(one["size"]) for one in sizes]
    if whole:  # the pose model takes a picture of any sides that 32 divides
        shape[1:3] = ["height", "width"]  # type: ignore[list-item]
    return onnx.helper.make_tensor_value_info(node.name, kind, shape)
