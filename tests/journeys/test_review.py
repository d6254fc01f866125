"""A report under review by five people at once: an applicant, a drafter and three reviewers, nobody reloading."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from jianghai.people.models import Person
from tests.jianghai.casework.documents import made
from tests.jianghai.casework.documents.conftest import (  # noqa: F401 - fixtures
    bureau,
    case,
    first,
    folder,
    mei,
    sun,
    wu,
    zhou,
)
from tests.journeys.conftest import NARROW, WIDE, session, windows
from tests.journeys.serving import served

pytestmark = pytest.mark.django_db(transaction=True)
SOON = 6_000
LOOKS = [("light", WIDE), ("dark", WIDE), ("light", NARROW), ("dark", NARROW)]


@pytest.fixture
def cast(first, request):  # noqa: F811
    """Give the five who take part, and a remark that Sun made before."""
    found = {name: request.getfixturevalue(name) for name in ("zhou", "wu", "sun", "mei", "lin")}
    made.say(first, found["sun"], "总则请写明依据。")
    return found


@pytest.fixture
def visit(browser, tmp_path_factory, folder, cast):  # noqa: F811
    """Open windows on a server of its own."""
    keys = {who.pk: session(who) for who in Person.objects.all()}
    with served(tmp_path_factory.mktemp("served"), folder) as home:
        yield from windows(browser, home, lambda who: keys[who.pk])


def opened(page: Page) -> Page:
    """Wait until the first page is drawn, and leave a mark that a reload would wipe away."""
    page.wait_for_selector("#page-1 .textLayer span")
    page.evaluate("window.kept = true")
    return page


def select(page: Page) -> None:
    """Select a line of the first page with the mouse."""
    line = page.locator("#page-1 .textLayer span", has_text="Dust").bounding_box()
    middle = line["y"] + line["height"] / 2
    page.mouse.move(line["x"] + 1, middle)
    page.mouse.down()
    page.mouse.move(line["x"] + line["width"] - 1, middle, steps=4)
    page.mouse.up()
    page.locator("#choose").click()


def draw(page: Page) -> None:
    """Draw a rectangle on the first page."""
    page.get_by_role("button", name="框选").click()
    sheet = page.locator("#page-1").bounding_box()
    page.mouse.move(sheet["x"] + 120, sheet["y"] + 250)
    page.mouse.down()
    page.mouse.move(sheet["x"] + 320, sheet["y"] + 330, steps=4)
    page.mouse.up()


def say(page: Page, text: str) -> None:
    """Write a remark and send it."""
    page.get_by_label("意见内容").fill(text)
    page.get_by_role("button", name="提出").click()


def share(page: Page) -> float:
    """Tell how far down the first page the first place of a remark lies."""
    place, sheet = (page.locator(one).first.bounding_box() for one in (".place", "#page-1"))
    return (place["y"] - sheet["y"]) / sheet["height"]


def test_three_reviewers_a_drafter_and_an_applicant_at_once(visit, first, cast):  # noqa: F811
    path = reverse("review", args=[first.document_id, 1])
    people = {name: visit(who) for name, who in cast.items()}
    pages = {name: opened(one.open(path)) for name, one in people.items()}

    everybody_remarks(pages)
    before = share(pages["mei"])
    pages["mei"].get_by_role("button", name="放大").click()
    pages["mei"].wait_for_timeout(800)
    assert share(pages["mei"]) == pytest.approx(before, abs=0.01)

    answer(pages["mei"], "浓度高于标准。", "采纳", "已改为 8 mg。")
    answer(pages["lin"], "请附平面图。", "不采纳", "附件三已有。")
    hear(pages, "已改为 8 mg。", "附件三已有。")
    hand_in(people["lin"], first)
    hear(pages, "已有更新的版本")
    settle(pages["zhou"])
    expect(pages["wu"].locator(".remark-closed")).to_have_count(1, timeout=SOON)


def everybody_remarks(pages: dict[str, Page]) -> None:
    """One selects text, one draws, one uses the keyboard only; all five see all three remarks."""
    select(pages["zhou"])
    expect(pages["zhou"].get_by_label("原文")).to_have_value("Dust is 10 mg.")
    say(pages["zhou"], "浓度高于标准。")
    draw(pages["wu"])
    say(pages["wu"], "请附平面图。")
    by_keyboard(pages["sun"])
    for page in pages.values():
        for text in ("浓度高于标准。", "请附平面图。", "第三页缺少依据。"):
            expect(page.locator(".remark", has_text=text)).to_have_count(1, timeout=SOON)
    expect(pages["lin"].locator(".remark")).to_have_count(4)
    expect(pages["lin"].locator(".remark-quote", has_text="Dust is 10 mg.")).to_have_count(1)


def hear(pages: dict[str, Page], *words: str) -> None:
    """See that the reviewers hear of something without reloading."""
    for name in ("zhou", "wu", "sun"):
        for text in words:
            expect(pages[name].get_by_text(text)).to_be_visible(timeout=SOON)
        assert pages[name].evaluate("window.kept")


def by_keyboard(page: Page) -> None:
    """Make a remark without a mouse: a page number, then words."""
    page.get_by_role("form").or_(page.locator("#make")).get_by_label("页码").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("第三页缺少依据。")
    page.keyboard.press("Control+Enter")


def answer(page: Page, remark: str, verb: str, words: str) -> None:
    """Say what becomes of a remark."""
    row = page.locator(".remark", has_text=remark)
    row.get_by_role("link", name="办理意见").click()
    row.get_by_label("说明或理由").fill(words)
    row.get_by_role("button", name=verb, exact=True).click()
    expect(row.locator(".remark-body")).to_contain_text(words, timeout=SOON)


def hand_in(visit, version) -> None:
    """Hand in the second version on the document's page."""
    page = visit.open(reverse("document", args=[version.document_id]))
    page.get_by_label("文件", exact=True).set_input_files(
        {"name": "报告表（修改稿）.pdf", "mimeType": "application/pdf", "buffer": made.SECOND}
    )
    page.get_by_label("修改说明").fill("按意见修改")
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_text("已上传：报告表（修改稿）.pdf")).to_be_visible()
    page.get_by_role("link", name="比对版本").click()
    expect(page.locator("del").nth(1)).to_have_text("10")


def settle(page: Page) -> None:
    """Go to the newest version and close the remark against it."""
    page.get_by_role("link", name="打开最新版本").click()
    opened(page)
    row = page.locator(".remark", has_text="浓度高于标准。")
    expect(row.get_by_text("v1 提出")).to_be_visible()
    row.get_by_role("link", name="办理意见").click()
    row.get_by_role("button", name="关闭", exact=True).click()
    expect(row.get_by_text("由 周岩 以 v2 关闭")).to_be_visible(timeout=SOON)


def test_axe_finds_nothing_and_nothing_is_cut_off(visit, first, cast):  # noqa: F811
    hand_in(visit(cast["lin"]), first)
    pk = first.document_id
    paths = [
        reverse("review", args=[pk, 1]),
        reverse("document", args=[pk]),
        reverse("document_compare", args=[pk]),
        reverse("remark", args=[first.remarks.get().pk]),
    ]
    faults = {}
    for theme, size in LOOKS:
        seen = visit(cast["zhou"], theme=theme, **size)
        for path in paths:
            page = seen.open(path)
            if "/v1/" in path:
                opened(page)
            found = seen.faults() + (["wider than the window"] if seen.overflows() else [])
            faults |= {(path, theme, size["width"]): found} if found else {}
    assert faults == {}


def test_on_a_telephone_paper_and_remarks_take_turns(visit, first, cast):  # noqa: F811
    page = visit(cast["zhou"], **NARROW).open(reverse("review", args=[first.document_id, 1]))
    opened(page)
    expect(page.locator("#remarks")).to_be_hidden()
    page.get_by_role("button", name="意见 1").click()
    expect(page.locator("#pages")).to_be_hidden()
    say(page, "手机上提的意见。")
    expect(page.locator(".remark", has_text="手机上提的意见。")).to_be_visible(timeout=SOON)
    page.locator(".remark").first.get_by_role("link", name="第 1 页").click()
    expect(page.locator("#pages")).to_be_visible()


def test_a_lost_line_is_said_and_nothing_is_said_twice(visit, first, cast):  # noqa: F811
    seen = visit(cast["zhou"])
    page = opened(seen.open(reverse("review", args=[first.document_id, 1])))
    page.context.set_offline(True)
    say(page, "断线时写的。")
    expect(page.locator("#make-wrong")).to_contain_text("连接中断")
    expect(page.get_by_label("意见内容")).to_have_value("断线时写的。")
    page.context.set_offline(False)
    page.get_by_role("button", name="提出").click()
    expect(page.locator(".remark", has_text="断线时写的。")).to_have_count(1, timeout=SOON)
    page.reload()
    expect(page.locator(".remark", has_text="断线时写的。")).to_have_count(1)
    seen.wrong = [one for one in seen.wrong if "ERR_INTERNET_DISCONNECTED" not in one]
