"""A made-up yard of a floor and a wall with random paint, photographed by a camera whose every number is known."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from sightline.rebuild import Lens

SIZE = (320, 240)
FOCAL = 360.0
LENS = Lens((FOCAL, FOCAL), (160.0, 120.0))
MATRIX = np.array([[FOCAL, 0, 160.0], [0, FOCAL, 120.0], [0, 0, 1]])
SIDE = 3.0
SHADES = 400
# Corners of each surface in metres, as its paint lies on it: floor, then wall.
SURFACES = np.array(
    [
        [[0, 0, 0], [SIDE, 0, 0], [SIDE, SIDE, 0], [0, SIDE, 0]],
        [[0, SIDE, 0], [SIDE, SIDE, 0], [SIDE, SIDE, SIDE], [0, SIDE, SIDE]],
    ]
)


def pose(step: int, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Give rotation and centre of the camera on an arc around the yard's middle."""
    turn = np.radians(-90 + 10 * (step - (steps - 1) / 2))
    middle = np.array([SIDE / 2, SIDE / 2, 0.6])
    centre = middle + 5 * np.array([np.cos(turn), np.sin(turn), 0.45])
    ahead = (middle - centre) / np.linalg.norm(middle - centre)
    right = np.cross(ahead, [0, 0, 1])
    right /= np.linalg.norm(right)
    return np.stack([right, np.cross(ahead, right), ahead]), centre


def pixels(points: np.ndarray, rotation: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """Give where points [n, 3] are seen."""
    seen = (np.asarray(points) - centre) @ rotation.T @ MATRIX.T
    return seen[:, :2] / seen[:, 2:]


def paint(seed: int) -> np.ndarray:
    """Give blots of several sizes, which features like."""
    rng = np.random.default_rng(seed)
    layers = [
        cv2.resize(
            rng.random((side, side)).astype(np.float32),
            (SHADES, SHADES),
            interpolation=cv2.INTER_CUBIC,
        )
        for side in (15, 40)
    ]
    return np.clip(255 * sum(layers) / len(layers), 0, 255).astype(np.uint8)


def photograph(folder: Path, steps: int) -> dict[str, np.ndarray]:
    """Write pictures and give the centre of each camera by the picture's name."""
    corners = np.array([[0, 0], [SHADES, 0], [SHADES, SHADES], [0, SHADES]], np.float32)
    paints = [paint(seed) for seed in (1, 2)]
    centres = {}
    for step in range(steps):
        rotation, centre = pose(step, steps)
        picture = np.full(SIZE[::-1], 40, np.uint8)
        for surface, shades in zip(SURFACES, paints, strict=True):
            place = pixels(surface, rotation, centre).astype(np.float32)
            warp = cv2.getPerspectiveTransform(corners, place)
            cv2.warpPerspective(
                shades,
                warp,
                SIZE,
                dst=picture,
                flags=cv2.INTER_AREA,
                borderMode=cv2.BORDER_TRANSPARENT,
            )
        name = f"view{step}.png"
        cv2.imwrite(str(folder / name), picture)
        centres[name] = centre
    return centres
