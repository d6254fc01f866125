"""A policy of which only the name was known: written, tried, reviewed, published; told once, read, applied for."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from jianghai.enterprises import actions as registry
from jianghai.notices import actions as notices
from jianghai.notices.models import Notice
from jianghai.policies import actions, held
from jianghai.policies.models import Application, PublishedEdition
from tests.cast import person
from tests.journeys.conftest import NARROW, WIDE

pytestmark = pytest.mark.django_db(transaction=True)
DESK = (
    "desk_drafts", "desk_lab", "desk_lab_compare", "desk_payouts", "desk_applications", "desk_pushes",
    "published_payouts", "inbox",
)  # fmt: skip
LOOKS = [("light", WIDE), ("dark", WIDE), ("light", NARROW), ("dark", NARROW)]


@pytest.fixture
def gao(db):
    """Gao works for the zone too, and reviews."""
    return person("gao", "高歌", "staff")


@pytest.fixture
def zone(chen, lin, blue_kiln, red_crane, settings):
    """Blue Kiln lies in the park and does much research, Red Crane little; the zone is judged."""
    settings.NOTICE_HOUR = 0
    held.forget()
    for firm, spent in ((blue_kiln, "620"), (red_crane, "380")):
        registry.set_fact(firm, "park", "nantong-hightech", by=chen)
        registry.set_fact(firm, "rd_expense", spent, by=chen, year=2025)
    actions.evaluate_zone()
    yield blue_kiln
    held.forget()


def written(page) -> None:
    """Enter a clause: who spends five million on research is given 200 000."""
    page.get_by_role("link", name="录入条款").click()
    page.get_by_label("名称", exact=True).first.fill("研发投入奖励")
    page.get_by_label("条款号").fill("第三条")
    page.get_by_label("原文", exact=True).fill("上年度研发费用 500 万元以上的，奖励 20 万元。")
    page.get_by_label("兑现方式").select_option("apply")
    page.get_by_role("button", name="添加条件").click()
    page.get_by_label("数据", exact=True).fill("研发费用")
    page.get_by_label("数据", exact=True).press("Tab")
    expect(page.get_by_text("值 （万元）")).to_be_visible()
    page.get_by_label("值").first.fill("500")
    page.get_by_label("怎么算").select_option("fixed")
    page.locator("#f-a-is").fill("二十万")
    page.locator("#f-a-is").press("Tab")
    expect(page.locator("#desk-read").get_by_text("处待改")).to_be_visible()
    page.locator("#f-a-is").fill("20万元")
    page.locator("#f-a-is").press("Tab")
    expect(page.locator("#desk-read")).to_contain_text("研发费用 ≥ 500万元；给予 20万元")


def proved(page) -> None:
    """Add a case and see it come out."""
    page.get_by_text("加一个用例").click()
    page.get_by_label("数据 1").fill("研发费用")
    page.get_by_label("值 1").fill("600")
    page.get_by_label("数据 2").fill("所在园区")
    page.get_by_label("值 2").fill("nantong-hightech")
    page.get_by_label("至少").fill("20")
    page.get_by_label("至多").fill("20")
    page.get_by_role("button", name="加上并运行").click()
    expect(page.locator("#desk-read").get_by_text("相符", exact=True)).to_be_visible()
    page.get_by_role("button", name="完成").click()


def tried(page, home: str, red_crane) -> None:
    """Move the threshold in the lab: the page redraws, and Red Crane wins."""
    draft = page.url.rstrip("/").rpartition("/")[2]
    page.goto(f"{home}{reverse('desk_lab')}?what=draft:{draft}")
    expect(page.locator("#lab-outcome")).not_to_contain_text(red_crane.name)
    page.evaluate("window.stayed = true")
    page.get_by_label("研发费用").first.fill("350")
    expect(page.locator("#lab-outcome")).to_contain_text(red_crane.name)
    assert page.evaluate("window.stayed") is True
    page.goto(f"{home}{reverse('desk_draft', args=[draft])}")


@pytest.fixture
def published(visit, chen, gao, zone, red_crane):
    """Chen writes, proves and tries a clause, Gao publishes it."""
    staff = visit(chen)
    page = staff.open(reverse("desk_drafts"))
    page.get_by_role("button", name="录入条款：高企培育十条").click()
    written(page)
    proved(page)
    tried(page, staff.home, red_crane)
    page.get_by_role("button", name="提交复核").click()
    expect(page.get_by_text("等另一位工作人员复核。").first).to_be_visible()
    review = visit(gao).open(page.url.removeprefix(staff.home))
    expect(review.get_by_text("新增条款")).to_be_visible()
    review.get_by_role("button", name="复核通过，发布").click()
    expect(review.get_by_text("已发布，自")).to_be_visible()
    return PublishedEdition.objects.get()


def test_a_shell_becomes_a_policy_that_lin_applies_for(visit, chen, lin, published):
    assert published.policy == "nantong-hightech/hnte-ten"
    notices.send_digests()
    assert Notice.objects.filter(person=lin).count() == 1
    mine = visit(lin).open("/")
    mine.get_by_role("link", name="消息，1 条未读").click()
    mine.get_by_role("main").get_by_role("link").first.click()
    expect(mine.get_by_role("main")).to_contain_text("研发投入奖励")
    expect(mine.get_by_role("main")).to_contain_text("620万元")
    mine.get_by_role("button", name="申报").click()
    mine.get_by_label("我已阅读").check()
    mine.get_by_role("button", name="提交申报").click()
    expect(mine.get_by_text("已提交，等待审核。")).to_be_visible()
    assert Application.objects.get().state == "in_review"
    log = visit(chen).open(reverse("desk_pushes"))
    expect(log.get_by_text("1 / 1").first).to_be_visible()


@pytest.fixture
def pages(chen, zone):
    """List every page of the desk, and of an enterprise's side of it."""
    draft = actions.start_draft("nantong-hightech/hnte-ten", by=chen)
    of_draft = [
        reverse(name, args=[draft.pk]) for name in ("desk_draft", "desk_paper", "desk_groups")
    ]
    ours = [*map(reverse, DESK), *of_draft, reverse("desk_clause", args=[draft.pk, "T1"])]
    theirs = [reverse(name, args=[zone.pk]) for name in ("firm_payouts", "firm_applications")]
    return ours, [reverse("inbox"), *theirs]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1]['width']}")
def test_the_desk_is_clean_for_everybody(visit, chen, lin, pages, look):
    theme, size = look
    faults = {}
    for who, paths in zip((chen, lin), pages, strict=True):
        seen = visit(who, theme=theme, **size)
        for path in paths:
            seen.open(path)
            found = seen.faults() + (["wider than the window"] if seen.overflows() else [])
            if found:
                faults[path] = found
    assert faults == {}
