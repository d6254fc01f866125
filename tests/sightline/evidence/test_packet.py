"""What is in a packet of evidence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from sightline.evidence import Keeper, Settings, Tools, packets, verify
from sightline.ingest import open_source
from sightline.values import Frame
from tests.sightline.evidence.made import NOON, ORIGIN, after, frame, keep, occasion, watch


def test_a_packet_holds_two_seconds_before_and_three_after(tmp_path: Path) -> None:
    [note] = keep(tmp_path, 10.0)
    assert note.kind == "kept"
    clip = [
        item for item in open_source(str(Path(note.path) / "clip.mp4")) if isinstance(item, Frame)
    ]
    assert [clip[0].at, clip[-1].at] == [after(8), after(13)]
    assert len(clip) == 51
    assert sorted(one.name for one in Path(note.path).iterdir()) == [
        "clip.mp4", "manifest.json", "seen.json", "snapshot.jpg",
    ]  # fmt: skip


def test_a_clip_is_h264_that_any_player_shows(tmp_path: Path) -> None:
    [note] = keep(tmp_path, 10.0)
    with av.open(str(Path(note.path) / "clip.mp4")) as film:
        video = film.streams.video[0].codec_context
        assert (video.name, video.pix_fmt) == ("h264", "yuv420p")


def test_a_record_says_what_was_seen_and_by_what(tmp_path: Path) -> None:
    keep(tmp_path, 10.0)
    [one] = packets(tmp_path)
    record = one.record()
    assert record["occasion"]["seen"]["distance"] == {"metres": 1.2, "low": 0.9, "high": 1.5}
    assert record["origin"]["calibration"] == "c0ffee"
    assert record["origin"]["models"] == {"nanodet": "ab12"}
    assert record["clip"]["before"] == 2.0
    assert record["clip"]["after"] == 3.0
    assert (one.rule, one.camera, one.dismissed) == ("too-near", "gate", False)


def test_two_occasions_at_once_are_two_packets(tmp_path: Path) -> None:
    notes = keep(tmp_path, 10.0, 11.0)
    assert [note.kind for note in notes] == ["kept", "kept"]
    assert verify(tmp_path) == ()


def test_the_same_film_watched_twice_keeps_both(tmp_path: Path) -> None:
    first, second = keep(tmp_path, 10.0) + keep(tmp_path, 10.0)
    assert second.packet == f"{first.packet}-2"
    assert verify(tmp_path) == ()


def test_what_a_source_had_when_it_ended_is_kept(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path, ORIGIN)
    watch(keeper, 0, 1)
    keeper.keep(occasion(0.9))
    keeper.finish()
    [note] = keeper.notes()
    assert (Path(note.path) / "clip.mp4").exists()


def test_a_camera_that_is_lost_does_not_hold_up_its_evidence(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path, ORIGIN)
    watch(keeper, 0, 2)
    keeper.keep(occasion(2))
    keeper.elapse(after(4))
    assert keeper.notes() == ()
    keeper.elapse(after(5))
    assert len(keeper.notes()) == 1


def test_what_happens_to_a_silent_camera_is_kept_with_what_it_saw_last(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path, ORIGIN)
    watch(keeper, 0, 10)
    keeper.keep(occasion(15))
    keeper.elapse(after(18))
    [one] = packets(tmp_path)
    said = one.record()["clip"]
    assert said["before"] == pytest.approx(7, abs=0.2)
    assert said["after"] == pytest.approx(-5, abs=0.2)
    assert (one.path / "clip.mp4").exists()


def test_an_occasion_without_pictures_keeps_its_record(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path, ORIGIN)
    keeper.keep(occasion())
    keeper.finish()
    [one] = packets(tmp_path)
    assert one.record()["clip"] == {"pictures": 0, "missing": "no pictures"}


def test_where_writing_cannot_keep_up_later_occasions_keep_one_picture(tmp_path: Path) -> None:
    jobs: list[Callable[[], None]] = []
    keeper = Keeper(tmp_path, ORIGIN, Settings(memory=500_000), Tools(work=jobs.append))
    for second in (2.0, 10.0, 20.0):
        watch(keeper, second - 2, second)
        keeper.keep(occasion(second))
        watch(keeper, second, second + 4)
    for job in jobs:
        job()
    assert [one.record()["clip"]["pictures"] for one in packets(tmp_path)] == [1, 1, 51]


def test_pictures_that_cannot_be_made_leave_the_record(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path, ORIGIN)
    keeper.add(Frame(np.zeros((1, 1, 3), np.uint8), NOON, 0, "gate"))
    keeper.keep(occasion(0, "4"))
    keeper.finish()
    assert [note.occasion for note in keeper.notes()] == ["4"]
    [one] = packets(tmp_path)
    assert one.record()["clip"]["missing"] != ""
    assert verify(tmp_path) == ()


def test_memory_is_bounded_by_pictures_a_second_and_bytes(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path, ORIGIN, Settings(rate=2.0))
    watch(keeper, 0, 4)
    keeper.keep(occasion(4))
    keeper.finish()
    [one] = packets(tmp_path)
    assert one.record()["clip"]["pictures"] == 4


def test_a_camera_that_changes_size_keeps_the_pictures_of_the_moment(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path, ORIGIN)
    watch(keeper, 0, 1)
    small = np.zeros((72, 95, 3), np.uint8)
    for tick in range(10, 20):
        keeper.add(Frame(small, after(tick / 10), tick, "gate"), None)
    keeper.keep(occasion(1.5))
    keeper.finish()
    [one] = packets(tmp_path)
    assert one.record()["clip"]["pictures"] == 10
    assert cv2.imread(str(one.path / "snapshot.jpg")).shape == (72, 95, 3)


@pytest.mark.parametrize("name", ["../../etc", "a/b", "门", "." * 9, "x" * 300])
def test_a_hostile_name_stays_inside_the_folder(tmp_path: Path, name: str) -> None:
    keeper = Keeper(tmp_path / "evidence", ORIGIN)
    keeper.add(frame(0))
    keeper.keep(occasion(0, name))
    keeper.finish()
    [one] = packets(tmp_path / "evidence")
    assert one.path.parent.name == NOON.date().isoformat()
    assert verify(tmp_path / "evidence") == ()
