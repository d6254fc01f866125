"""A firm is started in the browser: one form, one signature, six offices at once, one of them failing once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.staging import SOON, Scene, paper, staged

pytestmark = pytest.mark.django_db(transaction=True)
ANSWERS = {
    "企业名称": "南通示例微电子有限公司（虚构）",
    "注册资本": "1000000",
    "住所": "南通高新区示例路 1 号",
    "经营范围": "示例：集成电路设计",
    "股东（发起人）名称": "示例创办人",
    "法定代表人身份证号": "320683199003074010",
    "联系电话": "13800000000",
    "刻制公章数": "4",
    "拟参保人数": "5",
    "预约开户银行": "示例银行",
}
CHOICES = {"企业类型": "有限责任公司", "纳税人类型": "小规模纳税人"}
CODE = "91320612MA0DEM013E"


@pytest.fixture
def scene(browser, tmp_path_factory, lin):
    """Lin, the counter and the registrar on a server whose clock the journey moves."""
    yield from staged(browser, tmp_path_factory.mktemp("served"), {"lin": lin})


def test_lin_starts_a_firm_within_two_working_hours(scene):
    scene.at("2026-03-02 09:00")
    lin_fills_one_form(scene)
    scene.at("2026-03-02 09:20")
    scene.act("window", "形式审查", "齐全，受理")
    scene.at("2026-03-02 11:00")
    scene.act("lin", "实名认证与电子签名", "已签名")
    scene.at("2026-03-02 11:20")
    typed = {"登记内容": "准予设立登记（示例）", "统一社会信用代码": CODE}
    scene.act("handler", "设立登记", "准予登记，发电子营业执照", **typed)
    scene.at("2026-03-02 14:30")
    everything_is_done(scene)


def lin_fills_one_form(scene: Scene) -> None:
    """Fill in the form, hand two papers in, commit and hand in."""
    page = scene.open("lin", "/services/start-business/")
    page.get_by_label("项目或事项名称").fill("南通示例微电子有限公司（虚构）开办")
    page.get_by_role("button", name="开始填写").click()
    page.wait_for_url("**/cases/*/")
    scene.case = page.url.removeprefix(scene.home)
    for label, text in ANSWERS.items():
        page.get_by_label(label).first.fill(text)
    page.get_by_label("法定代表人", exact=True).fill("示例法人")
    for label, text in CHOICES.items():
        page.get_by_label(label).select_option(text)
    page.get_by_role("group", name="同时办理医保参保登记").get_by_label("是").check()
    page.get_by_role("group", name="承诺填报内容真实").get_by_label("是").check()
    page.get_by_role("button", name="保存并检查").click()
    expect(page.get_by_text("已保存，没有发现问题。")).to_be_visible(timeout=SOON)
    for material in ("articles", "residence"):
        page.locator(f"#file-{material}").set_input_files(paper(material))
        page.locator(f"#m-{material} .upload button").click()
        expect(page.get_by_text(f"已上传：{material}.pdf")).to_be_visible(timeout=SOON)
    page.get_by_label("我已阅读并作出以上承诺").check()
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_text("已提交。")).to_be_visible(timeout=SOON)


def everything_is_done(scene: Scene) -> None:
    """See on the page that all is over, within the two hours that were promised, signing not counted."""
    page = scene.open("lin")
    expect(page.get_by_text("办结（通过）").first).to_be_visible(timeout=SOON)
    expect(page.get_by_text("税务", exact=False).first).to_be_visible()
    assert not page.get_by_text("已超").count()
