"""What recognising is tried on without any download: small graphs, small models, small packages, drawn pictures."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import yaml
from onnx import TensorProto, helper, numpy_helper

from sightline.values import Frame

BEGIN = datetime(2026, 4, 1, 8, tzinfo=UTC)


def frame(image: np.ndarray, number: int, each: float = 0.1) -> Frame:
    return Frame(
        np.asarray(image, np.uint8), BEGIN + timedelta(seconds=number * each), number, "gate"
    )


def attribute(value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"b": value}
    if isinstance(value, list):
        return {"list": {"i": [str(one) for one in value]}}
    if isinstance(value, int):
        return {"i": str(value)}
    if isinstance(value, float):
        return {"f": value}
    if value.startswith("DT_"):
        return {"type": value}
    import base64

    return {"s": base64.b64encode(value.encode()).decode()}


def node(name: str, op: str, *inputs: str, **attributes: Any) -> dict[str, Any]:
    told = {key: attribute(value) for key, value in attributes.items()}
    return {"name": name, "op": op, "input": list(inputs), "attr": told}


def graph(
    folder: Path,
    nodes: Sequence[Mapping[str, Any]],
    weights: Mapping[str, np.ndarray],
    shape: Sequence[int],
    *,
    output: str = "answer",
) -> tuple[Path, Path]:
    """Write a TensorFlow.js graph model with one floating input ``x``."""
    listed, held = [], b""
    constants = []
    for name, values in weights.items():
        kind = {"f": "float32", "i": "int32"}[values.dtype.kind]
        content = values.astype(kind).tobytes()
        listed.append({"name": name, "shape": list(values.shape), "dtype": kind})
        held += content
        constants.append({"name": name, "op": "Const", "attr": {}})
    place = {"name": "x", "op": "Placeholder", "attr": {"dtype": {"type": "DT_FLOAT"}}}
    dims = [{"size": str(side)} for side in shape]
    told = {
        "modelTopology": {"node": [place, *constants, *nodes]},
        "weightsManifest": [{"paths": ["model.bin"], "weights": listed}],
        "signature": {
            "inputs": {"x": {"name": "x:0", "tensorShape": {"dim": dims}}},
            "outputs": {output: {"name": f"{output}:0"}},
        },
    }
    (folder / "model.json").write_text(json.dumps(told))
    (folder / "model.bin").write_bytes(held)
    return folder / "model.json", folder / "model.bin"


def packed(target: Path, files: Mapping[str, bytes]) -> str:
    """Write an archive as npm does; give its hash."""
    with tarfile.open(target, "w:gz") as archive:
        for name, content in files.items():
            told = tarfile.TarInfo(name)
            told.size = len(content)
            archive.addfile(told, io.BytesIO(content))
    return hashlib.sha256(target.read_bytes()).hexdigest()


def constant_model(
    answers: Mapping[str, np.ndarray], shape: Sequence[int | str] = (1, 3, 64, 64)
) -> bytes:
    """Give a model that answers the same whatever the picture; it adds nothing times its mean."""
    nodes = [
        helper.make_node("ReduceMean", ["x"], ["mean"], keepdims=0),
        helper.make_node("Mul", ["mean", "zero"], ["nothing"]),
    ]
    held = [numpy_helper.from_array(np.float32(0), "zero")]
    outputs = []
    for name, values in answers.items():
        held.append(numpy_helper.from_array(values.astype(np.float32), f"{name}_held"))
        nodes.append(helper.make_node("Add", [f"{name}_held", "nothing"], [name]))
        outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, values.shape))
    taken = helper.make_tensor_value_info("x", TensorProto.FLOAT, list(shape))
    made = helper.make_graph(nodes, "made", [taken], outputs, held)
    return saved(made)


def brightness_model() -> bytes:
    """Give a classifier of [1, 3, 8, 8]: the second class is as likely as the picture is bright."""
    nodes = [
        helper.make_node("ReduceMean", ["x"], ["mean"], keepdims=0),
        helper.make_node("Sub", ["one", "mean"], ["rest"]),
        helper.make_node("Concat", ["rest1", "mean1"], ["answer"], axis=1),
    ]
    shaping = [helper.make_node("Reshape", [name, "to"], [f"{name}1"]) for name in ("rest", "mean")]
    held = [
        numpy_helper.from_array(np.float32(1), "one"),
        numpy_helper.from_array(np.array([1, 1], np.int64), "to"),
    ]
    taken = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, 8, 8])
    told = helper.make_tensor_value_info("answer", TensorProto.FLOAT, [1, 2])
    return saved(helper.make_graph([*nodes[:2], *shaping, nodes[2]], "made", [taken], [told], held))


def saved(made: Any, **more: Any) -> bytes:
    versions = [helper.make_opsetid("", 18), *more.get("versions", ())]
    model = helper.make_model(made, opset_imports=versions, ir_version=9)
    return bytes(model.SerializeToString())


def adapter(folder: Path, content: bytes, **more: Any) -> Path:
    """Write a model and its adapter file; give the latter."""
    name = more.get("name", "helmet")
    (folder / f"{name}.onnx").write_bytes(content)
    told = {
        "name": name,
        "file": f"{name}.onnx",
        "sha256": hashlib.sha256(content).hexdigest(),
        "licence": "own",
        "task": "detector",
        "classes": ["helmet", "head"],
        "input": {"width": 64, "height": 64},
        "output": {"head": "yolo-v8"},
        **more,
    }
    file = folder / f"{name}.yaml"
    file.write_text(yaml.safe_dump(told))
    return file


def yolo_v8(*rows: tuple[float, ...]) -> np.ndarray:
    """Give an answer of that family from rows of middle, sides and scores."""
    return np.array(rows, np.float32).T[None]


__all__ = ["onnx"]
