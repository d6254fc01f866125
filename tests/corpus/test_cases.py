"""Every worked example and every border comes out as the document says."""

from __future__ import annotations

import pytest

from rulebook.proving.cases import run_case
from tests.corpus.shelf import cases, library


@pytest.mark.parametrize("code", library().codes)
def test_cases_come_out_as_written(code):
    wrong = {case.id: found for case in cases(code) if (found := run_case(case, library()))}
    assert wrong == {}


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("tech-sme", "T-A T-B T-C T-D"),
        ("hnte", "H-A H-B H-C"),
        ("innovative-sme", "N-A N-B N-C"),
        ("srdi", "Z-A Z-B Z-C"),
        ("little-giant", "L-A L-B L-C"),
        ("innovation-points", "P1"),
        ("tax", "X-A X-B"),
    ],
)
def test_worked_examples_are_kept_by_name(code, names):
    assert set(names.split()) <= {case.id for case in cases(code)}
