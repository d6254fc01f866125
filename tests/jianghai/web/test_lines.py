"""The list of firms, whose lines are written without a template."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jianghai.enterprises import queries
from jianghai.enterprises.models import Enterprise
from jianghai.standards import actions
from jianghai.web.views import zone as views

SLY = """<script>alert("1")</script>&'{}"""


def test_a_name_cannot_bring_markup_into_the_list(chens, blue_kiln):
    Enterprise.objects.filter(pk=blue_kiln.pk).update(name=SLY, industry_code="<b>")
    page = chens.get(reverse("zone_firms")).content.decode()
    assert SLY not in page
    assert "<b>" not in page
    assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#x27;{}" in page


def test_a_line_leads_to_the_firm_and_to_what_it_has_met(chens, known):
    actions.evaluate_zone()
    page = chens.get(reverse("zone_firms"), {"title": "tech-sme"}).content.decode()
    assert f'href="{reverse("firm", args=[known.pk])}"' in page
    met = known.evaluations.filter(latest=True, verdict=3, standard="tech-sme")
    link = f'href="{reverse("firm_standard", args=[known.pk, "tech-sme"])}"'
    assert (link in page) == met.exists()


@pytest.fixture
def three(db, monkeypatch):
    """Three kilns on pages of two."""
    monkeypatch.setattr(views, "PER_PAGE", 2)
    for name in ("甲窑", "乙窑", "丙窑"):
        Enterprise.objects.create(name=name, uscc_absent="示例")


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, {"甲窑", "丙窑", "乙窑"}),
        ({"page": "1"}, {"丙窑", "甲窑"}),
        ({"page": "2"}, {"乙窑"}),
        ({"page": "9"}, {"乙窑"}),
    ],
)
def test_a_search_longer_than_a_page_goes_on_on_the_next(chens, three, asked, names):
    page = chens.get(reverse("zone_firms"), {"q": "窑", **asked}).content.decode()
    shown = {name for name in ("甲窑", "乙窑", "丙窑") if f">{name}</a>" in page}
    assert shown <= names
    assert "找到 3 家" in page
    assert len(shown) == (1 if asked.get("page") in {"2", "9"} else 2)


@pytest.mark.parametrize("sort", ["name", "points", "founded"])
@pytest.mark.parametrize("per_page", [1, 2, 3, 4])
def test_a_search_counts_every_firm_once_however_sorted_and_named(
    chens, db, monkeypatch, sort, per_page
):
    monkeypatch.setattr(views, "PER_PAGE", per_page)
    for name in ("甲窑", "甲窑", "甲窑", "乙窑", "丁瓷"):  # three sound and sort alike
        Enterprise.objects.create(name=name, uscc_absent="示例")
    page = chens.get(reverse("zone_firms"), {"q": "窑", "sort": sort}).content.decode()
    assert "找到 4 家" in page


def test_a_search_that_fits_a_page_is_counted_as_it_stands(chens, three):
    page = chens.get(reverse("zone_firms"), {"q": "甲"}).content.decode()
    assert "找到 1 家" in page
    assert "甲窑" in page


@pytest.mark.parametrize(("word", "found"), [("JY", 1), ("jiayao", 1), ("甲", 1), ("j-y", 0)])
def test_letters_search_pinyin_and_other_signs_only_names(three, word, found):
    assert queries.found(Enterprise.objects.all(), word).count() == found


@pytest.mark.parametrize("word", ["Abc9", "aBC", "abc9YAO", "ABC9窑"])
def test_latin_letters_of_a_name_are_found_in_any_case(db, word):
    Enterprise.objects.create(name="海门Abc9窑", uscc_absent="示例")
    assert queries.found(Enterprise.objects.all(), word).count() == 1


def test_the_filters_show_what_was_chosen_in_the_readers_language(chens, three):
    Enterprise.objects.filter(name="甲窑").update(industry_code="C3074")
    asked = {"state": "near", "stage": "成长期", "industry": "C", "sort": "-founded"}
    page = chens.get(reverse("zone_firms"), asked).content.decode()
    for value, word in (
        ("near", "只差一步"),
        ("成长期", "成长期"),
        ("C", "C"),
        ("-founded", "新成立在前"),
    ):
        assert f'<option value="{value}" selected>{word}</option>' in page
    assert page.count(" selected>") == len(asked)
    chens.cookies["django_language"] = "en"
    assert '<option value="near" selected>' not in chens.get(reverse("zone_firms")).content.decode()
    assert ">Any title</option>" in chens.get(reverse("zone_firms")).content.decode()


def test_no_choice_can_bring_markup_into_the_filters(chens, blue_kiln):
    Enterprise.objects.filter(pk=blue_kiln.pk).update(industry_code="<b>")
    assert '<option value="&lt;">&lt;</option>' in chens.get(reverse("zone_firms")).content.decode()
