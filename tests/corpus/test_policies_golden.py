"""Golden cases that reach beyond one clause: what a firm has in all, and standards that policies stand on."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from rulebook.evaluate import evaluate
from rulebook.proving.cases import record_of
from tests.corpus.policies import answer, cases, fen, items, shelf
from tests.corpus.shelf import cases as standard_cases
from tests.corpus.shelf import library

TODAY = date(2026, 11, 22)
TITLED = {
    "cn/hnte#N1": "hnte",
    "cn/tech-sme#N3": "tech-sme",
    "cn/innovative-sme#N4": "innovative-sme",
    "cn/specialised-sme#N5": "srdi",
    "cn/specialised-sme#N6": "little-giant",
    "jiangsu/high-growth#P9.1": "gazelle",
    "jiangsu/high-growth#P9.2": "js-potential-unicorn",
    "jiangsu/high-growth#P9.3": "js-unicorn",
}


def _item(key):
    return next(item for item in items() if item.key == key)


def test_titles_cover_every_standard_that_is_a_title():
    assert sorted(TITLED.values()) == sorted(
        code for code in library().codes if library().standard(code).editions[-1].kind == "title"
    )


@pytest.mark.parametrize("key", TITLED)
def test_a_title_is_met_where_its_standard_is(key):
    """The clause adds only the area, so inside it both say the same."""
    latest = library().standard(TITLED[key]).editions[-1]
    shown = set()
    for case in standard_cases(TITLED[key]):
        if library().edition(TITLED[key], case.on) is not latest or case.ranks:
            continue
        known = record_of(case, library().catalogue)
        wanted = evaluate(known, [latest])[0].verdict
        inside = {"region_code": "320612", **case.facts}
        found = answer(_item(key), inside, case.on)
        assert (case.id, found.verdict) == (case.id, wanted.word)
        shown.add(found.verdict)
    assert {"met", "unmet"} <= shown


@pytest.mark.parametrize("case", standard_cases("tax"), ids=lambda case: case.id)
def test_the_extra_deduction_saves_what_the_tax_estimate_says(case):
    known = record_of(case, library().catalogue)
    estimate = evaluate(known, [library().edition("tax", case.on)])[0]
    saved = next(one.value.range for one in estimate.amounts if one.id == "deduction_effect")
    found = answer(_item("cn/rd-deduction#N7"), case.facts, case.on)
    if found.verdict == "met":
        assert (found.low, found.high) == (max(0, saved.low), saved.high)
    elif found.verdict == "unmet":
        assert (found.low, found.high) == (0, 0)


def test_g6_provincial_and_city_grants_and_half_of_the_higher_come_to_650():
    (case,) = (case for case in cases("nantong-etdz/talent") if case["name"].startswith("G6"))
    received = sum(fen(f"{one['amount']}万元") for one in case["given"]["grants"]["items"])
    match = answer(_item("nantong-etdz/talent#A1.4"), case["given"], TODAY)
    assert received + match.low == received + match.high == fen("650万元")


def _judged(standard, like, facts, edition=-1):
    """Judge somebody of the standard's own examples with some facts changed."""
    case = next(case for case in standard_cases(standard) if case.id == like)
    merged = {key: value for key, value in {**case.facts, **facts}.items() if value is not None}
    changed = type(case)(case.id, standard, case.on, case.year, merged, {}, {}, ())
    known = record_of(changed, library().catalogue)
    return evaluate(known, [library().standard(standard).editions[edition]])[0]


@pytest.mark.parametrize(("spent", "verdict"), [(250, "met"), (Decimal("249.9999"), "unmet")])
def test_g13_revenue_of_exactly_5000_needs_five_percent(spent, verdict):
    years = {"sales_revenue": [5000, 5000, 5000], "rd_expense": [250, 250, spent]}
    assert _judged("hnte", "H-A", years).clause("H5").verdict.word == verdict


@pytest.mark.parametrize(("edition", "clause"), [(0, "C3"), (1, "Z2")])
def test_g14_revenue_of_800_passes_with_equity_of_2000(edition, clause):
    rounds = {
        "complete": True,
        "items": [{"date": "2025-10-01", "paid_in": 2000, "qualified_investor": True}],
    }
    poor = {"operating_revenue": [700, 750, 800], "equity_rounds": rounds}
    assert _judged("srdi", "达标", poor, edition).clause(clause).verdict.word == "met"
    none = {"operating_revenue": [700, 750, 800], "equity_rounds": []}
    assert _judged("srdi", "达标", none, edition).clause(clause).verdict.word == "unmet"


def test_nobody_is_owed_a_neighbours_amount():
    """A firm of the zone meets none of the examples, whatever else is true of it."""
    home = {"region_code": "320612", "park": "nantong-hightech"}
    for policy_id, editions in shelf().policies.items():
        if not editions[-1].demo:
            continue
        for case in cases(policy_id):
            for clause in case["expect"]["clauses"]:
                item = editions[-1].item(clause)
                found = answer(item, {**case["given"], **home}, editions[-1].opens)
                assert (found.verdict, found.high) == ("unmet", 0.0), (
                    f"{item.key} {json.dumps(case['name'])}"
                )
