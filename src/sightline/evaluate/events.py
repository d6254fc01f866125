"""How well rules noticed what happened: events beside incidents, with what came late, twice or for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from sightline.scenes.oracle import Incident

EARLY = 0.5
"""Seconds before an incident begins, by which a clock or a measured place may be off, that still count as its own."""
LATE = 1.0
"""Seconds after its end within which an event still counts as an incident's own."""
TOLERATED = 0.5
"""Seconds that an event may come after the rule time."""
WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Said:
    """What was said once: by which rule, from which second of the scene to which, of whom (ids of actors), how surely.

    ``level`` is the gravest that it came to.
    """

    rule: str
    at: float
    until: float
    actors: frozenset[str] = frozenset()
    level: str = "alarm"


@dataclass(frozen=True, slots=True)
class Score:
    """What came of a kind of rule: incidents, those found, events for nothing and events said twice.

    ``delays`` are seconds after the rule time, ``late`` the same counted from when nothing hid it from the camera any
    more, where it was told late; ``warranted`` counts warnings of what was too near the limit to tell,
    which are neither right nor wrong.

    >>> Score(incidents=4, found=3, false=1, twice=0, delays=(0.1, 0.2, 0.4)).f1
    0.75
    """

    incidents: int = 0
    found: int = 0
    false: int = 0
    twice: int = 0
    warranted: int = 0
    delays: tuple[float, ...] = ()
    late: tuple[float, ...] = ()

    def __add__(self, other: Score) -> Score:
        """Count both together."""
        return Score(
            self.incidents + other.incidents,
            self.found + other.found,
            self.false + other.false,
            self.twice + other.twice,
            self.warranted + other.warranted,
            self.delays + other.delays,
            self.late + other.late,
        )

    @property
    def precision(self) -> float:
        """Give the share of events that are the first of an incident; an event said twice is wrong."""
        said = self.found + self.false + self.twice
        return self.found / said if said else 1.0

    @property
    def recall(self) -> float:
        """Give the share of incidents that were found."""
        return self.found / self.incidents if self.incidents else 1.0

    @property
    def f1(self) -> float:
        """Give the harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def in_time(self) -> float:
        """Give the share of found incidents told within the rule time and half a second of when they could be seen."""
        late = sum(one > TOLERATED for one in self.late)
        return 1 - late / len(self.delays) if self.delays else 1.0

    def as_dict(self) -> dict[str, Any]:
        """Give the form used in JSON."""
        shown: dict[str, Any] = {
            name: getattr(self, name)
            for name in ("incidents", "found", "false", "twice", "warranted")
        }
        shown |= {
            name: round(getattr(self, name), 4) for name in ("precision", "recall", "f1", "in_time")
        }
        if self.delays:
            shown["delay"] = {
                "median": round(median(self.delays), 3),
                "p90": round(float(np.quantile(self.delays, 0.9)), 3),
                "most": round(max(self.delays), 3),
                "most_once_seen": round(max(self.late, default=0.0), 3),
            }
        return shown


@dataclass(frozen=True, slots=True)
class Noticed:
    """Scores by kind of rule, and what went wrong, to look at."""

    kinds: dict[str, Score] = field(default_factory=dict)
    missed: tuple[Incident, ...] = ()
    wrong: tuple[Said, ...] = ()

    @property
    def total(self) -> Score:
        """Give all kinds together."""
        return sum(self.kinds.values(), Score())

    def __add__(self, other: Noticed) -> Noticed:
        """Count both together."""
        names = [*self.kinds, *(kind for kind in other.kinds if kind not in self.kinds)]
        return Noticed(
            {
                kind: self.kinds.get(kind, Score()) + other.kinds.get(kind, Score())
                for kind in names
            },
            self.missed + other.missed,
            self.wrong + other.wrong,
        )


def noticed(
    said: Iterable[Said],
    incidents: Sequence[Incident],
    doubtful: Sequence[Incident] = (),
    kinds: dict[str, str] | None = None,
    seen: Sequence[Incident] | None = None,
) -> Noticed:
    """Lay events beside incidents: each event is the first of its incident, said twice, warranted or wrong.

    ``doubtful`` are incidents that would be if limits were a little wider: a warning of one is warranted. ``kinds``
    names the kind of each rule. ``seen`` are the incidents as far as nothing hid them from the camera.

    >>> from sightline.scenes.oracle import Incident
    >>> walk = Incident("yard", "intrusion", 2.0, 3.0, 9.0, ("lin",))
    >>> lin = frozenset({"lin"})
    >>> noticed([Said("yard", 3.2, 5.0, lin), Said("yard", 6.0, 9.5, lin)], [walk]).total.as_dict()["twice"]
    1
    """
    known = kinds or {one.rule: one.kind for one in (*incidents, *doubtful)}
    tallies = {kind: _Tally() for kind in known.values()}
    found: set[int] = set()
    wrong: list[Said] = []
    for event in sorted(said, key=lambda one: one.at):
        tally = tallies.setdefault(known.get(event.rule, ""), _Tally())
        mine = [at for at, one in enumerate(incidents) if _belongs(event, one)]
        fresh = [at for at in mine if at not in found]
        if fresh:
            found.add(fresh[0])
            tally.told(event, incidents[fresh[0]], seen or ())
        elif mine:
            tally.twice += 1
            wrong.append(event)
        elif event.level == WARNING and any(_belongs(event, one) for one in doubtful):
            tally.warranted += 1
        else:
            tally.false += 1
            wrong.append(event)
    for one in incidents:
        tallies[one.kind].incidents += 1
    return Noticed(
        {kind: tally.score() for kind, tally in tallies.items()},
        tuple(one for at, one in enumerate(incidents) if at not in found),
        tuple(wrong),
    )


def _belongs(event: Said, incident: Incident) -> bool:
    same = event.rule == incident.rule
    then = incident.begin - EARLY <= event.until and event.at <= incident.end + LATE
    actors = set(incident.actors)
    return same and then and (not actors or not event.actors or bool(actors & event.actors))


def _same(one: Incident, other: Incident) -> bool:
    alike = (one.rule, one.actors) == (other.rule, other.actors)
    return alike and one.begin <= other.end and other.begin <= one.end


@dataclass(slots=True)
class _Tally:
    """Counts while events are gone through."""

    incidents: int = 0
    false: int = 0
    twice: int = 0
    warranted: int = 0
    delays: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)

    def told(self, event: Said, incident: Incident, seen: Sequence[Incident]) -> None:
        """Note how long after the rule time an incident was told."""
        self.delays.append(event.at - incident.due)
        if self.delays[-1] > TOLERATED:
            later = [one.due for one in seen if _same(one, incident)]
            self.late.append(event.at - max(incident.due, min(later, default=0.0)))

    def score(self) -> Score:
        return Score(
            self.incidents,
            len(self.delays),
            self.false,
            self.twice,
            self.warranted,
            tuple(self.delays),
            tuple(self.late),
        )
