"""The small parts of a watch: reading ahead, states, lines, what outlives a restart, several cameras."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from sightline.errors import SiteFileError, SourceError
from sightline.ingest import IncidentKind
from sightline.scenes import read, write_site
from sightline.scenes.drawing import video
from sightline.site import read as read_site
from sightline.site.chain import Chain
from sightline.values import CameraState, Detections
from sightline.watch.ahead import Ahead
from sightline.watch.lines import Summary
from sightline.watch.memory import Memory
from sightline.watch.states import States
from sightline.watch.watch import Asked, Eyes, Watch
from tests.sightline.conftest import ROOT
from tests.sightline.watch.made import frame, yard


def test_reading_ahead_keeps_the_order_and_everything():
    assert [one.number for one in Ahead(iter([frame(n) for n in range(20)]))] == list(range(20))


def test_reading_ahead_stops_when_nobody_wants_more():
    ahead = Ahead(frame(n) for n in range(10_000))
    next(iter(ahead))
    ahead.close()
    assert not any(thread.name == "ahead" for thread in threading.enumerate())


def test_an_error_of_the_source_comes_where_it_happened():
    def breaks():
        yield frame(0)
        raise SourceError("断了", "broken")

    got = iter(Ahead(breaks()))
    assert next(got).number == 0
    with pytest.raises(SourceError):
        next(got)


def test_a_camera_that_was_turned_and_lost_is_lost_until_it_is_back():
    states = States()
    states.turned(away=True)
    states.hear(IncidentKind.LOST)
    assert states.now is CameraState.LOST
    states.hear(IncidentKind.BACK)
    assert states.now is CameraState.MOVED
    states.turned(away=False)
    assert states.now is CameraState.SEEING


def test_a_damaged_memory_is_refused_with_what_to_do(tmp_path):
    file = tmp_path / "state.json"
    file.write_text("{")
    with pytest.raises(SiteFileError, match="remove it"):
        Memory(file)


def test_a_memory_holds_numbers_of_any_make(tmp_path):
    Memory(tmp_path / "s").keep("cam-1", {"most": np.int64(3)})
    known = []
    Memory(tmp_path / "s").remind("cam-1", known.append)
    assert known == [{"most": 3}]


@pytest.mark.parametrize("known", [5, {}, {"judge": 3, "next_id": 1}])
def test_a_memory_of_nothing_that_a_watch_knows_is_refused_with_what_to_do(tmp_path, known):
    Memory(tmp_path / "s").keep("cam-1", known)
    with pytest.raises(SiteFileError, match="remove it"):
        Memory(tmp_path / "s").remind("cam-1", Chain(yard()).restore)


class Nobody:
    """Sees nothing."""

    absent = frozenset()

    def glance(self, frame):
        return None

    def see(self, frame, glanced=None):
        return Detections.none(("person",))

    def traits(self, frame, tracks):
        return {}


def test_two_cameras_are_watched_at_once_and_each_says_how_it_ended(tmp_path):
    scene = read(ROOT / "examples" / "scenes" / "fall.yaml")
    film = str(video(scene, tmp_path / "fall.mp4"))
    write_site(scene, tmp_path / "one.yaml")
    two = (tmp_path / "one.yaml").read_text(encoding="utf-8")
    one = read_site(tmp_path / "one.yaml")
    (tmp_path / "two.yaml").write_text(two.replace(one.camera.id, "other"), encoding="utf-8")
    told = []
    pairs = [(film, one), (film, read_site(tmp_path / "two.yaml"))]
    watch = Watch(pairs, lambda _site: Eyes(Nobody()), Asked(seconds=2), told.append)
    watch.begin()
    assert watch.wait(60)
    ends = [line for line in told if isinstance(line, Summary)]
    assert {end.camera for end in ends} == {one.camera.id, "other"}
    assert all(end.taken > 5 and not end.dropped for end in ends)


def test_two_cameras_of_one_name_are_refused(opencv_doc):
    pairs = [(str(opencv_doc / "vtest.avi"), yard())] * 2
    with pytest.raises(SiteFileError, match="rename"):
        Watch(pairs, lambda _site: Eyes(Nobody()), Asked(), print)


def test_a_source_that_is_not_there_is_an_error_before_anything_is_watched(tmp_path):
    with pytest.raises(SourceError):
        Watch([(str(tmp_path / "gone.mp4"), yard())], lambda _site: Eyes(Nobody()), Asked(), print)


@pytest.mark.parametrize("content", [b"", bytes(4096), b"RIFF"], ids=["nothing", "zeros", "a stub"])
def test_a_film_that_is_none_ends_in_a_message(tmp_path, content):
    (tmp_path / "yard.avi").write_bytes(content)
    told = []
    watch = Watch(
        [(str(tmp_path / "yard.avi"), yard())], lambda _site: Eyes(Nobody()), Asked(), told.append
    )
    watch.begin()
    with pytest.raises(SourceError):
        watch.wait()
