"""People, machines and rules for the judge to look at, told in metres."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from sightline.judge import Event, Judge, layout_of, rules_of
from sightline.values import CameraState, Moment

NOON = datetime(2026, 4, 1, 4, 0, tzinfo=UTC)
SQUARE = [[0, 0], [10, 0], [10, 10], [0, 10]]
SITE: dict[str, Any] = {
    "site": {"timezone": "Asia/Shanghai"},
    "zones": [
        {"id": "yard", "name": {"zh": "堆场", "en": "Yard"}, "polygon": SQUARE, "kind": "live-yard"}
    ],
    "lines": [{"id": "gate", "from": [0, 0], "to": [10, 0]}],
    "parts": [
        {"id": "wire", "kind": "live", "voltage": "110 kV", "points": [[0, 0, 8], [0, 20, 8]]}
    ],
}


def moment(seconds: float, who: Iterable[tuple[Any, ...]] = (), **other: Any) -> Moment:
    """Make the moment so many seconds after noon; each of who is (id, kind, x, y) and perhaps a sigma (m)."""
    rows = [(*row, 0.1)[:5] for row in who]
    count = len(rows)
    sigmas = np.array([row[4] for row in rows], np.float64).reshape(count)
    base = Moment(
        at=NOON + timedelta(seconds=seconds),
        number=round(seconds * 10),
        camera="cam-1",
        ids=np.array([row[0] for row in rows], np.int64),
        kinds=tuple(row[1] for row in rows),
        boxes=np.tile([10.0, 10, 40, 100], (count, 1)),
        scores=np.full(count, 0.9),
        places=np.array([row[2:4] for row in rows], np.float64).reshape(count, 2),
        covariances=np.eye(2) * sigmas[:, None, None] ** 2,
        heights=np.full(count, 1.7),
        leans=np.full(count, np.nan),
    )
    return replace(base, **other)


def judge(*rules: Mapping[str, Any], **site: Any) -> Judge:
    """Set up a judge by rules as they are written."""
    data = SITE | {"rules": list(rules)} | site
    layout = layout_of(data)
    return Judge(rules_of(data, layout), layout)


def play(judged: Judge, moments: Iterable[Moment]) -> list[Event]:
    """Give all events of many moments."""
    return [event for one in moments for event in judged.step(one)]


def told(events: Iterable[Event]) -> list[str]:
    """Give what happened in a few words."""
    return [f"{event.what} {event.level}" for event in events]


def lasting(
    begin: float, end: float, who: Iterable[tuple[Any, ...]] = (), **other: Any
) -> list[Moment]:
    """Make ten moments a second in which nothing changes."""
    count = round((end - begin) * 10)
    return [moment(begin + step / 10, who, **other) for step in range(count)]


SEEING, COVERED, MOVED = CameraState.SEEING, CameraState.COVERED, CameraState.MOVED
