"""Draw a scene: simple figures on a ground with a grid of metres, as pictures or as a small video."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np

from sightline.scenes.bodies import figure
from sightline.scenes.filming import film
from sightline.scenes.script import Actor, Scene, Wall
from sightline.values import CameraState, Floats, Frame, Picture

if TYPE_CHECKING:
    from sightline.scenes.lens import Camera
    from sightline.scenes.shots import Shot

EARTH, GRID_LINE, BRICK, CLOTH = (118, 132, 128), (140, 152, 148), (92, 104, 150), (60, 60, 60)
COLOURS = {
    "person": (60, 70, 190),
    "car": (150, 110, 50),
    "machine": (30, 170, 220),
    "object": (70, 50, 40),
    "smoke": (200, 200, 200),
    "fire": (40, 120, 250),
}
SKIN = (150, 180, 225)
EVERY_METRES, REACH = 2, 60
BONES = ((5, 6), (5, 7), (7, 9), (6, 8), (8, 10), (11, 13), (13, 15), (12, 14), (14, 16))


def pictures(scene: Scene, seed: int = 0) -> Iterator[tuple[Frame, Shot]]:
    """Give each picture of a scene with what a recogniser would tell of it; none while the camera is lost."""
    ground = _ground(scene)
    last: Picture | None = None
    for shot in film(scene, seed):
        if shot.state is CameraState.LOST:
            continue
        if shot.state is not CameraState.FROZEN or last is None:
            last = _picture(scene, shot, ground)
        yield Frame(last, shot.at, shot.number, scene.camera.id), shot


def video(scene: Scene, path: Path, seed: int = 0) -> Path:
    """Write a scene as a small video (H.264) and give its path; a lost camera leaves a gap in it."""
    width, height = scene.camera.size
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", rate=Fraction(scene.rate).limit_denominator(1000))
        stream.width, stream.height, stream.pix_fmt = width // 2 * 2, height // 2 * 2, "yuv420p"
        stream.options = {"preset": "veryfast", "crf": "28"}
        stream.codec_context.time_base = Fraction(1, 1000)
        for frame, shot in pictures(scene, seed):
            drawn = av.VideoFrame.from_ndarray(frame.image, format="bgr24")
            drawn.pts, drawn.time_base = round(shot.truth.second * 1000), Fraction(1, 1000)
            file.mux(stream.encode(drawn))
        file.mux(stream.encode())
    return path


def _ground(scene: Scene) -> Picture:
    """Draw what never moves: the ground with its grid, so that a picture has texture."""
    width, height = scene.camera.size
    speckle = np.random.default_rng(scene.seed).normal(0, 9, (height, width, 1))
    picture = np.clip(np.array(EARTH) + cv2.GaussianBlur(speckle, (5, 5), 0)[..., None], 0, 255)
    image = np.ascontiguousarray(picture.astype(np.uint8))
    middle = np.round(np.array(scene.camera.looks_at) / EVERY_METRES) * EVERY_METRES
    for step in np.arange(-REACH, REACH + 1, EVERY_METRES):
        along = np.arange(-REACH, REACH + 1.0)
        for points in (np.column_stack([np.full_like(along, step), along]),
                       np.column_stack([along, np.full_like(along, step)])):  # fmt: skip
            _stroke(image, scene.camera, points + middle)
    return image


def _stroke(image: Picture, camera: Camera, points: Floats) -> None:
    pixels = camera.project(np.column_stack([points, np.zeros(len(points))]))
    near = np.abs(np.nan_to_num(pixels, nan=1e6)).max(axis=1) < 4 * max(camera.size)
    for start, end, drawn in zip(pixels[:-1], pixels[1:], near[:-1] & near[1:], strict=True):
        if drawn:
            cv2.line(image, start.astype(int).tolist(), end.astype(int).tolist(), GRID_LINE, 1)


def _picture(scene: Scene, shot: Shot, ground: Picture) -> Picture:
    if shot.state is CameraState.COVERED:
        return np.full_like(ground, CLOTH)
    image = ground.copy()
    things: list[tuple[float, Actor | Wall, Floats]] = []
    for actor, place in zip(scene.actors, shot.truth.places, strict=True):
        if not np.isnan(place).any():
            depth = scene.camera.seen(np.array([[*place, 0.0]]))[0, 2]
            things.append((float(depth), actor, place))
    for wall in scene.walls:
        middle = (np.array(wall.start) + np.array(wall.end)) / 2
        things.append((float(scene.camera.seen(np.array([[*middle, 0.0]]))[0, 2]), wall, middle))
    for _depth, thing, place in sorted(things, key=lambda one: -one[0]):
        if isinstance(thing, Wall):
            _wall(image, scene.camera, thing)
        else:
            _actor(image, scene, thing, (place, shot.truth.second))
    trouble = scene.trouble(shot.truth.second)
    return _moved(image, trouble.shift) if trouble else image


def _actor(image: Picture, scene: Scene, actor: Actor, where: tuple[Floats, float]) -> None:
    body = figure(actor, *where, scene.camera)
    if np.isnan(body.box).any():
        return
    colour = COLOURS.get(actor.kind, COLOURS["object"])
    if actor.kind != "person":
        corners = body.box.astype(int).tolist()
        cv2.rectangle(image, corners[:2], corners[2:], colour, -1)
        cv2.rectangle(image, corners[:2], corners[2:], (20, 20, 20), 2)
        return
    joints = body.joints.astype(int)
    thick = max(2, int(np.ptp(body.box[1::2]) * 0.07))
    trunk = joints[[5, 6, 12, 11]]
    cv2.fillConvexPoly(image, trunk, colour)
    for one, other in BONES:
        cv2.line(image, joints[one].tolist(), joints[other].tolist(), colour, thick)
    cv2.circle(image, joints[0].tolist(), thick + 1, SKIN, -1)


def _wall(image: Picture, camera: Camera, wall: Wall) -> None:
    corners = np.array(
        [
            [*wall.start, 0.0],
            [*wall.end, 0.0],
            [*wall.end, wall.height],
            [*wall.start, wall.height],
        ]
    )
    pixels = camera.project(corners)
    if not np.isnan(pixels).any():
        cv2.fillConvexPoly(image, np.round(pixels).astype(np.int32), BRICK)


def _moved(image: Picture, shift: tuple[float, float]) -> Picture:
    matrix = np.array([[1.0, 0.0, shift[0]], [0.0, 1.0, shift[1]]])
    moved = cv2.warpAffine(image, matrix, image.shape[1::-1], borderMode=cv2.BORDER_REFLECT)
    return np.asarray(moved, np.uint8)
