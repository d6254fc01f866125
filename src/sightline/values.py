"""What passes between the parts: a picture, what was recognised in it, what was followed, what is known of the place.

Adapters at the rim make these values and check them; between the parts nothing is checked again. Pixels are (x, y) from
the top left corner; boxes are x1, y1, x2, y2. Places are metres on the site's own plane: x, y on the ground, z up.
Moments are aware and UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from sightline.errors import ValueShapeError

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Picture = NDArray[np.uint8]


class CameraState(StrEnum):
    """How the camera is."""

    SEEING = "seeing"
    LOST = "lost"
    FROZEN = "frozen"
    COVERED = "covered"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture: blue, green, red as uint8 [height, width, 3], when it was taken, and its number in the source.

    >>> from datetime import UTC
    >>> Frame(np.zeros((576, 768, 3), np.uint8), datetime(2026, 4, 1, tzinfo=UTC), 7, "gate").size
    (768, 576)
    """

    image: Picture
    at: datetime
    number: int
    source: str

    @property
    def size(self) -> tuple[int, int]:
        """Give width and height in pixels."""
        return self.image.shape[1], self.image.shape[0]


@dataclass(frozen=True, slots=True)
class Detections:
    """What was recognised in one picture: boxes [n, 4] in pixels, scores [n] of 0 to 1, labels [n] into the classes.

    Keypoints, where a pose model gave them, are [n, points, 3]: x, y in pixels and a score.

    >>> one = Detections.of([[10, 20, 30, 80]], [0.9], [0], ("person",))
    >>> one.names, one.feet.tolist()
    (('person',), [[20.0, 80.0]])
    >>> Detections.of([[30, 20, 10, 80]], [0.9], [0], ("person",))
    Traceback (most recent call last):
    sightline.errors.ValueShapeError: 框的右下角必须在左上角的右下方 / a box ends before it begins
    """

    boxes: Floats
    scores: Floats
    labels: Whole
    classes: tuple[str, ...]
    keypoints: Floats | None = None

    def __post_init__(self) -> None:
        """Refuse numbers that do not fit together."""
        count = len(self.boxes)
        if self.boxes.shape != (count, 4) or {len(self.scores), len(self.labels)} != {count}:
            raise ValueShapeError(
                "框、分数、类别的个数必须相同",
                "boxes, scores and labels must be of one length",
            )
        if count and not (self.boxes[:, 2:] >= self.boxes[:, :2]).all():
            raise ValueShapeError("框的右下角必须在左上角的右下方", "a box ends before it begins")
        if count and not (self.labels.min() >= 0 and self.labels.max() < len(self.classes)):
            raise ValueShapeError("类别不在所列的类别中", "a label is none of the classes")
        if self.keypoints is not None and len(self.keypoints) != count:
            raise ValueShapeError("关键点的组数与框数不同", "there must be keypoints for every box")

    @classmethod
    def of(
        cls, boxes: object, scores: object, labels: object, classes: tuple[str, ...]
    ) -> Detections:
        """Make them of anything that numpy reads."""
        return cls(
            np.asarray(boxes, np.float64).reshape(-1, 4),
            np.asarray(scores, np.float64).reshape(-1),
            np.asarray(labels, np.int64).reshape(-1),
            classes,
        )

    @classmethod
    def none(cls, classes: tuple[str, ...] = ()) -> Detections:
        """Give those of a picture in which nothing was recognised.

        >>> len(Detections.none())
        0
        """
        return cls.of([], [], [], classes)

    def __len__(self) -> int:
        """Tell how many."""
        return len(self.boxes)

    def take(self, which: Flags | Whole) -> Detections:
        """Keep those of a mask or of a list of places."""
        points = None if self.keypoints is None else self.keypoints[which]
        return Detections(
            self.boxes[which], self.scores[which], self.labels[which], self.classes, points
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Give the class of each by name."""
        return tuple(self.classes[label] for label in self.labels)

    @property
    def feet(self) -> Floats:
        """Give the middle of each lower edge [n, 2] in pixels: where it stands."""
        return np.column_stack([(self.boxes[:, 0] + self.boxes[:, 2]) / 2, self.boxes[:, 3]])


@dataclass(frozen=True, slots=True)
class Tracks:
    """What is followed in one picture: ids [n] that stay, and which detection each was seen as, or -1 where guessed.

    >>> Tracks(np.array([4]), Detections.of([[0, 0, 9, 9]], [0.8], [0], ("car",)), np.array([0])).ids.tolist()
    [4]
    """

    ids: Whole
    seen: Detections
    sources: Whole

    def __len__(self) -> int:
        """Tell how many."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Moment:
    """What rules are told of one moment: who is where in metres, how surely, and how the camera is.

    ``places`` [n, 2] and ``heights`` [n] are metres, ``covariances`` [n, 2, 2] square metres, ``leans`` [n] degrees of
    the torso from the vertical; NaN is unknown. ``aspects`` [n] are height by width of the boxes. ``traits`` are shares
    of certainty [n] by name (``helmet``, ``smoke``), NaN where nobody could tell. ``absent`` names the models that a
    rule may ask for and that are not installed.
    """

    at: datetime
    number: int
    camera: str
    ids: Whole
    kinds: tuple[str, ...]
    boxes: Floats
    scores: Floats
    places: Floats
    covariances: Floats
    heights: Floats
    leans: Floats
    traits: Mapping[str, Floats] = field(default_factory=dict)
    state: CameraState = CameraState.SEEING
    absent: frozenset[str] = frozenset()

    def __len__(self) -> int:
        """Tell how many are seen."""
        return len(self.ids)

    @property
    def aspects(self) -> Floats:
        """Give height by width of each box."""
        sides = self.boxes[:, 2:] - self.boxes[:, :2]
        return np.asarray(sides[:, 1] / np.maximum(sides[:, 0], 1e-9), np.float64)
