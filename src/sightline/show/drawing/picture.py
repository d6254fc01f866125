"""The live picture: zones, lines and parts on the ground, who is followed, how far they stand apart and how surely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from threading import Lock
from typing import TYPE_CHECKING

import cv2
import numpy as np

from sightline.measure import Reason
from sightline.show.drawing.chips import Chips, Colour
from sightline.show.drawing.geometry import half_length, in_picture, of_parts
from sightline.show.words import pick

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sightline.judge import Event
    from sightline.measure import Placed
    from sightline.show.screen import Shown
    from sightline.site import Site
    from sightline.site.chain import Step
    from sightline.values import Floats, Picture

# Blue, green, red; the page's own colours on a dark chip.
CALM: Colour = (222, 178, 88)
INK: Colour = (34, 24, 14)
WHITE: Colour = (255, 255, 255)
QUIET: Colour = (200, 200, 200)
GUESSED: Colour = (170, 170, 170)
BY_LEVEL: dict[str, Colour] = {
    "alarm": (58, 52, 226), "warning": (30, 160, 245), "suspected": (196, 112, 150),
}  # fmt: skip
ZONE, LINE, PART, AREA = (230, 170, 60), (120, 210, 250), (60, 60, 235), (255, 255, 255)
QUALITY = 82
THIN = 30
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
            (zone.name, in_picture(camera, zone.polygon, closed=True))
            for zone in layout.zones.values()
        ]
        self._lines = [
            (line.name, in_picture(camera, np.array([line.start, line.end]), closed=False))
            for line in layout.lines.values()
        ]
        names = (part.name for part in layout.parts.values())
        self._parts = list(zip(names, of_parts(site), strict=True))
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
        chips = Chips(shown.frame.image.copy(), self._font)
        if shown.frame.size == self.site.camera.size:
            self._ground(chips, language)
        if shown.step is not None:
            levels = levels_of(events)
            _pairs(chips, shown.step, levels)
            for place in range(len(shown.step.tracks)):
                _track(chips, shown.step, place, (levels, language))
        return chips.write()

    def _ground(self, chips: Chips, language: str) -> None:
        """Draw zones, lines, parts and the calibrated area, with their names."""
        image = chips.image
        tint = image.copy()
        for _name, zone in self._zones:
            cv2.fillPoly(tint, [_whole(zone)], ZONE)
        cv2.addWeighted(tint, 0.18, image, 0.82, 0, dst=image)
        for begin, end in zip(self._area[::6], self._area[3::6], strict=False):
            cv2.line(image, _point(begin), _point(end), AREA, 1, cv2.LINE_AA)
        for things, colour, closed, thick in (
            (self._zones, ZONE, True, 2),
            (self._lines, LINE, False, 2),
            (self._parts, PART, False, 3),
        ):
            for name, points in things:
                if len(points):
                    cv2.polylines(image, [_whole(points)], closed, colour, thick, cv2.LINE_AA)
                    chips.name(pick(name, language), _middle(points), colour)


def _middle(points: Floats) -> Floats:
    """Give where the name of a thing goes: into its middle, below it where it is as thin as a post."""
    low, high = points.min(axis=0), points.max(axis=0)
    if high[0] - low[0] < THIN:
        return np.asarray(points[points[:, 1].argmax()] + np.array([0.0, 15.0]), np.float64)
    return np.asarray((low + high) / 2, np.float64)


def _pairs(chips: Chips, step: Step, levels: Mapping[int, str]) -> None:
    """Join those who stand near each other, with the distance and its interval."""
    feet = step.tracks.seen.feet
    for first, second, metres, half in near_pairs(step.placed):
        both = {levels.get(int(step.tracks.ids[one])) for one in (first, second)}
        level = next((one for one in BY_LEVEL if both == {one}), None)
        colour = BY_LEVEL[level] if level else WHITE
        ends = _point(feet[first]), _point(feet[second])
        cv2.line(chips.image, *ends, INK, 4, cv2.LINE_AA)
        cv2.line(chips.image, *ends, colour, 2, cv2.LINE_AA)
        middle = np.add((feet[first] + feet[second]) / 2, (0.0, 16.0))
        chips.put(f"{metres:.2f} ±{half:.2f} m", middle, colour)


def _track(chips: Chips, step: Step, place: int, how: tuple[Mapping[int, str], str]) -> None:
    """Draw one that is followed: the box, the foot point, the number, how surely it stands; thin where guessed."""
    if step.tracks.sources[place] < 0:
        _corners(chips.image, step.tracks.seen.boxes[place], GUESSED, thick=1)
        return
    levels, language = how
    box, foot = step.tracks.seen.boxes[place], _point(step.tracks.seen.feet[place])
    known = step.placed.reasons[place] is Reason.OK
    level = levels.get(int(step.tracks.ids[place]))
    colour = BY_LEVEL.get(level or "", CALM if known else QUIET)
    _corners(chips.image, box, colour)
    if known:
        said = f"±{half_length(step.placed.covariance[place]):.2f} m"
        cv2.circle(chips.image, foot, 4, INK, -1, cv2.LINE_AA)
        cv2.circle(chips.image, foot, 3, colour, -1, cv2.LINE_AA)
    else:
        said = SHORT[step.placed.reasons[place]][language]
    middle = np.array([(box[0] + box[2]) / 2, box[1] - 10])
    chips.put(f"{step.tracks.ids[place]}  {said}", middle, colour)


#: Why somebody is not measured, in as few words as fit beside a box.
SHORT: dict[Reason, dict[str, str]] = {
    Reason.OUTSIDE: {"zh": "区外", "en": "outside"},
    Reason.HORIZON: {"zh": "区外", "en": "outside"},
    Reason.HIDDEN: {"zh": "脚被挡", "en": "feet hidden"},
    Reason.UNCALIBRATED: {"zh": "", "en": ""},
    Reason.MOVING: {"zh": "不可测", "en": "unmeasured"},
    Reason.MOVED: {"zh": "标定失效", "en": "moved"},
    Reason.DEPTHLESS: {"zh": "无深度", "en": "no depth"},
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


def _corners(image: Picture, box: Floats, colour: Colour, thick: int = 2) -> None:
    """Draw the corners of a box: enough to see whom it is about, and the person stays visible."""
    x1, y1, x2, y2 = (round(side) for side in box.tolist())
    arm = max(6, min(x2 - x1, y2 - y1) // 4)
    for ink, wide in ((INK, thick + 2), (colour, thick)) if thick > 1 else ((colour, thick),):
        for x, way_x in ((x1, arm), (x2, -arm)):
            for y, way_y in ((y1, arm), (y2, -arm)):
                cv2.line(image, (x, y), (x + way_x, y), ink, wide, cv2.LINE_AA)
                cv2.line(image, (x, y), (x, y + way_y), ink, wide, cv2.LINE_AA)


def _whole(points: Floats) -> NDArray[np.int32]:
    """Give points as the drawing functions want them."""
    return np.round(points).astype(np.int32).reshape(-1, 1, 2)


def _point(place: Floats) -> tuple[int, int]:
    return round(float(place[0])), round(float(place[1]))
