"""Somebody writes a policy file wrongly, and is told where, what and what would be right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jianghai.cli import main
from tests.rulebook.policies.toys import HEAD, POLICY, clause, written

FIRST = f"{POLICY}/2020-01-01.yaml"
GIVES = clause("A", "{kind: fixed, is: 100万元}")
GROUP = (
    "\nstacking:\n  - {id: same, name: {zh: 同一事项, en: Same}, rule: highest, scope: firm,"
    " members: [A, B9]}"
)
FAR = (
    "schema: stacking/1\nstacking: [{id: far, name: {zh: 跨, en: Far}, rule: highest, scope: firm,"
    f" members: [{POLICY}#A, toys/gone#A]}}]\n"
)


def text(body: str = GIVES, opens: str = "2020-01-01", more: str = "") -> str:
    """Write an edition around some clauses."""
    return HEAD.format(policy=POLICY, opens=opens) + more + "clauses:" + body + "\n"


@pytest.fixture
def checked(capsys, tmp_path: Path, monkeypatch):
    """Give what checks a corpus of some policy files: its exit code and its faults, one line each."""

    def check(**files: str) -> list[str]:
        monkeypatch.setenv("CORPUS_DIR", str(tmp_path))
        (tmp_path / "standards").mkdir()
        written(tmp_path, files)
        code = main(["corpus", "check"])
        lines = capsys.readouterr().err.splitlines()
        assert code == bool(lines)
        return lines

    return check


def test_a_right_policy_has_no_fault(checked):
    assert checked(**{FIRST: text()}) == []


@pytest.mark.parametrize(
    ("files", "told"),
    [
        pytest.param(
            {FIRST: text(clause("A", "{kind: fixed, is: 1万元}", "salse >= 5万元"))},
            [f"policies/{FIRST}:18", "salse", "sales"],
            id="a clause names a fact that nobody knows",
        ),
        pytest.param(
            {FIRST: text(clause("A", "{kind: rate, rate: 10%, base: profit_x}"))},
            [f"policies/{FIRST}:19", "profit_x"],
            id="an amount names a fact that nobody knows",
        ),
        pytest.param(
            {FIRST: text(GIVES + "    caps: {item: 50万元}")},
            [f"policies/{FIRST}:20", "上限 item 50万元 低于条款给出的 100万元", "提高上限或改金额"],
            id="a cap lies below the amount it caps",
        ),
        pytest.param(
            {FIRST: text(GIVES + GROUP)},
            [f"policies/{FIRST}:22", "B9", "条款有：A"],
            id="a group names a clause that is missing",
        ),
        pytest.param(
            {FIRST: text(), "stacking.yaml": FAR},
            ["policies/stacking.yaml:2", "toys/gone#A", "policy#条款编号"],
            id="a group across policies names a clause that is missing",
        ),
        pytest.param(
            {FIRST: text(), f"{POLICY}/2024-01-01.yaml": text(opens="2019-01-01")},
            [f"policies/{POLICY}/2024-01-01.yaml:9", "不晚于前一版本（2020-01-01）", "更晚的日期"],
            id="an edition begins before the one before it",
        ),
        pytest.param(
            {
                FIRST: text(more='closes: "2024-06-30"\n'),
                f"{POLICY}/2024-01-01.yaml": text(opens="2024-01-01"),
            },
            [f"policies/{POLICY}/2024-01-01.yaml:9", "前一版本到 2024-06-30 才结束"],
            id="an edition begins before the one before it has ended",
        ),
        pytest.param(
            {FIRST: text(more="exclusions: [strangers]\n")},
            [f"policies/{FIRST}:12", "strangers"],
            id="a negative list names what nobody defined",
        ),
    ],
)
def test_a_fault_is_told_with_file_line_and_remedy(checked, files, told):
    lines = checked(**files)
    for words in told:
        assert any(words in line for line in lines), lines


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("5", "5 is not of type 'object'"),
        ("{kind: gift}", "'gift' is not one of"),
        ("{kind: top-up, less: sales}", "须写其中一项：is、rows"),
        (
            "{kind: multiplier, is: 1万元, rows: [{when: f0, is: 1万元}], times: 2, when: f0}",
            "只能写其中一项：is、rows",
        ),
        ("{kind: fixed, is: 1万元, rate: 3%}", "'rate' was unexpected"),
    ],
)
def test_a_wrong_form_is_told_once_and_points_at_the_page(checked, amount, told):
    (line,) = checked(**{FIRST: text(clause("A", amount))})
    assert told in line
    assert f"policies/{FIRST}:19" in line
    assert "见 docs/reference/policy-files.md" in line


def test_every_fault_is_told_at_once(checked):
    wrong = clause("A", "{kind: fixed, is: 1万元}", "salse >= 5万元")
    assert len(checked(**{FIRST: text(wrong + clause("B", "{kind: fixed, is: 3人}"))})) == 2


def test_a_case_that_comes_out_otherwise_is_told_with_both_answers(checked):
    cases = (
        f"schema: policy-cases/1\npolicy: {POLICY}\ncases:\n"
        '  - {name: G, on: "2026-06-30", given: {}, expect: {clauses: {A: {low: 90万元}}}}\n'
    )
    (line,) = checked(**{FIRST: text(), f"{POLICY}/cases.yaml": cases})
    assert f"policies/{POLICY}/cases.yaml:4" in line
    assert "90000000" in line
    assert "100000000" in line


def test_other_commands_say_the_first_fault_and_how_to_see_all(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("CORPUS_DIR", str(tmp_path))
    (tmp_path / "standards").mkdir()
    written(tmp_path, {FIRST: text(GIVES + GROUP)})
    assert main(["entitle", "firms.csv"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "B9" in line
    assert "jianghai corpus check" in line


def test_faults_are_told_to_programs_too(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("CORPUS_DIR", str(tmp_path))
    (tmp_path / "standards").mkdir()
    written(tmp_path, {FIRST: text(GIVES + GROUP)})
    assert main(["corpus", "check", "--format", "json"]) == 1
    (fault,) = json.loads(capsys.readouterr().out)["faults"]
    assert fault["where"]["file"] == f"policies/{FIRST}"
    assert fault["where"]["line"] == 22
