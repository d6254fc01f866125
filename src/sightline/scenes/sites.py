"""The site file that goes with a scene: its camera calibrated by marks that somebody clicked in the picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

if TYPE_CHECKING:
    from sightline.scenes.lens import Camera
    from sightline.scenes.script import Scene
    from sightline.values import Floats

FARTHEST = 45.0
"""Metres from below the camera within which marks are laid out."""
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
    top = max(0.05 * high, _far_row(camera))
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
    ahead = camera.axes[2, :2] / np.linalg.norm(camera.axes[2, :2])
    far = np.array([[*(np.array(camera.place[:2]) + FARTHEST * ahead), 0.0]])
    return float(camera.project(far)[0, 1])
