"""Make one incident of many pictures: minimum hits, a time to hold, grace, cool-down; warning, then alarm, then closed.

Each rule has its own incidents, by subject: who, with whom, where. Only subjects near their limit are looked at one by
one.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from math import hypot
from typing import TYPE_CHECKING, Any

import numpy as np

from sightline.judge.claims import CERTAIN, NOBODY, POSSIBLE, UNSEEN, Claims, Sight, Tick, members
from sightline.judge.events import Event, later
from sightline.judge.runs import SLACK, Progress, Run
from sightline.judge.telling import Facts, open_event, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sightline.judge.rules import Rule

WALK, STEP = 3.0, 1.0
"""Who takes over an incident from a track that was lost is at most STEP + WALK · seconds metres from there."""
OVERLAP = 0.5
"""A new track may have been there for so many seconds before the other was lost."""
TOLD = 8
"""So many tracks of one incident are told of, the last ones."""


class Incidents:
    """The incidents of one rule."""

    def __init__(self, rule: Rule, covers: float = 0.0) -> None:
        """Begin with none; what a picture shows held already for so many seconds it covers."""
        self.rule = rule
        self.covers = timedelta(seconds=covers)
        self.timing = replace(rule.timing, hold=max(rule.timing.hold - covers, 0.0))
        self.known: dict[int, Progress] = {}
        self.count = 0

    def step(self, claims: Claims, tick: Tick) -> Iterator[Event]:
        """Take what one picture shows; give the events it makes, in the order of the subjects."""
        sights = self._sights(claims)
        self._hand_over(sights, tick)
        for key in sorted(self.known.keys() | sights.keys()):
            progress = self.known.get(key)
            if progress is None:
                progress = self.known[key] = Progress(tracks=_tracks(key))
            yield from self._advance(progress, key, sights.get(key, UNSEEN), tick)
            if _idle(progress, tick.clock, self.timing.grace):
                del self.known[key]

    def close_all(self, tick: Tick, reason: str) -> Iterator[Event]:
        """Close what is open, such as at the end of the active hours."""
        for _key, progress in sorted(self.known.items()):
            if progress.event is not None:
                yield self._close(progress, progress.event, tick, reason)
        self.known.clear()

    def _sights(self, claims: Claims) -> dict[int, Sight]:
        """Give what is worth a look: who is at the limit, and subjects that are known."""
        worth = claims.grades >= POSSIBLE
        if self.known:
            known = np.fromiter(self.known, np.int64, len(self.known))
            worth = worth | np.isin(claims.keys, known)
        return claims.sights(worth)

    def _hand_over(self, sights: dict[int, Sight], tick: Tick) -> None:
        """Let a new track go on with the incident of the nearest that was lost just there."""
        lost = [key for key in self.known if key not in sights]
        for key in sorted(sights.keys() - self.known.keys()) if lost else ():
            near = [
                (far, old) for old in lost if (far := self._far(old, key, sights[key], tick)) >= 0
            ]
            if near:
                old = min(near)[1]
                lost.remove(old)
                progress = self.known[key] = self.known.pop(old)
                progress.tracks = tuple(dict.fromkeys((*progress.tracks, *_tracks(key))))[-TOLD:]

    def _far(self, old: int, new: int, sight: Sight, tick: Tick) -> float:
        """Give how far (m) a new subject is from one that was lost; -1 where it cannot be the same."""
        before, now, place = members(old), members(new), self.known[old].place
        changed = [pair for pair in zip(before, now, strict=True) if pair[0] != pair[1]]
        if len(changed) != 1 or before[0] != now[0] or place is None or sight.place is None:
            return -1.0
        gone, come = changed[0]
        gap = tick.clock - self.known[old].last_seen
        young = tick.ages.get(come, 0.0) <= gap + OVERLAP and gone not in tick.ages
        far = hypot(sight.x - place[0], sight.y - place[1])
        return far if young and gap <= self.rule.timing.grace and far <= STEP + WALK * gap else -1.0

    def _advance(self, progress: Progress, key: int, sight: Sight, tick: Tick) -> Iterator[Event]:
        if sight is not UNSEEN:
            self._mark(progress, sight.grade, tick)
            progress.last_seen = tick.clock
            progress.place = sight.place or progress.place
        level = self._level(progress, sight, tick.clock)
        if progress.event is None:
            quiet = tick.clock < progress.quiet_until and level <= progress.quiet_level
            if level and not quiet:
                progress.last_in = tick.clock
                yield self._open(progress, key, self._facts(progress, level, sight), tick)
        elif sight.grade < 0:
            progress.last_in += tick.passed  # unknown is not outside: its time does not count
        elif sight.stays >= POSSIBLE:
            progress.last_in = tick.clock
            if level == CERTAIN and progress.event.level == "warning":
                facts = self._facts(progress, level, sight)
                progress.event = _escalated(self.rule, _next(progress.event, progress, tick), facts)
                yield progress.event
        elif tick.clock - progress.last_in > self.rule.timing.grace + SLACK:
            reason = "gone" if sight is UNSEEN else "left"
            yield self._close(progress, progress.event, tick, reason)

    def _mark(self, progress: Progress, grade: int, tick: Tick) -> None:
        """Note what a picture shows; one that leaves it unknown is no picture of it."""
        if grade >= 0:
            progress.possible.mark(tick, self.timing, hit=grade >= POSSIBLE)
            progress.certain.mark(tick, self.timing, hit=grade >= CERTAIN)

    def _level(self, progress: Progress, sight: Sight, clock: float) -> int:
        """Give the level that now holds long enough; none where this picture does not show it."""
        timing = self.timing
        if sight.grade >= CERTAIN and progress.certain.ready(clock, timing):
            return CERTAIN
        possible = sight.grade >= POSSIBLE and self.rule.warns
        return POSSIBLE if possible and progress.possible.ready(clock, timing) else 0

    def _facts(self, progress: Progress, level: int, sight: Sight) -> Facts:
        run = progress.certain if level == CERTAIN else progress.possible
        return Facts(level, run.begun_at, sight.ends, progress.place)

    def _open(self, progress: Progress, key: int, facts: Facts, tick: Tick) -> Event:
        self.count += 1
        begun_at = progress.possible.begun_at or facts.since
        name = f"{tick.camera}-{self.rule.id}-{tick.at:%Y%m%dT%H%M%S}-{self.count}"
        event = open_event(self.rule, members(key)[0], facts, name)
        since = datetime.fromisoformat(begun_at) - self.covers
        progress.event = later(
            event, camera=tick.camera, at=tick.at, since=since, frame=tick.number,
            seconds=_seconds(since, tick.at), tracks=progress.tracks,
        )  # fmt: skip
        return progress.event

    def _close(self, progress: Progress, event: Event, tick: Tick, reason: str) -> Event:
        """Tell that an incident is over; its subject stays quiet for the cool-down."""
        progress.event = None
        progress.possible, progress.certain = Run(), Run()
        progress.quiet_until = tick.clock + self.rule.timing.cool_down
        progress.quiet_level = CERTAIN if event.level == "alarm" else POSSIBLE
        text = sentence(self.rule, event.level, event.zone, event.interval, reason)
        told = _next(event, progress, tick)
        return later(told, what="closed", reason=reason, place=progress.place, text=text)

    def snapshot(self) -> dict[str, Any]:
        """Give all that is known as JSON can hold it."""
        known = [
            {
                "key": key,
                **{name: getattr(one, name) for name in _KEPT},
                "runs": [asdict(one.possible), asdict(one.certain)],
                "event": None if one.event is None else one.event.as_dict(),
            }
            for key, one in sorted(self.known.items())
        ]
        return {"count": self.count, "known": known}

    def restore(self, data: dict[str, Any]) -> None:
        """Know what a snapshot knew."""
        self.count = data["count"]
        for row in data["known"]:
            kept = {name: row[name] for name in _KEPT}
            place = kept["place"]
            kept["place"] = None if place is None else (place[0], place[1])
            kept["tracks"] = tuple(kept["tracks"])
            possible, certain = (Run(**run) for run in row["runs"])
            event = None if row["event"] is None else Event.from_dict(row["event"])
            self.known[row["key"]] = Progress(possible, certain, event, **kept)


_KEPT = ("last_in", "last_seen", "place", "quiet_until", "quiet_level", "tracks")


def _next(event: Event, progress: Progress, tick: Tick) -> Event:
    """Bring what is told of an incident up to this picture."""
    return later(
        event, at=tick.at, frame=tick.number, tracks=progress.tracks,
        seconds=_seconds(event.since, tick.at),
    )  # fmt: skip


def _escalated(rule: Rule, event: Event, facts: Facts) -> Event:
    """Make an alarm of a warning."""
    text = sentence(rule, "alarm", event.zone, facts.interval)
    return later(
        event, what="escalated", level="alarm", interval=facts.interval, place=facts.place, text=text
    )  # fmt: skip


def _seconds(since: datetime, at: datetime) -> float:
    return round(max((at - since).total_seconds(), 0.0), 3)


def _tracks(key: int) -> tuple[int, ...]:
    return tuple(one for one in members(key)[1:] if one not in {-1, NOBODY})


def _idle(progress: Progress, clock: float, grace: float) -> bool:
    """Tell whether nothing is left to remember of a subject: it shows nothing, or was not seen for the grace."""
    shows = progress.possible.begun is not None or progress.possible.bits
    over = not shows or clock - progress.last_seen > grace + SLACK
    return progress.event is None and over and clock >= progress.quiet_until
