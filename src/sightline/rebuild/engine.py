"""Bundle adjustment of pictures by pycolmap, run as a child process: ``python -m sightline.rebuild.engine JOB``.

The job is a folder with ``job.json``; the answer is ``model.npz`` in it, and a JSON line per step on the way. The only
module that knows pycolmap.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pycolmap

from sightline.rebuild.covariance import Adjusted, pixel_noise, sigmas

if TYPE_CHECKING:
    from collections.abc import Mapping

LOOSEST = 4.0
TIGHTEST = 1.5
"""Pixels beyond which an observation is dropped: from pycolmap's own limit down, round by round."""
ROBUST = 1.0
"""Pixels from which the Cauchy loss gives an observation less say."""
NARROWEST = 1.5
"""Degrees between rays below which a point is too uncertain to keep (pycolmap's own limit)."""
SMALLEST = 64
"""Pixels of a side; pycolmap was seen to crash on a picture of one pixel."""
FEWEST = 3
"""Views that must see a point before it may steer them."""
SHARES = {"read": 0.05, "extract": 0.05, "match": 0.55, "map": 0.8, "refine": 0.95}
"""How much is done when a step begins; reading is told picture by picture up to its share."""
NOTHING = 3
"""Exit code when no model came out."""


def main(job: Path) -> int:
    """Run one job and give the exit code."""
    pycolmap.logging.minloglevel = 3
    told = json.loads((job / "job.json").read_text(encoding="utf-8"))
    pycolmap.set_random_seed(told["seed"])
    unreadable, alike = _gather(job, told["pictures"], known=bool(told["lens"]))
    model = _model(job, told, alike=alike)
    if model is None:
        return NOTHING
    _say("refine", SHARES["refine"])
    _refine(model)
    placed = _answer(model)
    np.savez(job / "model.npz", unreadable=np.array(unreadable, str), **placed)
    _say("done", 1.0)
    return 0


def _say(step: str, share: float) -> None:
    sys.stdout.write(json.dumps({"step": step, "share": round(share, 3)}) + "\n")
    sys.stdout.flush()


def _gather(job: Path, pictures: list[str], *, known: bool) -> tuple[list[str], bool]:
    """Copy the pictures that OpenCV can read, of a known lens only those of the usual size.

    Gives the names of those it cannot read, and whether the others are of one lens.
    """
    (job / "pictures").mkdir()
    sizes = {}
    for at, name in enumerate(pictures):
        _say("read", SHARES["read"] * at / len(pictures))
        sizes[name] = _size(Path(name))
    readable = [name for name in pictures if sizes[name]]
    usual, _ = Counter(sizes[name] for name in readable).most_common(1)[0] if readable else ((), 0)
    for name in readable:
        if not known or sizes[name] == usual:
            shutil.copy(name, job / "pictures")
    bad = [Path(name).name for name in pictures if not sizes[name]]
    return bad, known or len({sizes[name] for name in readable}) <= 1


def _size(path: Path) -> tuple[int, ...]:
    """Give height and width of a picture, or nothing when OpenCV cannot read it or it is too small for features."""
    try:
        image = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_GRAYSCALE)
    except cv2.error:
        image = None
    return () if image is None or min(image.shape) < SMALLEST else tuple(image.shape)


def _model(job: Path, told: Mapping[str, Any], *, alike: bool) -> Any:
    """Place the pictures; those that are all alike in size are taken to be of one lens, even where it is not known."""
    store, pictures = job / "features.db", job / "pictures"
    _say("extract", SHARES["extract"])
    lens = told["lens"]
    reading = pycolmap.ImageReaderOptions()
    if lens:
        reading.camera_model = "OPENCV"
        reading.camera_params = ",".join(map(repr, lens))
    pycolmap.extract_features(
        store,
        pictures,
        camera_mode=pycolmap.CameraMode.SINGLE if alike else pycolmap.CameraMode.AUTO,
        reader_options=reading,
        extraction_options=_extraction(told["threads"]),
    )
    _say("match", SHARES["match"])
    matching = pycolmap.FeatureMatchingOptions()
    matching.num_threads = told["threads"]
    matching.guided_matching = True
    verifying = pycolmap.TwoViewGeometryOptions()
    verifying.ransac.random_seed = told["seed"]
    pycolmap.match_exhaustive(store, matching_options=matching, verification_options=verifying)
    _say("map", SHARES["map"])
    (job / "models").mkdir()
    models = pycolmap.incremental_mapping(
        store, pictures, job / "models", options=_mapping(told, known=bool(lens))
    )
    return max(models.values(), key=lambda model: model.num_reg_images(), default=None)


def _extraction(threads: int) -> Any:
    """Take features that stand wide turns of view: affine shape and pooled sizes, as COLMAP's own advice has it."""
    options = pycolmap.FeatureExtractionOptions()
    options.num_threads = threads
    options.sift.estimate_affine_shape = True
    options.sift.domain_size_pooling = True
    return options


def _mapping(told: Mapping[str, Any], *, known: bool) -> Any:
    """Hold a known lens fixed, and keep points of two views for placing views that see few others."""
    options = pycolmap.IncrementalPipelineOptions()
    options.num_threads = told["threads"]
    options.random_seed = told["seed"]
    options.min_model_size = FEWEST
    options.ba_refine_focal_length = not known
    options.ba_refine_extra_params = not known
    options.mapper.abs_pose_refine_focal_length = not known
    options.mapper.abs_pose_refine_extra_params = not known
    options.triangulation.ignore_two_view_tracks = False
    return options


def _refine(model: Any) -> None:
    """Adjust once more by points of three views and more only: of two views, a wrong match cannot be told."""
    options = pycolmap.BundleAdjustmentOptions()
    options.refine_focal_length = False
    options.refine_extra_params = False
    options.print_summary = False
    options.ceres.loss_function_type = pycolmap.LossFunctionType.CAUCHY
    options.ceres.loss_function_scale = ROBUST
    options.ceres.solver_options.num_threads = 1
    watcher = pycolmap.ObservationManager(model)
    for limit in np.geomspace(LOOSEST, TIGHTEST, 3):
        watcher.filter_all_points3D(float(limit), NARROWEST)
        for name, point in list(model.points3D.items()):
            if point.track.length() < FEWEST:
                model.delete_point3D(name)
        pycolmap.bundle_adjustment(model, options)


def _answer(model: Any) -> dict[str, Any]:
    views = sorted((view for view in model.images.values() if view.has_pose), key=lambda v: v.name)
    order = {view.image_id: at for at, view in enumerate(views)}
    points = [model.points3D[name] for name in sorted(model.points3D)]
    seen = [
        (at, order[one.image_id], model.images[one.image_id].points2D[one.point2D_idx].xy)
        for at, point in enumerate(points)
        for one in point.track.elements
    ]
    poses = [view.cam_from_world().matrix() for view in views]
    adjusted = _adjusted(model, views, points, seen)
    camera, point = sigmas(adjusted)
    return {
        "names": np.array([view.name for view in views]),
        "poses": np.array(poses),
        "lenses": np.array([_lens(model.cameras[view.camera_id]) for view in views]),
        "camera_sigmas": camera,
        "points": adjusted.points,
        "colours": np.array([point.color for point in points], np.uint8).reshape(-1, 3),
        "point_sigmas": point,
        "noise": pixel_noise(adjusted),
    }


def _adjusted(model: Any, views: list[Any], points: list[Any], seen: list[Any]) -> Adjusted:
    poses = np.array([view.cam_from_world().matrix() for view in views])
    lenses = np.array([_lens(model.cameras[view.camera_id]) for view in views])
    places = np.array([point.xyz for point in points]).reshape(-1, 3)
    misses = [views[by].project_point(places[of]) - pixel for of, by, pixel in seen]
    return Adjusted(
        poses[:, :, :3],
        poses[:, :, 3],
        lenses[:, :2],
        places,
        np.array([of for of, _, _ in seen], np.int64),
        np.array([by for _, by, _ in seen], np.int64),
        np.array(misses, np.float64).reshape(-1, 2),
    )


def _lens(camera: Any) -> list[float]:
    """Give any lens model that is used here as fx, fy, cx, cy, k1, k2, p1, p2."""
    numbers = [float(number) for number in camera.params]
    if camera.model.name == "OPENCV":
        return numbers
    focal, x, y, *rest = numbers
    return [focal, focal, x, y, *rest, *[0.0] * (4 - len(rest))]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
