"""Somebody tries a policy before it is issued."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.jianghai.cli.sheet import sheet
from tests.jianghai.cli.test_entitle import FIRMS, ON, refused, said

POLICY = "nantong/industry-doubling"
CORPUS = Path(__file__).parents[3] / "corpus"


@pytest.fixture
def firms(tmp_path: Path) -> tuple[str, str]:
    return "--on-file", sheet(tmp_path / "firms.csv", FIRMS)


def tried(capsys, firms, *settings: str, policy: str = POLICY) -> dict:
    """Try a policy with some values otherwise; give the JSON."""
    given = [word for setting in settings for word in ("--set", setting)]
    return json.loads(said(capsys, "simulate", policy, *given, *firms, *ON, "--format", "json"))


def test_a_higher_rate_costs_more_and_says_who_gains(capsys, firms):
    answer = tried(capsys, firms, "let/upgrade_rate/otherwise=12%")
    gained = {turn["firm"]["name"]: turn for turn in answer["gained"]}
    assert gained["甲公司"]["before"]["low"] == 200_000_000
    assert gained["甲公司"]["after"]["low"] == 240_000_000
    cost = answer["cost"]
    assert cost["after"]["low"] - cost["before"]["low"] == 80_000_000
    assert answer["lost"] == []


def test_a_higher_threshold_says_who_loses_and_who_is_just_below(capsys, firms):
    answer = tried(capsys, firms, "C5.1/when=new_equipment > 3000万元")
    assert {turn["firm"]["name"] for turn in answer["lost"]} == {"甲公司", "乙公司"}
    first = answer["below"][0]
    assert first["change"]["fact"] == "new_equipment"
    assert first["firm"]["name"] in ("甲公司", "乙公司")


def test_shares_are_counted_by_level(capsys, firms):
    shares = "C5.1/shares=[{level: city, share: 60%}, {level: district, share: 40%}]"
    levels = {row["level"]: row["after"]["low"] for row in tried(capsys, firms, shares)["levels"]}
    assert (levels["city"], levels["district"]) == (240_000_000, 160_000_000)


@pytest.mark.parametrize("end", ["closes=2026-01-01", "status=repealed"])
def test_a_policy_that_ends_is_lost_by_all_who_had_it(capsys, firms, end):
    answer = tried(capsys, firms, end)
    assert len(answer["lost"]) == 2
    assert answer["levels"][0]["after"]["low"] == 0


@pytest.fixture
def draft(tmp_path: Path):
    """Give what writes the policy as a draft file, with some words otherwise."""

    def write(*words: tuple[str, str]) -> str:
        text = (CORPUS / "policies" / POLICY / "2023-01-01.yaml").read_text("utf-8")
        for old, new in words:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "draft.yaml").write_text(text, "utf-8")
        return str(tmp_path / "draft.yaml")

    return write


def test_a_draft_file_is_held_against_the_edition_in_force(capsys, firms, draft):
    file = draft(("otherwise: 10%", "otherwise: 5%"))
    assert len(tried(capsys, firms, policy=file)["lost"]) == 2


def test_a_draft_that_begins_next_year_is_tried_as_if_it_had_begun(capsys, firms, draft):
    file = draft(("otherwise: 10%", "otherwise: 5%"), ("2023-01-01", "2027-01-01"))
    answer = tried(capsys, firms, policy=file)
    assert answer["edition"] == {"before": "2023-01-01", "after": "2027-01-01"}
    assert answer["cost"]["after"]["low"] == 200_000_000


def test_a_draft_of_a_new_policy_is_held_against_nothing(capsys, firms, draft):
    answer = tried(capsys, firms, policy=draft((POLICY, "nantong/new-measures")))
    assert (answer["edition"]["before"], len(answer["gained"])) == (None, 2)


def test_a_draft_that_begins_before_the_edition_in_force_is_refused(capsys, firms, draft):
    line = refused(capsys, "simulate", draft(("2023-01-01", "2022-01-01")), *firms)
    assert "不晚于前一版本（2023-01-01）" in line
    assert "draft.yaml:8" in line


def test_a_wrong_draft_is_refused_at_its_line(capsys, firms, draft):
    line = refused(capsys, "simulate", draft(("new_equipment > 0", "equipmint > 0")), *firms)
    assert "equipmint" in line
    assert "draft.yaml:" in line


def test_the_cost_is_what_the_firms_are_owed_one_by_one(capsys, firms):
    cost = tried(capsys, firms, "C5.1/amount/rate=20%")["cost"]["before"]
    told = json.loads(said(capsys, "entitle", firms[1], *ON, "--format", "json"))
    totals = [firm["total"] for firm in told]
    assert cost["low"] == sum(total["certain"] + total["unchecked"] for total in totals)
    assert cost["high"] == sum(total["certain"] + total["possible"] for total in totals)


def test_the_table_reads_as_a_report(capsys, firms):
    out = said(capsys, "simulate", POLICY, "--set", "C5.1/amount/rate=20%", *firms, *ON)
    assert "得失：2 家增加，0 家减少，1 家不变" in out
    assert "增加的企业：\n  - 甲公司：至少 200万元 → 400万元" in out
    assert "承担级次未注明：至少 400万元 → 800万元（+400万元）" in out


@pytest.mark.parametrize(
    ("setting", "named"),
    [
        ("C9/amount/rate=1%", "没有路径 C9/amount/rate"),
        ("C5.1/amount/rate", "应写作 路径=值"),
        ("C5.1/amount/rate=三成", "C5.1/amount/rate=三成"),
        ("C5.1/when=nobody_knows > 1", "nobody_knows"),
        ("C5.1/amount/kind=gift", "C5.1/amount/kind=gift"),
        ("C5.1/threshold=一百", "C5.1/threshold=一百"),
        ("closes=soon", "closes=soon"),
    ],
)
def test_a_bad_path_or_value_is_one_line(capsys, firms, setting, named):
    assert named in refused(capsys, "simulate", POLICY, "--set", setting, *firms)


def test_nothing_to_try_is_refused(capsys, firms):
    assert "--set" in refused(capsys, "simulate", POLICY, *firms)


def test_a_missing_draft_file_is_refused(capsys, firms):
    assert "nowhere.yaml" in refused(capsys, "simulate", "nowhere.yaml", *firms)
