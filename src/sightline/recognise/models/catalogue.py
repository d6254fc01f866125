"""The models that can be installed: where each comes from, under which licence, and what it recognises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import yaml

from sightline.errors import ModelError, Text


@dataclass(frozen=True, slots=True)
class Package:
    """A package of a public registry, fetched by that registry's ordinary client."""

    client: str
    name: str
    version: str
    sha256: str
    licence: str

    def __str__(self) -> str:
        """Show name and version as the client is told them."""
        return f"{self.name}{'@' if self.client == 'npm' else '=='}{self.version}"


@dataclass(frozen=True, slots=True)
class Member:
    """A file within a package."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Model:
    """A model: what it is for (``task``), how it is ``made`` of the package's members, and what it recognises."""

    name: str
    task: str
    made: str
    package: str
    licence: str
    classes: tuple[str, ...]
    input: str
    outputs: str
    about: Text
    members: Mapping[str, Member] = field(default_factory=dict)
    source: str = ""
    ranges: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that can be installed, by name."""

    packages: Mapping[str, Package]
    models: Mapping[str, Model]

    def wanted(self, names: Iterable[str] = ()) -> tuple[Model, ...]:
        """Give the models of these names and those they are made from; without names, all that are not optional.

        >>> [model.name for model in catalogue().wanted(["nanodet-int8"])]
        ['nanodet', 'nanodet-int8']
        """
        asked = tuple(names) or tuple(one.name for one in self.models.values() if not one.optional)
        unknown = [name for name in asked if name not in self.models]
        if unknown:
            raise ModelError(
                f"没有名为 {unknown[0]} 的模型，可用：{'、'.join(self.models)}",
                f"no model is called {unknown[0]}; there are {', '.join(self.models)}",
            )
        needed = {*asked, *(self.models[name].source for name in asked)}
        return tuple(model for model in self.models.values() if model.name in needed)


@cache
def catalogue() -> Catalogue:
    """Give the catalogue that ships with this version.

    >>> catalogue().models["nanodet"].licence, len(catalogue().models["nanodet"].classes)
    ('Apache-2.0', 80)
    """
    text = files(__package__).joinpath("catalogue.yaml").read_text(encoding="utf-8")
    told = yaml.safe_load(text)
    packages = {name: Package(**one) for name, one in told["packages"].items()}
    classes = told["classes"]
    models = {}
    for name, one in told["models"].items():
        members = {part: Member(**where) for part, where in one.pop("members", {}).items()}
        models[name] = Model(
            name=name,
            classes=tuple(classes[one.pop("classes")]),
            about=Text(**one.pop("about")),
            source=one.pop("from", ""),
            members=members,
            **one,
        )
    return Catalogue(packages, models)
