"""The live picture: zones, lines and parts on the ground, who is followed, how far they stand apart and how surely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from threading import Lock
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from sightline.measure import Reason
from sightline.show.drawing.geometry import half_length, in_picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sightline.judge import Event
    from sightline.measure import Placed
    from sightline.show.screen import Shown
    from sightline.site import Site
    from sightline.values import Floats, Picture

Colour = tuple[int, int, int]
# Blue, green, red; the page's own colours on a dark chip.
CALM: Colour = (222, 178, 88)
INK: Colour = (34, 24, 14)
WHITE: Colour = (255, 255, 255)
QUIET: Colour = (200, 200, 200)
BY_LEVEL: dict[str, Colour] = {
    "alarm": (58, 52, 226), "warning": (30, 160, 245), "suspected": (196, 112, 150),
}  # fmt: skip
ZONE, LINE, PART, AREA = (230, 170, 60), (120, 210, 250), (60, 60, 235), (255, 255, 255)
QUALITY = 82
#: Pairs that stand nearer than this are joined by a line, the nearest few only, so that a crowd stays readable.
NEAR, MOST_PAIRS = 3.0, 6


class Easel:
    """Draws for one camera; what never moves is worked out once."""

    def __init__(self, site: Site) -> None:
        """Find where the things of the site lie in the picture."""
        self.site = site
        self._lock = Lock()
        self._font = cv2.FontFace("uni")
        self._drawn: dict[tuple[str, int], bytes] = {}
        camera, layout = site.camera, site.layout
        self._zones = [
            in_picture(camera, zone.polygon, closed=True) for zone in layout.zones.values()
        ]
        self._lines = [
            in_picture(camera, np.array([line.start, line.end]), closed=False)
            for line in layout.lines.values()
        ]
        self._parts = [
            in_picture(camera, np.asarray(part.points, np.float64)[:, :2], closed=False)
            for part in layout.parts.values()
            if len(part.points) > 1
        ]
        area = None if camera.ground is None else camera.ground.area
        self._area = np.empty((0, 2)) if area is None else in_picture(camera, area, closed=True)

    def jpeg(self, turn: int, shown: Shown, events: Sequence[Event], language: str) -> bytes:
        """Give the picture drawn upon, as JPEG; drawn once, however many look."""
        with self._lock:
            if (language, turn) not in self._drawn:
                self._drawn = {key: kept for key, kept in self._drawn.items() if key[1] == turn}
                self._drawn[language, turn] = jpeg(self._draw(shown, events, language))
            return self._drawn[language, turn]

    def _draw(self, shown: Shown, events: Sequence[Event], language: str) -> Picture:
        image = shown.frame.image.copy()
        if shown.frame.size == self.site.camera.size:
            self._ground(image)
        if shown.step is not None:
            levels = levels_of(events)
            self._pairs(image, shown, levels)
            for place in range(len(shown.step.tracks)):
                self._track(image, shown, place, (levels, language))
        return image

    def _ground(self, image: Picture) -> None:
        """Draw zones, lines, parts and the calibrated area."""
        tint = image.copy()
        for zone in self._zones:
            cv2.fillPoly(tint, [_whole(zone)], ZONE)
        cv2.addWeighted(tint, 0.18, image, 0.82, 0, dst=image)
        for points, colour, closed, thick in (
            *((zone, ZONE, True, 2) for zone in self._zones),
            *((line, LINE, False, 2) for line in self._lines),
            *((part, PART, False, 3) for part in self._parts),
        ):
            cv2.polylines(image, [_whole(points)], closed, colour, thick, cv2.LINE_AA)
        for begin, end in zip(self._area[::6], self._area[3::6], strict=False):
            cv2.line(image, _point(begin), _point(end), AREA, 1, cv2.LINE_AA)

    def _pairs(self, image: Picture, shown: Shown, levels: Mapping[int, str]) -> None:
        """Join those who stand near each other, with the distance and its interval."""
        step = shown.step
        if step is None:
            return
        feet = step.tracks.seen.feet
        for first, second, metres, half in near_pairs(step.placed):
            both = {levels.get(int(step.tracks.ids[one])) for one in (first, second)}
            level = next((one for one in BY_LEVEL if both == {one}), None)
            colour = BY_LEVEL[level] if level else WHITE
            ends = _point(feet[first]), _point(feet[second])
            cv2.line(image, *ends, INK, 4, cv2.LINE_AA)
            cv2.line(image, *ends, colour, 2, cv2.LINE_AA)
            middle = (feet[first] + feet[second]) / 2
            self._chip(image, np.add(middle, (0.0, 16.0)), f"{metres:.2f} ±{half:.2f} m", colour)

    def _track(
        self, image: Picture, shown: Shown, place: int, how: tuple[Mapping[int, str], str]
    ) -> None:
        """Draw one that is followed: the box, the foot point, the number and how surely it stands where it stands."""
        step = shown.step
        if step is None:
            return
        levels, language = how
        box = step.tracks.seen.boxes[place]
        known = step.placed.reasons[place] is Reason.OK
        level = levels.get(int(step.tracks.ids[place]))
        colour = BY_LEVEL.get(level or "", CALM if known else QUIET)
        _corners(image, box, colour)
        if known:
            said = f"±{half_length(step.placed.covariance[place]):.2f} m"
            cv2.circle(image, _point(step.tracks.seen.feet[place]), 4, INK, -1, cv2.LINE_AA)
            cv2.circle(image, _point(step.tracks.seen.feet[place]), 3, colour, -1, cv2.LINE_AA)
        else:
            said = SHORT[step.placed.reasons[place]][language]
        middle = np.array([(box[0] + box[2]) / 2, box[1] - 10])
        self._chip(image, middle, f"{step.tracks.ids[place]}  {said}", colour)

    def _chip(self, image: Picture, middle: Floats, text: str, colour: Colour) -> None:
        """Write a short text on a dark ground around a point, inside the picture."""
        size, weight = 12, 500
        wide, high = _size(text, self._font, size, weight)
        x = int(np.clip(middle[0] - wide / 2, 4, image.shape[1] - wide - 4))
        y = int(np.clip(middle[1], high + 4, image.shape[0] - 4))
        corner = image[max(0, y - high - 1) : y + 5, max(0, x - 4) : x + wide + 4]
        corner[:] = (corner * 0.25).astype(np.uint8)
        cv2.putText(image, text, (x, y), colour, self._font, size, weight)


#: Why somebody is not measured, in as few words as fit beside a box.
SHORT: dict[Reason, dict[str, str]] = {
    Reason.OUTSIDE: {"zh": "区外", "en": "outside"},
    Reason.HORIZON: {"zh": "区外", "en": "outside"},
    Reason.HIDDEN: {"zh": "脚被挡", "en": "feet hidden"},
    Reason.UNCALIBRATED: {"zh": "", "en": ""},
    Reason.MOVING: {"zh": "不可测", "en": "unmeasured"},
    Reason.MOVED: {"zh": "标定失效", "en": "moved"},
}


def near_pairs(placed: Placed) -> list[tuple[int, int, float, float]]:
    """Give the pairs that stand near each other, nearest first: two indices, metres, half the 95 % interval."""
    known = np.flatnonzero(placed.reliable).tolist()
    close = [
        (first, second)
        for first, second in combinations(known, 2)
        if np.hypot(*(placed.xy[first] - placed.xy[second])) < NEAR
    ]
    measured = [(one, two, placed.distance(one, two)) for one, two in close]
    found = [(one, two, said.value, (said.high - said.low) / 2) for one, two, said in measured]
    return sorted(found, key=lambda pair: pair[2])[:MOST_PAIRS]


def levels_of(events: Sequence[Event]) -> dict[int, str]:
    """Give the gravest level of the incidents that each track is part of."""
    order = list(BY_LEVEL)
    found: dict[int, str] = {}
    for event in events:
        for track in event.tracks if event.level in BY_LEVEL else ():
            known = found.get(track, event.level)
            found[track] = min(known, event.level, key=order.index)
    return found


def jpeg(image: Picture, quality: int = QUALITY) -> bytes:
    """Write a picture as JPEG."""
    _done, body = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return bytes(body)


def _corners(image: Picture, box: Floats, colour: Colour) -> None:
    """Draw the corners of a box: enough to see whom it is about, and the person stays visible."""
    x1, y1, x2, y2 = (round(side) for side in box.tolist())
    arm = max(6, min(x2 - x1, y2 - y1) // 4)
    for ink, thick in ((INK, 4), (colour, 2)):
        for x, way_x in ((x1, arm), (x2, -arm)):
            for y, way_y in ((y1, arm), (y2, -arm)):
                cv2.line(image, (x, y), (x + way_x, y), ink, thick, cv2.LINE_AA)
                cv2.line(image, (x, y), (x, y + way_y), ink, thick, cv2.LINE_AA)


def _size(text: str, font: Any, size: int, weight: int) -> tuple[int, int]:
    """Give width and height of a text in pixels."""
    _x, _y, wide, high = cv2.getTextSize((0, 0), text, (0, 0), font, size, weight)
    return int(wide), int(high)


def _whole(points: Floats) -> NDArray[np.int32]:
    """Give points as the drawing functions want them."""
    return np.round(points).astype(np.int32).reshape(-1, 1, 2)


def _point(place: Floats) -> tuple[int, int]:
    return round(float(place[0])), round(float(place[1]))
