"""A whole environmental approval in the browser, on the days of the newspaper's case: nobody comes to a window."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.staging import SOON, Scene, paper, staged

pytestmark = pytest.mark.django_db(transaction=True)
REVIEW = re.compile("^审阅 ")
ANSWERS = {
    "建设项目名称": "飞琳科项目（示例）",
    "建设地点": "南通高新区（示例地址）",
    "名录类别": "电子元件及电子专用材料制造",
    "总投资": "10000000",
    "主要环境影响": "废气、废水、噪声",
    "拟采取的措施": "收集处理后达标排放",
    "环评文件编制单位": "示例环境科技有限公司",
    "联系人": "林岚",
    "联系电话": "0513-00000000",
}
CHOICES = {"建设性质": "新建", "技术评审": "已在申报前会商评审", "审批方式": "一般程序"}
REMARKS = {
    "handler": ("请核实排气筒高度。", "已核实，提高到 20 米。"),
    "assessor": ("请补充噪声预测。", "已补充东厂界点位。"),
    "expert": ("请写明危废间面积。", "面积为 40 平方米。"),
}
STEPS = {"handler": "审批经办审阅", "assessor": "评估单位审阅", "expert": "专家审阅"}


@pytest.fixture
def scene(browser, tmp_path_factory, lin):
    """Lin, the drafter, three reviewers and the others on a server whose clock the journey moves."""
    yield from staged(browser, tmp_path_factory.mktemp("served"), {"lin": lin})


def test_five_people_get_an_approval_without_meeting(scene):
    scene.at("2025-09-04 09:10")
    lin_applies(scene)
    scene.at("2025-09-04 14:00")
    everybody_reviews_the_same_version(scene)
    scene.at("2025-09-07 20:00")
    the_drafter_answers_with_a_second_version(scene)
    scene.at("2025-09-08 08:40")
    the_three_agree_and_the_case_is_accepted(scene)
    scene.at("2025-09-09 10:00")
    a_stranger_reads_the_notice(scene, "还剩 4 个工作日")
    scene.at("2025-09-15 09:30")
    scene.act("handler", "审查会审议", "拟批准", 会议日期="2025-09-15", 审查意见="拟批准")
    scene.at("2025-09-22 17:00")
    a_stranger_reads_the_notice(scene, "今天到期")
    assert not scene.open("chief").get_by_role("link", name="办理").count()
    scene.at("2025-09-23 09:00")
    scene.act("chief", "审批决定", "批准", 批复内容="原则同意报告表的结论。")
    lin_gets_the_reply(scene)


def lin_applies(scene: Scene) -> None:
    """Fill in, invite the drafter, hand in; the handler says what kind of report it takes."""
    page = scene.open("lin", "/services/eia-form/")
    page.get_by_label("项目或事项名称").fill("飞琳科项目（示例）")
    page.get_by_role("button", name="开始填写").click()
    page.wait_for_url("**/cases/*/")
    scene.case = page.url.removeprefix(scene.home)
    for label, text in ANSWERS.items():
        page.get_by_label(label).first.fill(text)
    for label, text in CHOICES.items():
        page.get_by_label(label).select_option(text)
    page.get_by_role("group", name="涉及环境敏感区").get_by_label("否").check()
    page.get_by_role("group", name="承诺所报材料真实").get_by_label("是").check()
    page.get_by_role("button", name="保存并检查").click()
    expect(page.get_by_text("已保存，没有发现问题。")).to_be_visible(timeout=SOON)
    page.get_by_text("请人参与").click()
    page.get_by_label("用户名").fill("drafter")
    page.get_by_role("button", name="邀请").click()
    expect(page.get_by_text("已邀请参与。")).to_be_visible(timeout=SOON)
    page.get_by_label("我已阅读并作出以上承诺").check()
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_text("已提交。")).to_be_visible(timeout=SOON)
    scene.act("handler", "类别判定", "属于本类别", 判定的名录类别="报告表")


def upload(page: Page, material: str, text: str) -> None:
    """Hand a paper in from the page of the case."""
    page.get_by_label(material).set_input_files(paper(text))
    page.locator(".upload", has=page.get_by_label(material)).locator("button").click()
    expect(page.get_by_text(f"已上传：{text}.pdf")).to_be_visible(timeout=SOON)


def everybody_reviews_the_same_version(scene: Scene) -> None:
    """The drafter hands the report in; three remark on it at the same time and see each other's remarks."""
    upload(scene.open("drafter"), "报批稿全本", "送审稿")
    for who in REMARKS:
        scene.open(who).get_by_role("link", name=REVIEW).click()
        scene.page(who).wait_for_selector("#page-1 .textLayer span")
    for who, (text, _answer) in REMARKS.items():
        scene.page(who).get_by_label("意见内容").fill(text)
    for who in REMARKS:
        scene.page(who).get_by_role("button", name="提出").click()
    for who in REMARKS:
        expect(scene.page(who).locator(".remark")).to_have_count(3, timeout=SOON)


def the_drafter_answers_with_a_second_version(scene: Scene) -> None:
    """Lin confirms the facts; the drafter answers every remark and hands in the second version."""
    scene.act("lin", "核对项目情况", "情况属实")
    page = scene.open("drafter")
    page.get_by_role("link", name="条审阅意见").click()
    for text, answer in REMARKS.values():
        row = page.locator(".remark", has_text=text)
        row.get_by_role("link", name="办理意见").click()
        row.get_by_label("说明或理由").fill(answer)
        row.get_by_role("button", name="采纳", exact=True).click()
        expect(row.locator(".remark-body")).to_contain_text(answer, timeout=SOON)
    upload(scene.open("drafter"), "报批稿全本", "修改稿")
    scene.act("drafter", "同步修改", "已按意见修改完毕")


def the_three_agree_and_the_case_is_accepted(scene: Scene) -> None:
    """Each closes the own remark against the second version and agrees; Lin files, the counter accepts."""
    for who, (text, _answer) in REMARKS.items():
        page = scene.open(who)
        page.get_by_role("link", name=REVIEW).click()
        row = page.locator(".remark", has_text=text)
        row.get_by_role("link", name="办理意见").click()
        row.get_by_role("button", name="关闭").click()
        expect(row.locator(".remark-body")).to_contain_text("v2 关闭", timeout=SOON)
        scene.act(who, STEPS[who], "同意")
    upload(scene.open("drafter"), "公示本", "公示本")
    scene.act("lin", "网上申报", "申报")
    scene.act("window", "形式审查", "齐全，受理")


def a_stranger_reads_the_notice(scene: Scene, left: str) -> None:
    """Somebody without an account reads the newest notice and the paper that belongs to it."""
    page = scene.open("stranger", "/public/notices/")
    page.get_by_role("link", name="飞琳科项目").first.click()
    expect(page.get_by_text(left).first).to_be_visible(timeout=SOON)
    with page.expect_download() as download:
        page.get_by_role("link", name="公示本.pdf").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def lin_gets_the_reply(scene: Scene) -> None:
    """Lin takes the reply, signs for it and judges; anybody can check it by its code."""
    page = scene.open("lin")
    reply = page.get_by_role("link", name="下载决定书").get_attribute("href")
    printed = page.context.request.get(scene.home + reply)
    assert printed.body().startswith(b"%PDF")
    page.get_by_role("button", name="确认收到").click()
    expect(page.get_by_text("已签收。")).to_be_visible(timeout=SOON)
    page.get_by_label("非常满意").check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_text("谢谢您的评价。")).to_be_visible(timeout=SOON)
    code = page.get_by_role("link", name="核验", exact=True).get_attribute("href")
    stranger = scene.open("stranger", code)
    expect(stranger.get_by_text("〔2025〕1号")).to_be_visible(timeout=SOON)
    expect(stranger.get_by_text("2025-09-23", exact=True)).to_be_visible()
