"""The camera of a site file: its lens, its ground or stereo rig, and the one call that places what it sees."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sightline.errors import CalibrationError, SiteFileError, Text, UnmeasurableError
from sightline.measure.feet import feet_of, stand
from sightline.measure.ground import Ground, Placed, Reason
from sightline.measure.lens import Lens, lens_of, numbers
from sightline.measure.marks import FAR, Mark, MarkRules, fit_ground
from sightline.measure.pose import Pose, pose_of
from sightline.measure.stereo.mount import Mount, stereo_of
from sightline.values import CameraState

if TYPE_CHECKING:
    from sightline.measure.stereo.rig import Rig
    from sightline.values import Floats

CAMERA = {"id", "name", "size", "lens", "reference", "moving", "ground", "stereo"}
GROUND = {"marks", "held_out", "area", "limit", "click", "survey"}
MARK = {"id", "pixel", "metres"}
CORNERS = 3


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera as the site file tells it; ``size`` is width and height in pixels, ``digest`` names its calibration.

    >>> camera = camera_of({"id": "cam-1", "size": [768, 576]}, "camera")
    >>> camera.stand(np.array([[10.0, 10, 50, 110]]), ["person"]).reasons
    (<Reason.UNCALIBRATED: 'uncalibrated'>,)
    """

    id: str
    name: Text
    size: tuple[int, int]
    lens: Lens | None = None
    reference: Path | None = None
    moving: bool = False
    ground: Ground | None = None
    pose: Pose | None = None
    stereo: Rig | None = None
    mount: Mount | None = None

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the calibration."""
        told = [self.id, self.size, self.moving, self.ground.digest if self.ground else ""]
        told += [one.as_dict() if one else None for one in (self.lens, self.stereo)]
        told += [self.mount.as_dict()] if self.mount else []
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def stand(
        self, boxes: Floats, kinds: Sequence[str], state: CameraState = CameraState.SEEING
    ) -> Placed:
        """Place boxes [n, 4] of the kinds told, by their feet and, for people, by their heads."""
        refused = self._refused(state)
        if refused is not None or self.ground is None:
            return Placed.nowhere((refused or Reason.UNCALIBRATED,) * len(boxes))
        people = np.array([kind == "person" for kind in kinds], np.bool_)
        feet = feet_of(np.asarray(boxes, np.float64).reshape(-1, 4), self.size)
        return stand(feet, people, self.ground, self.pose)

    def place(
        self, feet: Floats, sigmas: Floats, state: CameraState = CameraState.SEEING
    ) -> Placed:
        """Place feet [n, 2] in pixels, unsure by ``sigmas`` [n] or [n, 2] pixels."""
        refused = self._refused(state)
        if refused is not None or self.ground is None:
            return Placed.nowhere((refused or Reason.UNCALIBRATED,) * len(feet))
        return self.ground.place(feet, sigmas)

    def _refused(self, state: CameraState) -> Reason | None:
        if self.moving:
            return Reason.MOVING
        if state is CameraState.MOVED:
            return Reason.MOVED
        return None if self.ground else Reason.UNCALIBRATED


def camera_of(told: object, where: str, *, folder: Path | None = None) -> Camera:
    """Read the ``camera`` section of a site file; pictures it names are looked for in ``folder``.

    SiteFileError names the key that is wrong; CalibrationError says why the marks do not fix the ground.

    >>> camera_of({"id": "cam-1", "size": [768]}, "site.yaml: camera")
    Traceback (most recent call last):
    sightline.errors.SiteFileError: site.yaml: camera.size: 要宽、高两个正整数（像素） / wants two whole numbers above
    0: width and height (pixels)
    """
    keys = _keys(told, CAMERA, where)
    size = numbers(keys.get("size"))
    if len(size) != 2 or min(size) <= 0 or any(side != int(side) for side in size):  # noqa: PLR2004
        raise SiteFileError(
            "要宽、高两个正整数（像素）",
            "wants two whole numbers above 0: width and height (pixels)",
            f"{where}.size",
        )
    name = str(keys.get("id") or "")
    if not name:
        raise SiteFileError("缺少摄像机编号", "the camera's id is missing", f"{where}.id")
    lens = None if keys.get("lens") is None else lens_of(keys["lens"], f"{where}.lens")
    moving = keys.get("moving", False)
    if not isinstance(moving, bool):
        raise SiteFileError("要写 true 或 false", "wants true or false", f"{where}.moving")
    width_height = (int(size[0]), int(size[1]))
    ground = None
    if keys.get("ground") is not None:
        ground = _ground(keys["ground"], lens, f"{where}.ground")
    if ground and moving:
        raise CalibrationError(
            "会移动的摄像机不能用地面标志点标定：固定它，或改用双目",
            "a moving camera is not calibrated by marks on the ground: fix it, or use stereo",
            f"{where}.ground",
        )
    return Camera(
        name,
        _name(keys.get("name"), name, f"{where}.name"),
        width_height,
        lens,
        _reference(keys.get("reference"), folder, f"{where}.reference"),
        moving,
        ground,
        _pose(ground, lens, width_height),
        *_pair_of(keys.get("stereo"), width_height, f"{where}.stereo"),
    )


def marks_of(told: object, where: str) -> list[Mark]:
    """Read a list of marks.

    >>> marks_of([{"id": "A", "pixel": [1, 2], "metres": [3, 4]}], "marks")
    [Mark(id='A', pixel=(1.0, 2.0), metres=(3.0, 4.0))]
    """
    if not isinstance(told, list):
        raise SiteFileError("要写成一列标志点", "wants a list of marks", where)
    marks = []
    for at, one in enumerate(told):
        keys = _keys(one, MARK, f"{where}[{at}]")
        pixel, metres = (
            _pair(keys.get(key), f"{where}[{at}].{key}") for key in ("pixel", "metres")
        )
        marks.append(Mark(str(keys.get("id") or at + 1), pixel, metres))
    return marks


def _ground(told: object, lens: Lens | None, where: str) -> Ground:
    keys = _keys(told, GROUND, where)
    rules = MarkRules(
        _amount(keys.get("click", "1 px"), "px", f"{where}.click"),
        _amount(keys.get("survey", "0.02 m"), "m", f"{where}.survey"),
        _amount(keys.get("limit", "0.3 m"), "m", f"{where}.limit"),
    )
    marks = marks_of(keys.get("marks"), f"{where}.marks")
    held_out = marks_of(keys.get("held_out") or [], f"{where}.held_out")
    area = None
    if keys.get("area") is not None:
        area = _polygon(keys["area"], f"{where}.area")
    try:
        return fit_ground(marks, held_out, lens, rules=rules, area=area)
    except CalibrationError as wrong:
        raise CalibrationError(wrong.what.zh, wrong.what.en, f"{where}.marks") from wrong


def _pose(ground: Ground | None, lens: Lens | None, size: tuple[int, int]) -> Pose | None:
    """Find the pose; none where the marks do not tell it: then there are places and no heights."""
    if ground is None:
        return None
    try:
        return pose_of(ground.plane, lens, size)
    except UnmeasurableError:
        return None


def _pair_of(told: object, size: tuple[int, int], where: str) -> tuple[Rig | None, Mount | None]:
    return (None, None) if told is None else stereo_of(told, size, where)


def _polygon(told: object, where: str) -> Floats:
    if not isinstance(told, list) or len(told) < CORNERS:
        raise SiteFileError(
            "要三个以上的角点 [X, Y]（米）", "wants three corners or more, [X, Y] in metres", where
        )
    return np.array([_pair(one, f"{where}[{at}]") for at, one in enumerate(told)])


def _pair(told: object, where: str) -> tuple[float, float]:
    pair = numbers(told)
    if len(pair) != 2 or max(map(abs, pair)) > FAR:  # noqa: PLR2004
        raise SiteFileError("要两个数", "wants two numbers", where)
    return pair[0], pair[1]


def _amount(told: object, unit: str, where: str) -> float:
    found = (
        re.fullmatch(rf"(\d+(?:\.\d+)?)\s*{unit}", told.strip()) if isinstance(told, str) else None
    )
    if found is None or not 0 < float(found[1]) < FAR:
        raise SiteFileError(
            f"要写成带单位的正数，如“0.3 {unit}”",
            f'wants an amount above 0 with its unit, such as "0.3 {unit}"',
            where,
        )
    return float(found[1])


def _name(told: object, otherwise: str, where: str) -> Text:
    if told is None:
        return Text(otherwise, otherwise)
    if isinstance(told, str):
        return Text(told, told)
    keys = _keys(told, {"zh", "en"}, where)
    return Text(str(keys.get("zh") or otherwise), str(keys.get("en") or otherwise))


def _reference(told: object, folder: Path | None, where: str) -> Path | None:
    if told is None:
        return None
    path = (folder or Path()) / str(told)
    if not path.is_file():
        raise SiteFileError(
            f"找不到参考图片 {told}：放在现场文件旁边",
            f"there is no reference picture {told}: put it beside the site file",
            where,
        )
    return path


def _keys(told: object, known: set[str], where: str) -> Mapping[str, object]:
    if not isinstance(told, Mapping):
        raise SiteFileError(
            f"要写成键与值：{'、'.join(sorted(known))}",
            f"wants keys and values: {', '.join(sorted(known))}",
            where,
        )
    extra = sorted(str(key) for key in told if key not in known)
    if extra:
        raise SiteFileError(
            f"不认识“{extra[0]}”，可写：{'、'.join(sorted(known))}",
            f"{extra[0]!r} is unknown; there are {', '.join(sorted(known))}",
            where,
        )
    return told
