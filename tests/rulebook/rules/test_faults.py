"""A wrong rule file is refused with file, line, what is wrong and what would be right."""

from __future__ import annotations

import pytest

from rulebook.errors import CorpusError
from rulebook.facts import catalogue_of
from rulebook.library import load_library
from rulebook.proving.check import check_corpus
from rulebook.yamlfile import parse
from tests.rulebook.corpora import OPENS, corpus, faults, line_of_here, rule, when

POINTS = """clauses:
  - id: P
    name: {zh: 得分, en: Points}
    cite: 一
    points: {of: share, max: 9, bands: %s} # here
score: {sum: [P], max: 9}
"""
FILE = f"standards/toy/{OPENS}.yaml"
CASES = {
    "an unknown fact": (
        when("sale >= 3万元").replace("}\n", "} # here\n", 1),
        "没有事实 sale",
        "是否想写 sales",
    ),
    "a wrong unit": (
        when("sales / staff >= 3%").replace("}\n", "} # here\n", 1),
        "单位不同：元/人 与 比值",
        "两边应为同一单位",
    ),
    "a band out of reach": (
        POINTS % '["[200%, ∞) 9", "[10%, 200%) 1", "(-∞, 10%) 0"]',
        "永远到不了",
        "删去或改端点",
    ),
    "bands that overlap": (POINTS % '["[10%, ∞) 9", "(-∞, 10%] 0"]', "重叠", "让端点只归一档"),
    "bands with a gap": (POINTS % '["[10%, ∞) 9", "(-∞, 9%) 0"]', "有空档", "让端点相接"),
    "bands in another unit": (
        POINTS % '["[10人, ∞) 9", "(-∞, 10人) 0"]',
        "分档单位 人 与 比值 不同",
        "用 比值",
    ),
    "no citation": (
        'clauses:\n  - {id: A, name: {zh: 甲, en: A}, when: "listed"} # here\n',
        "条款 A 没有出处",
        "补 cite: 条款号",
    ),
    "a circle of named values": (
        "let:\n  x: {name: {zh: 甲, en: X}, is: y + 1} # here\n  y: {name: {zh: 乙, en: Y}, is: x + 1}\n",
        "循环引用：x → y → x",
        "请断开",
    ),
    "a circle of points": (
        "clauses:\n"
        "  - {id: P, name: {zh: 甲, en: P}, cite: 一, points: {sum: [Q], max: 9}} # here\n"
        "  - {id: Q, name: {zh: 乙, en: Q}, cite: 一, points: {best: [P], max: 9}}\n",
        "循环引用：P → Q → P",
        "请断开",
    ),
    "points that contain the score": (
        "clauses:\n"
        '  - {id: P, name: {zh: 甲, en: P}, cite: 一, points: {is: "score / 2", max: 9}} # here\n'
        "score: {sum: [P], max: 9}\n",
        "循环引用：P → score → P",
        "请断开",
    ),
    "a clause id that stands twice": (
        "clauses:\n  - {id: A, name: {zh: 甲, en: A}, cite: 一, when: listed}\n"
        "  - {id: A, name: {zh: 乙, en: B}, cite: 二, when: fined} # here\n",
        "条款 A 重复",
        "改编号",
    ),
    "a group that holds points": (
        "clauses:\n"
        "  - id: G\n"
        "    name: {zh: 组, en: Group}\n"
        "    cite: 一\n"
        "    all: # here\n"
        "      - {id: P, name: {zh: 甲, en: P}, points: {is: 3分, max: 9}}\n",
        "组里只能放条件条款",
        "计分条款放到外面",
    ),
    "an unknown clause in the verdict": (
        when("listed").replace("verdict: A", "verdict: {all: [A, B]} # here"),
        "没有条件条款 B",
        "写条款编号",
    ),
    "an unknown clause in a sum": (
        "clauses:\n  - {id: P, name: {zh: 甲, en: P}, cite: 一, points: {sum: [Q], max: 9}} # here\n",
        "没有计分条款 Q",
        "写条款编号",
    ),
    "a document that is not listed": (
        "clauses:\n  - {id: A, name: {zh: 甲, en: A}, cite: 一, when: listed, document: other} # here\n",
        "没有文件 other",
        "写在 documents 里",
    ),
    "a class of nothing": ("class: {of: size} # here\n", "没有命名值 size", "写在 let 里"),
    "a table without the row": (
        "tables: {w: {key: stage, rows: {A: [1, 2, 3]}}}\nlet:\n  x: {name: {zh: 甲, en: X}, is: w.B} # here\n",
        "表 w 没有行 B",
        "有：A",
    ),
    "rows of unlike length": (
        "tables: {w: {key: stage, rows: {A: [1, 2, 3], B: [1, 2]}}}\n"
        "let:\n  x: {name: {zh: 甲, en: X}, is: w.B} # here\n",
        "表 w 的行 B 长短不同",
        "每行 3 个数",
    ),
    "an amount in another unit": (
        "amounts:\n  - {id: X, name: {zh: 额, en: X}, cite: 一, is: staff * 2, unit: 万元} # here\n",
        "X 算得人",
        "unit 写的是万元",
    ),
    "a day that does not exist": (
        'closes: "2024-02-30" # here\n',
        "没有 2024-02-30 这一天",
        "写成 2022-08-01",
    ),
    "an unreadable expression": (
        when("staff >=").replace("}\n", "} # here\n", 1),
        "表达式没有写完",
        "补全它",
    ),
    "points of an earlier year": (
        "clauses:\n  - {id: P, name: {zh: 甲, en: P}, cite: 一, points: {is: 3分, max: 9}}\n"
        "let:\n  x: {name: {zh: 甲, en: X}, is: 'points(P)'}\n  z: {name: {zh: 乙, en: Z}, is: 'x[t-2]'} # here\n",
        "P 的得分没有往年",
        "只在 t-1 使用得分",
    ),
    "a key that the schema lacks": (
        "clauses:\n  - {id: A, name: {zh: 甲, en: A}, cite: 一, when: listed, colour: red} # here\n",
        "格式不符",
        "见 docs/reference/rule-files.md",
    ),
    "a unit that there is not": (
        "let:\n  x: {name: {zh: 甲, en: X}, unit: 万人, bands: {of: staff, rows: [a]}} # here\n",
        "格式不符",
        "见 docs/reference/rule-files.md",
    ),
    "a label that is no number": (
        "let:\n  x: {name: {zh: 甲, en: X}, is: 1, labels: {small: 小}} # here\n",
        "格式不符",
        "见 docs/reference/rule-files.md",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_wrong_rule_is_refused_where_it_is_wrong(tmp_path, name):
    body, what, remedy = CASES[name]
    fault = faults(tmp_path, body)[0]
    assert what in fault.what.zh
    assert remedy in fault.remedy.zh
    assert fault.what.en
    assert fault.remedy.en
    assert fault.where.file == FILE
    assert fault.where.line == line_of_here(rule(body))
    assert str(fault).startswith(f"{FILE}:{fault.where.line}: ")


def test_all_faults_are_shown_at_once(tmp_path):
    body = (
        'clauses:\n  - {id: A, name: {zh: 甲, en: A}, cite: 一, when: "sale >= 1"}\n'
        '  - {id: B, name: {zh: 乙, en: B}, when: "staff >= 1%"}\nverdict: {all: [A, B]}\n'
    )
    assert [fault.where.line for fault in faults(tmp_path, body)] == [11, 12, 12]


@pytest.mark.parametrize(
    ("files", "where", "what", "remedy"),
    [
        (
            {"2021-01-01.yaml": rule("")},
            "2021-01-01.yaml:6",
            "opens 是 2020-01-01，文件名是 2021-01-01",
            "两者一致",
        ),
        (
            {"draft.yaml": rule("")},
            "draft.yaml:6",
            "opens 是 2020-01-01，文件名是 draft",
            "两者一致",
        ),
        (
            {"2020-01-01.yaml": rule("", standard="other")},
            "2020-01-01.yaml:2",
            "standard 是 other",
            "两者一致",
        ),
        (
            {"2020-01-01.yaml": rule('closes: "2019-12-31"\n')},
            "2020-01-01.yaml:10",
            "closes 早于 opens",
            "对调",
        ),
        (
            {
                "2020-01-01.yaml": rule('closes: "2020-12-30"\n'),
                "2021-01-01.yaml": rule("", opens="2021-01-01"),
            },
            "2020-01-01.yaml:10",
            "2020-12-30 到 2021-01-01 之间没有版本",
            "closes 应为 2020-12-31",
        ),
        (
            {
                "2020-01-01.yaml": rule('closes: "2021-01-01"\n'),
                "2021-01-01.yaml": rule("", opens="2021-01-01"),
            },
            "2020-01-01.yaml:10",
            "与 2021-01-01 的版本重叠",
            "closes 应为 2020-12-31",
        ),
    ],
)
def test_editions_follow_each_other_without_gap_or_overlap(tmp_path, files, where, what, remedy):
    with pytest.raises(CorpusError) as caught:
        load_library(corpus(tmp_path, files))
    (fault,) = caught.value.faults
    assert what in fault.what.zh
    assert fault.remedy.zh == remedy
    assert str(fault.where) == f"standards/toy/{where}"


@pytest.mark.parametrize(
    ("fact", "what"),
    [
        ("{zh: 甲, en: A, kind: number, is: 1 +}", "表达式没有写完"),
        ("{zh: 甲, en: A, kind: number, presume_least: b}", "没有事实 b"),
        ("{zh: 甲, en: A, kind: number, least: 3, most: 2}", "least 大于 most"),
        ("{zh: 甲, en: A, kind: list, counted_by: n, item: {}}", "没有字段 n"),
        ("{zh: 甲, en: A, kind: choice}", "格式不符"),
        ("{zh: 甲, en: A, kind: number, bounded: true}", "格式不符"),
        ("{zh: 甲, en: A, kind: number, unit: 万人}", "格式不符"),
    ],
)
def test_a_wrong_fact_is_refused_at_its_line(fact, what):
    with pytest.raises(CorpusError) as caught:
        catalogue_of(parse(f"schema: facts/1\nfacts:\n  a: {fact}\n", "facts.yaml"))
    fault = caught.value.faults[0]
    assert what in fault.what.zh
    assert str(fault.where) == "facts.yaml:3"


def test_a_derived_fact_must_come_out_in_its_own_unit(tmp_path):
    folder = corpus(tmp_path, {f"{OPENS}.yaml": rule(when("debt_ratio <= 1"))})
    text = (folder / "facts.yaml").read_text("utf-8")
    (folder / "facts.yaml").write_text(text.replace("debts / assets", "debts + assets"), "utf-8")
    assert "资产负债率的公式单位是元" in check_corpus(folder)[0].what.zh


def test_a_folder_without_facts_is_a_fault_and_no_crash(tmp_path):
    assert [str(fault.where) for fault in check_corpus(tmp_path)] == ["facts.yaml:1"]


def test_a_sound_corpus_has_no_faults(tmp_path):
    assert check_corpus(corpus(tmp_path, {f"{OPENS}.yaml": rule(when("listed"))})) == ()
