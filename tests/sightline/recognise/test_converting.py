"""A TensorFlow.js graph answers as ONNX what numpy says it must."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sightline.errors import ModelError
from sightline.recognise.models.operations import convert
from sightline.recognise.session import Session
from tests.sightline.recognise.made import graph, node

FLOATS = hnp.arrays(np.float32, (2, 3, 4), elements=st.floats(-4, 4, width=32))
EACH = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def answer(folder: Path, nodes, weights, x: np.ndarray) -> np.ndarray:
    model = convert(*graph(folder, nodes, weights, x.shape))
    (told,) = Session(model.SerializeToString(), "made").ask({"x": x}).values()
    return told


@pytest.mark.parametrize(
    ("op", "by"),
    [
        ("Add", np.add),
        ("Sub", np.subtract),
        ("Mul", np.multiply),
        ("Maximum", np.maximum),
        ("Minimum", np.minimum),
        ("SquaredDifference", lambda x, y: (x - y) ** 2),
    ],
)
@given(x=FLOATS)
@EACH
def test_two_numbers_meet_as_in_numpy(op, by, x, tmp_path):
    y = np.linspace(-1, 2, 4).astype(np.float32)
    told = answer(tmp_path, [node("answer", op, "x", "y")], {"y": y}, x)
    assert told == pytest.approx(by(x, y), abs=1e-5)


@given(
    x=FLOATS,
    start=st.integers(0, 1),
    step=st.integers(1, 2),
    masks=st.fixed_dictionaries({"begin_mask": st.integers(0, 7), "end_mask": st.integers(0, 7)}),
)
@EACH
def test_a_slice_is_numpys(x, start, step, masks, tmp_path):
    starts, ends, steps = [start, 1, 0], [2, 3, 4], [1, step, 2]
    weights = dict(zip("bes", map(np.array, (starts, ends, steps)), strict=True))
    told = answer(tmp_path, [node("answer", "StridedSlice", "x", *"bes", **masks)], weights, x)
    cuts = tuple(
        slice(
            None if masks["begin_mask"] >> axis & 1 else starts[axis],
            None if masks["end_mask"] >> axis & 1 else ends[axis],
            steps[axis],
        )
        for axis in range(3)
    )
    assert told.tolist() == x[cuts].tolist()


def test_a_slice_drops_and_inserts_axes(tmp_path):
    x = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    weights = {"b": np.array([1, 0, 0]), "e": np.array([2, 0, 2]), "s": np.array([1, 1, 1])}
    cut = node("answer", "StridedSlice", "x", "b", "e", "s", shrink_axis_mask=1, new_axis_mask=2)
    assert answer(tmp_path, [cut], weights, x).tolist() == x[1, None, 0:2].tolist()


@pytest.mark.parametrize(("padding", "side"), [("SAME", 4), ("VALID", 3)])
def test_a_convolution_sees_every_neighbour(padding, side, tmp_path):
    x = np.random.default_rng(1).normal(size=(1, 8, 8, 2)).astype(np.float32)
    weights = {"w": np.ones((3, 3, 2, 5), np.float32), "bias": np.full(5, 1, np.float32)}
    fused = node(
        "answer", "_FusedConv2D", "x", "w", "bias", padding=padding,
        strides=[1, 2, 2, 1], dilations=[1, 1, 1, 1],
    )  # fmt: skip
    told = answer(tmp_path, [fused], weights, x)
    assert told.shape == (1, side, side, 5)
    assert told[0, 1, 1, 0] == pytest.approx(x[0, 2:5, 2:5].sum() + 1, rel=1e-4)


def test_a_depthwise_convolution_keeps_channels_apart(tmp_path):
    x = np.random.default_rng(2).normal(size=(1, 5, 5, 3)).astype(np.float32)
    weights = {"w": np.ones((3, 3, 3, 1), np.float32)}
    deep = node(
        "answer", "DepthwiseConv2dNative", "x", "w", padding="VALID",
        strides=[1, 1, 1, 1], dilations=[1, 1, 1, 1],
    )  # fmt: skip
    told = answer(tmp_path, [deep], weights, x)
    assert told[0, 0, 0] == pytest.approx(x[0, :3, :3].sum(axis=(0, 1)), rel=1e-4)


def test_bias_and_padding_go_into_the_convolution(tmp_path):
    x = np.random.default_rng(3).normal(size=(1, 2, 6, 6)).astype(np.float32)
    weights = {
        "pads": np.array([[0, 0], [0, 0], [1, 1], [1, 1]]),
        "outward": np.array([0, 2, 3, 1]),
        "w": np.ones((3, 3, 2, 4), np.float32),
        "b": np.arange(4, dtype=np.float32),
    }
    straight = {"padding": "VALID", "strides": [1, 1, 1, 1], "dilations": [1, 1, 1, 1]}
    nodes = [
        node("padded", "Pad", "x", "pads"),
        node("turned", "Transpose", "padded", "outward"),
        node("conv", "Conv2D", "turned", "w", **straight),
        node("answer", "AddV2", "conv", "b"),
    ]
    model = convert(*graph(tmp_path, nodes, weights, x.shape))
    assert sum(one.op_type == "Conv" for one in model.graph.node) == 1
    assert not [one for one in model.graph.node if one.op_type in {"Pad", "Add"}]
    (told,) = Session(model.SerializeToString(), "made").ask({"x": x}).values()
    assert told[0, 0, 0] == pytest.approx(x[0, :, :2, :2].sum() + np.arange(4), rel=1e-4)


def test_what_is_constant_is_worked_out_at_once(tmp_path):
    weights = {"a": np.full(4, 2, np.float32), "b": np.full(4, 3, np.float32)}
    nodes = [node("six", "Mul", "a", "b"), node("answer", "Add", "x", "six")]
    model = convert(*graph(tmp_path, nodes, weights, (2, 4)))
    assert [one.op_type for one in model.graph.node] == ["Add", "Identity"]


def test_an_operation_nobody_knows_is_named(tmp_path):
    files = graph(tmp_path, [node("answer", "PyFunc", "x")], {}, (1, 4))
    with pytest.raises(ModelError, match="PyFunc"):
        convert(*files)


@pytest.mark.parametrize("spoil", ["not json", "{}", '{"modelTopology": {"node": [1]}}'])
def test_a_file_that_is_no_graph_is_refused(spoil, tmp_path):
    graph_file, weights = graph(tmp_path, [node("answer", "Abs", "x")], {}, (1, 4))
    graph_file.write_text(spoil)
    with pytest.raises(ModelError, match=r"model\.json: 这不是"):
        convert(graph_file, weights)


def test_weights_cut_short_are_refused(tmp_path):
    weights = {"y": np.ones(4, np.float32)}
    graph_file, held = graph(tmp_path, [node("answer", "Add", "x", "y")], weights, (1, 4))
    held.write_bytes(held.read_bytes()[:-3])
    with pytest.raises(ModelError):
        convert(graph_file, held)
