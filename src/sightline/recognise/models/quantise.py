"""Make of a model one that counts in 8-bit whole numbers, by ranges measured once and shipped.

The ranges of every value inside the model were measured on pictures that nothing is reported on, so that making it
anew needs no pictures and gives the same everywhere. `scripts/measure_ranges.py` measures them.
"""

from __future__ import annotations

import contextlib
import json
import logging
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.calibrate import (
    CalibrationMethod,
    TensorsData,
    load_tensors_data,
    save_tensors_data,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

Ranges = Mapping[str, tuple[float, float]]

COUNTED = ("Conv", "LeakyRelu", "Add", "Concat", "Resize", "MaxPool")
"""What is counted in whole numbers. The heads stay floating: scores and distances keep their fine steps."""


class Given(CalibrationDataReader):  # type: ignore[misc]
    """Hands the runtime one prepared picture after the other."""

    def __init__(self, inputs: Iterable[Mapping[str, NDArray[Any]]]) -> None:
        self._left = iter(inputs)

    def get_next(self) -> Mapping[str, NDArray[Any]] | None:
        """Give the next, or None after the last."""
        return next(self._left, None)


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Keep the runtime's advice on preparing models to itself: ours come prepared."""
    root = logging.getLogger()
    silent = lambda record: record.levelno > logging.WARNING  # noqa: E731
    root.addFilter(silent)
    try:
        yield
    finally:
        root.removeFilter(silent)


def quantise(model: Path, target: Path, ranges: Ranges) -> None:
    """Write the model in 8-bit whole numbers, each channel of a convolution by its own scale."""
    told = {name: tuple(np.float32(end) for end in ends) for name, ends in ranges.items()}
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "ranges.json"
        save_tensors_data(TensorsData(CalibrationMethod.MinMax, told), kept)
        _quantise(model, target, None, kept)


def measure(model: Path, inputs: Iterable[Mapping[str, NDArray[Any]]]) -> Ranges:
    """Give the least and the greatest of every value inside the model over these inputs."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "ranges.json"
        _quantise(model, Path(folder) / "made.onnx", Given(inputs), kept)
        found = load_tensors_data(kept).data
    return {
        name: (float(one.lowest[0]), float(one.highest[0])) for name, one in sorted(found.items())
    }


def _quantise(model: Path, target: Path, given: Given | None, kept: Path) -> None:
    with quietly():
        quantize_static(
            model,
            target,
            given,
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=list(COUNTED),
            calibration_cache_path=kept,
        )


def read_ranges(text: str) -> Ranges:
    """Read ranges as they ship.

    >>> read_ranges('{"t1": [0, 2.5]}')
    {'t1': (0.0, 2.5)}
    """
    return {name: (float(low), float(high)) for name, (low, high) in json.loads(text).items()}
