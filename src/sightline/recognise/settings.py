"""What a site file may say under ``detect:``, checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator

from sightline.errors import SiteFileError
from sightline.recognise.tiles import Tiling

CLASSES = ("person", "bicycle", "car", "motorcycle", "bus", "train", "truck")
"""What is looked for unless the site says otherwise: people, and vehicles that endanger them."""


@dataclass(frozen=True, slots=True)
class DetectSettings:
    """How one camera recognises.

    model: a name of the catalogue, or of an adapter. least: boxes of a lower score are left out. every: each n-th
    picture is looked at. still: the camera stands still, so that what is likely there is learnt. adapters: files of a
    customer's models, beside the site file. suspect: ``smoke``, ``fire``, or both.
    """

    model: str = "nanodet-int8"
    least: float = 0.1
    classes: tuple[str, ...] = CLASSES
    tiling: Tiling = Tiling()  # noqa: RUF009 - it is frozen
    pose: bool = False
    every: int = 1
    still: bool = True
    adapters: tuple[str, ...] = ()
    suspect: tuple[str, ...] = ()

    @classmethod
    def read(cls, told: Mapping[str, Any], where: str = "detect") -> DetectSettings:
        """Read what stands under ``detect:``; SiteFileError names the key that is wrong and what it may be.

        >>> DetectSettings.read({"tiles": "2x1", "classes": ["person"]}).tiling.looks
        2
        >>> DetectSettings.read({"least_score": 40})
        Traceback (most recent call last):
        sightline.errors.SiteFileError: detect.least_score: 值 40 不符合要求...
        """
        checked(schema("detect"), told, where)
        given = {NAMES.get(key, key): READ.get(key, _same)(value) for key, value in told.items()}
        if "tiling" in given:
            given["tiling"] = Tiling.read(told["tiles"], f"{where}.tiles")
        return cls(**given)


NAMES = {"least_score": "least", "tiles": "tiling"}
"""Keys of the site file whose field is called otherwise."""
READ = {"classes": tuple, "adapters": tuple, "suspect": tuple, "least_score": float}
"""How a value is read, where it is not taken as it stands."""


def _same(value: Any) -> Any:
    return value


@cache
def schema(name: str) -> Draft202012Validator:
    """Give one of the JSON Schemas that ship here: ``detect`` or ``adapter``."""
    text = files(__package__).joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def checked(
    validator: Draft202012Validator,
    told: Any,
    where: str,
    refusal: type[SiteFileError] | type[Any] = SiteFileError,
) -> None:
    """Refuse the first thing that the schema does not allow, with its place."""
    faults = sorted(validator.iter_errors(told), key=lambda fault: [str(p) for p in fault.path])
    if faults:
        place = ".".join([where, *(str(step) for step in faults[0].absolute_path)])
        value = json.dumps(faults[0].instance, ensure_ascii=False, default=str)[:80]
        raise refusal(
            f"值 {value} 不符合要求，请对照文档 docs/reference/sightline/recognise.md 修改",
            f"{faults[0].message[:200]}; see docs/reference/sightline/recognise.md",
            place,
        )
