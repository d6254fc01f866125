"""A customer's model is read as its adapter file says, and refused where it is not what that file promises."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from sightline.errors import ModelError
from sightline.recognise.plug.adapter import open_adapter, read_adapter
from sightline.recognise.plug.plugged import Plugged
from tests.sightline.recognise.made import adapter, brightness_model, constant_model, saved, yolo_v8

IMAGE = np.zeros((128, 128, 3), np.uint8)
TRAIT = {"name": "helmet", "has": ["helmet"], "lacks": ["head"], "upper": 0.4}


def opened(file: Path) -> Plugged:
    told = read_adapter(file)
    return Plugged(told, open_adapter(told, file.parent))


def see(tmp_path: Path, answers, **more):
    return opened(adapter(tmp_path, constant_model(answers), **more)).see(IMAGE)


def test_yolo_v8_answers_lie_across(tmp_path):
    rows = yolo_v8((16, 16, 8, 8, 0.9, 0.1), (16, 16, 8, 9, 0.8, 0.1), (40, 40, 8, 8, 0.1, 0.2))
    found = see(tmp_path, {"out": rows})
    assert found.names == ("helmet",)
    assert found.boxes.tolist() == [[24, 24, 40, 40]]  # twice as large as the input


def test_yolo_v5_asks_first_whether_anything_is_there(tmp_path):
    rows = np.array([[[16, 16, 8, 8, 0.5, 0.9, 0.1], [40, 40, 8, 8, 0.1, 0.9, 0.9]]])
    found = see(tmp_path, {"out": rows}, output={"head": "yolo-v5"})
    assert found.scores.tolist() == pytest.approx([0.45])


def test_nanodet_reads_distributions(tmp_path):
    cells = np.zeros((1, 4, 2 + 4 * 8))
    cells[0, 3, 1] = 0.7
    cells[0, 3, 2::8] = 50  # nothing to the left, nor anywhere
    cells[0, 3, 3::8] = 60  # one step of 32 pixels
    found = see(tmp_path, {"out": cells}, output={"head": "nanodet", "strides": [32]})
    assert found.names == ("head",)
    assert found.boxes.tolist()[0] == pytest.approx([32, 32, 128, 128], abs=0.1)


@pytest.mark.parametrize(
    ("order", "box"), [("xyxy", [0, 0.25, 0.5, 1]), ("yxyx", [0.25, 0, 1, 0.5])]
)
def test_ssd_answers_are_three(order, box, tmp_path):
    answers = {
        "boxes": np.array([[box]]), "scores": np.array([[0.6]]), "labels": np.array([[2.0]]),
    }  # fmt: skip
    told = {"head": "ssd", "order": order, "shares": True, "first_label": 1}
    found = see(tmp_path, answers, output=told)
    assert found.boxes.tolist() == [[0, 32, 64, 128]]
    assert found.names == ("head",)


def test_what_is_no_number_is_no_box(tmp_path):
    wild = yolo_v8((16, 16, np.nan, 8, 0.9, 0), (16, 16, -8, 8, 0.9, 0), (1e9, 16, 8, 8, np.inf, 0))
    assert len(see(tmp_path, {"out": wild})) == 0


def test_a_stretched_picture_comes_back_stretched(tmp_path):
    file = adapter(
        tmp_path,
        constant_model({"out": yolo_v8((32, 32, 64, 64, 0.9, 0))}),
        input={"width": 64, "height": 64, "fit": "stretch"},
    )
    wide = np.zeros((50, 200, 3), np.uint8)
    assert opened(file).see(wide).boxes.tolist() == [[0, 0, 200, 50]]


def test_a_classifier_looks_at_each_person(tmp_path):
    file = adapter(
        tmp_path, brightness_model(), task="trait", classes=["head", "helmet"], trait=TRAIT,
        input={"width": 8, "height": 8, "fit": "stretch"}, output={"head": "classifier"},
    )  # fmt: skip
    image = np.zeros((100, 100, 3), np.uint8)
    image[:20, :50] = 255
    boxes = np.array([[0.0, 0, 50, 50], [50, 0, 100, 50], [200, 200, 250, 300]])
    shares = opened(file).shares(image, boxes)
    assert shares[:2] == pytest.approx([1, 0], abs=0.02)
    assert np.isnan(shares[2])


def test_an_answer_of_another_shape_is_told(tmp_path):
    with pytest.raises(ModelError, match="head"):
        see(tmp_path, {"out": np.zeros((1, 9, 5))})


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"sha256": "0" * 64}, "哈希值"),
        ({"file": "../helmet.onnx"}, "file"),
        ({"file": "other.onnx"}, "找不到"),
        ({"task": "trait"}, "trait|head"),
        ({"licence": ""}, "licence"),
        ({"classes": []}, "classes"),
        ({"code": "import os"}, "code"),
        ({"output": {"head": "mine"}}, "output.head"),
        ({"input": {"width": 32, "height": 64}}, "input|输入"),
        ({"trait": {"name": "helmet", "has": ["cap"]}}, "cap"),
    ],
)
def test_an_adapter_that_promises_wrongly_is_refused(change, place, tmp_path):
    content = constant_model({"out": yolo_v8((1, 1, 1, 1, 0, 0))})
    with pytest.raises(ModelError, match=place):
        opened(adapter(tmp_path, content, **change))


@pytest.mark.parametrize(
    "text", ["- a\n- b", "name: [", "\x00", "name: !!python/object:os.system x"]
)
def test_a_file_that_is_no_adapter_is_refused(text, tmp_path):
    file = tmp_path / "helmet.yaml"
    file.write_text(text)
    with pytest.raises(ModelError, match=r"helmet\.yaml"):
        read_adapter(file)


def test_a_file_that_grows_by_aliases_is_refused(tmp_path):
    laughs = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    laughs += [
        f"{late}: &{late} [{', '.join([f'*{early}'] * 9)}]" for early, late in ["ab", "bc", "cd"]
    ]
    file = tmp_path / "helmet.yaml"
    file.write_text("\n".join(laughs))
    with pytest.raises(ModelError, match="引用"):
        read_adapter(file)


def refused(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(ModelError, match=why):
        opened(adapter(tmp_path, content))


def test_zero_bytes_are_no_model(tmp_path):
    refused(tmp_path, b"", "不是可运行")
    refused(tmp_path, b"\xff" * 99, "不是可运行")


def one_node(op: str, held: list, *, domain: str = "") -> object:
    taken = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, 64, 64])
    told = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    inputs = ["x", *(one.name for one in held)]
    return helper.make_graph(
        [helper.make_node(op, inputs, ["y"], domain=domain)], "m", [taken], [told], held
    )


def test_a_model_with_its_own_operators_is_refused(tmp_path):
    made = one_node("Run", [], domain="evil")
    refused(tmp_path, saved(made, versions=[helper.make_opsetid("evil", 1)]), "evil")


def test_a_model_that_reads_other_files_is_refused(tmp_path):
    held = numpy_helper.from_array(np.zeros((1, 3, 64, 64), np.float32), "c")
    held.ClearField("raw_data")
    held.data_location = TensorProto.EXTERNAL
    held.external_data.add(key="location", value="../../secret.bin")
    refused(tmp_path, saved(one_node("Add", [held])), "外部数据|不是可运行")


def test_a_model_reached_by_a_link_elsewhere_is_refused(tmp_path):
    content = constant_model({"out": yolo_v8((1, 1, 1, 1, 0, 0))})
    inner = tmp_path / "site"
    inner.mkdir()
    file = adapter(inner, content)
    (tmp_path / "away.onnx").write_bytes(content)
    (inner / "helmet.onnx").unlink()
    (inner / "helmet.onnx").symlink_to(tmp_path / "away.onnx")
    assert hashlib.sha256(content).hexdigest() in file.read_text()
    with pytest.raises(ModelError, match="旁边"):
        opened(file)
