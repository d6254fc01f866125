"""Rules are written in metres and seconds, each number with its unit."""

from __future__ import annotations

import pytest

from sightline.errors import RuleError
from sightline.judge import quantity


@pytest.mark.parametrize(
    ("text", "measure", "found"),
    [
        ("5 m", "length", 5),
        ("50cm", "length", 0.5),
        ("0.8 s", "time", 0.8),
        ("30 d", "time", 2_592_000),
        ("18 km/h", "speed", 5),
        ("4 /m2", "density", 4),
        ("60 deg", "angle", 60),
        ("110 kV", "voltage", 110_000),
        ("3 米", "length", 3),
        ("2 分钟", "time", 120),
    ],
)
def test_a_quantity_is_read_into_si(text, measure, found):
    assert quantity(text, measure) == pytest.approx(found)


@pytest.mark.parametrize("text", ["80 px", "80px", "5 pixels", "5 像素", "px"])
def test_pixels_are_refused_with_the_reason(text):
    with pytest.raises(RuleError, match="metres and seconds") as refused:
        quantity(text, "length", "site.yaml:7")
    assert "用米和秒书写" in str(refused.value)
    assert refused.value.where == "site.yaml:7"


@pytest.mark.parametrize(
    "text",
    [5, 5.0, None, True, "5", "m", "5 s", "five m", "5 m m", "1e9 m", "nan m", "5 m" * 50, ["5 m"]],
)
def test_what_is_no_length_is_refused(text):
    with pytest.raises(RuleError, match="a length with its unit"):
        quantity(text, "length")


def test_a_negative_distance_is_refused():
    with pytest.raises(RuleError, match="must not be negative"):
        quantity("-5 m", "length")
