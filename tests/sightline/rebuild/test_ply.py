from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sightline.errors import ReconstructionError
from sightline.rebuild import Cloud, Placing, read_ply, write_ply
from sightline.rebuild.ply import MOST_POINTS

places = st.floats(-1e6, 1e6)
rows = st.tuples(
    places, places, places, st.integers(0, 255), st.integers(0, 2), st.floats(0, 10, width=32)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(rows, max_size=8), st.booleans(), st.sampled_from(Placing))
def test_a_cloud_comes_back_as_it_went(tmp_path, told, binary, placing):
    table = np.array(told, np.float64).reshape(-1, 6)
    names = ("unlabelled", "带电导线", "a tree")
    labels = np.append(table[:, 4], 2).astype(np.int64)
    cloud = Cloud(
        np.vstack([table[:, :3], [1, 2, 3]]),
        np.column_stack([np.append(table[:, 3], 7)] * 3).astype(np.uint8),
        labels,
        np.append(table[:, 5], 0.5),
        names,
        placing,
    )
    write_ply(tmp_path / "site.ply", cloud, binary=binary)
    back = read_ply(tmp_path / "site.ply")
    for ours, theirs in zip(cloud_arrays(cloud), cloud_arrays(back), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert (back.names, back.placing) == (names, placing)


def cloud_arrays(cloud):
    return cloud.points, cloud.colours, cloud.labels, cloud.sigmas


def test_a_file_of_another_tool_is_read(tmp_path):
    text = (
        "ply\r\nformat ascii 1.0\r\nelement vertex 2\r\nproperty float x\r\nproperty float y\r\n"
        "property float z\r\nproperty uchar quality\r\nelement face 1\r\n"
        "property list uchar int vertex_indices\r\nend_header\r\n0 0 1.5 9\r\n1 0 0 9\r\n3 0 1 1\r\n"
    )
    (tmp_path / "other.ply").write_text(text, encoding="ascii", newline="")
    cloud = read_ply(tmp_path / "other.ply")
    assert cloud.points.tolist() == [[0, 0, 1.5], [1, 0, 0]]
    assert (cloud.names, cloud.placing, cloud.sigmas.sum()) == (("unlabelled",), Placing.PLACED, 0)


HEAD = "ply\nformat {} 1.0\nelement vertex {}\n{}end_header\n{}"
XYZ = "property float x\nproperty float y\nproperty float z\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "not a PLY file"),
        ("ply\nformat ascii 1.0\n", "header is cut off"),
        ("\x89PNG\nend_header\n", "not a PLY file"),
        (HEAD.format("binary_big_endian", 1, XYZ, ""), "is not read"),
        (HEAD.format("ascii", MOST_POINTS + 1, XYZ, ""), "more than"),
        (HEAD.format("ascii", -1, XYZ, ""), "must be vertex"),
        (HEAD.format("ascii", 1, "property list uchar int x\n", "1"), "not known"),
        (HEAD.format("ascii", 1, XYZ + XYZ, "1 2 3 1 2 3"), "once each"),
        (HEAD.format("ascii", 1, "property float x\n", "1"), "must have x, y and z"),
        (HEAD.format("binary_little_endian", 9, XYZ, "short"), "cut off"),
        (HEAD.format("ascii", 2, XYZ, "1 2 3\n4 5"), "cut off or no number"),
        (HEAD.format("ascii", 1, XYZ, "1 2 nan"), "no number"),
        (HEAD.format("ascii", 1, XYZ + "property uchar red\n", "1 2 3 300"), "out of range"),
        (HEAD.format("ascii", 1, XYZ + "property int label\n", "1 2 3 nan"), "out of range"),
        (HEAD.format("ascii", 1, XYZ + "property int label\n", "1 2 3 -4"), "out of range"),
    ],
)
def test_a_broken_or_hostile_file_is_refused_with_a_reason(tmp_path, content, said):
    path = tmp_path / "bad.ply"
    path.write_bytes(content.encode())
    with pytest.raises(ReconstructionError, match=said) as caught:
        read_ply(path)
    assert str(path) in str(caught.value)
