"""How the answers of common families of models are read: each head gives boxes in the input, scores and labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from sightline.errors import ModelError
from sightline.recognise.nanodet import centres, distances

if TYPE_CHECKING:
    from sightline.recognise.plug.adapter import Adapter
    from sightline.values import Floats, Whole

Found = tuple["Floats", "Floats", "Whole"]
Answers = Mapping[str, "Floats"]


def corners(boxes: Floats) -> Floats:
    """Turn middles and sides [n, 4] into corners.

    >>> corners(np.array([[10.0, 20, 4, 6]])).tolist()
    [[8.0, 17.0, 12.0, 23.0]]
    """
    half = boxes[:, 2:] / 2
    return np.hstack([boxes[:, :2] - half, boxes[:, :2] + half])


def surest(boxes: Floats, scores: Floats, least: float) -> Found:
    """Give each box the class it is surest of, and leave out those below the least score.

    >>> surest(np.zeros((2, 4)), np.array([[0.1, 0.6], [0.2, 0.1]]), 0.5)[1:]
    (array([0.6]), array([1]))
    """
    labels = scores.argmax(axis=1).astype(np.int64)
    best = scores[np.arange(len(scores)), labels]
    kept = best >= least
    return boxes[kept], best[kept], labels[kept]


def rows(answers: Answers, adapter: Adapter, columns: int) -> Floats:
    """Give the one answer as [n, columns], turned if it lies across; ModelError where it has another shape."""
    (answer,) = list(answers.values())[:1]
    flat = np.asarray(answer[0], np.float64)
    if flat.ndim == 2 and columns in flat.shape:  # noqa: PLR2004 - rows and columns
        return flat if flat.shape[1] == columns else flat.T
    raise misfit(adapter, f"[1, n, {columns}]", list(answer.shape))


def misfit(adapter: Adapter, wanted: str, got: list[int]) -> ModelError:
    """Say that a model answers otherwise than its adapter file promises."""
    return ModelError(
        f"模型输出为 {got}，而 {adapter.output.head} 应为 {wanted}；请核对 head 与 classes",
        f"the model answers {got}, but {adapter.output.head} means {wanted}; look at head and classes",
        adapter.name,
    )


def yolo_v8(answers: Answers, adapter: Adapter, least: float) -> Found:
    """Read [1, 4 + classes, n]: middle, sides, and a score for each class."""
    found = rows(answers, adapter, 4 + len(adapter.classes))
    return surest(corners(found[:, :4]), found[:, 4:], least)


def yolo_v5(answers: Answers, adapter: Adapter, least: float) -> Found:
    """Read [1, n, 5 + classes]: middle, sides, whether anything is there, and what it then is."""
    found = rows(answers, adapter, 5 + len(adapter.classes))
    return surest(corners(found[:, :4]), found[:, 4:5] * found[:, 5:], least)


def nanodet(answers: Answers, adapter: Adapter, least: float) -> Found:
    """Read [1, n, classes + 4 × bins] over all strides, as NanoDet's own export writes it."""
    (answer,) = list(answers.values())[:1]
    found = np.asarray(answer[0], np.float64)
    told, count = adapter.input, len(adapter.classes)
    places, strides = [], []
    for stride in adapter.output.strides:
        side = (-(-told.width // stride), -(-told.height // stride))
        places.append(centres(side, stride))
        strides.append(np.full(len(places[-1]), float(stride)))
    middle, steps = np.concatenate(places), np.concatenate(strides)
    if found.shape[0] != len(middle) or (found.shape[1] - count) % 4:
        raise misfit(adapter, f"[1, {len(middle)}, {count} + 4 × bins]", list(answer.shape))
    reach = distances(found[:, count:], 1) * steps[:, None]
    boxes = np.hstack([middle - reach[:, :2], middle + reach[:, 2:]])
    return surest(boxes, found[:, :count], least)


def ssd(answers: Answers, adapter: Adapter, least: float) -> Found:
    """Read boxes [1, n, 4], scores [1, n] and labels [1, n], each an output of its own."""
    told = adapter.output
    missing = [name for name in (told.boxes, told.scores, told.labels) if name not in answers]
    if missing:
        raise ModelError(
            f"模型没有名为 {missing[0]} 的输出，只有 {'、'.join(answers)}",
            f"the model has no output {missing[0]}, only {', '.join(answers)}",
            adapter.name,
        )
    boxes = np.asarray(answers[told.boxes], np.float64).reshape(-1, 4)
    if told.order == "yxyx":
        boxes = boxes[:, [1, 0, 3, 2]]
    if told.shares:
        boxes = boxes * ([adapter.input.width, adapter.input.height] * 2)
    scores = np.asarray(answers[told.scores], np.float64).reshape(-1)
    labels = np.asarray(answers[told.labels]).reshape(-1).astype(np.int64) - told.first_label
    known = (scores >= least) & (labels >= 0) & (labels < len(adapter.classes))
    return boxes[known], scores[known], labels[known]


def classes_of(answers: Answers, adapter: Adapter) -> Floats:
    """Give how likely each class is, of a classifier: its shares, or the softmax of its answers."""
    (answer,) = list(answers.values())[:1]
    told = np.asarray(answer, np.float64).reshape(-1)
    if len(told) != len(adapter.classes):
        raise misfit(adapter, f"[1, {len(adapter.classes)}]", list(answer.shape))
    if not adapter.output.softmax:
        return told
    weights = np.exp(told - told.max())
    return np.asarray(weights / weights.sum(), np.float64)


HEADS: Mapping[str, Callable[[Answers, Adapter, float], Found]] = {
    "yolo-v8": yolo_v8,
    "yolo-v5": yolo_v5,
    "nanodet": nanodet,
    "ssd": ssd,
}
