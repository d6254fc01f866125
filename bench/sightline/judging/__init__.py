"""What judging one picture costs, and that it costs no more after a long watch."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.timing import Answer, Line, show
from sightline.judge import Judge, layout_of, rules_of
from sightline.values import Moment

if TYPE_CHECKING:
    from sightline.values import Floats

BEGIN = datetime(2026, 4, 1, tzinfo=UTC)
SIDE = 40.0
ROUND, ROUNDS = 100, 5
"""Pictures of one circle; the second circle is compared with the last."""
KINDS = ("person", "truck", "suitcase")
STEADY = 1.25
"""The last circle may cost so many times what the second did."""


def run() -> Iterator[Answer]:
    """Judge people who walk in circles, 20 and 200 of them, by fifty rules; time is the thread's own."""
    for count in (20, 200):
        taken = judged(count)
        early, late = statistics.median(taken[ROUND : 2 * ROUND]), statistics.median(taken[-ROUND:])
        yield Line.at_most(
            f"judge {count} tracks by {len(rules())} rules, later pictures against earlier",
            f"{show(late)} a picture",
            f"{show(early)} a picture",
            late / early,
            STEADY,
        )


def judged(count: int) -> list[float]:
    """Give the seconds that each picture took."""
    layout = layout_of(places())
    judge = Judge(rules_of({"rules": rules()}, layout), layout)
    luck = np.random.default_rng(0)
    middles, radii = luck.uniform(0, SIDE, (count, 2)), luck.uniform(0.5, 6, (count, 1))
    starts = luck.uniform(0, 2 * np.pi, count)
    taken = []
    for number in range(ROUND * ROUNDS):
        angles = starts + 2 * np.pi * number / ROUND
        where = middles + radii * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        seen = moment(number, where)
        begin = time.thread_time()
        judge.step(seen)
        taken.append(time.thread_time() - begin)
    return taken


def moment(number: int, where: Floats) -> Moment:
    """Give one picture, a tenth of a second after the last, places known to 0.1 m."""
    count = len(where)
    return Moment(
        at=BEGIN + timedelta(seconds=number / 10),
        number=number,
        camera="bench",
        ids=np.arange(count),
        kinds=tuple(KINDS[one % len(KINDS)] for one in range(count)),
        boxes=np.tile([10.0, 10, 40, 100], (count, 1)),
        scores=np.full(count, 0.9),
        places=where,
        covariances=np.tile(np.eye(2) * 0.01, (count, 1, 1)),
        heights=np.full(count, 1.7),
        leans=np.full(count, np.nan),
    )


def places() -> dict[str, Any]:
    """Give ten zones and ten lines in a row."""
    corners = [(4.0 * place, 4.0 * place + 4) for place in range(10)]
    return {
        "zones": [
            {"id": f"z{place}", "polygon": [[a, 0], [b, 0], [b, 4], [a, 4]]}
            for place, (a, b) in enumerate(corners)
        ],
        "lines": [
            {"id": f"l{place}", "from": [a, 0], "to": [b, 0]}
            for place, (a, b) in enumerate(corners)
        ],
    }


def rules() -> list[dict[str, Any]]:
    """Give ten rules of each of five kinds."""
    return [
        rule | {"id": f"{rule['kind']}-{place}"}
        for place in range(10)
        for rule in (
            {"kind": "intrusion", "zones": [f"z{place}"], "for": "0.5 s"},
            {"kind": "crossing", "lines": [f"l{place}"]},
            {"kind": "crowding", "zones": [f"z{place}"], "people": 5},
            {"kind": "speed", "faster": "3 m/s"},
            {"kind": "proximity", "near": ["truck"], "closer": f"{1 + place / 10} m"},
        )
    ]
