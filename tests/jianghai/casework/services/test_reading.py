"""Somebody writes a service, and is told at once where its files do not hold together."""

from __future__ import annotations

import pytest

CHECK = '<userTask id="check" name="形式审查"/>'
#: File, what stood there, what was written instead, and what the writer is told.
SPOILT = [
    ("service.yaml", "  review:\n", "  look:\n", "流程图中没有人工环节 look"),
    ("service.yaml", "  review:\n", "  look:\n", "人工环节 review 未写入 service.yaml"),
    ("service.yaml", "agreed:", "fine:", "网关 reviewed 所问的 agreed 无人给出"),
    ("service.yaml", "  chief: {department: authority", "  boss: {department: authority", "流程图中没有泳道 boss"),
    ("service.yaml", "department: counter", "department: kitchen", "园区没有部门 kitchen"),
    ("service.yaml", "{department: counter, duty: window}", "{department: counter}", "缺少 duty"),
    (
        "service.yaml", "{holder: system}", "{holder: system, department: counter, duty: window}",
        "须写 holder 或 department 之一",
    ),
    ("service.yaml", "authority: licence", "authority: moon", "routing.yaml 没有 moon"),
    ("service.yaml", "form: examine", "form: gone", "没有表单 forms/gone.json"),
    ("service.yaml", "form: examine", "form: review", "没有环节用到它"),
    ("service.yaml", "supplies: [application,", "supplies: [ghost,", "没有材料 ghost"),
    ("service.yaml", "from: [supplement_asked]", "from: [sunrise]", "没有事件 sunrise"),
    ("service.yaml", "from: [opened:hold_hearing]", "from: [opened:nothing]", "没有事件 opened:nothing"),
    ("service.yaml", "  hearing:\n    from", "  nap:\n    from", "没有中止事由 nap"),
    ("service.yaml", "文号{decision}。", "。", "缺少空白 {decision}"),
    ("service.yaml", "文号{decision}。", "文号{decision}，电话{phone}。", "空白 {phone} 无人填写，或属个人信息"),
    ("service.yaml", "{office}许〔{year}〕{n}号", "{office}许", "文号格式须含 {year}、{n}"),
    ("service.yaml", "sources: [A.S15]", "sources: [A.S999]", "没有出处 A.S999"),
    ("service.yaml", "id: licence\n", "id: permit\n", "id 与文件夹名不同"),
    ("service.yaml", "kind: licence\n", "", "缺少 kind"),
    ("service.yaml", "kind: licence\n", "kind: gift\n", "格式不符"),
    ("service.yaml", 'article: "36"', "article: 3.6", "格式不符"),
    (
        "service.yaml", "      granted: {zh", "      silence: {zh: 默示, en: Silence}\n      granted: {zh",
        "silence 只由时限给出",
    ),
    (
        "service.yaml", "publicity:\n", "answers:\n  idle: {field: place, present: true}\npublicity:\n",
        "没有网关或材料用到它",
    ),
    (
        "service.yaml", "publicity:\n", "answers:\n  idle: {field: ghost, present: true}\npublicity:\n",
        "没有表单项 ghost",
    ),
    (
        "service.yaml", "publicity:\n", "answers:\n  agreed: {field: place, present: true}\npublicity:\n",
        "agreed 已是某环节的结果",
    ),
    ("service.yaml", "publicity:\n", "papers: {poem: {}}\npublicity:\n", "没有文书 poem"),
    (
        "service.yaml", "publicity:\n", "papers: {decision: {body: [{text: {zh: '{ghost}', en: x}}]}}\npublicity:\n",
        "{ghost}",
    ),
    ("service.yaml", "publicity:\n", "offices: {p_seal: seal}\npublicity:\n", "流程图中没有外部单位环节 p_seal"),
    ("clocks.yaml", "use: lic.decide", "use: lic.ghost", "缺少或没有 lic.ghost"),
    ("clocks.yaml", "setting: licence_promise", "setting: ghost", "缺少或没有 ghost"),
    ("clocks.yaml", "on: step:correct", "on: step:ghost", "没有环节 ghost"),
    ("clocks.yaml", "element: check, outcome: silence", "element: check, outcome: shout", "on_expiry 须写 element"),
    ("clocks.yaml", "on: wait", "on: case", "写了 on: wait 的时限与流程图中的等待不一致"),
    ("clocks.yaml", "- key: lic.hearing_request\n", "- key: lic.other\n", "没有名为“lic.hearing_request”的时钟"),
    ("clocks.yaml", "- key: lic.promise\n", "- key: lic.decide\n", "lic.decide 写了两次"),
    ("clocks.yaml", "amount: {setting: licence_promise}", "amount: soon", "格式不符"),
    ("materials.yaml", "required: true", "required: {when: rainy}", "answers 中没有 rainy"),
    ("materials.yaml", "review: true", "redacted_of: ghost", "没有材料 ghost"),
    ("materials.yaml", "  most_megabytes: 60\n", "", "缺少 most_megabytes"),
    ("process.bpmn", CHECK, CHECK.replace("userTask", "scriptTask"), "不允许脚本任务"),
    ("process.bpmn", 'implementation="receive"', 'implementation="wish"', "没有名为“wish”的服务函数"),
    ("forms/apply.json", '"place"', '"阳光"', "格式不符"),
    ("forms/review.json", '"reason"', '"why"', "退回须写理由，表单缺少 reason"),
    ("forms/apply.json", '"x-long": true', '"x-fact": "ghost"', "所引指标 ghost 不存在"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "told"), SPOILT, ids=lambda value: str(value)[:40])
def test_what_is_wrong_is_told(shop, file, old, new, told):
    shop.spoil(file, old, new)
    assert any(told in fault for fault in shop.faults()), shop.faults()


def test_a_fault_names_file_and_line_and_speaks_both_languages(shop):
    shop.spoil("service.yaml", "department: counter", "department: kitchen")
    (fault,) = shop.faults()
    assert fault.startswith("services/licence/2019-04-23/service.yaml:")
    assert "the zone has no department kitchen. Add it to departments.yaml" in fault


def test_a_sound_folder_has_no_fault(shop):
    assert shop.faults() == []


def test_several_faults_are_told_at_once(shop):
    shop.spoil("service.yaml", "department: counter", "department: kitchen")
    shop.spoil("service.yaml", "authority: licence", "authority: moon")
    assert len(shop.faults()) == 2


def test_a_folder_that_is_not_named_by_a_day_is_refused(shop):
    shop.folder().rename(shop.folder("licence/soon"))
    assert any("应以施行日期命名" in fault for fault in shop.faults("licence/soon"))


def test_a_missing_diagram_is_told(shop):
    (shop.folder() / "process.bpmn").unlink()
    assert any("缺少流程图" in fault for fault in shop.faults())


def test_a_missing_form_to_apply_is_told(shop):
    (shop.folder() / "forms" / "apply.json").unlink()
    assert any("缺少申请表 forms/apply.json" in fault for fault in shop.faults())
