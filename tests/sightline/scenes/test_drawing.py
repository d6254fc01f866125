from __future__ import annotations

from pathlib import Path

import av
import numpy as np

from sightline.scenes import Camera, Trouble, Wall
from sightline.scenes.drawing import pictures, video
from sightline.values import CameraState
from tests.sightline.scenes.acting import person, scene

SMALL = Camera("cam-1", (320, 180), (0.0, -6.0, 5.5), (0.0, 8.0), 72.0)
LIN = person("lin", (0, -2, 8), (2, 2, 8))
CAR = person("car", (0, 2, 6), (2, 2, 6), kind="car")


def test_lin_is_drawn_where_he_is_recognised() -> None:
    made = scene(LIN, CAR, lasts=1, camera=SMALL, walls=(Wall((-4, 5), (-3, 5), 1),))
    (still, shot), (later, _) = list(pictures(made))[:10:9]
    assert still.size == SMALL.size
    x1, y1, x2, y2 = shot.detections.boxes[0].astype(int)
    assert (still.image[y1:y2, x1:x2] != later.image[y1:y2, x1:x2]).any()


def test_a_covered_camera_draws_cloth_and_a_lost_one_nothing() -> None:
    troubles = (
        Trouble(CameraState.COVERED, 0, 0.5),
        Trouble(CameraState.LOST, 0.5, 1),
        Trouble(CameraState.MOVED, 1, 1.5, (9.0, 0.0)),
        Trouble(CameraState.FROZEN, 1.5, 2),
    )
    drawn = list(pictures(scene(LIN, lasts=2, camera=SMALL, troubles=troubles)))
    assert len(np.unique(drawn[0][0].image)) == 1
    assert [frame.number for frame, _shot in drawn] == [*range(5), *range(10, 21)]
    assert (drawn[-2][0].image == drawn[-3][0].image).all()


def test_the_video_can_be_played(tmp_path: Path) -> None:
    path = video(scene(LIN, lasts=1, camera=SMALL), tmp_path / "scene.mp4")
    with av.open(str(path)) as file:
        frames = list(file.decode(video=0))
    assert len(frames) == 11
    assert (frames[0].width, frames[0].height) == SMALL.size
    assert abs(float(frames[-1].pts * frames[-1].time_base) - 1.0) < 0.01
