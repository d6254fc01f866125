"""Run the adjustment of pictures in a child process: a hostile picture may end it, never the program that asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sightline.errors import ReconstructionError
from sightline.rebuild.asks import STEPS, Progress, Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from sightline.values import Floats

MOST_PIXELS = 2**27
NOTHING = 3
LONGEST = 300
TRACE = ("@", "***")
"""How lines of a crash begin that tell nobody anything."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What came out, in a unit of its own: views that were placed and points, each with its deviation."""

    names: tuple[str, ...]
    poses: Floats
    lenses: Floats
    camera_sigmas: Floats
    points: Floats
    colours: Floats
    point_sigmas: Floats
    noise: float
    unreadable: tuple[str, ...]

    @property
    def centres(self) -> Floats:
        """Give the centres of the cameras [v, 3]."""
        turned = np.einsum("vji,vj->vi", self.poses[:, :, :3], self.poses[:, :, 3])
        return np.asarray(-turned, np.float64)


def require() -> None:
    """Refuse when pycolmap is not installed, naming the extra that brings it."""
    if find_spec("pycolmap") is None:
        raise ReconstructionError(
            "未安装重建组件，请运行 pip install .[rebuild]",
            "the parts for rebuilding are not installed; run pip install .[rebuild]",
        )


def adjusted(
    request: Request, pictures: tuple[Path, ...], job: Path, tell: Callable[[Progress], None]
) -> Adjustment:
    """Adjust the pictures within the time limit; ``job`` is an empty folder for what lies between."""
    require()
    told = {
        "pictures": [str(path.resolve()) for path in pictures],
        "lens": request.lens and list(request.lens.numbers),
        "threads": request.threads,
        "seed": request.seed,
    }
    (job / "job.json").write_text(json.dumps(told), encoding="utf-8")
    code, last = _run(job, request.seconds, tell)
    if code == NOTHING:
        raise _none(request.folder)
    if code != 0 or not (job / "model.npz").exists():
        raise ReconstructionError(
            f"重建进程异常结束（{code}）：{last or '无说明'}；请去掉可疑照片后重试",
            f"the rebuild ended with code {code}: {last or 'no message'}; leave out suspect pictures and try again",
            str(request.folder),
        )
    return _read(job / "model.npz")


def _run(job: Path, seconds: float, tell: Callable[[Progress], None]) -> tuple[int, str]:
    command = [sys.executable, "-m", "sightline.rebuild.engine", str(job)]
    limits = {"OPENCV_IO_MAX_IMAGE_PIXELS": str(MOST_PIXELS), "OMP_NUM_THREADS": "1"}
    source = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH", "")]))
    over = threading.Event()
    with (
        (job / "messages.txt").open("wb") as messages,
        subprocess.Popen(  # noqa: S603
            command,
            stdout=subprocess.PIPE,
            stderr=messages,
            env={**os.environ, **limits, "PYTHONPATH": paths},
        ) as child,
    ):
        timer = threading.Timer(seconds, _end, (child, over))
        timer.start()
        try:
            for line in child.stdout or ():
                _pass_on(line, tell)
            code = child.wait()
        finally:
            timer.cancel()
            child.kill()
    if over.is_set():
        raise ReconstructionError(
            f"{seconds:g} 秒内未完成，请减少照片或放宽时限",
            f"not done within {seconds:g} s; give fewer pictures or more time",
        )
    words = (job / "messages.txt").read_text(encoding="utf-8", errors="replace").split("\n")
    said = [line.strip() for line in words if line.strip() and not line.lstrip().startswith(TRACE)]
    return code, said[-1][:LONGEST] if said else ""


def _end(child: subprocess.Popen[bytes], over: threading.Event) -> None:
    over.set()
    child.kill()


def _pass_on(line: bytes, tell: Callable[[Progress], None]) -> None:
    try:
        told = json.loads(line)
    except ValueError:
        return
    if isinstance(told, dict) and told.get("step") in STEPS:
        tell(Progress(told["step"], float(told["share"])))


def _read(path: Path) -> Adjustment:
    with np.load(path, allow_pickle=False) as told:
        return Adjustment(
            tuple(str(name) for name in told["names"]),
            told["poses"],
            told["lenses"],
            told["camera_sigmas"],
            told["points"],
            told["colours"],
            told["point_sigmas"],
            float(told["noise"]),
            tuple(str(name) for name in told["unreadable"]),
        )


def _none(folder: Path) -> ReconstructionError:
    return ReconstructionError(
        "照片之间找不到足够的共同点，请拍摄重叠更多、转角更小（不超过 20 度）的照片",
        "the pictures share too little; take pictures that overlap more and turn less, at most 20 degrees",
        str(folder),
    )
