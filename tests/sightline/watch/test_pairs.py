"""Two cameras side by side on a truck that drives: people before it in metres, or nothing said at all."""

from __future__ import annotations

from datetime import timedelta

import cv2
import numpy as np
import pytest

from sightline.errors import SiteFileError
from sightline.ingest import Incident, IncidentKind
from sightline.judge import Event
from sightline.measure import Reason
from sightline.measure.lens import Lens
from sightline.measure.stereo import Mount, placed
from sightline.show.screen import Screen
from sightline.site import site_of
from sightline.values import Detections, Frame
from sightline.watch.camera import CameraWatch, Setting
from sightline.watch.lines import Trouble
from sightline.watch.pairs import Pairing
from tests.sightline.watch.made import NOON, SIZE, STEP, Items, Silent, said

FOCAL, BASE = 800.0, 0.2
RIG = {"baseline": "0.2 m", "focal": "800 px", "centre": [320, 240]}
MACHINE = (380, 180, 540, 400)
"""The box of a digger that stands 4 m ahead."""
NEAR = {
    "id": "near",
    "kind": "proximity",
    "who": ["person"],
    "near": ["truck"],
    "closer": "3 m",
    "for": "0.4 s",
}
GRAIN = [
    cv2.GaussianBlur(np.random.default_rng(one).integers(0, 255, (480, 800, 3), np.uint8), (0, 0), 1.2)
    for one in range(3)
]  # fmt: skip


def site(**more):
    """Give a site whose camera drives."""
    camera = {"id": "cam-1", "size": list(SIZE), "moving": True, "stereo": RIG, **more}
    return site_of(said(camera=camera, zones=[], lines=[], parts=[], rules=[NEAR]))


def walker(moved):
    """Give the box of somebody 1.7 m tall whom both cameras see so many pixels apart."""
    return (180, 400 - round(1.7 * moved / BASE), 240, 400)


def ahead(moved):
    """Give the metres ahead of what both see so many pixels apart."""
    return FOCAL * BASE / moved


def apart(moved):
    """Give the metres from the walker to the digger."""
    aside = (460 - 320) * 4 / FOCAL - (210 - 320) * ahead(moved) / FOCAL
    return float(np.hypot(aside, ahead(moved) - 4))


def pictures(moved, number):
    """Draw what both cameras see: a wall 16 m away, the digger, the walker."""
    left, right = GRAIN[0][:, 60:700].copy(), GRAIN[0][:, 70:710].copy()
    for grain, (x1, y1, x2, y2), step in (
        (GRAIN[1], MACHINE, 40),
        (GRAIN[2], walker(moved), moved),
    ):
        left[y1:y2, x1:x2] = right[y1:y2, x1 - step : x2 - step] = grain[y1:y2, x1:x2]
    noise = np.random.default_rng(number).normal(0, 2, (2, *left.shape))
    return np.clip(np.array([left, right]) + noise, 0, 255).astype(np.uint8)


def moved_in(number):
    """Let the walker come from 7.3 m to 5.3 m ahead, a second at each step."""
    return 22 + number // 5


class Reel(Items):
    """A recording that is asked for one picture after the other."""

    def take(self, _seconds=None):
        return self.items.pop(0) if self.items else None


class Eyes:
    absent = frozenset()

    def glance(self, frame):
        return None

    def see(self, frame, glanced=None):
        boxes = [walker(moved_in(frame.number)), MACHINE]
        return Detections.of(boxes, [0.9, 0.9], [0, 1], ("person", "truck"))

    def traits(self, frame, tracks):
        return {}


def sides(numbers, late=timedelta(0), blind=()):
    """Give what both cameras send; the right one's pictures come late, those of `blind` not at all."""
    both = {number: pictures(moved_in(number), number) for number in numbers}
    left = [Frame(both[n][0], NOON + n * STEP, n, "cam-1") for n in numbers]
    right = [
        Frame(both[n][1], NOON + n * STEP + late, n, "cam-1/right")
        for n in numbers
        if n not in blind
    ]
    return Reel(left), Reel(right, "right.mp4")


def watched(numbers, told_of=None, **more):
    told = []
    told_of = told_of or site()
    watch = CameraWatch(
        told_of,
        Pairing(*sides(numbers, **more), told_of.camera),
        Eyes(),
        Setting(told.append, Screen(told_of)),
    )
    watch.run()
    return told, watch


def events(told):
    return [one for one in told if isinstance(one, Event)]


def test_a_driver_is_warned_of_a_walker_first_and_alarmed_at_the_right_distance():
    told, _watch = watched(range(6, 30), late=timedelta(seconds=0.08))
    first, second = events(told)
    assert [(first.what, first.level), (second.what, second.level)] == [
        ("opened", "warning"),
        ("escalated", "alarm"),
    ]
    for event, nearest, farthest in ((first, 2.7, 3.4), (second, 2.4, 2.95)):
        true = apart(moved_in(event.frame))
        low, value, high = event.interval
        assert nearest < true < farthest
        assert low < true < high
        assert value == pytest.approx(true, abs=0.25)


def test_both_stand_where_they_are_before_the_truck():
    _told, watch = watched(range(4))
    placed = watch._setting.screen.now().step.placed
    assert placed.xy[:, 1] == pytest.approx([ahead(22), 4.0], rel=0.02)


def test_without_the_right_picture_nothing_is_measured_and_nothing_is_called_clear():
    told, watch = watched(range(16, 36), blind=range(26, 36))
    (trouble,) = [one for one in told if isinstance(one, Trouble)]
    assert (trouble.part, trouble.at) == ("pair", NOON + 26 * STEP)
    assert not watch._setting.screen.now().step.placed.reliable.any()
    after = [event for event in events(told) if event.at > trouble.at]
    assert ("unavailable", "metres") in {(event.level, event.reason) for event in after}
    assert not [event for event in after if event.what == "closed" and event.reason == "left"]


def test_one_picture_without_its_pair_ends_nothing():
    told, _watch = watched(range(16, 32), blind=(20, 28))
    assert {event.level for event in events(told)} <= {"warning", "alarm"}
    assert len([one for one in told if isinstance(one, Trouble)]) == 2


def test_a_moving_camera_without_the_right_one_measures_nothing():
    told, told_of = [], site()
    source = sides(range(10))[0]
    watch = CameraWatch(told_of, source, Eyes(), Setting(told.append, Screen(told_of)))
    watch.run()
    assert [(event.level, event.reason) for event in events(told)] == [("unavailable", "metres")]


def test_clocks_that_are_apart_by_more_than_half_a_picture_make_no_pair():
    left, right = sides(range(8), late=timedelta(seconds=5))
    assert [one.right for one in Pairing(left, right, site().camera)] == [None] * 8


def test_the_nearer_of_two_right_pictures_is_taken():
    left, right = sides(range(22, 32), late=timedelta(seconds=-0.15))
    shown = [one.image for one in right.items]
    joined = list(Pairing(left, right, site().camera))
    assert all((one.right == shown[at + 1]).all() for at, one in enumerate(joined[:-1]))


def test_a_frozen_right_camera_is_told_of_and_gives_no_depth():
    left, right = sides(range(8))
    right.items.insert(3, Incident(IncidentKind.FROZEN, NOON + 3 * STEP, "cam-1/right"))
    given = list(Pairing(left, right, site().camera))
    assert [one.kind for one in given if isinstance(one, Incident)] == [IncidentKind.FROZEN]
    assert [one.right is None for one in given if isinstance(one, Frame)] == [False] * 3 + [
        True
    ] * 5


def test_live_cameras_are_paired_without_waiting_for_ever():
    left, right = sides(range(3))
    pair = Pairing(Silent(left.items), Silent(right.items[:2]), site().camera)
    assert [pair.take(0.5).right is None for _ in range(3)] == [False, False, True]
    assert pair.flowing
    pair.close()


LENS = Lens((FOCAL, FOCAL, 320.0, 240.0))
STRAIGHT = (1.0, 0, 0, 0, 1.0, 0, 0, 0, 1.0)


def test_a_pair_that_is_not_rectified_is_rectified_first():
    tilt = cv2.Rodrigues(np.array([0.02, 0.0, 0.01]))[0]
    moved = tuple((tilt @ (-BASE, 0.0, 0.0)).tolist())
    mount = Mount(LENS, LENS, tuple(tilt.ravel().tolist()), moved, SIZE)
    left, right = pictures(22, 0)
    seen = LENS.matrix @ tilt @ np.linalg.inv(LENS.matrix)
    crooked = np.asarray(cv2.warpPerspective(right, seen, SIZE), np.uint8)
    told_of = site(stereo=mount.as_dict())
    sources = [Reel([Frame(image, NOON, 0, "cam-1")]) for image in (left, crooked)]
    (both,) = Pairing(*sources, told_of.camera)
    inner = np.array([[410.0, 220, 510, 370]])
    assert placed(told_of.camera.stereo, left, crooked, inner).reasons == (Reason.DEPTHLESS,)
    found = placed(told_of.camera.stereo, both.image, both.right, inner)
    assert found.xy[0, 1] == pytest.approx(4, rel=0.03)


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"size": [1280, 720]}, "stereo.size"),
        ({"turn": [1, 0, 0, 0, 1, 0, 0, 0, 2]}, "stereo.turn"),
        ({"move": [0.2, 0, 0]}, "stereo.move"),
        ({"baseline": "0.2 m"}, "stereo"),
    ],
)
def test_a_calibration_that_is_not_this_pairs_is_refused(wrong, key):
    right = Mount(LENS, LENS, STRAIGHT, (-BASE, 0.0, 0.0), SIZE).as_dict()
    assert site(stereo=right).camera.stereo.baseline == pytest.approx(BASE)
    with pytest.raises(SiteFileError) as refused:
        site(stereo={**right, **wrong})
    assert refused.value.where.endswith(key)


def test_a_right_camera_beside_a_calibrated_ground_is_refused():
    with pytest.raises(SiteFileError, match="--right"):
        Pairing(Reel([]), Reel([]), site_of(said()).camera)
