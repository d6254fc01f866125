"""The site file that goes with a scene: its camera calibrated by marks that somebody clicked in the picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from sightline.errors import SceneError

if TYPE_CHECKING:
    from sightline.scenes.lens import Camera
    from sightline.scenes.script import Scene
    from sightline.values import Floats

FARTHEST = 45.0
"""Metres from below the camera within which marks are laid out."""
LOWEST = 0.9
"""The highest row of marks lies above this share of the picture's height."""
COARSEST = 0.3
"""Metres of ground that a pixel may show where marks are laid out: clicks on whole pixels must do."""
MARKS = (
    (0.02, 0.98),
    (0.5, 0.98),
    (0.98, 0.98),
    (0.02, 0.4),
    (0.98, 0.4),
    (0.02, 0),
    (0.5, 0),
    (0.98, 0),
)
OUTER = (0, 2, 7, 5)
"""Which marks go around all others, in order."""
HELD_OUT = ((0.4, 0.6), (0.7, 0.3))
"""Where marks lie: share of the width, and share of the height from the farthest row down."""
NAME = {"zh": "示例", "en": "Example"}
LIMIT = "0.3 m"


def site_of(scene: Scene) -> dict[str, Any]:
    """Give the site of a scene in the form of a site file: marks are surveyed to 1 cm and clicked on whole pixels."""
    camera = scene.camera
    site: dict[str, Any] = {
        "site": {"id": scene.id, "name": scene.name or NAME, "timezone": _zone(scene)}
    }
    site.update({key: value for key, value in scene.site.items() if key != "site"})
    site["site"].update(scene.site.get("site", {}))
    site["camera"] = {
        "id": camera.id,
        "name": NAME,
        "size": list(camera.size),
        "ground": {
            "marks": _marks(camera, MARKS, "m"),
            "held_out": _marks(camera, HELD_OUT, "h"),
            "limit": LIMIT,
        },
    }
    return site


def write_site(scene: Scene, path: Path) -> Path:
    """Write the site file of a scene and give its path."""
    text = yaml.safe_dump(site_of(scene), allow_unicode=True, sort_keys=False, width=120)
    path.write_text(text, encoding="utf-8")
    return path


def calibrated(camera: Camera) -> Floats:
    """Give the corners [4, 2] in metres of the ground within a camera's outer marks."""
    marks = _marks(camera, tuple(MARKS[number] for number in OUTER), "m")
    return np.array([mark["metres"] for mark in marks], np.float64)


def _zone(scene: Scene) -> str:
    return str(scene.site.get("site", {}).get("timezone", "Asia/Shanghai"))


def _marks(
    camera: Camera, where: tuple[tuple[float, float], ...], sign: str
) -> list[dict[str, Any]]:
    wide, high = camera.size
    top = _far_row(camera)
    if top > LOWEST * high:
        raise SceneError(
            "相机看到的地面太少或太粗，无法标定：请放低、放近或收窄视角",
            "this camera sees too little ground, or too coarsely, to be calibrated: move it nearer or narrow its view",
            camera.id,
        )
    pixels = np.array([[across * wide, top + down * (high - top)] for across, down in where])
    metres = np.round(camera.ground(pixels), 2)
    clicked = np.round(camera.project(np.column_stack([metres, np.zeros(len(metres))])))
    return [
        {"id": f"{sign}{number}", "pixel": pixel, "metres": place}
        for number, (pixel, place) in enumerate(
            zip(clicked.tolist(), metres.tolist(), strict=True), 1
        )
    ]


def _far_row(camera: Camera) -> float:
    """Give the highest row on which marks are laid out: neither too far nor too coarse anywhere on it."""
    wide, high = camera.size
    rows = np.arange(high - 2.0, 0.05 * high, -2.0)
    for row in rows:
        pixels = np.array([[0.02 * wide, row], [0.5 * wide, row], [0.98 * wide, row]])
        there, next_row = camera.ground(pixels), camera.ground(pixels - [0, 1])
        coarse = np.linalg.norm(next_row - there, axis=1)
        far = np.linalg.norm(there - np.array(camera.place[:2]), axis=1)
        if not ((coarse < COARSEST) & (far < FARTHEST)).all():
            return float(row)
    return float(rows[-1])
