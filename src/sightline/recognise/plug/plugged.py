"""A customer's model at work: things in a picture, or a trait of each person followed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from sightline.recognise.boxes import Fit, best_of_each, inside, letterbox
from sightline.recognise.plug.heads import HEADS, classes_of
from sightline.values import Detections

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sightline.recognise.plug.adapter import Adapter, Input, Trait
    from sightline.recognise.session import Session
    from sightline.values import Floats, Picture, Whole

ON_THE_PERSON = 0.7
"""The share of a thing's box that must lie in a person's for the person to have it."""


def prepared(image: Picture, told: Input) -> tuple[NDArray[Any], tuple[Fit, Floats]]:
    """Give a picture as the model takes it, and how boxes go back: by a fit, and by a share of each side."""
    if told.fit == "letterbox":
        fitted, fit = letterbox(image, told.width, told.height)
        bent = np.ones(2)
    else:
        fitted = np.asarray(cv2.resize(image, (told.width, told.height)), np.uint8)
        fit = Fit(1.0, 0.0, 0.0)
        bent = np.array([image.shape[1] / told.width, image.shape[0] / told.height])
    coloured = fitted[:, :, ::-1] if told.colour == "rgb" else fitted
    values: NDArray[Any] = coloured
    if told.type == "float32":
        values = ((coloured / told.divide - told.mean) / told.std).astype(np.float32)
    turned = values.transpose(2, 0, 1) if told.layout == "nchw" else values
    return np.ascontiguousarray(turned[None]), (fit, bent)


@dataclass(frozen=True, slots=True)
class Plugged:
    """A customer's model in its own session; not for two threads at once."""

    adapter: Adapter
    session: Session

    def see(self, image: Picture, least: float = 0.0) -> Detections:
        """Give the things it recognises in a picture with a score of at least that, and at least the adapter's own."""
        told = self.adapter
        given, (fit, bent) = prepared(image, told.input)
        (name,) = self.session.inputs
        answers = self.session.ask({name: given})
        boxes, scores, labels = HEADS[told.output.head](answers, told, max(least, told.least))
        boxes, scores, labels = sound(boxes, scores, labels)
        kept = best_of_each(boxes, scores, labels, told.overlap)
        size = (image.shape[1], image.shape[0])
        back = fit.back(boxes[kept] * np.tile(bent, 2), size)
        sure = np.clip(scores[kept], 0, 1)
        return Detections.of(back, sure, labels[kept], told.classes)

    def shares(self, image: Picture, boxes: Floats) -> Floats:
        """Give how sure it is [n] that each person has the trait, looking at each; NaN where nothing is to be seen."""
        trait = self.adapter.trait
        if trait is None:
            return np.full(len(boxes), np.nan)
        return np.array([self._share(part, trait) for part in parts(image, boxes, trait.upper)])

    def _share(self, part: Picture, trait: Trait) -> float:
        if not part.size:
            return float("nan")
        given, _ = prepared(part, self.adapter.input)
        (name,) = self.session.inputs
        told = classes_of(self.session.ask({name: given}), self.adapter)
        chances = dict(zip(self.adapter.classes, told, strict=True))
        has = sum(chances[one] for one in trait.has)
        lacks = sum(chances[one] for one in trait.lacks) if trait.lacks else 1 - has
        return float(has / (has + lacks)) if has + lacks > 0 else float("nan")


def sound(boxes: Floats, scores: Floats, labels: Whole) -> tuple[Floats, Floats, Whole]:
    """Leave out boxes that are none: not numbers, or ending before they begin.

    >>> boxes = np.array([[0.0, 0, 9, 9], [9, 9, 0, 0], [0, 0, np.nan, 9]])
    >>> sound(boxes, np.array([0.1, 0.2, 0.3]), np.array([0, 0, 0]))[1].tolist()
    [0.1]
    """
    numbers = np.isfinite(boxes).all(axis=1) & np.isfinite(scores)
    kept = numbers & (boxes[:, 2:] >= boxes[:, :2]).all(axis=1)
    return boxes[kept], scores[kept], labels[kept]


def parts(image: Picture, boxes: Floats, upper: float) -> list[Picture]:
    """Cut the upper share of each box out of a picture; empty where a box lies outside.

    >>> [part.shape for part in parts(np.zeros((50, 40, 3), np.uint8), np.array([[0.0, 0, 20, 40]]), 0.25)]
    [(10, 20, 3)]
    """
    cut = []
    for left, top, right, bottom in np.rint(np.maximum(boxes, 0)).astype(int):
        cut.append(image[top : top + round((bottom - top) * upper), left:right])
    return cut


def shares_of(found: Detections, trait: Trait, boxes: Floats) -> Floats:
    """Give how sure it is [n] that each person has the trait, by the things found on them; NaN where there is none.

    >>> from sightline.recognise.plug.adapter import Trait
    >>> seen = Detections.of([[2, 0, 8, 6]], [0.8], [0], ("helmet", "head"))
    >>> shares_of(seen, Trait("helmet", ("helmet",), ("head",)), np.array([[0.0, 0, 10, 40], [20, 0, 30, 40]])).tolist()
    [1.0, nan]
    """
    cut = boxes.copy()
    cut[:, 3] = boxes[:, 1] + (boxes[:, 3] - boxes[:, 1]) * trait.upper
    on = inside(cut, found.boxes) >= ON_THE_PERSON
    sides = []
    for names in (trait.has, trait.lacks):
        fits = on & np.isin(found.names, names)[None, :]
        sides.append(np.where(fits, found.scores[None, :], 0.0).max(axis=1, initial=0.0))
    total = sides[0] + sides[1]
    return np.where(total > 0, sides[0] / np.where(total > 0, total, 1), np.nan)
