"""Make one incident of many pictures: minimum hits, a time to hold, grace, cool-down; warning, then alarm, then closed.

Each rule has its own incidents, by subject: who, with whom, where. Only subjects near their limit are looked at one by
one.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from sightline.judge.claims import CERTAIN, NOBODY, POSSIBLE, Claims, Tick, members
from sightline.judge.events import Event, later
from sightline.judge.runs import SLACK, Progress, Run
from sightline.judge.telling import Facts, open_event, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sightline.judge.rules import Rule
    from sightline.values import Floats

WALK, STEP = 3.0, 1.0
"""Who takes over an incident from a track that was lost is at most STEP + WALK · seconds metres from there."""


class Incidents:
    """The incidents of one rule."""

    def __init__(self, rule: Rule) -> None:
        """Begin with none."""
        self.rule = rule
        self.known: dict[int, Progress] = {}
        self.count = 0

    def step(self, claims: Claims, tick: Tick) -> Iterator[Event]:
        """Take what one picture shows; give the events it makes, in the order of the subjects."""
        rows = self._rows(claims)
        self._hand_over(rows, claims, tick)
        for key in sorted(self.known.keys() | rows.keys()):
            progress = self.known.get(key)
            row = rows.get(key, -1)
            if progress is None:
                progress = self.known[key] = Progress(tracks=self._tracks(key))
            yield from self._advance(progress, key, claims, row, tick)
            if _idle(progress, tick.clock):
                del self.known[key]

    def close_all(self, tick: Tick, reason: str) -> Iterator[Event]:
        """Close what is open, such as at the end of the active hours."""
        for _key, progress in sorted(self.known.items()):
            if progress.event is not None:
                yield self._close(progress, tick, reason)
        self.known.clear()

    def _rows(self, claims: Claims) -> dict[int, int]:
        """Give the rows worth a look: at their limit, or of a subject that is known."""
        worth = (claims.grades >= POSSIBLE) | (claims.stays >= POSSIBLE)
        if self.known:
            worth |= np.isin(claims.keys, np.fromiter(self.known, np.int64, len(self.known)))
        rows = np.flatnonzero(worth).tolist()
        keys = claims.keys[worth].tolist()
        return {
            key: row
            for key, row in zip(keys, rows, strict=True)
            if key in self.known or claims.grades[row] >= POSSIBLE
        }

    def _hand_over(self, rows: dict[int, int], claims: Claims, tick: Tick) -> None:
        """Let a new track go on with the incident of one that was lost just there."""
        for key in [key for key in rows if key not in self.known]:
            place = claims.places[rows[key]]
            old = next((one for one in self.known if self._same(one, key, place, tick)), None)
            if old is not None:
                progress = self.known[key] = self.known.pop(old)
                progress.tracks = (*progress.tracks, *self._tracks(key))[-8:]

    def _same(self, old: int, new: int, place: Floats, tick: Tick) -> bool:
        before, now = members(old), members(new)
        lost = [one for one, other in zip(before[1:], now[1:], strict=True) if one != other]
        progress = self.known[old]
        if before[0] != now[0] or len(lost) != 1 or lost[0] in tick.seen or progress.place is None:
            return False
        gap = tick.clock - progress.last_seen
        far = float(np.hypot(place[0] - progress.place[0], place[1] - progress.place[1]))
        return gap <= self.rule.timing.grace and far <= STEP + WALK * gap

    def _tracks(self, key: int) -> tuple[int, ...]:
        _place, who, other = members(key)
        return tuple(one for one in (who, other) if one not in (-1, NOBODY))

    def _advance(
        self, progress: Progress, key: int, claims: Claims, row: int, tick: Tick
    ) -> Iterator[Event]:
        grade = int(claims.grades[row]) if row >= 0 else 0
        self._mark(progress, grade, tick)
        if row >= 0:
            progress.last_seen = tick.clock
            progress.place = _place(claims, row) or progress.place
        level = self._level(progress, tick.clock)
        if progress.event is None:
            quiet = tick.clock < progress.quiet_until and level <= progress.quiet_level
            if level and not quiet:
                progress.last_in = tick.clock
                yield self._open(progress, key, self._facts(progress, level, claims, row), tick)
        elif grade < 0:
            progress.last_in += tick.passed  # unknown is not outside: its time does not count
        elif row >= 0 and claims.stays[row] >= POSSIBLE:
            progress.last_in = tick.clock
            if level == CERTAIN and progress.event.level == "warning":
                yield self._escalate(progress, self._facts(progress, level, claims, row), tick)
        elif tick.clock - progress.last_in > self.rule.timing.grace + SLACK:
            yield self._close(progress, tick, "left" if row >= 0 else "gone")

    def _mark(self, progress: Progress, grade: int, tick: Tick) -> None:
        """Note what a picture shows; one that leaves it unknown is no picture of it."""
        if grade >= 0:
            progress.possible.mark(grade >= POSSIBLE, tick, self.rule.timing)
            progress.certain.mark(grade >= CERTAIN, tick, self.rule.timing)

    def _level(self, progress: Progress, clock: float) -> int:
        if progress.certain.ready(clock, self.rule.timing):
            return CERTAIN
        possible = self.rule.warns and progress.possible.ready(clock, self.rule.timing)
        return POSSIBLE if possible else 0

    def _facts(self, progress: Progress, level: int, claims: Claims, row: int) -> Facts:
        run = progress.certain if level == CERTAIN else progress.possible
        ends = (float(claims.low[row]), float(claims.value[row]), float(claims.high[row]))
        known = row >= 0 and all(np.isfinite(ends))
        return Facts(level, run.begun_at, ends if known else None, progress.place)

    def _open(self, progress: Progress, key: int, facts: Facts, tick: Tick) -> Event:
        self.count += 1
        begun_at = progress.possible.begun_at or facts.since
        name = f"{tick.camera}-{self.rule.id}-{tick.at:%Y%m%dT%H%M%S}-{self.count}"
        event = open_event(self.rule, members(key)[0], facts, name)
        since = datetime.fromisoformat(begun_at)
        progress.event = later(
            event, camera=tick.camera, at=tick.at, since=since, frame=tick.number,
            seconds=_seconds(since, tick.at), tracks=progress.tracks,
        )  # fmt: skip
        return progress.event

    def _escalate(self, progress: Progress, facts: Facts, tick: Tick) -> Event:
        event = self._next(progress, tick, "escalated")
        text = sentence(self.rule, "alarm", event.zone, facts.interval)
        progress.event = later(
            event, level="alarm", interval=facts.interval, place=facts.place, text=text
        )
        return progress.event

    def _close(self, progress: Progress, tick: Tick, reason: str) -> Event:
        event = self._next(progress, tick, "closed")
        quiet = CERTAIN if event.level == "alarm" else POSSIBLE
        progress.event = None
        progress.possible, progress.certain = Run(), Run()
        progress.quiet_until, progress.quiet_level = (
            tick.clock + self.rule.timing.cool_down, quiet,
        )  # fmt: skip
        text = sentence(self.rule, event.level, event.zone, event.interval, reason)
        return later(event, reason=reason, place=progress.place, text=text)

    def _next(self, progress: Progress, tick: Tick, what: str) -> Event:
        event = progress.event
        if event is None:
            raise AssertionError("nothing is open")
        return later(
            event, what=what, at=tick.at, frame=tick.number, tracks=progress.tracks,
            seconds=_seconds(event.since, tick.at),
        )  # fmt: skip

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


def _seconds(since: datetime, at: datetime) -> float:
    return round(max((at - since).total_seconds(), 0.0), 3)


def _place(claims: Claims, row: int) -> tuple[float, float] | None:
    x, y = claims.places[row].tolist()
    return (round(x, 3), round(y, 3)) if np.isfinite(x) and np.isfinite(y) else None


def _idle(progress: Progress, clock: float) -> bool:
    """Tell whether nothing is left to remember of a subject."""
    runs = progress.possible.begun is None and not progress.possible.bits
    return progress.event is None and runs and clock >= progress.quiet_until
