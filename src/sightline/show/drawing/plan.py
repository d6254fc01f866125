"""The plan: zones, lines, parts and everybody on the ground, in metres, as a drawing that the page's colours reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sightline.measure import Reason
from sightline.show.drawing.geometry import Field, spread
from sightline.show.drawing.picture import levels_of, near_pairs
from sightline.show.web.markup import Markup, joined, tag
from sightline.show.words import pick, say

if TYPE_CHECKING:
    from sightline.judge import Event
    from sightline.show.screen import Shown
    from sightline.site import Site
    from sightline.values import Floats

Trails = Mapping[int, Sequence[tuple[float, float]]]
#: Letters are so high, as a share of the longer side of the plan.
LETTER = 0.026


class Plan:
    """Draws the plan of one site; what never moves is written once for each language."""

    def __init__(self, site: Site) -> None:
        """Find the part of the plane to show."""
        self.site = site
        self.field = Field.of(site)
        self._ground: dict[str, Markup] = {}

    def draw(
        self, shown: Shown | None, trails: Trails, events: Sequence[Event], language: str
    ) -> Markup:
        """Give the plan as it stands, or a word on why there is none."""
        if self.field is None:
            return tag(
                "p",
                tag("a", say("no-plan", language), href=f"/calibrate/{self.site.camera.id}"),
                class_="empty",
            )
        if language not in self._ground:
            self._ground[language] = self._still(self.field, language)
        field = self.field
        return tag(
            "svg",
            self._ground[language],
            self._moving(shown, trails, events),
            class_="plan",
            viewBox=f"{field.left:.2f} {-field.top:.2f} {field.wide:.2f} {field.high:.2f}",
            role="img",
            aria_label=self._told(shown, language),
        )

    def _told(self, shown: Shown | None, language: str) -> str:
        """Say in words what the plan shows, for those who do not see it."""
        if shown is None or shown.step is None:
            return say("plan", language)
        known = int(shown.step.placed.reliable.sum())
        return (
            f"{say('plan', language)}：{say('people', language)} {len(shown.step.tracks)}，"
            f"{say('measured', language)} {known}"
        )

    @property
    def _letter(self) -> float:
        return LETTER * max(self.field.wide, self.field.high) if self.field else 1.0

    def _still(self, field: Field, language: str) -> Markup:
        """Draw the grid, the calibrated area, zones, lines and parts."""
        layout, ground = self.site.layout, self.site.camera.ground
        drawn = [self._grid(field)]
        if ground is not None:
            drawn.append(tag("polygon", points=_points(ground.area), class_="area"))
        for zone in layout.zones.values():
            shape = tag("polygon", points=_points(zone.polygon), class_="zone")
            drawn += [
                shape,
                self._label(zone.polygon.mean(axis=0), pick(zone.name, language), "zone-name"),
            ]
        for line in layout.lines.values():
            ends = np.array([line.start, line.end])
            drawn.append(tag("polyline", points=_points(ends), class_="gate"))
            drawn.append(self._label(ends.mean(axis=0), pick(line.name, language), "gate-name"))
        for part in layout.parts.values():
            corners = np.asarray(part.points, np.float64)[:, :2]
            drawn.append(tag("polyline", points=_points(corners), class_="live-part"))
            drawn += [self._post(corner) for corner in corners[:: len(corners) - 1 or 1]]
            middle = corners.mean(axis=0) + np.array([0.0, self._letter * 0.6])
            drawn.append(self._label(middle, pick(part.name, language), "part-name"))
        return joined(*drawn)

    def _post(self, corner: Floats) -> Markup:
        """Mark an end of a part: one that stands upright is nothing but this on a plan."""
        side = self._letter * 0.5
        x, y = float(corner[0]) - side / 2, -float(corner[1]) - side / 2
        return tag("rect", x=f"{x:.3f}", y=f"{y:.3f}", width=side, height=side, class_="post")

    def _grid(self, field: Field) -> Markup:
        """Draw lines every few metres, with their metres at the rim."""
        small = self._letter * 0.85
        across = [
            joined(
                tag("line", x1=x, x2=x, y1=-field.top, y2=-field.bottom, class_="grid"),
                _text((x, field.bottom + small * 0.4), f"{x:g}", small, "tick"),
            )
            for x in field.ticks(field.left, field.right)
        ]
        up = [
            joined(
                tag("line", x1=field.left, x2=field.right, y1=-y, y2=-y, class_="grid"),
                _text((field.left + small * 0.9, y), f"{y:g}", small, "tick"),
            )
            for y in field.ticks(field.bottom, field.top)
        ]
        return tag("g", *across, *up, aria_hidden="true")

    def _label(self, place: Floats, text: str, class_: str) -> Markup:
        return _text((float(place[0]), float(place[1])), text, self._letter, class_)

    def _moving(self, shown: Shown | None, trails: Trails, events: Sequence[Event]) -> Markup:
        """Draw who is followed: the way that each went, the ellipse of where it may be, and its number."""
        if shown is None or shown.step is None:
            return Markup("")
        step, levels = shown.step, levels_of(events)
        guessed = (step.tracks.sources < 0).tolist()
        drawn = [
            tag("line", class_="pair", **_ends(step.placed.xy[one], step.placed.xy[two]))
            for one, two, _metres, _half in near_pairs(step.placed)
        ]
        for place, who in enumerate(step.tracks.ids.tolist()):
            if step.placed.reasons[place] is Reason.OK:
                drawn.append(
                    self._person(
                        (step.placed.xy[place], step.placed.covariance[place]),
                        trails.get(who, ()),
                        str(who),
                        levels.get(who, "calm") + (" guessed" if guessed[place] else ""),
                    )
                )
        return joined(*drawn)

    def _person(
        self,
        where: tuple[Floats, Floats],
        trail: Sequence[tuple[float, float]],
        name: str,
        level: str,
    ) -> Markup:
        place, covariance = where
        x, y = place.tolist()
        long, short, turn = spread(covariance)
        return tag(
            "g",
            tag("polyline", points=_points(trail), class_="trail"),
            tag(
                "ellipse",
                cx=f"{x:.3f}",
                cy=f"{-y:.3f}",
                rx=f"{long:.3f}",
                ry=f"{short:.3f}",
                transform=f"rotate({-turn:.1f} {x:.3f} {-y:.3f})",
                class_="unsure",
            ),
            tag("circle", cx=f"{x:.3f}", cy=f"{-y:.3f}", r=f"{self._letter * 0.3:.3f}"),
            _text((x, y + self._letter * 0.75), name, self._letter, "who"),
            class_=f"one {level}",
        )


def _points(places: Floats | Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.3f},{-y:.3f}" for x, y in places)


def _ends(first: Floats, second: Floats) -> dict[str, str]:
    (x1, y1), (x2, y2) = first.tolist(), second.tolist()
    return {"x1": f"{x1:.3f}", "y1": f"{-y1:.3f}", "x2": f"{x2:.3f}", "y2": f"{-y2:.3f}"}


def _text(place: tuple[float, float], text: str, size: float, class_: str) -> Markup:
    return tag(
        "text",
        text,
        x=f"{place[0]:.3f}",
        y=f"{-place[1]:.3f}",
        font_size=f"{size:.3f}",
        class_=class_,
    )
