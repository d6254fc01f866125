"""Play a scene through the whole chain, following, measuring and judging, and keep what came of it beside the truth."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from sightline.evaluate.distances import Errors
from sightline.evaluate.events import Said
from sightline.evaluate.motfiles import Rows
from sightline.scenes import film, site_of
from sightline.site import site_of as read_site
from sightline.site.chain import Chain, Look

if TYPE_CHECKING:
    from sightline.judge import Event
    from sightline.scenes import Scene, Shot
    from sightline.site.chain import Step

SEEN = 0.35
"""Who is visible to a smaller share is not asked of the tracker."""
EVERY = 5
"""Distances are taken from every so many pictures: neighbours say the same."""
GRAVITY = ("warning", "suspected", "alarm")
PEOPLE = "person"


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of one scene: what was said, how places and distances between people erred, and who was followed."""

    said: tuple[Said, ...]
    places: Errors
    distances: Errors
    true: Rows
    followed: Rows


def replay(scene: Scene, seed: int = 0) -> Replay:
    """Play a scene through the chain."""
    keeping = _Keeping(scene)
    chain = Chain(read_site(site_of(scene), scene.id))
    for shot in film(scene, seed):
        look = Look(shot.at, shot.number, shot.detections, shot.state, shot.traits)
        keeping.keep(shot, chain.step(look))
    return keeping.replay()


class _Keeping:
    """Keeps what the chain says while a scene is played."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.votes: dict[int, Counter[int]] = defaultdict(Counter)
        self.events: dict[str, list[Event]] = defaultdict(list)
        self.places = Errors.none()
        self.distances = Errors.none()
        self.true: list[tuple[int, int, list[float]]] = []
        self.followed: list[tuple[int, int, list[float]]] = []

    def keep(self, shot: Shot, step: Step) -> None:
        for event in step.events:
            if event.level in GRAVITY:
                self.events[event.id].append(event)
        for track, source in zip(
            step.tracks.ids.tolist(), step.tracks.sources.tolist(), strict=True
        ):
            if source >= 0 and shot.actors[source] >= 0:
                self.votes[track][int(shot.actors[source])] += 1
        self._rows(shot, step)
        if shot.number % EVERY == 0:
            self._measured(shot, step)

    def _rows(self, shot: Shot, step: Step) -> None:
        for number, share in enumerate(shot.truth.visible.tolist()):
            if share >= SEEN:
                self.true.append((shot.number + 1, number + 1, shot.truth.boxes[number].tolist()))
        for track, box in zip(
            step.tracks.ids.tolist(), step.tracks.seen.boxes.tolist(), strict=True
        ):
            self.followed.append((shot.number + 1, track, box))

    def _measured(self, shot: Shot, step: Step) -> None:
        known = [
            (row, int(shot.actors[source]))
            for row, source in enumerate(step.tracks.sources.tolist())
            if source >= 0 and shot.actors[source] >= 0 and step.placed.reliable[row]
        ]
        true, placed = shot.truth.places, step.placed
        for row, actor in known:
            gap = placed.xy[row] - true[actor]
            spread = np.sqrt(np.diag(placed.covariance[row]))
            self.places += Errors.of(np.zeros(2), gap, spread)
        people = [one for one in known if self.scene.actors[one[1]].kind == PEOPLE]
        for (row, actor), (other, second) in combinations(people, 2):
            measured = placed.distance(row, other)
            gap = float(np.linalg.norm(true[actor] - true[second]))
            found = Errors.of(
                np.array([gap]), np.array([measured.value]), np.array([measured.sigma])
            )
            self.distances += found

    def replay(self) -> Replay:
        return Replay(
            tuple(self._said(events) for events in self.events.values()),
            self.places,
            self.distances,
            _rows(self.true),
            _rows(self.followed),
        )

    def _said(self, events: list[Event]) -> Said:
        first, last = events[0], events[-1]
        until = last.frame if last.what == "closed" else len(self.scene.times) - 1
        tracks = {track for event in events for track in event.tracks}
        voted = [self.votes[track].most_common(1)[0][0] for track in tracks if self.votes[track]]
        return Said(
            first.rule,
            float(self.scene.times[first.frame]),
            float(self.scene.times[until]),
            frozenset(self.scene.actors[actor].id for actor in voted),
            max((event.level for event in events), key=GRAVITY.index),
        )


def _rows(rows: list[tuple[int, int, list[float]]]) -> Rows:
    return Rows.of([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])
