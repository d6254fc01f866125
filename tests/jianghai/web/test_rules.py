from __future__ import annotations

import pytest
from django.urls import reverse

from jianghai.standards import rules

CODES = sorted(rules.corpus().codes)


@pytest.mark.parametrize("code", CODES)
def test_every_standard_is_a_page(chens, code):
    page = chens.get(reverse("rule", args=[code])).content.decode()
    assert rules.corpus().standards[code].editions[-1].name.zh in page


@pytest.mark.parametrize(
    "code", [code for code in CODES if len(rules.corpus().standards[code].editions) > 1]
)
def test_editions_stand_side_by_side_with_their_differences(chens, code):
    page = chens.get(reverse("rule_compare", args=[code])).content.decode()
    assert "<ins>" in page


def test_a_recalled_clause_is_marked(chens):
    assert "凭记忆" in chens.get(reverse("rule", args=["tech-sme"])).content.decode()


def test_the_points_are_marked_as_no_official_ones(chens):
    page = chens.get(reverse("rule", args=["innovation-points"])).content.decode()
    assert "园区试算·非官方" in page
    assert "非科技部官方权重" in page


def test_an_unknown_standard_is_not_there(chens):
    assert chens.get(reverse("rule", args=["nonsense"])).status_code == 404


def test_clauses_that_correspond_are_shown_with_what_moved(chens):
    page = chens.get(reverse("rule_compare", args=["little-giant"])).content.decode()
    assert "对应" in page
    assert "≥ 70% → ≥ 90%" in page
