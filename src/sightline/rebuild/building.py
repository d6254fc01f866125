"""Pictures of a place made into points in metres: adjusted, scaled or placed by what was surveyed, trimmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from sightline.errors import ReconstructionError, Text
from sightline.rebuild.align import FEWEST, Similarity, fitted, located
from sightline.rebuild.asks import Length, PartLine, Progress, Request, Surveyed, Views, read_views
from sightline.rebuild.clouds import UNLABELLED, Cloud, Placing, without_outliers
from sightline.rebuild.model import SiteModel
from sightline.rebuild.running import Adjustment, adjusted, require
from sightline.values import Floats


@dataclass(frozen=True, slots=True)
class Residual:
    """How far a surveyed length or point is missed, in metres, and its name."""

    name: str
    metres: float


@dataclass(frozen=True, slots=True)
class Placement:
    """How the model came to metres: metres per unit, their deviation as a share, what is left over."""

    kind: Placing
    scale: float
    scale_sigma: float
    residuals: tuple[Residual, ...]


@dataclass(frozen=True, slots=True)
class PlacedCamera:
    """Where a picture was taken: centre [3], rotation [3, 3] from the site into the camera, one deviation."""

    name: str
    centre: Floats
    rotation: Floats
    sigma: float


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A rebuilt place: points, cameras, pictures that could not be placed, and how it was brought to metres."""

    cloud: Cloud
    cameras: tuple[PlacedCamera, ...]
    unplaced: tuple[str, ...]
    unreadable: tuple[str, ...]
    placement: Placement
    noise: float

    @property
    def model(self) -> SiteModel:
        """Give the points as a model that can be asked; refused while they have no unit."""
        return SiteModel(self.cloud)

    @property
    def sentence(self) -> Text:
        """Say in one sentence what came out."""
        seen, all_views = len(self.cameras), len(self.cameras) + len(self.unplaced)
        zh, en = SENTENCES[self.placement.kind]
        return Text(
            f"定位 {seen}/{all_views} 张照片，{len(self.cloud)} 个点；{zh}"
            + _named("；未能定位：", "、", self.unplaced)
            + _named("；无法读取：", "、", self.unreadable),
            f"{seen} of {all_views} pictures placed, {len(self.cloud)} points; {en}"
            + _named("; not placed: ", ", ", self.unplaced)
            + _named("; not readable: ", ", ", self.unreadable),
        )

    def as_dict(self) -> dict[str, Any]:
        """Give what JSON can say of it, without the points."""
        return {
            "cameras": [
                {
                    "name": camera.name,
                    "centre": camera.centre.round(6).tolist(),
                    "sigma": round(camera.sigma, 6),
                }
                for camera in self.cameras
            ],
            "unplaced": list(self.unplaced),
            "unreadable": list(self.unreadable),
            "points": len(self.cloud),
            "extents": self.cloud.extents.round(4).tolist(),
            "pixel_noise": round(self.noise, 3),
            "placement": {
                "kind": str(self.placement.kind),
                "scale": self.placement.scale,
                "scale_sigma": self.placement.scale_sigma,
                "residuals": {one.name: round(one.metres, 6) for one in self.placement.residuals},
            },
            "said": self.sentence.as_dict(),
        }


def _named(before: str, between: str, names: tuple[str, ...]) -> str:
    return before + between.join(names) if names else ""


SENTENCES: Mapping[Placing, tuple[str, str]] = {
    Placing.FREE: ("没有已知长度，尺寸无单位", "no length is known, so its sizes have no unit"),
    Placing.SCALED: ("按已测长度换算为米", "scaled to metres by a surveyed length"),
    Placing.PLACED: ("按已测点放到场地坐标中", "placed on the site by surveyed points"),
}


def rebuild(request: Request, tell: Callable[[Progress], None] = lambda _: None) -> Rebuilt:
    """Rebuild a place from a folder of pictures; views that cannot be placed are named, never guessed.

    >>> rebuild(Request(Path("/nowhere")))
    Traceback (most recent call last):
    sightline.errors.ReconstructionError: /nowhere: 不是文件夹，请给出放照片的文件夹 / not a folder...
    """
    views = read_views(request.folder)
    request = replace(request, lens=request.lens or views.lens)
    require()
    with TemporaryDirectory(prefix="rebuild-") as job:
        out = adjusted(request, views.pictures, Path(job), tell)
    return built(out, views, request.lengths)


def built(out: Adjustment, views: Views, lengths: tuple[Length, ...] = ()) -> Rebuilt:
    """Bring adjusted pictures to metres by what was surveyed: points first, else lengths, else not at all."""
    known = located(out, views.clicks)
    targets = tuple(one for one in views.surveyed if one.name in known)
    if views.surveyed and len(targets) < FEWEST and not lengths:
        raise _too_few(targets)
    if len(targets) >= FEWEST:
        similarity, placement, extra = _placed(out, known, targets)
    else:
        similarity, placement, extra = _scaled(out, known, lengths)
    carried = similarity.apply(out.points)
    sigmas = np.hypot(similarity.scale * out.point_sigmas, extra(carried))
    cloud = Cloud(
        carried,
        np.asarray(out.colours, np.uint8),
        np.zeros(len(carried), np.int64),
        sigmas,
        (UNLABELLED,),
        placement.kind,
    )
    centres = similarity.apply(out.centres)
    spreads = np.hypot(similarity.scale * out.camera_sigmas, extra(centres))
    turns = out.poses[:, :, :3] @ similarity.rotation.T
    cameras = tuple(map(PlacedCamera, out.names, centres, turns, map(float, spreads)))
    left = {path.name for path in views.pictures} - set(out.names)
    unplaced = tuple(sorted(left - set(out.unreadable)))
    places = {name: similarity.apply(place[None])[0] for name, (place, _) in known.items()}
    cloud = without_outliers(_labelled(cloud, views.parts, places))
    unreadable = (*out.unreadable, *views.unusable)
    return Rebuilt(cloud, cameras, unplaced, unreadable, placement, out.noise)


def _labelled(cloud: Cloud, parts: tuple[PartLine, ...], places: Mapping[str, Floats]) -> Cloud:
    """Name the points along the marks of each part; a mark that was not located is refused by name."""
    if parts and cloud.placing is Placing.FREE:
        raise ReconstructionError(
            "parts.csv 以米为单位，请给出一段已测长度",
            "parts.csv is in metres; give a surveyed length",
        )
    for part in parts:
        lost = next((mark for mark in part.marks if mark not in places), None)
        if lost is not None:
            raise _unknown(lost)
        line = np.array([places[mark] for mark in part.marks])
        cloud = SiteModel(cloud).labelled(part.name, line, part.within).cloud
    return cloud


Known = Mapping[str, tuple[Floats, Floats]]
Extra = Callable[[Floats], Floats]


def _placed(
    out: Adjustment, known: Known, targets: tuple[Surveyed, ...]
) -> tuple[Similarity, Placement, Extra]:
    points = np.array([known[one.name][0] for one in targets])
    goals = np.array([one.place for one in targets])
    survey = float(np.sqrt(np.mean([one.sigma**2 for one in targets])))
    rough = fitted(points, goals, survey)
    clicked = np.mean([np.trace(known[one.name][1]) / 3 for one in targets])
    own = rough.similarity.scale * float(np.sqrt(clicked))
    fit = fitted(points, goals, float(np.hypot(survey, own)))
    residuals = tuple(
        Residual(one.name, float(rest)) for one, rest in zip(targets, fit.residuals, strict=True)
    )
    placement = Placement(Placing.PLACED, fit.similarity.scale, fit.scale_sigma, residuals)
    return fit.similarity, placement, fit.sigmas_at


def _scaled(
    out: Adjustment, known: Known, lengths: tuple[Length, ...]
) -> tuple[Similarity, Placement, Extra]:
    """Scale by the lengths, each weighted by how surely it is known; the middle of the points stays where it is."""
    if not lengths:
        free = Placement(Placing.FREE, 1.0, float("nan"), ())
        return Similarity(1.0, np.eye(3), np.zeros(3)), free, lambda at: np.zeros(len(at))
    drawn = np.array([_drawn(length, known) for length in lengths])
    metres = np.array([length.metres for length in lengths])
    shares = np.hypot(
        [length.sigma / length.metres for length in lengths], drawn[:, 1] / drawn[:, 0]
    )
    weights = 1 / np.maximum(shares, 1e-9) ** 2
    scale = float(np.exp((weights * np.log(metres / drawn[:, 0])).sum() / weights.sum()))
    rest = metres - scale * drawn[:, 0]
    spread = float(np.sqrt(1 / weights.sum()))
    if len(lengths) > 1:
        misfit = (weights * (rest / metres) ** 2).sum() / (len(lengths) - 1)
        spread *= float(np.sqrt(max(1.0, misfit)))
    residuals = tuple(
        Residual(f"{length.first}–{length.second}", float(left))
        for length, left in zip(lengths, rest, strict=True)
    )
    middle = scale * np.median(out.points, axis=0)
    placement = Placement(Placing.SCALED, scale, spread, residuals)
    return (
        Similarity(scale, np.eye(3), np.zeros(3)),
        placement,
        lambda at: spread * np.linalg.norm(at - middle, axis=1),
    )


def _drawn(length: Length, known: Known) -> tuple[float, float]:
    for name in (length.first, length.second):
        if name not in known:
            raise _unknown(name)
    (first, one), (second, other) = known[length.first], known[length.second]
    apart = first - second
    drawn = float(np.linalg.norm(apart))
    if drawn == 0:
        raise ReconstructionError(
            f"{length.first} 与 {length.second} 是同一点，请另选一段长度",
            f"{length.first} and {length.second} are one point; choose another length",
        )
    return drawn, float(np.sqrt(apart @ (one + other) @ apart)) / drawn


def _too_few(targets: tuple[Surveyed, ...]) -> ReconstructionError:
    names = "、".join(one.name for one in targets), ", ".join(one.name for one in targets)
    return ReconstructionError(
        f"survey.csv 中只有 {len(targets)} 个点可在照片中定位（{names[0]}），需要三个；请补点或给出长度",
        f"only {len(targets)} points of survey.csv are located in the pictures ({names[1]}), three are needed; "
        "add clicks to marks.csv, or give a length",
    )


def _unknown(name: str) -> ReconstructionError:
    return ReconstructionError(
        f"“{name}”不是已定位的照片，也不是在两张已定位照片中点出的标志，请检查 marks.csv",
        f"“{name}” is no placed picture and no mark clicked in two placed pictures; check marks.csv",
    )
