"""A model is installed once, whole, and only if every hash is the one on record."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from sightline.errors import ModelError
from sightline.recognise.models.catalogue import Catalogue, Member, Model, Package, catalogue
from sightline.recognise.models.folder import Folder
from sightline.recognise.models.install import Order, install
from tests.sightline.recognise.made import graph, node, packed


def quiet(_: object) -> None:
    return None


@pytest.fixture
def package(tmp_path: Path) -> tuple[Path, Catalogue]:
    """A package with one small graph in it, and the catalogue that knows it."""
    weights = {"y": np.ones(4, np.float32)}
    files = graph(tmp_path, [node("answer", "Add", "x", "y")], weights, (1, 4))
    content = {f"package/{one.name}": one.read_bytes() for one in files}
    archive = tmp_path / "small-1.0.0.tgz"
    sha256 = packed(archive, content | {"package/../../evil.sh": b"rm", "package/README": b"hi"})
    members = {
        part: Member(f"package/{one.name}", hashlib.sha256(one.read_bytes()).hexdigest())
        for part, one in zip(("graph", "weights"), files, strict=True)
    }
    small = Model("small", "detector", "converted", "p", "MIT", ("x",), "", "", None, members)  # type: ignore[arg-type]
    return archive, Catalogue(
        {"p": Package("npm", "small", "1.0.0", sha256, "MIT")}, {"small": small}
    )


def test_lin_installs_from_a_file_and_works_offline_after(package, tmp_path):
    archive, known = package
    folder = tmp_path / "models"
    listed = install(folder, Order(quiet, [archive], known))
    archive.unlink()
    (told,) = Folder(folder).session("small").ask({"x": np.zeros((1, 4), np.float32)}).values()
    assert told.tolist() == [[1, 1, 1, 1]]
    assert install(folder, Order(quiet, (), known)) == listed
    assert {one.name for one in folder.iterdir()} == {listed["small"].file, "installed.json"}


def test_making_it_twice_gives_the_same_hash(package, tmp_path):
    archive, known = package
    made = [install(tmp_path / name, Order(quiet, [archive], known)) for name in ("one", "two")]
    assert made[0] == made[1]


def test_nothing_outside_the_folder_is_written(package, tmp_path):
    archive, known = package
    install(tmp_path / "deep" / "models", Order(quiet, [archive], known))
    assert not list(tmp_path.rglob("evil.sh"))


def test_a_model_that_was_changed_is_refused_and_made_anew(package, tmp_path):
    archive, known = package
    folder = tmp_path / "models"
    file = folder / install(folder, Order(quiet, [archive], known))["small"].file
    file.write_bytes(file.read_bytes() + b"\0")
    with pytest.raises(ModelError, match="与安装时的哈希值不符"):
        Folder(folder).content("small")
    install(folder, Order(quiet, [archive], known))
    assert Folder(folder).content("small")


def test_a_package_with_another_member_is_refused(package, tmp_path):
    known = package[1]
    other = tmp_path / "other.tgz"
    sha256 = packed(other, {"package/model.json": b"{}", "package/model.bin": b""})
    wrong = Catalogue({"p": Package("npm", "small", "1.0.0", sha256, "MIT")}, known.models)
    with pytest.raises(ModelError, match=r"package/model\.json"):
        install(tmp_path / "models", Order(quiet, [other], wrong))
    assert not (tmp_path / "models" / "installed.json").exists()
    assert not list((tmp_path / "models").iterdir())


def test_a_truncated_package_is_refused(package, tmp_path):
    archive, known = package
    archive.write_bytes(archive.read_bytes()[:200])
    sha256 = hashlib.sha256(archive.read_bytes()).hexdigest()
    wrong = Catalogue({"p": Package("npm", "small", "1.0.0", sha256, "MIT")}, known.models)
    with pytest.raises(ModelError):
        install(tmp_path / "models", Order(quiet, [archive], wrong))


def test_without_npm_the_way_round_it_is_told(package, tmp_path, monkeypatch):
    _, known = package
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(ModelError, match="--from"):
        install(tmp_path / "models", Order(quiet, (), known))


def test_a_file_given_that_is_absent_is_named(package, tmp_path):
    with pytest.raises(ModelError, match=r"nowhere\.tgz"):
        install(tmp_path / "models", Order(quiet, [tmp_path / "nowhere.tgz"], package[1]))


def test_a_damaged_list_is_told_and_cured(package, tmp_path):
    archive, known = package
    folder = tmp_path / "models"
    install(folder, Order(quiet, [archive], known))
    (folder / "installed.json").write_text("{")
    with pytest.raises(ModelError, match=r"installed\.json"):
        Folder(folder).installed()
    assert "small" in install(folder, Order(quiet, [archive], known))


def test_a_list_cannot_name_a_file_elsewhere(package, tmp_path):
    archive, known = package
    folder = tmp_path / "models"
    install(folder, Order(quiet, [archive], known))
    told = json.loads((folder / "installed.json").read_text())
    told["small"]["file"] = f"../{archive.name}"
    (folder / "installed.json").write_text(json.dumps(told))
    with pytest.raises(ModelError):
        Folder(folder).content("small")


def test_what_is_not_installed_says_how_to_install_it(tmp_path):
    with pytest.raises(ModelError, match="jianghai watch models install"):
        Folder(tmp_path).session("nanodet")
    assert "nanodet" in Folder(tmp_path).absent()


def test_every_model_names_its_licence_and_its_source():
    known = catalogue()
    for model in known.models.values():
        assert model.licence in {"Apache-2.0", "MIT"}
        assert model.about.zh
        assert len(known.packages[model.package].sha256) == 64
        assert model.members or model.source in known.models


def test_an_unknown_name_lists_the_known():
    with pytest.raises(ModelError, match="nanodet-int8"):
        catalogue().wanted(["yolo"])
