"""One model in one single-thread session: more threads in a session were slower when cameras share the processors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import onnxruntime

from sightline.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sightline.values import Floats

RUNTIME = onnxruntime.capi.onnxruntime_pybind11_state
BROKEN = (
    RUNTIME.Fail,
    RUNTIME.InvalidArgument,
    RUNTIME.InvalidGraph,
    RUNTIME.InvalidProtobuf,
    RUNTIME.NoSuchFile,
    RUNTIME.NotImplemented,
    RUNTIME.RuntimeException,
)
"""What the runtime raises; its errors have no class in common."""


class Session:
    """A model ready to be asked. Not for two threads at once: give each its own."""

    def __init__(self, file: Path | bytes, name: str) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = 3
        try:
            self._asked = onnxruntime.InferenceSession(
                file if isinstance(file, bytes) else str(file),
                options,
                providers=["CPUExecutionProvider"],
            )
        except BROKEN as error:
            raise unreadable(name) from error
        self.name = name
        self.inputs = {one.name: tuple(one.shape) for one in self._asked.get_inputs()}
        self.outputs = {one.name: tuple(one.shape) for one in self._asked.get_outputs()}

    def ask(self, given: Mapping[str, NDArray[np.generic]]) -> dict[str, Floats]:
        """Run the model once; give every output by name."""
        try:
            answers = self._asked.run(None, dict(given))
        except BROKEN as error:
            raise ModelError(
                "模型运行失败，请核对适配文件中的输入尺寸与布局",
                "the model fails when it is run; look at size and layout of the input in its adapter file",
                self.name,
            ) from error
        return dict(zip(self.outputs, answers, strict=True))


def unreadable(name: str) -> ModelError:
    """Say that a file is no model that can be run here."""
    return ModelError(
        "该文件不是可运行的 ONNX 模型，请重新安装或更换模型文件",
        "this file is no ONNX model that can be run; install it again or give another",
        name,
    )
