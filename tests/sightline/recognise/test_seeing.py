"""With the models installed: people in a street, someone lying, faces, and the same in 8-bit whole numbers."""

from __future__ import annotations

import dataclasses
import threading
from pathlib import Path

import cv2
import numpy as np
import pytest

from sightline.errors import ModelError
from sightline.geometry import overlap
from sightline.recognise.faces import Faces
from sightline.recognise.models.catalogue import catalogue
from sightline.recognise.models.folder import Folder
from sightline.recognise.models.quantise import read_ranges
from sightline.recognise.nanodet import NanoDet
from sightline.recognise.pose import MoveNet, heads, leans
from sightline.recognise.recogniser import Recogniser
from sightline.recognise.settings import DetectSettings
from sightline.values import Detections, Tracks
from tests.sightline.recognise.made import adapter, constant_model, frame, yolo_v8

COCO = catalogue().models["nanodet"].classes
STREET_PEOPLE = np.array([[640.0, 238, 684, 324], [253, 220, 282, 310], [501, 156, 529, 234]])


def needs(models: Path, name: str) -> Folder:
    folder = Folder(models)
    if name not in folder.installed():
        pytest.skip(f"model {name} is not installed")
    return folder


@pytest.fixture(scope="session")
def street(opencv_doc: Path) -> np.ndarray:
    return np.asarray(cv2.VideoCapture(str(opencv_doc / "vtest.avi")).read()[1], np.uint8)


@pytest.fixture(scope="session")
def player(opencv_doc: Path) -> np.ndarray:
    return np.asarray(cv2.imread(str(opencv_doc / "messi5.jpg")), np.uint8)


@pytest.mark.parametrize("name", ["nanodet", "nanodet-int8"])
def test_people_in_a_street_are_found(name, models, street):
    found = NanoDet(needs(models, name).session(name), COCO).see(street, 0.5)
    people = found.boxes[np.array(found.names) == "person"]
    assert (overlap(STREET_PEOPLE, people).max(axis=1) > 0.7).all()


def test_a_picture_of_any_shape_is_taken(models, street):
    detector = NanoDet(needs(models, "nanodet-int8").session("nanodet-int8"), COCO)
    for image in (street[:40], street[:, :33], street[:1, :1]):
        found = detector.see(np.ascontiguousarray(image), 0.3)
        assert (found.boxes >= 0).all()
        assert (found.boxes[:, 2:] <= [image.shape[1], image.shape[0]]).all()


def test_someone_lying_is_seen_by_the_pose_alone(models, player):
    folder = needs(models, "movenet-multipose")
    settings = DetectSettings.read({"pose": True, "still": False})
    lying = np.ascontiguousarray(np.rot90(player, 3))
    seen = Recogniser(settings, folder).see(frame(lying, 1))
    angles = leans(seen.keypoints)
    assert np.nanmax(angles) > 60
    upright = MoveNet(folder.session("movenet-multipose")).see(player, 0.3)
    assert leans(upright.keypoints)[0] < 30
    head = heads(upright.keypoints)[0]
    assert (head[:2] < [240, 110]).all()
    assert (head[2:] > [240, 110]).all()


def test_faces_are_found_for_blurring(models, player):
    folder = needs(models, "centerface")
    boxes = Faces(folder.session("centerface")).boxes(player)
    assert overlap(boxes, np.array([[225.0, 93, 257, 135]])).max() > 0.5


def test_ranges_name_values_of_the_model(models):
    from importlib.resources import files

    import onnx

    folder = needs(models, "nanodet")
    inner = {
        name
        for one in onnx.load_from_string(folder.content("nanodet")).graph.node
        for name in (*one.input, *one.output)
    }
    place = files("sightline.recognise.models").joinpath("nanodet.ranges.json")
    assert set(read_ranges(place.read_text(encoding="utf-8"))) <= inner


def test_each_thread_sees_the_same(models, street):
    folder = needs(models, "nanodet-int8")
    seen: list[Detections] = []

    def watch() -> None:
        seen.append(Recogniser(DetectSettings(), folder).see(frame(street, 1)))

    threads = [threading.Thread(target=watch) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert all(np.array_equal(one.boxes, seen[0].boxes) for one in seen)


def tracked(*boxes: list[float], name: str = "person") -> Tracks:
    seen = Detections.of(list(boxes), [0.9] * len(boxes), [0] * len(boxes), (name,))
    return Tracks(np.arange(len(boxes)), seen, np.arange(len(boxes)))


def test_a_helmet_is_told_of_who_wears_it(models, tmp_path):
    folder = needs(models, "nanodet-int8")
    content = constant_model({"out": yolo_v8((16, 16, 8, 8, 0.9, 0.0), (48, 48, 8, 8, 0.0, 0.8))})
    trait = {"name": "helmet", "has": ["helmet"], "lacks": ["head"], "upper": 0.5}
    adapter(tmp_path, content, trait=trait)
    settings = DetectSettings.read({"adapters": ["helmet.yaml"], "suspect": ["fire"]})
    recogniser = Recogniser(settings, folder, tmp_path)
    one = frame(np.zeros((64, 64, 3)), 1)
    assert set(recogniser.see(one).names) == {"helmet", "head"}
    told = recogniser.traits(one, tracked([8, 10, 24, 60], [40, 40, 60, 64], [0, 0, 9, 9]))
    assert told["helmet"][:2].tolist() == [1, 0]
    assert np.isnan(told["helmet"][2])
    assert recogniser.traits(frame(one.image, 2), tracked([8, 10, 24, 60]))["helmet"] == [1]
    assert recogniser.absent == {"pose", "smoke"}
    assert set(recogniser.hashes) == {"nanodet-int8", "helmet"}


def test_a_customers_detector_can_take_the_place_of_ours(tmp_path):
    content = constant_model({"out": yolo_v8((16, 16, 8, 8, 0.9, 0.0))})
    adapter(tmp_path, content, name="site", classes=["person", "insulator"])
    told = {"model": "site", "adapters": ["site.yaml"], "still": False}
    recogniser = Recogniser(DetectSettings.read(told), Folder(tmp_path), tmp_path)
    assert recogniser.see(frame(np.zeros((64, 64, 3)), 1)).names == ("person",)


def test_a_model_that_is_gone_is_absent_and_said_so(tmp_path):
    adapter(tmp_path, constant_model({"out": yolo_v8((1, 1, 1, 1, 0, 0))}), name="site")
    adapter(tmp_path, b"gone", name="helmet")
    (tmp_path / "helmet.onnx").unlink()
    told = {"model": "site", "adapters": ["site.yaml", "helmet.yaml"]}
    recogniser = Recogniser(DetectSettings.read(told), Folder(tmp_path), tmp_path)
    assert "smoke" in recogniser.absent
    assert "helmet.onnx" in recogniser.complaints[0].zh


def test_without_the_detector_nobody_watches(tmp_path):
    with pytest.raises(ModelError, match="jianghai watch models install"):
        Recogniser(DetectSettings(), Folder(tmp_path))
    with pytest.raises(ModelError, match="没有名为 yolo"):
        Recogniser(dataclasses.replace(DetectSettings(), model="yolo"), Folder(tmp_path))
