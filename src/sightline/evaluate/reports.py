"""What an evaluation came to, as a table for people and as JSON."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sightline.evaluate.clear import clear
from sightline.evaluate.hota import hota
from sightline.evaluate.identity import identity

if TYPE_CHECKING:
    from sightline.evaluate.distances import Errors
    from sightline.evaluate.events import Noticed, Score
    from sightline.evaluate.matching import Compared

HEAD = ("规则 / rule", "应报", "报对", "误报", "重复", "P", "R", "F1", "延迟 s")


@dataclass(frozen=True, slots=True)
class Following:
    """How well somebody was followed, as shares of 1: HOTA, MOTA, IDF1 and how often a track changed its man."""

    hota: float
    mota: float
    idf1: float
    switches: int

    @classmethod
    def of(cls, recordings: list[Compared]) -> Following:
        """Count over recordings."""
        cleared = clear(recordings)
        return cls(hota(recordings).hota, cleared.mota, identity(recordings).idf1, cleared.switches)

    def as_dict(self) -> dict[str, float | int]:
        """Give the form used in JSON.

        >>> Following(0.5, 0.4, 0.3, 2).as_dict()
        {'hota': 0.5, 'mota': 0.4, 'idf1': 0.3, 'switches': 2}
        """
        shares = {name: round(getattr(self, name), 4) for name in ("hota", "mota", "idf1")}
        return {**shares, "switches": self.switches}

    @property
    def line(self) -> str:
        """Give it as one line.

        >>> Following(0.5, 0.4, 0.3, 2).line
        'HOTA 50.0  MOTA 40.0  IDF1 30.0  换号 / switches 2'
        """
        shares = f"HOTA {self.hota:.1%}  MOTA {self.mota:.1%}  IDF1 {self.idf1:.1%}".replace(
            "%", ""
        )
        return f"{shares}  换号 / switches {self.switches}"


@dataclass(frozen=True, slots=True)
class Report:
    """What scenes came to: events, places and distances in metres, and following; ``scenes`` names them."""

    scenes: tuple[str, ...]
    noticed: Noticed
    places: Errors
    distances: Errors
    following: Following

    def as_dict(self) -> dict[str, Any]:
        """Give the form used in JSON."""
        noticed = self.noticed
        return {
            "scenes": list(self.scenes),
            "events": {
                "total": noticed.total.as_dict(),
                "kinds": {kind: score.as_dict() for kind, score in noticed.kinds.items()},
                "missed": [
                    {"rule": one.rule, "due": round(one.due, 2), "actors": list(one.actors)}
                    for one in noticed.missed
                ],
                "wrong": [
                    {"rule": one.rule, "at": round(one.at, 2), "actors": sorted(one.actors)}
                    for one in noticed.wrong
                ],
            },
            "places": self.places.as_dict(),
            "distances": self.distances.as_dict(),
            "following": self.following.as_dict(),
        }

    @property
    def table(self) -> str:
        """Give it as a table in plain text, both languages."""
        kinds = [*sorted(self.noticed.kinds.items()), ("合计 / all", self.noticed.total)]
        rows: list[tuple[str, ...]] = [HEAD, *(_row(kind, score) for kind, score in kinds)]
        widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
        lines = [
            "  ".join(
                _padded(cell, width) for cell, width in zip(row, widths, strict=True)
            ).rstrip()
            for row in rows
        ]
        lines += [
            self.following.line,
            f"位置 / places: {_errors(self.places)}",
            f"人与人距离 / distances: {_errors(self.distances)}",
        ]
        return "\n".join(lines)


def _width(text: str) -> int:
    """Count the columns that a text takes on a screen: two for each Chinese character."""
    return sum(2 if unicodedata.east_asian_width(sign) in "FW" else 1 for sign in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _row(kind: str, score: Score) -> tuple[str, ...]:
    counts = (score.incidents, score.found, score.false, score.twice)
    shares = (score.precision, score.recall, score.f1)
    delay = f"{max(score.delays):+.2f}" if score.delays else "–"
    return (kind, *map(str, counts), *(f"{share:.3f}" for share in shares), delay)


def _errors(errors: Errors) -> str:
    if not len(errors):
        return "–"
    return (
        f"{len(errors)} ×, 中位 / median {errors.median:.3f} m, p90 {errors.p90:.3f} m, "
        f"95 % 区间覆盖 / interval holds {errors.coverage:.1%}"
    )
