"""Measure what ranges the values inside NanoDet take on pictures, for the file its 8-bit form is made by.

    python scripts/measure_ranges.py MODELS PICTURE... > src/sightline/recognise/models/nanodet.ranges.json

MODELS is a folder of installed models. Give pictures that nothing is reported on.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from sightline.recognise.boxes import letterbox
from sightline.recognise.models.folder import Folder
from sightline.recognise.models.quantise import measure
from sightline.recognise.nanodet import prepared

if TYPE_CHECKING:
    from numpy.typing import NDArray


def inputs(
    pictures: list[str], name: str, size: tuple[int, int]
) -> Iterator[Mapping[str, NDArray[Any]]]:
    """Give each picture as the model takes it, and mirrored."""
    for picture in pictures:
        image = np.asarray(cv2.imread(picture), np.uint8)
        for one in (image, np.ascontiguousarray(image[:, ::-1])):
            yield {name: prepared(letterbox(one, *size)[0])}


def main(models: str, *pictures: str) -> None:
    """Print the ranges as JSON."""
    folder = Folder(Path(models))
    file = folder.path / folder.installed()["nanodet"].file
    session = folder.session("nanodet")
    ((name, shape),) = session.inputs.items()
    ranges = measure(file, inputs(list(pictures), name, (shape[3], shape[2])))
    lines = [f"{json.dumps(one)}: [{low:.6g}, {high:.6g}]" for one, (low, high) in ranges.items()]
    print("{\n" + ",\n".join(lines) + "\n}")


if __name__ == "__main__":
    main(*sys.argv[1:])
