"""How an actor stands in the picture: a flat figure that faces the camera, leaning as its posture says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sightline.scenes.lens import Camera
    from sightline.scenes.script import Actor, Scene, Wall
    from sightline.values import Flags, Floats

FLAT = 1e-12
"""Square metres below which two lines count as parallel."""
GRID = 7
"""Points across and along a figure by which it is told what hides it."""
JOINTS = np.array([
    [0.0, 0.93], [-0.1, 0.95], [0.1, 0.95], [-0.18, 0.94], [0.18, 0.94], [-0.4, 0.81], [0.4, 0.81],
    [-0.5, 0.62], [0.5, 0.62], [-0.5, 0.46], [0.5, 0.46], [-0.25, 0.5], [0.25, 0.5], [-0.25, 0.27],
    [0.25, 0.27], [-0.25, 0.04], [0.25, 0.04],
])  # fmt: skip
"""The 17 keypoints of COCO on a figure: across by its width from the middle, along by its length from the feet."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An actor at one second: its box [4] and joints [17, 2] in pixels, points of it [n, 3] in metres and [n, 2]."""

    box: Floats
    joints: Floats
    points: Floats
    pixels: Floats
    depth: float


def figure(actor: Actor, place: Floats, at: float, camera: Camera) -> Figure:
    """Stand an actor at a place x, y."""
    lean, length = np.radians(actor.lean(at)), actor.length(at)
    turn = np.array([[np.cos(lean), np.sin(lean)], [-np.sin(lean), np.cos(lean)]])
    steps = np.linspace(-0.5, 0.5, GRID)
    flat = np.stack(np.meshgrid(steps, steps), -1).reshape(-1, 2) * [actor.width, length] @ turn.T
    joints = (JOINTS - [0, 0.5]) * [actor.width, length] @ turn.T
    foot = flat[:, 1].min()

    def stand(points: Floats) -> Floats:
        across = points[:, :1] * camera.axes[0]
        up = (points[:, 1:] - foot) * np.array([0.0, 0.0, 1.0])
        return np.asarray(np.array([*place, 0.0]) + across + up, np.float64)

    points = stand(flat)
    pixels = camera.project(points)
    box = np.concatenate([pixels.min(axis=0), pixels.max(axis=0)])
    depth = float(camera.seen(np.array([[*place, 0.0]]))[0, 2])
    return Figure(box, camera.project(stand(joints)), points, pixels, depth)


def visible(scene: Scene, figures: dict[int, Figure]) -> dict[int, float]:
    """Give the share of each figure that is in the picture and hidden by no wall and by nobody nearer."""
    shares = {}
    for number, one in figures.items():
        free = _inside(one.pixels, np.array([0.0, 0.0, *scene.camera.size]))
        for wall in scene.walls:
            free &= ~behind(wall, np.array(scene.camera.place), one.points)
        for other in figures.values():
            if other.depth < one.depth:
                free &= ~_inside(one.pixels, other.box)
        shares[number] = float(free.mean())
    return shares


def _inside(pixels: Floats, box: Floats) -> Flags:
    return np.asarray(((pixels >= box[:2]) & (pixels <= box[2:])).all(axis=1), np.bool_)


def behind(wall: Wall, eye: Floats, points: Floats) -> Flags:
    """Tell which points [n, 3] a wall hides from an eye [3].

    >>> from sightline.scenes.script import Wall
    >>> wall = Wall((-1, 5), (1, 5), 2)
    >>> behind(wall, np.array([0.0, 0.0, 3.0]), np.array([[0.0, 6, 0], [0, 6, 2.5], [3, 6, 0], [0, 4, 0]])).tolist()
    [True, False, False, False]
    """
    start, along = np.array(wall.start), np.array(wall.end) - np.array(wall.start)
    ray = points[:, :2] - eye[:2]
    cross = ray[:, 0] * along[1] - ray[:, 1] * along[0]
    safe = np.where(np.abs(cross) < FLAT, np.nan, cross)
    gap = start - eye[:2]
    far = (gap[0] * along[1] - gap[1] * along[0]) / safe
    share = (gap[0] * ray[:, 1] - gap[1] * ray[:, 0]) / safe
    high = eye[2] + far * (points[:, 2] - eye[2])
    hidden = (far > 0) & (far < 1) & (share >= 0) & (share <= 1) & (high <= wall.height)
    return np.asarray(hidden, np.bool_)
