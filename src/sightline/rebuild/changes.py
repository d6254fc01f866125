"""Two models of one site compared: what came nearer to what, by how much, what is new and what is gone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.spatial import cKDTree

from sightline.errors import ReconstructionError, Text
from sightline.rebuild.clouds import UNLABELLED, Cloud, Placing, clusters
from sightline.rebuild.model import COVER, Clearance, SiteModel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sightline.values import Flags, Floats

FEWEST = 10
"""Points that make a cluster worth telling; fewer may be mismatches that chance left over."""
SPACINGS = 3.0
"""Usual gaps between points within which a surface counts as sampled: beyond is a place of its own."""


@dataclass(frozen=True, slots=True)
class Change:
    """How the least distance between two parts changed, beyond what noise explains; below zero it became nearer."""

    first: str
    second: str
    before: Clearance
    after: Clearance

    @property
    def metres(self) -> float:
        """Give the change in metres."""
        return self.after.metres - self.before.metres

    @property
    def sigma(self) -> float:
        """Give one deviation of the change in metres."""
        return float(
            np.linalg.norm(
                [
                    self.before.sigma,
                    self.after.sigma,
                    self.before.sampling,
                    self.after.sampling,
                ]
            )
        )

    @property
    def certain(self) -> bool:
        """Tell whether it is more than noise at 95 %."""
        return abs(self.metres) > COVER * self.sigma

    @property
    def sentence(self) -> Text:
        """Say it, with the 95 % interval."""
        zh, en = ("靠近了", "came nearer to") if self.metres < 0 else ("远离了", "went away from")
        by, reach = abs(self.metres), COVER * self.sigma
        return Text(
            f"“{self.first}”与“{self.second}”{zh} {by:.2f} ± {reach:.2f} 米，现距 {self.after.metres:.2f} 米",
            f"“{self.first}” {en} “{self.second}” by {by:.2f} ± {reach:.2f} m and is {self.after.metres:.2f} m away",
        )

    def as_dict(self) -> dict[str, Any]:
        """Give the form used in JSON."""
        return {
            "first": self.first,
            "second": self.second,
            "before": round(self.before.metres, 4),
            "after": round(self.after.metres, 4),
            "change": round(self.metres, 4),
            "sigma": round(self.sigma, 4),
            "at": [round(number, 3) for number in self.after.first],
            "said": self.sentence.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class Cluster:
    """Points that are in one model only: their middle and size in metres, how many, how far labelled parts are."""

    what: str
    place: tuple[float, float, float]
    size: tuple[float, float, float]
    points: int
    distances: Mapping[str, float]

    @property
    def sentence(self) -> Text:
        """Say it."""
        zh, en = WHAT[self.what]
        x, y, z = self.place
        where = f"({x:.1f}, {y:.1f}, {z:.1f})"
        sides = " × ".join(f"{side:.1f}" for side in self.size)
        near = sorted(self.distances.items(), key=lambda part: part[1])
        zh_near = "".join(f"，距“{name}” {metres:.2f} 米" for name, metres in near)
        en_near = "".join(f", {metres:.2f} m from “{name}”" for name, metres in near)
        return Text(
            f"{where} 处{zh} {sides} 米的物体{zh_near}",
            f"something of {sides} m {en} at {where}{en_near}",
        )

    def as_dict(self) -> dict[str, Any]:
        """Give the form used in JSON."""
        return {
            "what": self.what,
            "place": [round(number, 3) for number in self.place],
            "size": [round(number, 3) for number in self.size],
            "points": self.points,
            "distances": {name: round(metres, 4) for name, metres in self.distances.items()},
            "said": self.sentence.as_dict(),
        }


WHAT = {"appeared": ("出现了", "appeared"), "vanished": ("消失了", "vanished")}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two models beyond noise.

    ``placed`` is false when a model is not in the site's own frame: then only distances within each are compared, and
    nothing is said of what appeared or vanished.
    """

    changes: tuple[Change, ...]
    clusters: tuple[Cluster, ...]
    placed: bool

    @property
    def nearer(self) -> tuple[Change, ...]:
        """Give the parts that came nearer to each other."""
        return tuple(change for change in self.changes if change.metres < 0)

    @property
    def sentences(self) -> tuple[Text, ...]:
        """Say everything, nearer things first; say so where nothing changed."""
        said = [one.sentence for one in sorted(self.changes, key=lambda change: change.metres)]
        said += [one.sentence for one in self.clusters]
        if not said:
            said = [
                Text("没有超出测量误差的变化", "nothing changed beyond the error of measurement")
            ]
        if not self.placed:
            said.append(
                Text(
                    "至少一个模型没有放到场地坐标中，未比较出现和消失的物体；请用三个已测点重建",
                    "a model is not placed on the site, so what appeared or vanished was not compared; "
                    "rebuild it with three surveyed points",
                )
            )
        return tuple(said)

    def as_dict(self) -> dict[str, Any]:
        """Give the form used in JSON."""
        return {
            "changes": [change.as_dict() for change in self.changes],
            "clusters": [cluster.as_dict() for cluster in self.clusters],
            "placed": self.placed,
            "said": [sentence.as_dict() for sentence in self.sentences],
        }


def compare(old: SiteModel, new: SiteModel) -> Comparison:
    """Tell what came nearer to what, what appeared and what vanished; only what noise does not explain is told.

    >>> ground = Cloud.of([[x, y, 0] for x in range(5) for y in range(5)], sigma=0.02, name="ground")
    >>> from sightline.rebuild.clouds import joined
    >>> before, after = (
    ...     SiteModel(joined([ground, Cloud.of([[2, 2, height]], sigma=0.03, name="live")]))
    ...     for height in (8.0, 7.2)
    ... )
    >>> compare(before, after).sentences[0].en
    '“ground” came nearer to “live” by 0.80 ± 0.10 m and is 7.20 m away'
    """
    both = [name for name in old.parts if name in new.parts]
    pairs = combinations(both, 2)
    changes = [Change(a, b, old.clearance(a, b), new.clearance(a, b)) for a, b in pairs]
    placed = Placing.PLACED is old.cloud.placing is new.cloud.placing
    found: tuple[Cluster, ...] = ()
    if placed:
        found = (*_only(new, old, "appeared"), *_only(old, new, "vanished"))
    return Comparison(tuple(one for one in changes if one.certain), found, placed)


def _only(having: SiteModel, lacking: SiteModel, what: str) -> list[Cluster]:
    """Find clusters of points of one model that no point of the other explains."""
    ours, theirs = having.cloud, lacking.cloud
    if not len(ours) or not len(theirs):
        raise ReconstructionError("模型中没有点，请重新重建", "a model has no points; rebuild it")
    gap = SPACINGS * max(_usual_gap(ours.points), _usual_gap(theirs.points))
    alone = ours.take(_unexplained(ours, theirs, gap))
    groups = [group for group in clusters(alone.points, gap) if len(group) >= FEWEST]
    return [_cluster(what, having, alone.points[group], alone) for group in groups]


def _unexplained(ours: Cloud, theirs: Cloud, gap: float) -> Flags:
    distances, which = cKDTree(theirs.points).query(ours.points)
    noise = COVER * np.hypot(ours.sigmas, theirs.sigmas[which])
    return np.asarray(distances > gap + noise, np.bool_)


def _usual_gap(points: Floats) -> float:
    if len(points) == 1:
        return 0.0
    gaps, _ = cKDTree(points).query(points, k=2)
    return float(np.median(gaps[:, 1]))


def _cluster(what: str, having: SiteModel, points: Floats, alone: Cloud) -> Cluster:
    own = {alone.names[label] for label in alone.labels}
    others = [name for name in having.parts if name != UNLABELLED and name not in own]
    distances = {
        name: float(having.nearest(points, np.zeros(len(points)), name).distances.min())
        for name in others
    }
    x, y, z = (float(number) for number in np.median(points, axis=0))
    width, depth, height = (float(number) for number in np.ptp(points, axis=0))
    return Cluster(what, (x, y, z), (width, depth, height), len(points), distances)
