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
        shares = np.where(view.of(frozenset(self.rule.words["traits"])), moment.scores, np.nan)
        told = [moment.traits[name] for name in self.rule.words["traits"] if name in moment.traits]
        surest = np.fmax.reduce([shares, *told]) if len(moment) else np.zeros(0)
        sure = np.fmax.reduce(surest, initial=0.0)
        least, leave_by = self.limits["least"], self.limits["leave_by"]
        grades, stays = (
            np.array([int(sure >= bound)], np.int8) for bound in (least, least - leave_by)
        )
        place = moment.places[[int(np.nanargmax(surest))]] if sure > 0 else np.full((1, 2), np.nan)
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
