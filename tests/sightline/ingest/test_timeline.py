"""Whose clock counts, and what is said when one of them jumps."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.ingest import Limits
from sightline.ingest.timeline import Timeline
from tests.sightline.ingest.films import NOON


def placed(*moments: tuple[float | None, float | None]) -> tuple[list[float], list[str]]:
    """Place pictures of these seconds, received at these; give seconds since noon and what was told."""
    line, at, told = Timeline("gate", Limits(), NOON), [], []
    for seconds, received in moments:
        heard = None if received is None else NOON + timedelta(seconds=received)
        moment, incidents = line.place(seconds, heard)
        at.append((moment - NOON).total_seconds())
        told += [f"{one.kind} {one.seconds:.1f}" for one in incidents]
    return at, told


def test_a_burst_after_a_stall_keeps_its_distances() -> None:
    at, told = placed((0, 10), (0.1, 10.1), (0.2, 12), (0.3, 12), (0.4, 12))
    assert at == pytest.approx([10, 10.1, 10.2, 10.3, 10.4], abs=0.01)
    assert told == []


def test_a_stream_that_drifts_is_drawn_to_the_receiving_clock() -> None:
    at, told = placed(*((n * 1.001, float(n)) for n in range(2000)))
    assert at[-1] == pytest.approx(1999, abs=0.1)
    assert told == []


def test_a_receiving_clock_set_back_is_told_once_and_time_goes_on() -> None:
    at, told = placed((0, 0), (1, 1), (2, -58), (3, -57), (4, -56))
    assert at == pytest.approx([0, 1, 2, 3, 4], abs=0.01)
    assert told == ["clock_back 60.0"]


def test_a_receiving_clock_set_back_and_right_again_is_told_twice() -> None:
    at, told = placed((0, 0), (1, -59), (2, 2), (3, 3))
    assert at == pytest.approx([0, 1, 2, 3], abs=0.02)
    assert told == ["clock_back 60.0", "clock_jump 60.0"]


def test_a_receiving_clock_set_forward_is_followed() -> None:
    at, told = placed((0, 0), (1, 61), (2, 62))
    assert at == pytest.approx([0, 61, 62], abs=0.01)
    assert told == ["clock_jump 60.0"]


def test_a_recording_whose_clock_goes_back_goes_on_evenly() -> None:
    at, told = placed((0, None), (0.1, None), (-50, None), (-49.9, None))
    assert at == pytest.approx([0, 0.1, 0.2, 0.3], abs=0.01)
    assert told == ["clock_back 50.1"]


def test_pictures_without_a_time_follow_at_the_usual_distance() -> None:
    at, told = placed((None, None), (None, None), (500.0, None), (500.1, None))
    assert at == pytest.approx([0, 0.1, 0.2, 0.3], abs=0.01)
    assert told == []


def test_a_new_connection_begins_at_the_receiving_clock() -> None:
    line = Timeline("gate", Limits(), NOON)
    line.place(7.0, NOON)
    line.begin_again()
    moment, told = line.place(0.0, NOON + timedelta(seconds=30))
    assert (moment - NOON).total_seconds() == 30
    assert told == []


wild = st.one_of(st.none(), st.floats(-1e12, 1e12), st.floats(0, 100))


@given(st.lists(st.tuples(wild, st.one_of(st.none(), st.floats(-1e6, 1e6))), max_size=30))
def test_moments_never_go_back_whatever_the_clocks_say(
    moments: list[tuple[float | None, float | None]],
) -> None:
    at, _ = placed(*moments)
    assert all(later > before for before, later in pairwise(at))
