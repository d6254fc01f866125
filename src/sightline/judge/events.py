"""What is told of an incident: that it opened, grew graver, or closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sightline.errors import Text

Interval = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Event:
    """One line about one incident; all events of an incident carry its ``id``.

    ``what`` is opened, escalated or closed; ``level`` alarm, warning, suspected or unavailable. ``interval`` is low,
    value, high in SI of ``unit``; ``since`` is when it began, ``seconds`` how long it has been going on, ``reason``
    why it closed or what is missing. ``place`` is metres on the site's plane.
    """

    id: str
    what: str
    level: str
    rule: str
    kind: str
    severity: str
    camera: str
    at: datetime
    since: datetime
    seconds: float
    frame: int
    text: Text
    tracks: tuple[int, ...] = ()
    place: tuple[float, float] | None = None
    interval: Interval | None = None
    unit: str = ""
    limit: float | None = None
    zone: str = ""
    reason: str = ""
    source: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Give the form that is printed as JSON: times in ISO 8601, the text in both languages."""
        found = {name: getattr(self, name) for name in self.__slots__}
        found |= {"at": self.at.isoformat(), "since": self.since.isoformat()}
        return found | {
            "text": self.text.as_dict(),
            "tracks": list(self.tracks),
            "place": None if self.place is None else [round(one, 3) for one in self.place],
            "interval": None
            if self.interval is None
            else dict(zip(("low", "value", "high"), self.interval, strict=True)),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Event:
        """Make the event that :meth:`as_dict` told of."""
        ends, place = data["interval"], data["place"]
        return cls(
            **data
            | {
                "at": datetime.fromisoformat(data["at"]),
                "since": datetime.fromisoformat(data["since"]),
                "text": Text(**data["text"]),
                "tracks": tuple(data["tracks"]),
                "place": None if place is None else (place[0], place[1]),
                "interval": None if ends is None else (ends["low"], ends["value"], ends["high"]),
            }
        )


def later(event: Event, **changes: Any) -> Event:
    """Give the next event of the same incident."""
    return replace(event, **changes)
