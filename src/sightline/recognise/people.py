"""Put the people of the detector and those of the pose model together: someone lying is found by the second only."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linear_sum_assignment

from sightline.geometry import overlap
from sightline.recognise.boxes import inside
from sightline.recognise.likely import revised
from sightline.values import Detections

SAME = 0.4
"""The overlap from which a detector's box and a pose are one person: poses end at the ankles and the nose."""
WITHIN = 0.7
"""The share of a pose that lies in a box of a person from which it adds nobody."""
EVEN = 3.0
"""What the odds of a pose's score are multiplied by: its authors' threshold of 0.25 then stands at one half."""


def together(found: Detections, posed: Detections, person: str = "person") -> Detections:
    """Give the detector's boxes with the points of the poses that fit, and the poses that fit none as people more.

    Points are NaN where a box has no pose. Where the detector knows no people the poses still are.
    """
    classes = found.classes if person in found.classes else (*found.classes, person)
    label = classes.index(person)
    people = np.flatnonzero(found.labels == label)
    shared = overlap(found.boxes[people], posed.boxes)
    mine, theirs = linear_sum_assignment(-shared)
    fit = np.asarray(shared[mine, theirs] >= SAME, np.bool_)
    points = np.full((len(found), *_points(posed).shape[1:]), np.nan)
    points[people[mine[fit]]] = _points(posed)[theirs[fit]]
    sure = revised(posed.scores, np.full(len(posed), EVEN))
    scores = found.scores.copy()
    scores[people[mine[fit]]] = np.maximum(scores[people[mine[fit]]], sure[theirs[fit]])
    surer = found.scores[people][None, :] >= sure[:, None]
    within = (inside(posed.boxes, found.boxes[people]) >= WITHIN) & surer
    held = np.asarray(within.any(axis=1), np.bool_)
    held[theirs[fit]] = True
    more = posed.take(~held)
    made = Detections.of(
        np.concatenate([found.boxes, more.boxes]),
        np.concatenate([scores, sure[~held]]),
        np.concatenate([found.labels, np.full(len(more), label)]),
        classes,
    )
    everyone = np.concatenate([points, _points(more)])
    return Detections(made.boxes, made.scores, made.labels, classes, everyone)


def _points(posed: Detections) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.zeros((len(posed), 17, 3)) if posed.keypoints is None else posed.keypoints
