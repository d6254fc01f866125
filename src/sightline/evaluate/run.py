"""Evaluate: scenes through the whole chain, or files of tracks beside files of truth."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sightline.errors import SceneError
from sightline.evaluate import motfiles
from sightline.evaluate.distances import Errors
from sightline.evaluate.events import Noticed, noticed
from sightline.evaluate.matching import compare, pedestrians
from sightline.evaluate.replays import replay
from sightline.evaluate.reports import Following, Report
from sightline.scenes import read
from sightline.scenes.oracle import expected
from sightline.scenes.oracle.expecting import SLACK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sightline.evaluate.events import Said
    from sightline.evaluate.matching import Compared
    from sightline.scenes import Scene

SUFFIXES = (".yaml", ".yml")


def evaluate(path: Path, seed: int = 0) -> Report:
    """Evaluate a scene file, or all scene files of a folder; raise SceneError where there is none or one is wrong."""
    files = (
        sorted(one for one in path.iterdir() if one.suffix in SUFFIXES) if path.is_dir() else [path]
    )
    if not files:
        raise SceneError(
            "文件夹中没有场景文件（.yaml），请指明文件",
            "there is no scene file (.yaml) in the folder; name a file",
            str(path),
        )
    return evaluate_scenes([read(one) for one in files], seed)


def evaluate_scenes(scenes: Iterable[Scene], seed: int = 0) -> Report:
    """Play scenes through the whole chain and lay what was said beside what had to be said."""
    names: list[str] = []
    found, places, distances = Noticed(), Errors.none(), Errors.none()
    followed: list[Compared] = []
    for scene in scenes:
        names.append(scene.id)
        played = replay(scene, seed)
        found += _noticed(scene, played.said)
        places, distances = places + played.places, distances + played.distances
        followed.append(compare(played.true, played.followed))
    return Report(tuple(names), found, places, distances, Following.of(followed))


def _noticed(scene: Scene, said: Sequence[Said]) -> Noticed:
    kinds = {rule["id"]: rule["kind"] for rule in scene.rules}
    incidents, doubtful = expected(scene), expected(scene, SLACK)
    first = noticed(said, incidents, doubtful, kinds)
    if not first.total.late:
        return first
    return noticed(said, incidents, doubtful, kinds, expected(scene, seen=True))


def evaluate_tracks(results: Path, truth: Path) -> Following:
    """Compare a file of tracks with a file of truth, both in the form of the MOT challenge, people only."""
    true, said = motfiles.read(truth), motfiles.read(results)
    return Following.of([pedestrians(true, said)])
