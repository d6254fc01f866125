"""Policies in a real browser: Lin reads what Blue Kiln is owed and finds policies; every page is clean."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from jianghai.enterprises import actions
from tests.journeys.conftest import NARROW, WIDE

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = [("light", WIDE), ("dark", WIDE), ("light", NARROW), ("dark", NARROW)]
CLAUSE = ["nantong", "innovation-city", "C2.4"]


@pytest.fixture
def placed(blue_kiln, lin):
    """Blue Kiln, registered in Tongzhou."""
    actions.set_fact(blue_kiln, "region_code", "320612", by=lin)
    actions.set_fact(blue_kiln, "serious_dishonesty", "否", by=lin)
    return blue_kiln


def test_lin_opens_a_card_and_tries_a_grant(visit, lin, placed):
    page = visit(lin).open(reverse("firm", args=[placed.pk]))
    page.get_by_role("link", name="我们应得的").first.click()
    expect(page.get_by_role("heading", name="我们应得的")).to_be_visible()
    page.get_by_label("结论").select_option("data")
    card = page.locator(".owed", has_text="国家、省重大专项配套")
    card.locator("summary").click()
    expect(card.get_by_role("heading", name="为什么")).to_be_visible()
    card.get_by_role("link", name="打开、试算").click()

    page.locator(".try summary", has_text="已获政府资助").click()
    page.get_by_label("再加几条这样的").fill("1")
    page.get_by_label("资助级别").select_option("国家")
    page.get_by_label("计划类别").select_option("重大专项")
    page.get_by_label("到账金额").fill("3000")
    page.get_by_label("就这些，此外没有").check()
    expect(page.get_by_role("heading", name="试算结论")).to_be_visible()
    expect(page.locator("#judgement .owed-amount")).to_have_text("1,500万元")


def test_what_is_not_met_is_fetched_when_it_is_unfolded(visit, lin, placed):
    actions.set_fact(placed, "region_code", "110105", by=lin)
    page = visit(lin).open(reverse("firm_owed", args=[placed.pk]))
    page.get_by_text("看哪些不符合").click()
    expect(page.locator(".owed-rest .owed").first).to_be_visible()


def test_lin_finds_a_policy_by_pinyin_while_typing(visit, lin, placed):
    page = visit(lin).open("/policies/")
    page.get_by_label("查找政策").press_sequentially("jbgs")
    expect(page.get_by_text("揭榜挂帅").first).to_be_visible()
    expect(page.get_by_text("找到 1 项政策")).to_be_visible()
    assert "q=jbgs" in page.url


def test_a_facet_refines_without_losing_the_words(visit, lin, placed):
    page = visit(lin).open("/policies/?q=通州")
    page.locator("label", has_text="区").locator("input[value=district]").check()
    expect(page.locator(".policy-row .level").first).to_have_text("区")
    expect(page.get_by_label("查找政策")).to_have_value("通州")


@pytest.mark.parametrize(
    ("theme", "size"), LOOKS, ids=lambda look: look if isinstance(look, str) else look["width"]
)
def test_axe_finds_nothing_on_the_pages_of_policies(visit, lin, placed, theme, size):
    seen = visit(lin, theme=theme, **size)
    of_firm = ("firm_owed", "firm_owed_print", "firm_calendar")
    paths = [
        *(reverse(name, args=[placed.pk]) for name in of_firm),
        reverse("firm_owed", args=[placed.pk]) + "?group=unmet",
        reverse("firm_owed", args=[placed.pk]) + "?topic=zzz",
        reverse("firm_clause", args=[placed.pk, *CLAUSE]),
        "/policies/",
        "/policies/?q=zzzz",
        "/policies/?examples=1&level=city",
        reverse("policy", args=["nantong", "jianghai-talent"]),
        reverse("policy", args=["taizhou", "listing"]),
        reverse("policy", args=["tongzhou", "talent-3"]),
        reverse("policy_compare", args=["nantong", "innovation-city"]),
    ]
    faults = {}
    for path in paths:
        page = seen.open(path)
        for summary in page.locator(".owed-more summary").all()[:1]:
            summary.click()
            page.wait_for_selector(".reasons")
        found = seen.faults() + (["wider than the window"] if seen.overflows() else [])
        if found:
            faults[path] = found
    assert faults == {}
