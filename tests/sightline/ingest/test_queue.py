"""The oldest picture gives way, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.errors import SourceError
from sightline.ingest import Incident, IncidentKind, Item
from sightline.ingest.dropping import DropOldest, Pump
from sightline.values import Frame
from tests.sightline.ingest.films import NOON, noise

IMAGE = noise((4, 4))


def made(what: str, number: int) -> Item:
    if what == "frame":
        return Frame(IMAGE, NOON, number, "gate")
    return Incident(IncidentKind.GAP, NOON, "gate", number)


@given(st.lists(st.sampled_from(["frame", "incident"])), st.integers(1, 5))
def test_the_newest_frames_and_all_incidents_stay_in_order(whats: list[str], most: int) -> None:
    queue, items = DropOldest(most), [made(what, n) for n, what in enumerate(whats)]
    for item in items:
        queue.put(item)
    newest = [item for item in items if isinstance(item, Frame)][-most:]
    kept = [item for item in items if isinstance(item, Incident) or any(item is n for n in newest)]
    taken = [queue.take(0) for _ in kept]
    assert all(one is other for one, other in zip(taken, kept, strict=True))
    assert queue.take(0) is None
    assert queue.dropped == len(items) - len(kept)


def test_a_flood_of_incidents_does_not_fill_the_memory() -> None:
    queue = DropOldest(2)
    for number in range(1500):
        queue.put(made("incident", number))
    first = queue.take(0)
    assert isinstance(first, Incident)
    assert first.seconds == 500


def test_a_fault_in_the_thread_reaches_whoever_takes() -> None:
    def items() -> Iterator[Item]:
        yield made("frame", 0)
        raise KeyError("a fault of ours")

    queue = DropOldest(2)
    Pump(items(), queue, "gate").join(5)
    queue.take(5)
    with pytest.raises(SourceError, match="KeyError"):
        queue.take(5)


def test_what_a_source_refuses_reaches_whoever_takes_after_what_it_gave() -> None:
    def items() -> Iterator[Item]:
        yield made("frame", 0)
        raise SourceError("坏", "broken")

    queue = DropOldest(2)
    Pump(items(), queue, "gate").join(5)
    assert queue.take(5) is not None
    with pytest.raises(SourceError, match="broken"):
        queue.take(5)
