"""Short texts on dark grounds in a picture, none over another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from sightline.values import Floats, Picture

Colour = tuple[int, int, int]
SIZE, WEIGHT = 12, 500
PAD = 4
#: A text that would cover another moves up, so many lines at most.
TRIES = 5


class Chips:
    """The texts of one picture, written last, so that nothing is drawn over them."""

    def __init__(self, image: Picture, font: Any) -> None:
        """Take the picture to write on and the font."""
        self.image = image
        self._font = font
        self._asked: list[tuple[str, Floats, Colour]] = []
        self._taken: list[tuple[int, int, int, int]] = []

    def put(self, text: str, middle: Floats, colour: Colour) -> None:
        """Ask for a text around a point."""
        self._asked.append((text, middle, colour))

    def write(self) -> Picture:
        """Write all that was asked for, inside the picture, each where nothing is written yet; give the picture."""
        for text, middle, colour in self._asked:
            x, y, frame = self._free(text, middle)
            self._taken.append(frame)
            left, top, right, bottom = (max(0, side) for side in frame)
            ground = self.image[top:bottom, left:right]
            ground[:] = (ground * 0.25).astype(np.uint8)
            cv2.putText(self.image, text, (x, y), colour, self._font, SIZE, WEIGHT)
        return self.image

    def _free(self, text: str, middle: Floats) -> tuple[int, int, tuple[int, int, int, int]]:
        """Find where a text begins, and its frame."""
        wide, high = size_of(text, self._font)
        x = int(np.clip(middle[0] - wide / 2, PAD, max(PAD, self.image.shape[1] - wide - PAD)))
        y = int(np.clip(middle[1], high + PAD, self.image.shape[0] - PAD))
        for _again in range(TRIES):
            frame = (x - PAD, y - high - 2, x + wide + PAD, y + PAD + 1)
            if frame[1] <= 0 or not any(_meet(frame, other) for other in self._taken):
                break
            y -= high + PAD + 2
        return x, y, frame

    def name(self, text: str, middle: Floats, colour: Colour) -> None:
        """Write a name without a ground, for what lies still."""
        wide, _high = size_of(text, self._font)
        at = int(middle[0] - wide / 2), int(middle[1])
        for shift, ink in (((1, 1), (34, 24, 14)), ((0, 0), colour)):
            where = (at[0] + shift[0], at[1] + shift[1])
            cv2.putText(self.image, text, where, ink, self._font, SIZE, 700)


def size_of(text: str, font: Any) -> tuple[int, int]:
    """Give width and height of a text in pixels."""
    _x, _y, wide, high = cv2.getTextSize((0, 0), text, (0, 0), font, SIZE, WEIGHT)
    return int(wide), int(high)


def _meet(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
