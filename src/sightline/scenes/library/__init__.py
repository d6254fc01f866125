"""Scenes for every kind of rule, by seeds: some for choosing constants, others only for reporting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sightline.scenes.library import areas, hard, motion, nearness, things

if TYPE_CHECKING:
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
            yield replace(made, id=f"{made.id}-{seed}")


def worse(scene: Scene, times: int) -> Scene:
    """Give a scene seen so many times worse: errors, misses and failures grow, and more ghosts appear.

    >>> one = next(library(range(1)))
    >>> worse(one, 4).noise.share / one.noise.share
    4.0
    """
    noise = scene.noise
    noise = replace(
        noise,
        pixels=noise.pixels * times,
        share=noise.share * times,
        misses=1 - (1 - noise.misses) ** times,
        bursts=noise.bursts + 2 * (times - 1),
        ghosts=noise.ghosts * times + 5 * (times - 1),
        jitter=noise.jitter * times,
    )
    return replace(scene, noise=noise, id=f"{scene.id}-{times}x")
