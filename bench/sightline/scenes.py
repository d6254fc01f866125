"""Scripted scenes through the whole chain: every incident told once, in time, and nothing else told.

The seeds are those that nothing was chosen by (`sightline.scenes.library.REPORT`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bench.timing import Answer, Line
from sightline.evaluate.run import evaluate_scenes
from sightline.scenes.library import REPORT, library, worse

if TYPE_CHECKING:
    from sightline.evaluate.events import Score
    from sightline.evaluate.reports import Report

LEAST_F1, LATEST = 0.95, 0.5
WORSE = (2, 4)


def run() -> Iterator[Answer]:
    """Play the scenes."""
    report = evaluate_scenes(library(REPORT))
    yield from _lines(report)
    for kind, score in sorted(report.noticed.kinds.items()):
        yield Line(f"scenes: {kind}", _shown(score), "–", None, "–", None)
    places, distances, following = report.places, report.distances, report.following
    for what, errors in (("places", places), ("person–person distances", distances)):
        shown = f"median {errors.median:.2f} m, p90 {errors.p90:.2f} m, 95 % interval holds {errors.coverage:.1%}"
        yield Line(f"scenes: {what}", shown, "–", None, "–", None)
    yield Line("scenes: tracks", following.line, "–", None, "–", None)
    yield from (_worse(times) for times in WORSE)


def _worse(times: int) -> Line:
    """Play a quarter of the scenes seen so many times worse, to show where it ends."""
    report = evaluate_scenes(worse(scene, times) for scene in library(REPORT[:1]))
    total = report.noticed.total
    shown = f"F1 {total.f1:.3f} (P {total.precision:.3f}, R {total.recall:.3f}), told twice {total.twice}"
    shown += f", in time {total.in_time:.1%}, warnings near the limit {total.warranted}"
    return Line(f"scenes: noise, misses and ghosts × {times}", shown, "–", None, "–", None)


def _lines(report: Report) -> Iterator[Line]:
    total = report.noticed.total
    what = f"scripted scenes: {len(report.scenes)} scenes, {total.incidents} incidents"
    shares = f"F1 {total.f1:.3f} (P {total.precision:.3f}, R {total.recall:.3f})"
    shares += f", {total.warranted} warnings near the limit"
    yield Line.figure(f"{what}: events", shares, "–", "F1 ≥ 0.95", hit=total.f1 >= LEAST_F1)
    late = max((*total.late, *(delay for delay in total.delays if delay <= LATEST)), default=0.0)
    raw = max(total.delays, default=0.0)
    yield Line.figure(
        f"{what}: delay after the rule time",
        f"most {late:+.2f} s from when it could be seen ({raw:+.2f} s with those hidden), in time {total.in_time:.1%}",
        "–",
        "≤ 0.5 s",
        hit=late <= LATEST,
    )
    yield Line.figure(
        f"{what}: told more than once", str(total.twice), "–", "0", hit=total.twice == 0
    )


def _shown(score: Score) -> str:
    """Print one kind of rule."""
    late = f", latest {max(score.delays):+.2f} s" if score.delays else ""
    counts = f"{score.found} of {score.incidents}, {score.false} false, {score.twice} twice"
    return f"F1 {score.f1:.3f}: {counts}{late}"
