"""A camera that goes and comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.errors import SourceError
from sightline.ingest import Clock, Item, Options, Patience
from sightline.ingest.decode import Shot
from sightline.ingest.live import Live, pauses
from sightline.ingest.options import Rim
from tests.sightline.ingest.films import DAMAGED, Hands, connecting, frames, kinds, shot


def watched(hands: Hands, *visits: Callable[[], Iterable[Shot]]) -> list[Item]:
    """Watch a camera until all visits are over."""
    rim = Rim(Clock(hands.now, hands.monotonic, hands.sleep))

    def over() -> Iterable[Shot]:
        rim.close()
        return ()

    return list(Live(connecting(*visits, over), Options(name="gate"), rim).items())


def pictures(hands: Hands, count: int = 3) -> Callable[[], Iterator[Shot]]:
    def visit() -> Iterator[Shot]:
        for number in range(count):
            yield shot(number / 10)
            hands.seconds += 0.1

    return visit


def refused() -> Iterable[Shot]:
    raise SourceError("拒绝", "refused", "rtsp://***@gate/1")


def test_a_camera_that_comes_back_is_told_with_the_time_it_was_away() -> None:
    hands = Hands()
    items = watched(hands, pictures(hands), refused, refused, pictures(hands))
    assert len(frames(items)) == 6
    assert kinds(items) == ["lost", "back", "lost"]
    [back] = [item for item in items if not hasattr(item, "image") and item.kind == "back"]
    assert 0.4 < back.seconds < 2.0


def test_a_camera_that_was_never_there_is_lost_once() -> None:
    items = watched(Hands(), *[refused] * 20)
    assert kinds(items) == ["lost"]
    assert "refused" in items[0].detail


def test_packets_without_a_whole_picture_count_as_silence() -> None:
    hands = Hands()

    def grey() -> Iterator[Shot]:
        yield shot(0.0)
        for _ in range(100):
            hands.seconds += 0.1
            yield DAMAGED

    items = watched(hands, grey)
    assert "lost" in kinds(items) or "damaged" in kinds(items)
    assert hands.seconds < 4


def test_moments_go_on_over_a_reconnection() -> None:
    hands = Hands()
    seen = frames(watched(hands, pictures(hands), refused, pictures(hands)))
    assert [one.number for one in seen] == list(range(6))
    assert seen[3].at > seen[2].at


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_no_pause_is_long_and_each_is_at_least_half(chances: list[float]) -> None:
    patience, luck = Patience(), iter(chances)
    given_pauses = list(islice(pauses(patience, lambda: next(luck)), len(chances)))
    assert all(patience.first / 2 <= pause <= patience.longest for pause in given_pauses)


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_pauses_grow_to_the_longest(chance: float) -> None:
    made = list(islice(pauses(Patience(), lambda: chance), 10))
    assert made == sorted(made)
    assert made[-1] == Patience().longest * (0.5 + chance / 2)
