from __future__ import annotations

import numpy as np
import pytest

from sightline.errors import ReconstructionError, UnmeasurableError
from sightline.rebuild import Cloud, DepthView, Placing, SiteModel, compare, fuse, joined

RNG = np.random.default_rng(3)
GROUND = np.column_stack([RNG.uniform(0, 20, (3000, 2)), np.zeros(3000)])
WIRE = np.column_stack([np.linspace(0, 20, 200), np.full(200, 10.0), np.full(200, 9.0)])


def tree(height: float, count: int = 300) -> np.ndarray:
    """Give a bush at (6, 10) that reaches so high."""
    rng = np.random.default_rng(4)
    return np.column_stack(
        [
            6 + rng.normal(0, 0.5, count),
            10 + rng.normal(0, 0.5, count),
            rng.uniform(0, height, count),
        ]
    )


def site(height: float, sigma: float = 0.03, *extra: Cloud) -> SiteModel:
    return SiteModel(
        joined(
            [
                Cloud.of(GROUND, sigma, "ground"),
                Cloud.of(WIRE, sigma, "live"),
                Cloud.of(tree(height), sigma, "vegetation"),
                *extra,
            ]
        )
    )


def test_a_tree_that_grew_towards_the_line_is_told_by_how_much():
    out = compare(site(5.0), site(6.5))
    grown = next(one for one in out.nearer if {one.first, one.second} == {"live", "vegetation"})
    assert grown.metres == pytest.approx(-1.5, abs=0.1)
    assert "“live” came nearer to “vegetation”" in grown.sentence.en
    assert out.as_dict()["changes"][0]["said"]["zh"]


def test_noise_is_not_told_as_a_change():
    rng = np.random.default_rng(8)
    before, after = (site(5.0, 0.05) for _ in range(2))
    shaken = after.cloud.points + rng.normal(0, 0.01, after.cloud.points.shape)
    moved = SiteModel(
        Cloud(
            shaken, after.cloud.colours, after.cloud.labels, after.cloud.sigmas, after.cloud.names
        )
    )
    out = compare(before, moved)
    assert (out.changes, out.clusters) == ((), ())
    assert out.sentences[0].en == "nothing changed beyond the error of measurement"


def test_a_crane_that_appeared_is_told_with_place_size_and_what_is_near():
    rng = np.random.default_rng(9)
    crane = Cloud.of(np.array([15.0, 10, 3]) + rng.uniform(-0.5, 0.5, (400, 3)) * [2, 2, 6], 0.03)
    appeared = compare(site(5.0), site(5.0, 0.03, crane)).clusters
    vanished = compare(site(5.0, 0.03, crane), site(5.0)).clusters
    assert [one.what for one in appeared] == ["appeared"]
    assert [one.what for one in vanished] == ["vanished"]
    assert appeared[0].place == pytest.approx((15, 10, 3), abs=0.3)
    assert appeared[0].distances["live"] == pytest.approx(3, abs=0.3)
    assert "2.0 × 2.0 × 5." in appeared[0].sentence.en


def test_models_in_frames_of_their_own_are_compared_only_within():
    old, new = (
        SiteModel(Cloud.of(points, 0.02, placing=Placing.SCALED))
        for points in (GROUND, GROUND + 100)
    )
    out = compare(old, new)
    assert not out.placed
    assert "not placed on the site" in out.sentences[-1].en


def test_a_rule_asks_how_far_a_person_is_from_live_parts():
    near = site(5.0).nearest(np.array([[10.0, 10, 1.8]]), np.array([0.04]), "live")
    assert near.distances[0] == pytest.approx(7.2, abs=0.01)
    assert near.intervals[0] == pytest.approx([7.102, 7.298], abs=0.01)


def test_a_part_that_is_not_labelled_is_refused_with_those_that_are():
    with pytest.raises(
        ReconstructionError, match="no part “crane”, only: ground, live, vegetation"
    ):
        site(5.0).nearest(np.zeros((1, 3)), np.zeros(1), "crane")


def test_parts_of_the_site_file_label_what_lies_along_them():
    model = SiteModel(Cloud.of(np.vstack([GROUND, WIRE])))
    named = model.labelled("live", WIRE[[0, -1]], 0.2).ground_labelled("ground", 0.1)
    assert [len(named.part(name)) for name in ("live", "ground")] == [200, 3000]


def test_a_cloud_without_a_unit_is_no_model():
    with pytest.raises(UnmeasurableError, match="no unit"):
        SiteModel(Cloud.of(GROUND, placing=Placing.FREE))


def test_two_views_of_a_wall_are_fused_and_the_sure_one_leads():
    rng = np.random.default_rng(2)
    grid = np.stack(np.meshgrid(np.arange(-1, 1, 0.02), np.arange(-1, 1, 0.02)), -1).reshape(-1, 2)
    views = []
    for spread, offset in ((0.01, 0.005), (0.05, -0.02)):
        depth = 4 + offset + rng.normal(0, spread, len(grid))
        views.append(
            DepthView.at_origin(
                np.column_stack([grid, depth]),
                np.broadcast_to(np.diag([1e-6, 1e-6, spread**2]), (len(grid), 3, 3)),
            )
        )
    stray = DepthView.at_origin([[0, 0, 9.0], [np.nan] * 3], [np.eye(3) * 1e-4] * 2)
    cloud = fuse([*views, stray], 0.1)
    assert cloud.points[:, 2].max() < 4.3
    assert np.median(cloud.points[:, 2]) == pytest.approx(4.0, abs=0.03)
    assert (np.abs(cloud.points[:, 2] - 4) < 3 * cloud.sigmas).mean() > 0.95
