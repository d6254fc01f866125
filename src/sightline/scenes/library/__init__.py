"""Scenes for every kind of rule, by seeds: some for choosing constants, others only for reporting."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sightline.scenes.library import areas, hard, motion, nearness, things
from sightline.scenes.script import Scene

MAKERS = (*areas.MAKERS, *nearness.MAKERS, *motion.MAKERS, *things.MAKERS, *hard.MAKERS)
DESIGN = range(4)
"""Seeds on which anybody may choose constants."""
REPORT = range(1000, 1004)
"""Seeds that are only reported on: nobody tunes on them."""


def library(seeds: range = DESIGN) -> Iterator[Scene]:
    """Give every scene of the library, once for each seed.

    >>> from itertools import islice
    >>> [one.id for one in islice(library(range(1)), 2)]
    ['intrusion-through-0', 'intrusion-beside-0']
    """
    for number, make in enumerate(MAKERS):
        for seed in seeds:
            made = make(np.random.default_rng([number, seed]))
            yield _named(made, f"{made.id}-{seed}")


def _named(scene: Scene, name: str) -> Scene:
    values = {key: getattr(scene, key) for key in scene.__slots__}
    return Scene(**{**values, "id": name})
