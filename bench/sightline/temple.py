"""Sixteen pictures around a plaster temple whose cameras and size are known, rebuilt by us and by pycolmap."""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.sightline.shared import vision
from bench.timing import Answer, Line, Skipped
from sightline.measure.stereo import Rig, match
from sightline.rebuild import DepthView, Length, Lens, Request, fuse, rebuild
from sightline.rebuild.align import umeyama
from sightline.rebuild.clouds import Cloud, without_outliers

if TYPE_CHECKING:
    from sightline.values import Floats

WHAT = "rebuild of the temple, 16 views"
FILE = "temple_sparse_ring.tar"
BOX = np.array([[-0.073568, 0.021728, -0.012445], [0.028855, 0.181892, 0.062736]])
"""The tight bounding box in metres that the data set states."""
MOTORCYCLE = Rig(994.978, (311.193, 254.877), 0.193001, 31.086)
"""The pair's calibration, as its data set states it."""
CELL = 0.01
SURVEYED = ("templeSR0001", "templeSR0009")
"""Two cameras on opposite sides of the ring: their distance is the length that is handed in."""


@dataclass(frozen=True, slots=True)
class Truth:
    """One lens for all, and the centre of each camera in metres."""

    lens: Lens
    centres: dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Result:
    """What came out, laid on the truth by a similarity: views, error of centres, sides of the object, seconds."""

    views: int
    error: float
    sides: Floats
    seconds: float

    @property
    def sides_off(self) -> float:
        """Give the largest error of the three sides, as a share."""
        return float(np.abs(self.sides / np.ptp(BOX, axis=0) - 1).max())

    @property
    def shown(self) -> str:
        """Print the sides in millimetres."""
        return " × ".join(f"{1000 * side:.1f}" for side in self.sides) + " mm"


def run() -> Iterator[Answer]:
    """Rebuild both ways, then fuse stereo."""
    yield from rebuilt()
    yield from fused()


def rebuilt() -> Iterator[Answer]:
    """Rebuild the temple both ways."""
    pack = vision() / FILE
    if not pack.exists():
        yield Skipped(WHAT, f"{FILE} is absent")
        return
    if find_spec("pycolmap") is None:
        yield Skipped(WHAT, "pycolmap is not installed (extra: rebuild)")
        return
    with TemporaryDirectory() as work:
        with tarfile.open(pack) as archive:
            archive.extractall(work, filter="data")
        folder = Path(work) / "temple"
        truth = read_truth(folder)
        yield from lines(ours(folder, truth, truth.lens), theirs(folder, Path(work), truth))
        blind = ours(folder, truth, None)
        yield Line(
            "temple, lens not given",
            f"{blind.views} of 16, centres {1000 * blind.error:.2f} mm, sides {100 * blind.sides_off:.1f} %",
            "–",
            None,
            "–",
            None,
        )


def fused() -> Iterator[Answer]:
    """Measure scikit-image's stereo pair of a motorcycle, fuse it to cells, and lay it beside its true depths."""
    if find_spec("skimage") is None:
        yield Skipped("stereo fused to cells", "scikit-image is not installed")
        return
    from skimage import data

    left, right, truth = data.stereo_motorcycle()
    found = match(left[..., ::-1].copy(), right[..., ::-1].copy(), 80)
    spots = MOTORCYCLE.cloud(found)
    grey = np.full(spots.xyz.shape, 128, np.uint8)
    cloud = fuse([DepthView.of_spots(spots, grey, np.eye(3), np.zeros(3))], CELL)
    depth = cloud.points[:, 2]
    flat = cloud.points[:, :2] / depth[:, None] * MOTORCYCLE.focal + MOTORCYCLE.centre
    columns, rows = np.rint(flat).astype(int).T
    inside = (rows >= 0) & (columns >= 0) & (rows < truth.shape[0]) & (columns < truth.shape[1])
    moved = truth[rows[inside], columns[inside]].astype(np.float64)
    known = np.isfinite(moved)
    off = np.abs(depth[inside] - MOTORCYCLE.depth(moved))
    held = (off < 1.96 * cloud.sigmas[inside])[known].mean()
    yield Line(
        f"stereo fused to cells of {1000 * CELL:.0f} mm: median error of depth",
        f"{1000 * np.median(off[known]):.1f} mm of {known.sum()} points, {held:.2f} within the stated 95 %",
        "–",
        None,
        "–",
        None,
    )


def lines(mine: Result, peer: Result) -> Iterator[Answer]:
    """Lay the figures beside the targets."""
    yield Line.figure(
        "temple: views placed",
        f"{mine.views} of 16 in {mine.seconds:.0f} s",
        f"pycolmap defaults, lens given, {peer.views} in {peer.seconds:.0f} s",
        "16",
        hit=mine.views == 16,
    )
    yield Line.figure(
        "temple: centres of cameras, RMSE",
        f"{1000 * mine.error:.2f} mm",
        f"the same {1000 * peer.error:.2f} mm over {peer.views}",
        "≤ 2.5 mm",
        hit=mine.error <= 0.0025,
    )
    box = " × ".join(f"{1000 * side:.1f}" for side in np.ptp(BOX, axis=0))
    yield Line.figure(
        f"temple: sides of the object (truth {box} mm), worst",
        f"{mine.shown}, {100 * mine.sides_off:.1f} %",
        f"the same {peer.shown}, {100 * peer.sides_off:.1f} %",
        "≤ 3 %",
        hit=mine.sides_off <= 0.03,
    )


def read_truth(folder: Path) -> Truth:
    """Read the cameras: name, matrix [3, 3], rotation [3, 3] and shift [3] on a line."""
    centres = {}
    for line in (folder / "templeSR_par.txt").read_text(encoding="ascii").splitlines()[1:]:
        name, *words = line.split()
        numbers = np.array(words, np.float64)
        matrix, rotation = numbers[:9].reshape(3, 3), numbers[9:18].reshape(3, 3)
        centres[name] = -rotation.T @ numbers[18:]
    lens = Lens((matrix[0, 0], matrix[1, 1]), (matrix[0, 2], matrix[1, 2]))
    return Truth(lens, centres)


def ours(folder: Path, truth: Truth, lens: Lens | None) -> Result:
    """Rebuild with one surveyed length and, if it is given, the known lens, as a customer would."""
    first, second = (truth.centres[f"{name}.png"] for name in SURVEYED)
    length = Length(*SURVEYED, float(np.linalg.norm(first - second)))
    start = perf_counter()
    out = rebuild(Request(folder, lens, (length,)))
    seconds = perf_counter() - start
    names = [camera.name for camera in out.cameras]
    centres = np.array([camera.centre for camera in out.cameras])
    goal = np.array([truth.centres[name] for name in names])
    laid = umeyama(centres, goal)
    error = np.sqrt(((laid.apply(centres) - goal) ** 2).sum(axis=1).mean())
    # Our own scale is kept for the sides: a survey that is off must show.
    sides = np.ptp(out.cloud.points @ laid.rotation.T, axis=0)
    return Result(len(names), float(error), sides, seconds)


def theirs(folder: Path, work: Path, truth: Truth) -> Result:
    """Rebuild by pycolmap as it comes, told the lens; its points are trimmed as ours are."""
    import pycolmap

    pycolmap.logging.minloglevel = 3
    pictures = work / "plain"
    pictures.mkdir()
    for path in folder.glob("*.png"):
        shutil.copy(path, pictures)
    start = perf_counter()
    reading = pycolmap.ImageReaderOptions()
    reading.camera_model = "OPENCV"
    reading.camera_params = ",".join(map(str, truth.lens.numbers))
    store, single = work / "plain.db", pycolmap.CameraMode.SINGLE
    pycolmap.extract_features(store, pictures, camera_mode=single, reader_options=reading)
    pycolmap.match_exhaustive(store)
    models = pycolmap.incremental_mapping(store, pictures, work, options=_fixed(pycolmap))
    model = max(models.values(), key=lambda one: one.num_reg_images())
    seconds = perf_counter() - start
    views: list[Any] = [view for view in model.images.values() if view.has_pose]
    centres = np.array([view.projection_center() for view in views])
    goal = np.array([truth.centres[view.name] for view in views])
    laid = umeyama(centres, goal)
    error = np.sqrt(((laid.apply(centres) - goal) ** 2).sum(axis=1).mean())
    points = laid.apply(np.array([point.xyz for point in model.points3D.values()]))
    sides = without_outliers(Cloud.of(points)).extents
    return Result(len(views), float(error), sides, seconds)


def _fixed(pycolmap: Any) -> Any:
    """Give pycolmap's default options, but for the lens, which is known."""
    options = pycolmap.IncrementalPipelineOptions()
    options.ba_refine_focal_length = options.ba_refine_extra_params = False
    return options
