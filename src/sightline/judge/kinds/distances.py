"""Rules about distances: person to machine, and anything that stands up to a live part in space."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sightline.judge.claims import Claims, subject
from sightline.judge.intervals import K95
from sightline.judge.kinds.base import Kind, below, both, joined
from sightline.judge.shapes import columns_to_segments

if TYPE_CHECKING:
    from sightline.judge.rules import Nearest, Part
    from sightline.judge.view import Ends, View
    from sightline.values import Floats, Whole

HEIGHT_SHARE = 0.05
"""One standard deviation of a height is taken as so much of it, since a moment tells none."""
STEPS = 13
TALLEST = 1000.0
"""Metres; an object of unknown height may reach as far as anything."""


class Proximity(Kind):
    """Who is nearer than a limit to one of another group, each pair for itself."""

    def look(self, view: View) -> Claims:
        """Compare the distance of each pair, less what the other sticks out, with the limit."""
        found = view.pairs(self.rule.who, self.rule.near)
        sizes = self.rule.sizes
        less: Floats | float = 0.0
        if sizes:
            kinds = view.moment.kinds
            less = np.array([sizes.get(kinds[one], 0.0) for one in found.second.tolist()])
        ends = found.ends(less)
        grades, stays = below(ends, self.limits["closer"], self.limits["leave_by"])
        if self.rule.zones:
            inside = self.within(view)[found.first]
            grades, stays = both(grades, inside), both(stays, inside)
        keys = subject(0, view.moment.ids[found.first], view.moment.ids[found.second])
        return Claims(keys, grades, stays, *ends, view.moment.places[found.first])


class Clearance(Kind):
    """What is nearer than the distance of its voltage class to a live part, from the ground up to its height."""

    def look(self, view: View) -> Claims:
        """Look at every part."""
        who = np.flatnonzero(view.of(self.rule.who))
        parts = enumerate(self.rule.parts)
        return joined([self._part(view, who, place, part) for place, part in parts])

    def _part(self, view: View, who: Whole, place: int, part: Part) -> Claims:
        told = part.nearest
        ends = clearance(view, who, part.points) if told is None else to_model(view, who, told)
        limit = self.limits[f"closer.{place}"]
        grades, stays = below(ends, limit, self.limits["leave_by"])
        keys = subject(place, view.moment.ids[who])
        return Claims(keys, grades, stays, *ends, view.moment.places[who])


def clearance(view: View, who: Whole, points: Floats) -> Ends:
    """Give low, value, high (m) of the distance of upright tracks to a polyline in space [n, 3]."""
    feet, heights = view.moment.places[who], view.moment.heights[who]
    starts, ends = (points[:-1], points[1:]) if len(points) > 1 else (points, points)
    told = np.isfinite(heights)
    reach = K95 * widest(view.moment.covariances[who])
    tallest = np.where(told, heights * (1 + K95 * HEIGHT_SHARE), TALLEST)
    lowest = np.where(told, heights * (1 - K95 * HEIGHT_SHARE), 0.0)

    def far(tops: Floats) -> Floats:
        return np.asarray(columns_to_segments(feet, tops, starts, ends).min(axis=1))

    low = np.maximum(far(tallest) - reach, 0.0)
    value = np.where(told, far(np.where(told, heights, 0.0)), low)
    return low, value, far(lowest) + reach


def to_model(view: View, who: Whole, nearest: Nearest) -> Ends:
    """Give low, value, high (m) of the distance of upright tracks to a part of a site model; NaN without a height.

    Each is measured at STEPS places from the ground to its height.
    """
    feet, heights = view.moment.places[who], view.moment.heights[who]
    known = np.isfinite(heights) & np.isfinite(feet).all(axis=1)
    found = np.full((3, len(who)), np.nan)
    if not known.any():
        return found[0], found[1], found[2]
    tops = heights[known, None] * np.linspace(0, 1, STEPS)
    points = np.concatenate([np.repeat(feet[known], STEPS, axis=0), tops.reshape(-1, 1)], axis=1)
    flat = widest(view.moment.covariances[who][known])
    spread = np.hypot(flat, heights[known] * HEIGHT_SHARE)
    distances, sigmas = nearest(points, np.repeat(spread, STEPS))
    reach = K95 * sigmas
    for row, ends in enumerate((np.maximum(distances - reach, 0), distances, distances + reach)):
        found[row, known] = ends.reshape(-1, STEPS).min(axis=1)
    return found[0], found[1], found[2]


def widest(covariances: Floats) -> Floats:
    """Give the greatest standard deviation [m] in any direction."""
    half = (covariances[:, 0, 0] + covariances[:, 1, 1]) / 2
    rest = np.hypot((covariances[:, 0, 0] - covariances[:, 1, 1]) / 2, covariances[:, 0, 1])
    return np.asarray(np.sqrt(half + rest))
