"""Adapter files: read, checked by their schema, and the model they name checked before it is opened."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnx
import yaml

from sightline.errors import ModelError
from sightline.recognise.session import Session, unreadable
from sightline.recognise.settings import checked, schema

LARGEST = 512 * 2**20
"""Bytes a model's file may have."""
LARGEST_TEXT = 64 * 2**10
"""Bytes an adapter file may have."""
DOMAINS = frozenset({"", "ai.onnx", "ai.onnx.ml"})
"""The operator sets a model may use: those of the ONNX standard, which run no code of their own."""


@dataclass(frozen=True, slots=True)
class Input:
    """How the model takes a picture: size in pixels, order of axes and colours, and how values are scaled."""

    width: int
    height: int
    layout: str = "nchw"
    colour: str = "rgb"
    type: str = "float32"
    divide: float = 255.0
    mean: tuple[float, float, float] = (0.0, 0.0, 0.0)
    std: tuple[float, float, float] = (1.0, 1.0, 1.0)
    fit: str = "letterbox"


@dataclass(frozen=True, slots=True)
class Output:
    """How the model's answers are read: by which head, and what that head must know."""

    head: str
    strides: tuple[int, ...] = (8, 16, 32)
    boxes: str = "boxes"
    scores: str = "scores"
    labels: str = "labels"
    order: str = "xyxy"
    shares: bool = False
    first_label: int = 0
    softmax: bool = False


@dataclass(frozen=True, slots=True)
class Trait:
    """What is told of a person: by which classes they have it or lack it, and in what upper share of their box."""

    name: str
    has: tuple[str, ...]
    lacks: tuple[str, ...] = ()
    upper: float = 1.0


@dataclass(frozen=True, slots=True)
class Adapter:
    """A customer's model as its file describes it."""

    name: str
    file: str
    sha256: str
    licence: str
    task: str
    classes: tuple[str, ...]
    input: Input
    output: Output
    least: float = 0.25
    overlap: float = 0.5
    trait: Trait | None = None

    @property
    def supplies(self) -> frozenset[str]:
        """Name the traits and the kinds of things that rules can ask for with this model."""
        traits = frozenset({self.trait.name} if self.trait is not None else ())
        return traits | (frozenset(self.classes) if self.task == "detector" else frozenset())


def adapter_of(told: Mapping[str, Any], where: str) -> Adapter:
    """Make an adapter of what its file says; ModelError names the key that is wrong."""
    checked(schema("plug/adapter"), told, where, ModelError)
    plain = {"least": told.get("least_score", 0.25), "overlap": told.get("overlap", 0.5)}
    same = {key: told[key] for key in ("name", "file", "sha256", "licence", "task")}
    trait = Trait(**_fixed(told["trait"])) if "trait" in told else None
    made = Adapter(
        **same,
        **plain,
        classes=tuple(told["classes"]),
        input=Input(**_fixed(told["input"])),
        output=Output(**_fixed(told["output"])),
        trait=trait,
    )
    named = (*trait.has, *trait.lacks) if trait is not None else ()
    strange = [name for name in named if name not in made.classes]
    if strange:
        raise ModelError(
            f"特征所用的类别 {strange[0]} 不在 classes 中，请补充或改正",
            f"the trait names class {strange[0]}, which is not among the classes",
            f"{where}.trait",
        )
    return made


def _fixed(told: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(one) if isinstance(one, list) else one for key, one in told.items()}


def read_adapter(file: Path) -> Adapter:
    """Read an adapter file in YAML; ModelError where it cannot be read or is wrong."""
    try:
        if file.stat().st_size > LARGEST_TEXT:
            raise ModelError(
                "适配文件过大，请核对是否选错文件",
                "this is too large for an adapter file",
                str(file),
            )
        text = file.read_text(encoding="utf-8")
        if any(isinstance(one, yaml.AliasEvent) for one in yaml.parse(text, yaml.SafeLoader)):
            raise ModelError(
                "适配文件不得使用 YAML 引用，请把内容直接写出",
                "an adapter file has no YAML aliases; write it out",
                str(file),
            )
        told = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError, RecursionError, yaml.YAMLError) as error:
        raise ModelError(
            "无法读取适配文件，请核对路径与 YAML 格式",
            "the adapter file cannot be read; look at its path and at its YAML",
            str(file),
        ) from error
    return adapter_of(told, file.name)


def open_adapter(adapter: Adapter, beside: Path) -> Session:
    """Open the model that lies beside its adapter file, checked: its hash, its operators, its input."""
    place = beside / adapter.file
    try:
        if not place.resolve().is_relative_to(beside.resolve()) or place.stat().st_size > LARGEST:
            raise _refused(
                "模型文件不在适配文件旁边，或过大", "lies elsewhere, or is too large", place
            )
        content = place.read_bytes()
    except OSError as error:
        raise _refused("找不到或无法读取模型文件", "is absent or cannot be read", place) from error
    if hashlib.sha256(content).hexdigest() != adapter.sha256:
        raise _refused(
            "模型文件与适配文件中的哈希值不符", "is not the one whose hash is given", place
        )
    check(content, place)
    session = Session(content, adapter.name)
    _fits(session, adapter, place)
    return session


def check(content: bytes, place: Path) -> None:
    """Refuse a model that reads other files, brings its own operators, or is no ONNX at all."""
    fault: Exception | None = None
    try:
        onnx.checker.check_model(content)
    except ValueError as error:  # not even a message of that kind
        raise unreadable(place.name) from error
    except onnx.checker.ValidationError as error:
        fault = error
    model = onnx.load_from_string(content)
    if any(one.data_location == onnx.TensorProto.EXTERNAL for one in _tensors(model.graph)):
        raise _refused("模型引用外部数据文件，请合并为一个文件", "keeps data in other files", place)
    nodes = (node for graph in _graphs(model.graph) for node in graph.node)
    strange = sorted({node.domain for node in nodes} - DOMAINS)
    if strange or model.functions:
        raise _refused(
            f"模型使用非标准运算 {' '.join(strange)}", "uses operators outside the standard", place
        )
    if fault is not None:
        raise unreadable(place.name) from fault


def _graphs(graph: Any) -> Iterable[Any]:
    """Give a graph and all graphs within its operations."""
    yield graph
    for attribute in _attributes(graph):
        for inner in (attribute.g, *attribute.graphs):
            if inner.node:
                yield from _graphs(inner)


def _attributes(graph: Any) -> Iterable[Any]:
    return (attribute for node in graph.node for attribute in node.attribute)


def _tensors(whole: Any) -> Iterable[Any]:
    for graph in _graphs(whole):
        yield from graph.initializer
        for sparse in graph.sparse_initializer:
            yield from (sparse.values, sparse.indices)
        for attribute in _attributes(graph):
            yield from (attribute.t, *attribute.tensors)


def _fits(session: Session, adapter: Adapter, place: Path) -> None:
    shapes = list(session.inputs.values())
    told = adapter.input
    sides = (told.height, told.width)
    wanted = (1, 3, *sides) if told.layout == "nchw" else (1, *sides, 3)
    if len(shapes) != 1 or len(shapes[0]) != len(wanted):
        raise _refused("模型应只有一个四维的图像输入", "must take one picture of four axes", place)
    pairs = zip(shapes[0], wanted, strict=True)
    if any(isinstance(own, int) and own not in {ask, 0} for own, ask in pairs):
        raise _refused(
            f"模型输入为 {list(shapes[0])}，与适配文件的 {list(wanted)} 不符",
            f"takes {list(shapes[0])}, not {list(wanted)} as its adapter says",
            place,
        )


def _refused(zh: str, en: str, place: Path) -> ModelError:
    return ModelError(f"{zh}，请核对模型与适配文件", f"the model {en}", place.name)
