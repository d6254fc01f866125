"""What is read of files and folders, and what bad ones end in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import pytest

from sightline.errors import SourceError
from sightline.ingest import Clock, IncidentKind, Limits, Options, open_source
from tests.sightline.ingest.films import NOON, Hands, frames, kinds, noise, write

AT_NOON = Options(name="gate", start=NOON)


def test_a_film_gives_every_picture_with_the_recorded_clock(tmp_path: Path) -> None:
    items = list(open_source(str(write(tmp_path / "a.mp4")), AT_NOON))
    seen = frames(items)
    assert [one.at - NOON for one in seen] == [timedelta(seconds=n / 10) for n in range(20)]
    assert [one.number for one in seen] == list(range(20))
    assert seen[0].size == (64, 48)
    assert seen[0].source == "gate"
    assert kinds(items) == ["ended"]


def test_without_a_start_a_film_begins_when_it_was_written(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", 2)
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    assert frames(open_source(str(path)))[0].at == written


@pytest.mark.parametrize(("speed", "seconds"), [(0, 0), (1, 1.9), (4, 0.475)])
def test_a_film_is_replayed_at_any_speed(tmp_path: Path, speed: float, seconds: float) -> None:
    hands = Hands()
    clock = Clock(hands.now, hands.monotonic, hands.sleep)
    path = write(tmp_path / "a.mp4")
    assert len(frames(open_source(str(path), Options(speed=speed), clock))) == 20
    assert hands.seconds == pytest.approx(seconds)


def test_a_missing_second_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", ticks=[*range(5), *range(30, 35)])
    [gap, _] = [item for item in open_source(str(path), AT_NOON) if not hasattr(item, "image")]
    assert gap.kind == IncidentKind.GAP
    assert gap.seconds == pytest.approx(2.6)
    assert gap.at == NOON + timedelta(seconds=3)


@pytest.mark.parametrize("suffix", [".avi", ".mkv", ".ts"])
def test_a_film_that_breaks_off_keeps_what_was_read(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path / f"a{suffix}", 60)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    items = list(open_source(str(path), AT_NOON))
    assert 20 <= len(frames(items)) < 60
    assert set(kinds(items)) & {"truncated", "damaged"}


@pytest.mark.parametrize("content", ["", "not a video at all", "#EXTM3U\n#EXTINF:1,\nother.ts\n"])
def test_what_is_no_film_is_refused_in_words(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.mp4").write_text(content)
    with pytest.raises(SourceError, match=r"a\.mp4: .+；.+ / .+"):
        list(open_source(str(tmp_path / "a.mp4")))


def test_a_film_in_no_known_codec_is_refused_in_words(tmp_path: Path) -> None:
    path = write(tmp_path / "a.avi", 3)
    path.write_bytes(path.read_bytes().replace(b"H264", b"ZZZZ"))
    with pytest.raises(SourceError, match="unknown codec"):
        list(open_source(str(path)))


def test_an_mp4_without_its_end_is_refused_in_words(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4")
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(SourceError, match="check that the file is whole"):
        list(open_source(str(path)))


def test_a_picture_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="64×48"):
        list(open_source(str(write(tmp_path / "a.mp4")), Options(limits=Limits(side=32))))


def test_a_path_to_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        open_source(str(tmp_path / "nothing.mp4"))


def test_a_folder_is_read_by_number(tmp_path: Path) -> None:
    for name in ("10", "9", "1"):
        cv2.imwrite(str(tmp_path / f"{name}.png"), noise((int(name) + 8, 8)))
    seen = frames(open_source(str(tmp_path), Options(start=NOON, rate=2.0)))
    assert [one.size[0] for one in seen] == [9, 17, 18]
    assert [(one.at - NOON).total_seconds() for one in seen] == [0.0, 0.5, 1.0]


def test_times_in_names_are_kept(tmp_path: Path) -> None:
    for second in (0, 7):
        cv2.imwrite(str(tmp_path / f"gate_20260401_12000{second}.jpg"), noise())
    seen = frames(open_source(str(tmp_path)))
    assert [one.at for one in seen] == [NOON, NOON + timedelta(seconds=7)]


def test_a_broken_picture_among_good_ones_is_left_out_and_told(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "1.png"), noise())
    (tmp_path / "2.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    cv2.imwrite(str(tmp_path / "3.png"), noise())
    items = list(open_source(str(tmp_path)))
    assert [one.number for one in frames(items)] == [0, 2]
    assert "damaged" in kinds(items)


def test_a_folder_without_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no pictures"):
        list(open_source(str(tmp_path)))


def test_a_film_may_drop_like_a_camera_when_asked(tmp_path: Path) -> None:
    options = Options(drop=True, queue=3)
    with open_source(str(write(tmp_path / "a.mp4")), options) as source:
        while not source.ended:
            pass
        seen = frames(source)
    assert [one.number for one in seen] == [17, 18, 19]
    assert source.dropped == 17


def test_so_many_pictures_a_second_are_kept(tmp_path: Path) -> None:
    seen = frames(open_source(str(write(tmp_path / "a.mp4")), Options(sample=5.0)))
    assert [one.number for one in seen] == list(range(0, 20, 2))
