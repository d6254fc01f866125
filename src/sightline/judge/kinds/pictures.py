"""Rules about the picture as a whole: smoke and fire, which are only ever suspected; and the camera itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sightline.judge.claims import NOBODY, Claims, subject
from sightline.judge.kinds.base import Kind, unmeasured
from sightline.values import CameraState, Floats

if TYPE_CHECKING:
    from sightline.judge.intervals import Grades
    from sightline.judge.view import View


class Suspected(Kind):
    """Whether anything looks like smoke or fire: seen as such, or a trait of it at least so sure."""

    metric = False

    def look(self, view: View) -> Claims:
        """Take the surest that is seen."""
        moment = view.moment
        names = self.rule.words["traits"]
        seen = np.where(view.of(frozenset(names)), moment.scores, np.nan)
        told = [moment.traits[name] for name in names if name in moment.traits]
        sure = np.fmax.reduce(np.concatenate([seen, *told]), initial=0.0)
        least, leave_by = self.limits["least"], self.limits["leave_by"]
        grades, stays = (
            np.array([int(sure >= bound)], np.int8) for bound in (least, least - leave_by)
        )
        known = np.isfinite(seen).any()
        place = moment.places[[int(np.nanargmax(seen))]] if known else np.full((1, 2), np.nan)
        return _of_picture(grades, stays, place)


class Tampering(Kind):
    """Whether the camera is covered, moved, frozen or lost."""

    metric = False
    blind = True

    def look(self, view: View) -> Claims:
        """Compare the camera's own state with those of the rule."""
        bad = view.moment.state.value in self.rule.words["states"]
        grades = np.array([2 * int(bad)], np.int8)
        return _of_picture(grades, grades, np.full((1, 2), np.nan))


STATES = tuple(state.value for state in CameraState if state is not CameraState.SEEING)


def _of_picture(grades: Grades, stays: Grades, place: Floats) -> Claims:
    key = np.array([subject(0, NOBODY)])
    return Claims(key, grades, stays, *unmeasured(1), place)
