"""What somebody reads of amounts: who pays, what gave way, and that a maximum is no promise."""

from __future__ import annotations

import pytest

from jianghai.cli.policies import owed as words
from tests.rulebook.policies.toys import clause, library, owed

SHARED = clause(
    "A",
    "{kind: fixed, is: 100万元}",
    more="    shares: [{level: city, share: 60%}, {level: district, share: 40%}]",
)
BESIDE = clause("B", "{kind: fixed, is: 40万元}")
GROUP = (
    "\nstacking:\n  - {id: same, name: {zh: 同一事项, en: Same}, rule: highest, scope: firm,"
    " members: [A, B]}"
)


def told(body: str, *, explain: bool = False) -> str:
    """Tell what a firm of which nothing is known is owed."""
    return words.firm(owed(body, {}), library().catalogue, explain=explain)


def test_who_pays_is_told_with_the_amount():
    assert "A 条款A：100万元（市级承担 60万元、区级承担 40万元）" in told(SHARED)


def test_a_clause_that_gives_way_says_to_which_and_why():
    out = told(SHARED + BESIDE + GROUP)
    assert "未计入：与“条款A”就高不重复（同一事项），已计入该项 100万元" in out
    assert "确定可得 100万元" in out


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("{kind: max-only, most: 500万元}", "最高 500万元"),
        ("{kind: negotiated}", "需洽谈"),
        ("{kind: rate, rate: 10%, base: cost}", "金额待定（缺基数）"),
        ("{kind: fixed, is: 5万元}", "5万元"),
    ],
)
def test_an_amount_is_said_as_sure_as_it_is(amount, said):
    assert f"条款A：{said}" in told(clause("A", amount))


def test_a_maximum_is_never_counted_as_certain():
    out = told(clause("A", "{kind: max-only, most: 500万元}"))
    assert "确定可得 —；补齐数据或经审定可能再得 500万元" in out


def test_reasons_show_how_the_amount_was_worked_out():
    assert "算法：100万元" in told(SHARED, explain=True)
