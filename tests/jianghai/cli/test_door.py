"""Somebody types a command: answers on stdout, errors on stderr in one line, exit codes 0, 1 and 2."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jianghai.cli import main
from tests.jianghai.cli.sheet import BLUE_KILN, sheet


def said(capsys, *arguments: str) -> tuple[int, str, str]:
    """Run a command; give its exit code, what it printed and what it complained of."""
    code = main(arguments)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.fixture
def firms(tmp_path: Path) -> str:
    return sheet(tmp_path / "firms.csv", BLUE_KILN)


def test_json_follows_the_contract(capsys, firms):
    code, out, err = said(
        capsys,
        "evaluate",
        firms,
        "--standard",
        "tech-sme",
        "--on",
        "2026-06-30",
        "--format",
        "json",
    )
    result = json.loads(out)[-1]
    assert (code, err) == (0, "")
    assert result.keys() >= {
        "record",
        "firm",
        "year",
        "standard",
        "edition",
        "verdict",
        "score",
        "value",
        "clauses",
    }
    assert (result["record"], result["firm"]["name"], result["year"]) == (
        "BK-2025",
        BLUE_KILN[0]["name"],
        2025,
    )
    assert result["score"] == {"low": 100, "high": 100}
    clause = next(clause for clause in result["clauses"] if clause["id"] == "TS1")
    assert clause.keys() >= {"id", "cite", "verdict", "score", "value", "needs", "facts", "reason"}
    assert clause["reason"].keys() == {"zh", "en"}


def test_a_row_without_an_id_goes_by_its_number(capsys, tmp_path):
    rows = [{key: value for key, value in row.items() if key != "record_id"} for row in BLUE_KILN]
    _, out, _ = said(
        capsys,
        "evaluate",
        sheet(tmp_path / "f.csv", rows),
        "--standard",
        "size-class",
        "--format",
        "json",
    )
    assert [result["record"] for result in json.loads(out)] == ["2", "3", "4"]


def test_earlier_rows_of_the_same_firm_are_earlier_years(capsys, firms):
    _, out, _ = said(capsys, "evaluate", firms, "--standard", "hnte", "--format", "json")
    ratios = [next(c for c in r["clauses"] if c["id"] == "H5")["verdict"] for r in json.loads(out)]
    assert ratios[-1] == "met"


def test_csv_has_a_line_per_record_and_standard(capsys, firms):
    _, out, _ = said(
        capsys, "evaluate", firms, "--standard", "tech-sme", "--standard", "hnte", "--format", "csv"
    )
    lines = list(csv.DictReader(io.StringIO(out)))
    assert [line["standard"] for line in lines] == ["tech-sme", "hnte"] * 3
    assert lines[-2]["score_low"] == "100.0"


def test_the_table_names_every_standard_asked_for(capsys, firms):
    _, out, _ = said(
        capsys, "evaluate", firms, "--standard", "tech-sme", "--standard", "size-class"
    )
    head, _, *rows = out.splitlines()
    assert "科技型中小企业" in head
    assert len(rows) == 3
    assert "小型" in rows[-1]


def test_reasons_are_told_in_chinese_clause_by_clause(capsys, firms):
    _, out, _ = said(capsys, "evaluate", firms, "--standard", "tech-sme", "--explain")
    assert "TS1 科技人员指标 20/20 分" in out
    assert "〔第六条（二）〕" in out


def test_whatif_tells_the_smallest_change(capsys, tmp_path):
    few = [BLUE_KILN[-1] | {"serious_dishonesty": "是"}]
    path = sheet(tmp_path / "few.csv", few)
    code, out, _ = said(
        capsys,
        "whatif",
        path,
        "--firm",
        BLUE_KILN[0]["name"],
        "--goal",
        "tech-sme",
        "--format",
        "json",
    )
    answer = json.loads(out)[0]
    assert (code, answer["verdict"]) == (0, "unmet")
    assert answer["singles"][0]["fact"] == "serious_dishonesty"


def test_a_refused_cell_is_told_and_the_other_rows_go_on(capsys, tmp_path):
    rows = [BLUE_KILN[0], BLUE_KILN[1] | {"employees": "many"}, BLUE_KILN[2]]
    code, out, err = said(
        capsys,
        "evaluate",
        sheet(tmp_path / "f.csv", rows),
        "--standard",
        "tech-sme",
        "--format",
        "json",
    )
    assert (code, len(json.loads(out))) == (0, 3)
    assert len(err.splitlines()) == 1
    assert "第 3 行“employees”" in err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["evaluate", "nowhere.csv"], "nowhere.csv"),
        (["evaluate", "{firms}", "--standard", "nobel"], "nobel"),
        (["evaluate", "{firms}", "--on", "yesterday"], "yesterday"),
        (["evaluate", "{firms}", "--standard", "tech-sme", "--on", "1990-01-01"], "1990-01-01"),
        (["evaluate", "{firms}", "--cohort", "nowhere.json"], "nowhere.json"),
        (["evaluate", "{firms}", "--cohort", "{firms}"], "cohorts"),
        (["whatif", "{firms}", "--firm", "红鹤"], "红鹤"),
        (["evaluate"], "FILE"),
    ],
)
def test_wrong_input_is_one_line_on_stderr_and_exit_code_2(capsys, firms, arguments, named):
    try:
        code = main([argument.replace("{firms}", firms) for argument in arguments])
    except SystemExit as left:
        code = left.code
    printed = capsys.readouterr()
    assert (code, printed.out) == (2, "")
    assert len(printed.err.splitlines()) == 1
    assert named in printed.err


def test_nothing_of_django_is_loaded(firms):
    program = (
        "import sys; from jianghai.cli import main; main(sys.argv[1:]); "
        "assert not any(name.partition('.')[0] == 'django' for name in sys.modules)"
    )
    places = os.pathsep.join(place for place in sys.path if place)
    for command in (
        ["evaluate", firms, "--format", "json"],
        ["whatif", firms, "--firm", "BK-2025", "--goal", "srdi"],
        ["entitle", firms],
        ["simulate", "cn/rd-deduction", "--set", "status=lapsed", "--on-file", firms],
    ):
        done = subprocess.run(
            [sys.executable, "-c", program, *command],
            check=False,
            capture_output=True,
            text=True,
            env=os.environ | {"PYTHONPATH": places},
        )
        assert done.returncode == 0, done.stderr


def test_the_corpus_passes_its_own_check(capsys):
    code, out, err = said(capsys, "corpus", "check", "--format", "json")
    assert (code, json.loads(out)["faults"], err) == (0, [], "")


def test_a_wrong_corpus_is_exit_code_1_and_a_line_per_fault(capsys, tmp_path, monkeypatch):
    (tmp_path / "facts.yaml").write_text(
        "schema: facts/1\nfacts: {staff: {zh: 职工, en: Staff, kind: numbr}}\n"
    )
    (tmp_path / "standards").mkdir()
    monkeypatch.setenv("CORPUS_DIR", str(tmp_path))
    code, _, err = said(capsys, "corpus", "check")
    assert code == 1
    assert "facts.yaml:2" in err
