from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.errors import CalibrationError
from sightline.measure import Lens, Mark, MarkRules, fit_ground
from sightline.measure.plane import Plane, fit
from tests.sightline.measure.views import YARD, Mast

MAST = Mast()
CHECK = [replace(MAST.marks([(1.5, 12)])[0], id="check")]


@settings(max_examples=15, deadline=None)
@given(
    st.floats(3, 30),
    st.floats(15, 70),
    st.floats(-1e6, 1e6),
    st.floats(-3.5e6, 3.5e6),
    st.booleans(),
)
def test_exact_marks_give_back_every_place_whatever_the_grid(height, down, east, north, bent):
    lens = Lens((800, 800, 384, 288), (-0.1, 0.01, 0.001, 0.0, 0.0)) if bent else None
    mast = Mast(height, down, lens=lens, east=east, north=north)
    near = height / np.tan(np.radians(down + 15))
    yard = [
        (x + east, near * y + north) for x, y in [(-2, 1), (2, 1), (3, 1.8), (-3, 1.8), (0, 1.4)]
    ]
    ground = fit_ground(mast.marks(yard), lens=lens)
    inside = np.array([(east + 0.5, near * 1.3 + north)])
    assert ground.place(mast.sees(inside), np.array([1.0])).xy == pytest.approx(inside, abs=1e-4)
    assert ground.pixels_of(inside) == pytest.approx(mast.sees(inside), abs=1e-3)


def test_a_surveyor_with_three_marks_is_told_to_survey_a_fourth():
    with pytest.raises(CalibrationError, match="four marks or more; there are 3"):
        fit_ground(MAST.marks(YARD[:3]))


def test_a_surveyor_who_walked_along_one_kerb_is_told_so():
    kerb = [(-3.0, 9.0), (-3.0, 12.0), (-3.0, 15.0), (-3.0, 20.0), (-3.0, 24.0)]
    with pytest.raises(CalibrationError, match="on one line"):
        fit_ground(MAST.marks(kerb))


def test_three_marks_of_four_on_a_line_do_not_fix_the_ground():
    with pytest.raises(CalibrationError, match="on one line"):
        fit_ground(MAST.marks([(0, 9), (0, 14), (0, 20), (5, 15)]), CHECK)


def test_four_marks_alone_cannot_check_themselves():
    with pytest.raises(CalibrationError, match="held_out"):
        fit_ground(MAST.marks(YARD[:4]))


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), 1e12])
def test_a_mark_without_usable_coordinates_is_named(wrong):
    marks = [*MAST.marks(YARD), Mark("broken", (10, 10), (wrong, 0))]
    with pytest.raises(CalibrationError, match="'broken' has no usable coordinates"):
        fit_ground(marks)


def test_two_marks_of_one_name_are_refused():
    marks = MAST.marks(YARD)
    with pytest.raises(CalibrationError, match="twice"):
        fit_ground([*marks, marks[0]])


def test_the_one_mark_that_was_mistyped_is_named():
    marks = MAST.marks(YARD, noise=0.7, seed=4)
    marks[5] = Mark("M5", marks[5].pixel, (YARD[5][0] + 1.0, YARD[5][1]))
    with pytest.raises(CalibrationError, match="'M5' does not agree with the others"):
        fit_ground(marks)


def test_marks_clicked_in_the_wrong_order_are_refused():
    marks = MAST.marks(YARD)
    swapped = [
        Mark(mark.id, other.pixel, mark.metres)
        for mark, other in zip(marks, [marks[2], marks[0], *marks[3:], marks[1]], strict=True)
    ]
    with pytest.raises(CalibrationError):
        fit_ground(swapped)


def test_a_held_out_mark_that_is_off_is_named_with_its_metres():
    wrong = [Mark("H", MAST.marks([(1, 13)])[0].pixel, (1.0, 14.0))]
    with pytest.raises(CalibrationError, match=r"held-out mark 'H' is off by 1\.00 m"):
        fit_ground(MAST.marks(YARD), wrong)
    assert fit_ground(MAST.marks(YARD), wrong, rules=MarkRules(limit=2.0)).held_out["H"] == (
        pytest.approx(1.0, abs=0.05)
    )


def test_a_town_does_not_forget_which_marks_it_was_calibrated_by():
    ground = fit_ground(MAST.marks(YARD[:5]), CHECK)
    again = fit_ground(MAST.marks(YARD[:5]), CHECK)
    other = fit_ground(MAST.marks(YARD[1:6]), CHECK)
    assert ground.digest == again.digest != other.digest
    assert set(ground.residuals) == {"M0", "M1", "M2", "M3", "M4"}


def test_the_stated_covariance_is_that_of_many_surveys():
    at = MAST.sees([(1.0, 13.0)])
    rules = MarkRules(click=1.0, survey=1e-6, limit=5.0)
    metres, even = np.array(YARD), np.tile(np.eye(2), (len(YARD), 1, 1))
    rng = np.random.default_rng(3)
    clicked = MAST.sees(YARD) + rng.normal(0, 1.0, (400, len(YARD), 2))
    found = [fit(metres, pixels, even).metres_of(at)[0] for pixels in clicked]
    exact = fit_ground(MAST.marks(YARD), rules=rules)
    stated = exact.place(at, np.array([1e-9])).covariance[0]
    assert np.cov(np.array(found).T) == pytest.approx(stated, rel=0.25, abs=2e-5)


def test_marks_that_scatter_more_than_told_widen_what_is_said():
    told = MarkRules(click=1.0, survey=0.001, limit=2.0)
    steady = fit_ground(MAST.marks(YARD), rules=told)
    shaky = fit_ground(MAST.marks(YARD, noise=4.0, seed=2), rules=told)
    assert _sigma(shaky.plane) > 1.5 * _sigma(steady.plane)


def _sigma(plane: Plane) -> float:
    return float(np.linalg.norm(plane.spread))
