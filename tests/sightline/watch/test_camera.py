"""One camera from picture to line."""

from __future__ import annotations

import json

import pytest

from sightline.errors import SourceError
from sightline.ingest import Clock, Incident, IncidentKind
from sightline.judge import Event
from sightline.show.screen import Screen
from sightline.values import CameraState
from sightline.watch.camera import CameraWatch, Setting
from sightline.watch.lines import Printer, Summary, Trouble
from sightline.watch.memory import Memory
from tests.sightline.watch.made import NOON, STEP, Eyes, Items, Silent, frame, yard


def into_the_pit(number):
    """Walk from the gate into the pit and stay there."""
    return [(5, min(1 + 0.1 * number, 4.5))]


def watched(source, eyes, site=None, **more):
    """Watch a source to its end; give what was told and the watch."""
    told = []
    site = site or yard()
    watch = CameraWatch(site, source, eyes, Setting(told.append, Screen(site), **more))
    watch.run()
    return told, watch


def events(told):
    return [one for one in told if isinstance(one, Event)]


def test_somebody_who_walks_into_the_pit_is_told_of_once():
    told, _watch = watched(Items([frame(n) for n in range(60)]), Eyes(into_the_pit))
    assert len({event.id for event in events(told)}) == 1
    assert events(told)[-1].level == "alarm"
    assert told[-1] == Summary(
        "cam-1", NOON + 59 * STEP, 60, 0, len(events(told)), (events(told)[0].id,)
    )


def test_every_line_is_json_with_its_kind():
    told, _watch = watched(Items([frame(n) for n in range(60)]), Eyes(into_the_pit))
    lines = []
    write = Printer(lines.append)
    for one in told:
        write(one)
    assert {json.loads(line)["line"] for line in lines} == {"event", "end"}


def test_a_picture_that_fails_is_told_and_the_next_is_watched():
    told, _watch = watched(Items([frame(n) for n in range(60)]), Eyes(into_the_pit, fails={3, 30}))
    assert [one.detail for one in told if isinstance(one, Trouble)] == ["a cosmic ray"] * 2
    assert len({event.id for event in events(told)}) == 1


def test_a_source_that_breaks_is_an_error_after_what_was_seen_is_told():
    def breaks():
        yield from [frame(n) for n in range(60)]
        raise SourceError("断了", "broken", "yard.mp4")

    told = []
    site = yard()
    source = Items([])
    source.items = breaks()
    watch = CameraWatch(site, source, Eyes(into_the_pit), Setting(told.append, Screen(site)))
    with pytest.raises(SourceError):
        watch.run()
    assert events(told)
    assert isinstance(told[-1], Summary)
    assert source.closed


def test_so_many_seconds_and_no_more():
    _told, watch = watched(Items([frame(n) for n in range(60)]), Eyes(into_the_pit), seconds=2.0)
    assert watch.health(frame(0)).taken == 11


def test_each_second_picture_is_recognised_when_asked():
    seen = []

    def where(number):
        seen.append(number)
        return []

    watched(Items([frame(n) for n in range(10)]), Eyes(where), every=2)
    assert seen == [1, 3, 5, 7, 9]


def test_while_a_camera_is_lost_rules_say_that_they_cannot_judge():
    lost = Incident(IncidentKind.LOST, NOON + 10 * STEP, "cam-1")
    moments = iter(NOON + n * STEP for n in range(11, 40))
    clock = Clock(now=lambda: next(moments))
    source = Silent([*[frame(n) for n in range(10)], lost])
    told, _watch = watched(source, Eyes(lambda _n: []), clock=clock)
    assert [(event.level, event.reason) for event in events(told)] == [("unavailable", "lost")]


def test_without_marks_rules_in_metres_are_unavailable_and_nothing_is_placed():
    site = yard(camera={"id": "cam-1", "size": [640, 480]})
    told, _watch = watched(Items([frame(n) for n in range(60)]), Eyes(into_the_pit), site)
    assert {event.level for event in events(told)} == {"unavailable"}


def test_a_picture_of_another_size_is_not_measured_until_the_size_is_back():
    sizes = [(320, 240)] * 20 + [(640, 480)] * 20
    pictures = [frame(n, size=size) for n, size in enumerate(sizes)]
    told, watch = watched(Items(pictures), Eyes(into_the_pit))
    (trouble,) = [one for one in told if isinstance(one, Trouble)]
    assert "320×240" in trouble.text.zh
    first = events(told)[:2]
    assert [(event.what, event.reason) for event in first] == [
        ("opened", "moved"),
        ("closed", "available"),
    ]
    assert first[1].at == NOON + 20 * STEP
    assert watch._states.now is CameraState.SEEING


def test_an_open_incident_outlives_a_restart(tmp_path):
    file = tmp_path / "state.json"
    first, _watch = watched(
        Items([frame(n) for n in range(50)]), Eyes(into_the_pit), memory=Memory(file)
    )
    again, _again = watched(
        Items([frame(n) for n in range(50, 60)]), Eyes(into_the_pit), memory=Memory(file)
    )
    opened = {event.id for event in events(first)}
    assert len(opened) == 1
    assert opened <= {*again[-1].open, *(event.id for event in events(again))}


def test_a_track_after_a_restart_has_a_new_number(tmp_path):
    file = tmp_path / "state.json"
    watched(Items([frame(n) for n in range(50)]), Eyes(into_the_pit), memory=Memory(file))
    _told, watch = watched(
        Items([frame(n) for n in range(50, 60)]), Eyes(into_the_pit), memory=Memory(file)
    )
    assert watch._setting.screen.now().step.tracks.ids.tolist() == [2]


def test_what_was_learnt_of_the_place_is_forgotten_when_pictures_change_their_size():
    eyes = Eyes(lambda _n: [], fails={4})
    changed = Incident(IncidentKind.SIZE_CHANGED, NOON, "cam-1")
    small = [frame(n, size=(320, 240)) for n in range(3, 6)]
    told, _watch = watched(Items([*[frame(n) for n in range(3)], changed, *small]), eyes)
    assert eyes.fails == ()
    assert [one.part for one in told if isinstance(one, Trouble)] == ["size"]
