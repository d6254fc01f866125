"""The folder of installed models, listed in ``installed.json``; each is checked against its hash when it is loaded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from sightline.errors import ModelError
from sightline.recognise.models.catalogue import catalogue
from sightline.recognise.session import Session

LIST = "installed.json"


def default_folder(environment: Mapping[str, str], home: Path) -> Path:
    """Give where models lie: SIGHTLINE_MODELS, else the user's cache.

    >>> default_folder({"XDG_CACHE_HOME": "/var/cache"}, Path("/home/lin")).as_posix()
    '/var/cache/jianghai/models'
    >>> default_folder({"SIGHTLINE_MODELS": "/srv/models"}, Path("/home/lin")).as_posix()
    '/srv/models'
    """
    told = environment.get("SIGHTLINE_MODELS")
    cache = Path(environment.get("XDG_CACHE_HOME") or home / ".cache")
    return Path(told) if told else cache / "jianghai" / "models"


@dataclass(frozen=True, slots=True)
class Installed:
    """One model as it was installed: its file, that file's hash, the package it came from, and what made it."""

    file: str
    sha256: str
    package: str
    package_sha256: str
    licence: str
    made: str
    by: str


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of models."""

    path: Path

    def installed(self) -> dict[str, Installed]:
        """Give what is installed by name; nothing where the folder is new."""
        place = self.path / LIST
        try:
            told = json.loads(place.read_text(encoding="utf-8"))
            return {name: Installed(**one) for name, one in told.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise ModelError(
                "模型清单已损坏，请重新执行 jianghai watch models install",
                "the list of models is damaged; run jianghai watch models install again",
                str(place),
            ) from error

    def content(self, name: str) -> bytes:
        """Give the model's bytes; ModelError where it is not installed or not what was installed."""
        listed = self.installed().get(name)
        if listed is None:
            raise ModelError(
                f"尚未安装模型 {name}，请先执行 jianghai watch models install",
                f"model {name} is not installed; run jianghai watch models install first",
                str(self.path),
            )
        place = self.path / Path(listed.file).name
        try:
            held = place.read_bytes()
        except OSError as error:
            raise spoilt(place) from error
        if hashlib.sha256(held).hexdigest() != listed.sha256:
            raise spoilt(place)
        return held

    def session(self, name: str) -> Session:
        """Open an installed model."""
        return Session(self.content(name), name)

    def hashes(self) -> dict[str, str]:
        """Give the SHA-256 of every installed model by name, for evidence to name what saw it."""
        return {name: one.sha256 for name, one in self.installed().items()}

    def absent(self) -> frozenset[str]:
        """Give the names of the catalogue's models that are not installed."""
        return frozenset(catalogue().models) - frozenset(self.installed())

    def write(self, listed: Mapping[str, Installed]) -> None:
        """Put a new list in place of the old one, whole or not at all."""
        told = {name: asdict(one) for name, one in sorted(listed.items())}
        made = self.path / f".{LIST}"
        made.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        made.replace(self.path / LIST)


def spoilt(place: Path) -> ModelError:
    """Say that a model is not what was installed."""
    return ModelError(
        "模型文件与安装时的哈希值不符，请重新执行 jianghai watch models install",
        "the model is not the file that was installed; run jianghai watch models install again",
        str(place),
    )
