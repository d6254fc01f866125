"""`jianghai watch models`: bring the models here, tell which there are, prove that they are what was installed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jianghai.cli.errors import CommandError
from jianghai.cli.watching.told import as_json, tabled
from sightline.errors import ModelError, Text
from sightline.recognise.models.catalogue import catalogue
from sightline.recognise.models.folder import Folder, default_folder
from sightline.recognise.models.install import Order
from sightline.recognise.models.install import install as installing

if TYPE_CHECKING:
    import argparse


def folder_of(named: Path | None) -> Path:
    """Give the folder of the models: the one named, else this user's."""
    return named or default_folder(os.environ, Path.home())


def install(asked: argparse.Namespace) -> int:
    """Install models; what is done is said on stderr, what is there then on stdout."""
    folder = folder_of(asked.models)
    order = Order(given=tuple(asked.given or ()), say=_say)
    found = installing(folder, order, asked.model)
    print(tabled(((name, one.sha256[:16], one.file) for name, one in found.items()), HEAD))
    return 0


def _say(text: Text) -> None:
    print(text, file=sys.stderr, flush=True)


HEAD = ("模型 / model", "SHA-256", "文件 / file")


def listed(asked: argparse.Namespace) -> int:
    """Tell every model of the catalogue, and which are installed."""
    there = Folder(folder_of(asked.models)).installed()
    rows = [
        {
            "model": name,
            "installed": name in there,
            "licence": model.licence,
            "task": model.task,
            "about": model.about.as_dict(),
            "classes": list(model.classes),
            "sha256": there[name].sha256 if name in there else None,
        }
        for name, model in catalogue().models.items()
    ]
    if asked.format == "json":
        print(as_json(rows))
        return 0
    head = ("模型 / model", "已安装 / here", "许可 / licence", "用途 / what for")
    models = catalogue().models.items()
    lines = (
        (name, "✓" if name in there else "–", model.licence, model.about.zh)
        for name, model in models
    )
    print(tabled(lines, head))
    return 0


def verify(asked: argparse.Namespace) -> int:
    """Compare every installed model with its hash; one that is another is a negative answer."""
    folder = Folder(folder_of(asked.models))
    installed = folder.installed()
    if not installed:
        raise CommandError(
            f"{folder_of(asked.models)}: 没有安装模型，请先执行 jianghai watch models install",
            "no models are installed here; run jianghai watch models install first",
        )
    wrong = 0
    for name, one in installed.items():
        try:
            folder.content(name)
        except ModelError as refused:
            wrong += 1
            print(f"✗ {name}: {refused.what}")
        else:
            print(f"✓ {name} {one.sha256}")
    return 1 if wrong else 0
