"""Surveyed marks: read, refused where they cannot be right, and turned into a calibrated ground."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import ConvexHull
from scipy.stats import f as f_distribution

from sightline.errors import CalibrationError
from sightline.measure.ground import Ground
from sightline.measure.plane import FREE, LEAST_MARKS, Plane, fit, spans

if TYPE_CHECKING:
    from sightline.measure.lens import Lens
    from sightline.values import Floats

FAR = 1e8
"""Metres beyond which no coordinate of a national grid lies."""
DOUBT = 1e-3
"""Chance at which a right mark is taken for a wrong one."""
TOLD = 4
"""Readings that what is told of clicks and surveys counts for."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A surveyed point on the ground: its name, where it is seen (pixels) and where it is (metres)."""

    id: str
    pixel: tuple[float, float]
    metres: tuple[float, float]


@dataclass(frozen=True, slots=True)
class MarkRules:
    """How well marks are clicked (pixels) and surveyed (metres), and how far a checked mark may be off (metres)."""

    click: float = 1.0
    survey: float = 0.02
    limit: float = 0.3


@dataclass(frozen=True, slots=True)
class _Fitting:
    marks: Sequence[Mark]
    lens: Lens | None
    rules: MarkRules

    @property
    def metres(self) -> Floats:
        return np.array([mark.metres for mark in self.marks], np.float64).reshape(-1, 2)

    @property
    def pixels(self) -> Floats:
        told = np.array([mark.pixel for mark in self.marks], np.float64).reshape(-1, 2)
        return told if self.lens is None else self.lens.straighten(told)

    def noise(self, plane: Plane) -> Floats:
        """Give what each mark's pixel is unsure by: its click, and its survey seen from the camera."""
        slopes = plane.slopes(self.metres)[0]
        seen = slopes @ slopes.transpose(0, 2, 1) * self.rules.survey**2
        return np.asarray(seen + np.eye(2) * self.rules.click**2, np.float64)

    def without(self, left: int) -> _Fitting:
        kept = [mark for at, mark in enumerate(self.marks) if at != left]
        return _Fitting(kept, self.lens, self.rules)

    def plane(self) -> Plane:
        """Fit once to learn how far a metre is in pixels at each mark, then once more with that."""
        metres, pixels = self.metres, self.pixels
        even = np.tile(np.eye(2) * self.rules.click**2, (len(metres), 1, 1))
        first = fit(metres, pixels, even)
        return fit(metres, pixels, self.noise(first))

    def misfit(self, plane: Plane) -> float:
        """Give the weighted sum of squared errors in the picture."""
        error = self.pixels - plane.pixels_of(self.metres)
        return float(np.einsum("ni,nij,nj->", error, np.linalg.inv(self.noise(plane)), error))

    def off(self, plane: Plane) -> dict[str, float]:
        """Tell how far each mark's pixel falls from its surveyed place, in metres."""
        gaps = np.hypot(*(plane.metres_of(self.pixels) - self.metres).T)
        return {mark.id: float(gap) for mark, gap in zip(self.marks, gaps, strict=True)}


def fit_ground(
    marks: Sequence[Mark],
    held_out: Sequence[Mark] = (),
    lens: Lens | None = None,
    *,
    rules: MarkRules | None = None,
    area: Floats | None = None,
) -> Ground:
    """Calibrate the ground by four or more marks, and check it by those held out.

    Without a held-out mark, each of five or more is left out in turn instead. CalibrationError names what is wrong:
    too few marks, marks on a line, a mark that cannot be right, a held-out mark that is off by more than the limit.

    >>> corners = [(100, 500, 0, 0), (600, 500, 10, 0), (450, 200, 10, 20), (250, 200, 0, 20), (350, 275, 5, 10)]
    >>> marks = [Mark(name, (x, y), (e, n)) for name, (x, y, e, n) in zip("ABCDE", corners)]
    >>> fit_ground(marks[:3])
    Traceback (most recent call last):
    sightline.errors.CalibrationError: 地面标定要四个以上标志点，只有 3 个 / calibrating the ground takes four marks
    or more; there are 3
    """
    rules = rules or MarkRules()
    _plausible([*marks, *held_out])
    fitting = _Fitting(marks, lens, rules)
    if len(marks) < LEAST_MARKS:
        raise CalibrationError(
            f"地面标定要四个以上标志点，只有 {len(marks)} 个",
            f"calibrating the ground takes four marks or more; there are {len(marks)}",
        )
    _spread(fitting)
    plane = fitting.plane()
    _suspect(fitting, plane)
    checked = _checked(fitting, _Fitting(held_out, lens, rules), plane)
    _limited(fitting.off(plane), rules.limit, "标志点", "mark")
    _limited(checked, rules.limit, "校核点", "held-out mark")
    believed = hull([mark.metres for mark in (*marks, *held_out)]) if area is None else area
    wide = _widened(plane, fitting)
    return Ground(
        wide, lens, believed, fitting.off(plane), checked, _digest(fitting, held_out, believed)
    )


def hull(places: Sequence[tuple[float, float]]) -> Floats:
    """Give the smallest polygon [k, 2] without dents that holds the places.

    >>> len(hull([(0, 0), (2, 0), (2, 2), (0, 2), (1, 1)]))
    4
    """
    points = np.array(places, np.float64)
    return np.asarray(points[ConvexHull(points - points.mean(axis=0)).vertices], np.float64)


def _plausible(marks: Sequence[Mark]) -> None:
    seen: set[str] = set()
    for mark in marks:
        numbers = np.array([*mark.pixel, *mark.metres], np.float64)
        if not np.isfinite(numbers).all() or np.abs(numbers).max() > FAR:
            raise CalibrationError(
                f"标志点“{mark.id}”的坐标不是可用的数：{mark.pixel}、{mark.metres}",
                f"mark {mark.id!r} has no usable coordinates: {mark.pixel}, {mark.metres}",
            )
        if mark.id in seen:
            raise CalibrationError(
                f"标志点“{mark.id}”出现两次，请改名", f"mark {mark.id!r} is there twice; rename one"
            )
        seen.add(mark.id)


def _spread(fitting: _Fitting) -> None:
    if not spans(fitting.metres, fitting.pixels):
        raise CalibrationError(
            "标志点（几乎）在一条直线上，定不出地面：请在线外加点",
            "the marks lie (nearly) on one line and do not fix the ground: add marks off that line",
        )


def _suspect(fitting: _Fitting, plane: Plane) -> None:
    """Refuse the mark without which all others fit far better, by more than the limit: it takes six marks to tell.

    How far the others scatter is told by themselves and, as if by four more readings, by the rules.
    """
    count = len(fitting.marks)
    spare = 2 * (count - 1) - FREE
    if spare < 2:  # noqa: PLR2004
        return
    rest = [_rest(fitting.without(left)) for left in range(count)]
    worst = int(np.argmin(rest))
    if not np.isfinite(rest[worst]):
        return
    scale = max(1.0, (rest[worst] + TOLD) / (spare + TOLD))
    likely = float(f_distribution.ppf(1 - DOUBT / count, 2, spare + TOLD))
    wrong = fitting.marks[worst]
    off = fitting.without(worst).plane().metres_of(fitting.pixels[worst : worst + 1])
    gap = float(np.hypot(*(off - wrong.metres)[0]))
    if (
        fitting.misfit(plane) - rest[worst]
    ) / 2 / scale > likely and not gap <= fitting.rules.limit:
        raise CalibrationError(
            f"标志点“{wrong.id}”与其余各点不符，相差 {gap:.2f} 米：请核对它的像素与坐标",
            f"mark {wrong.id!r} does not agree with the others, by {gap:.2f} m: check its pixel and its metres",
        )


def _rest(fitting: _Fitting) -> float:
    plane = _possible(fitting)
    return np.inf if plane is None else fitting.misfit(plane)


def _possible(fitting: _Fitting) -> Plane | None:
    """Fit some of the marks; nothing where they fix no plane."""
    if not spans(fitting.metres, fitting.pixels):
        return None
    try:
        return fitting.plane()
    except CalibrationError:
        return None


def _checked(fitting: _Fitting, held_out: _Fitting, plane: Plane) -> dict[str, float]:
    """Tell by how many metres marks are missed that the fit did not see."""
    if held_out.marks:
        return held_out.off(plane)
    if len(fitting.marks) == LEAST_MARKS:
        raise CalibrationError(
            "四个标志点无法自我校核：请再测一个点，写在 held_out",
            "four marks cannot check themselves: survey one more and put it under held_out",
        )
    checked = {}
    for left, mark in enumerate(fitting.marks):
        others = _possible(fitting.without(left))
        if others is not None:
            gap = others.metres_of(fitting.pixels[left : left + 1]) - mark.metres
            checked[mark.id] = float(np.hypot(*gap[0]))
    return checked


def _limited(errors: dict[str, float], limit: float, zh: str, en: str) -> None:
    if not errors:
        return
    worst = max(errors, key=lambda name: np.nan_to_num(errors[name], nan=np.inf))
    if not errors[worst] <= limit:
        raise CalibrationError(
            f"{zh}“{worst}”相差 {errors[worst]:.2f} 米，超过 {limit:g} 米：请核对各点，或标定镜头",
            f"{en} {worst!r} is off by {errors[worst]:.2f} m, more than {limit:g} m: check the marks, "
            "or calibrate the lens",
        )


def _widened(plane: Plane, fitting: _Fitting) -> Plane:
    """Believe the marks' own scatter where it is wider than what clicks and survey explain."""
    spare = 2 * len(fitting.marks) - FREE
    scale = max(1.0, fitting.misfit(plane) / spare) if spare else 1.0
    return Plane(plane.matrix, plane.spread * np.sqrt(scale), plane.metres, plane.pixels)


def _digest(fitting: _Fitting, held_out: Sequence[Mark], area: Floats) -> str:
    told = {
        "marks": [[mark.id, *mark.pixel, *mark.metres] for mark in fitting.marks],
        "held_out": [[mark.id, *mark.pixel, *mark.metres] for mark in held_out],
        "lens": None if fitting.lens is None else fitting.lens.as_dict(),
        "area": area.tolist(),
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
