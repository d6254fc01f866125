from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from jianghai.enterprises.models import Enterprise
from jianghai.standards import actions as weights

pytestmark = pytest.mark.django_db(transaction=True)
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "real-companies.csv"


def test_chen_signs_in_imports_and_sees_a_verdict_move(visit, chen):
    page = visit().open("/")
    page.get_by_label("用户名或邮箱").fill("chen")
    page.get_by_label("密码").fill("jianghai")
    page.get_by_role("button", name="登录").click()

    page.get_by_role("link", name="导入", exact=True).click()
    page.get_by_label("表格文件").set_input_files(EXAMPLE)
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_text("已预览")).to_be_visible()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("已导入", exact=True)).to_be_visible(timeout=240_000)

    page.get_by_role("link", name="去看企业").click()
    page.get_by_label("查找").fill("akzn")
    expect(page.get_by_text("找到 1 家")).to_be_visible()
    page.get_by_role("link", name="江苏安靠智能输电工程科技股份有限公司").first.click()

    page.get_by_role("link", name="科技型中小企业").click()
    expect(page.get_by_role("heading", name="结论")).to_be_visible()
    for field, value in (("职工总数", "100"), ("销售收入", "9000"), ("资产总额", "9000")):
        page.get_by_label(field).first.fill(value)
        page.get_by_label(field).first.press("Tab")
    page.get_by_role("button", name="重新计算").click()
    expect(page.get_by_role("heading", name="试算结论")).to_be_visible()
    expect(page.locator(".verdict.large")).not_to_have_text("不符合")
    page.get_by_role("link", name="还原").click()
    expect(page.locator(".verdict.large")).to_have_text("不符合")


def test_lin_tries_with_the_keyboard_alone(visit, lin, blue_kiln):
    page = visit(lin).open("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="高新技术企业").focus()
    page.keyboard.press("Enter")
    page.locator("#judgement summary", has_text="H4").focus()
    page.keyboard.press("Enter")
    expect(
        page.locator("details[open]", has_text="科技人员占职工总数不低于 10%").first
    ).to_be_visible()
    page.get_by_label("科技人员", exact=False).first.focus()
    page.keyboard.type("20")
    page.keyboard.press("Tab")
    expect(page.get_by_role("heading", name="试算结论")).to_be_visible()
    expect(page.get_by_text("试算，不会保存")).to_be_visible()


def test_lin_keeps_the_theme_and_the_language_she_chose(visit, lin, blue_kiln):
    page = visit(lin).open("/rules/")
    page.get_by_label("外观").click()
    page.get_by_role("button", name="深色").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Rulebook")).to_be_visible()


def test_chen_finds_a_firm_by_its_initials_while_typing(visit, chen, blue_kiln, red_crane):
    page = visit(chen).open("/zone/firms/")
    page.get_by_label("查找").press_sequentially("nthh")
    expect(page.get_by_text(red_crane.name)).to_be_visible()
    expect(page.get_by_text(blue_kiln.name)).to_have_count(0)
    assert "q=nthh" in page.url


def test_chen_reads_a_standard_and_compares_its_editions(visit, chen):
    page = visit(chen).open("/rules/")
    page.get_by_role("link", name="专精特新“小巨人”").click()
    expect(page.get_by_role("heading", name="条款")).to_be_visible()
    page.get_by_role("link", name="版本对照").click()
    expect(page.locator("ins").first).to_be_visible()
    assert not Enterprise.objects.exists()


def test_ada_puts_official_weights_in_place_of_the_draft(visit, ada, blue_kiln, tmp_path):
    rows = weights.draft_rows() | {"IP01": [5, 8, 9], "IP02": [9, 8, 6]}
    lines = [",".join(map(str, [name, *row])) for name, row in rows.items()]
    table = tmp_path / "权重.csv"
    table.write_text("\n".join(["指标,初创期,成长期,稳定期", *lines]), encoding="utf-8")
    page = visit(ada).open("/zone/overview/")
    page.get_by_role("link", name="权重表").click()
    expect(page.get_by_text("非官方", exact=True)).to_be_visible()
    page.get_by_label("权重表文件").set_input_files(table)
    page.get_by_label("文号或名称").fill("国科示例〔2026〕1号")
    page.get_by_role("button", name="检查并预览").click()
    expect(page.get_by_text("有 2 处不同")).to_be_visible()
    page.get_by_role("button", name="载入这份权重").click()
    expect(page.get_by_text("已载入“国科示例〔2026〕1号”")).to_be_visible()
    expect(page.get_by_text("非官方", exact=True)).to_have_count(0)
