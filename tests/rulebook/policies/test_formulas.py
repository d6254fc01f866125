"""What clauses give, in each of the seventeen kinds, to the fen."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rulebook.policies.formulas import KINDS
from tests.rulebook.policies.toys import POLICY, clause, ends, faults, owed, policy

ALL = {"complete": True}


def grants(*amounts: float, programme: str = "国家专项") -> dict[str, object]:
    return ALL | {"items": [{"programme": programme, "amount": str(a)} for a in amounts]}


def test_a_fixed_amount_is_itself():
    assert ends(clause("A", "{kind: fixed, is: 100万元}"), {}) == (100, 100)


TIER = "{kind: tier, rows: [{when: 'level == 国家级', is: 200万元}, {when: 'level == 省级', is: 150万元}]}"


@pytest.mark.parametrize(("level", "amount"), [("国家级", 200), ("省级", 150), ("市级", 0)])
def test_a_carrier_gets_the_amount_of_its_tier(level, amount):
    assert ends(clause("A", TIER), {"level": level}) == (amount, amount)


def test_a_carrier_of_unknown_level_may_get_any_tier():
    assert ends(clause("A", TIER), {}) == (0, 200)


def test_an_upgrade_pays_the_difference_only():
    amount = TIER.replace("kind: tier", "kind: tier-difference").replace(
        "]}", "], less: total(grants.amount)}"
    )
    assert ends(clause("A", amount), {"level": "国家级", "grants": grants(150)}) == (50, 50)


def test_a_talent_is_topped_up_by_what_earlier_programmes_left():
    amount = "{kind: top-up, is: 100万元, less: total(grants.amount)}"
    assert ends(clause("A", amount), {"grants": grants(15)}) == (85, 85)


def test_an_open_list_of_earlier_grants_leaves_the_top_up_open():
    amount = "{kind: top-up, is: 100万元, less: total(grants.amount)}"
    given = {"grants": {"complete": False, "items": [{"programme": "x", "amount": "15"}]}}
    assert ends(clause("A", amount), given) == (0, 85)


def test_each_grant_is_matched_for_itself_and_limited_for_itself():
    amount = "{kind: match, ratio: 0.5, each: {of: grants.amount}, most_each: 2000万元}"
    assert ends(clause("A", amount), {"grants": grants(3000, 5000)}) == (3500, 3500)


def test_a_match_on_the_higher_of_two_levels_takes_the_higher():
    amount = (
        "{kind: match, ratio: 50%, of: ['total(grants.amount where programme == 省)',"
        " 'total(grants.amount where programme == 市)']}"
    )
    both = ALL | {
        "items": [{"programme": "省", "amount": "300"}, {"programme": "市", "amount": "200"}]
    }
    assert ends(clause("A", amount), {"grants": both}) == (150, 150)
    summed = amount.replace("]}", "], take: sum}")
    assert ends(clause("A", summed), {"grants": both}) == (250, 250)


def test_a_rate_is_rounded_half_up_to_the_fen():
    amount = "{kind: rate, rate: 30%, base: cost}"
    found = owed(clause("A", amount), {"cost": Decimal("0.05")}).owed(f"{POLICY}#A").amount
    assert found is not None
    assert found.sum.low == found.sum.high == 2


def test_each_product_is_subsidised_up_to_its_cap_and_all_up_to_the_year_cap():
    amount = "{kind: rate-per-item, rate: 30%, each: {of: chips.fee}, most_each: 200万元}"
    body = clause("A", amount, more="    caps: {year: 1000万元}")
    three = ALL | {"items": [{"fee": "500"}, {"fee": "900"}, {"fee": "100"}]}
    six = ALL | {"items": [{"fee": "1000"}] * 6}
    assert ends(body, {"chips": three}) == (380, 380)
    assert ends(body, {"chips": six}) == (1000, 1000)


RENT = (
    "{kind: unit, rate: 70%, price: rent, unit_most: 30元, quantity: space,"
    " per_head: 15平方米, heads: insured, months: months}"
)


@pytest.mark.parametrize(
    ("rent", "space", "insured", "yuan"),
    [(35, 600, 20, 24.5 * 300 * 12), (50, 400, 40, 30 * 400 * 12)],
)
def test_rent_is_limited_by_price_and_by_head(rent, space, insured, yuan):
    given = {"rent": rent, "space": space, "insured": insured, "months": 12}
    low, high = ends(clause("A", RENT), given)
    assert low == high == pytest.approx(yuan / 1e4)


STAGES = (
    "{kind: staged, rows: [{name: {zh: 备案, en: Filed}, when: f0, is: 100万元},"
    " {name: {zh: 过会, en: Passed}, when: f1, is: 100万元}, {name: {zh: 上市, en: Listed}, when: f2, is: 200万元}]}"
)


def test_stages_reached_are_paid_and_those_ahead_are_not():
    assert ends(clause("A", STAGES), {"f0": True, "f1": True, "f2": False}) == (200, 200)
    assert ends(clause("A", STAGES), {"f0": True, "f1": True}) == (200, 400)


def test_a_stage_that_was_paid_in_an_earlier_year_is_not_paid_again():
    paid = [{"clause": f"{POLICY}#A", "amount": "1000000", "date": "2024-05-01"}]
    given = {"f0": True, "f1": True, "f2": False, "payouts": paid}
    assert ends(clause("A", STAGES), given) == (100, 100)


def test_the_first_firm_gets_more_than_those_after_it():
    ranked = (
        "{kind: ranked, rows: [{when: place == 1, is: 400万元}, {when: place >= 2, is: 300万元}]}"
    )
    assert ends(clause("A", ranked), {"place": 1}) == (400, 400)
    assert ends(clause("A", ranked), {"place": 2}) == (300, 300)
    assert ends(clause("A", ranked), {}) == (0, 400)  # 名次未知


def test_an_instalment_is_this_years_share():
    amount = "{kind: instalment, is: 100万元, shares: [40%, 30%, 30%], year: year_index}"
    assert ends(clause("A", amount), {"year_index": 1}) == (40, 40)
    assert ends(clause("A", amount), {"year_index": 4}) == (0, 0)


def test_a_schedule_gives_each_year_its_rate():
    amount = "{kind: schedule, base: cost, rates: [100%, 100%, 50%], year: year_index}"
    assert ends(clause("A", amount), {"cost": 10000, "year_index": 3}) == (0.5, 0.5)


def test_a_multiplier_doubles_where_its_condition_holds():
    amount = "{kind: multiplier, is: 10万元, times: 2, when: f0}"
    assert ends(clause("A", amount), {"f0": True}) == (20, 20)
    assert ends(clause("A", amount), {"f0": False}) == (10, 10)
    assert ends(clause("A", amount), {}) == (10, 20)


def test_of_two_options_the_better_counts():
    amount = "{kind: either-or, options: [{kind: rate, rate: 50%, base: rent}, {kind: rate, rate: 30%, base: cost}]}"
    assert ends(clause("A", amount), {"rent": 10000, "cost": 20000}) == (0.6, 0.6)


@pytest.mark.parametrize("kind", ["appraisal", "max-only"])
def test_a_maximum_is_never_a_promise(kind):
    found = owed(clause("A", f"{{kind: {kind}, most: 500万元}}"), {})
    amount = found.owed(f"{POLICY}#A").amount
    assert amount is not None
    assert (amount.sum.low, amount.sum.high, amount.exact) == (
        0,
        500_000_000,
        False,
    )
    assert found.total.certain == 0


def test_up_to_a_rate_is_a_range_from_nothing():
    amount = "{kind: rate, rate: 30%, base: cost, up_to: true}"
    assert ends(clause("A", amount), {"cost": 10000}) == (0, 0.3)


def test_what_is_negotiated_has_no_amount_and_is_counted():
    found = owed(clause("A", "{kind: negotiated}"), {})
    assert found.owed(f"{POLICY}#A").amount is None
    assert found.total.negotiated == 1


def test_all_seventeen_kinds_are_read():
    assert len(KINDS) == 17


def test_a_condition_that_is_not_met_gives_nothing_and_an_open_one_a_range():
    body = clause("A", "{kind: fixed, is: 100万元}", "f0")
    assert ends(body, {"f0": False}) == (0, 0)
    assert ends(body, {}) == (0, 100)


def test_levels_share_an_award_to_the_fen():
    shares = "    shares: [{level: city, share: 1/3}, {level: district, share: 2/3}]"
    payers = (
        owed(clause("A", "{kind: fixed, is: 100元}", more=shares), {}).owed(f"{POLICY}#A").payers
    )
    assert [payer.sum.low for payer in payers] == [3333, 6667]


def test_a_lifetime_cap_leaves_what_was_not_yet_paid():
    body = clause(
        "A",
        "{kind: fixed, is: 100万元}",
        more="    caps: {lifetime: 250万元}\n    every_year: true",
    )
    paid = [{"clause": f"{POLICY}#A", "amount": "2000000", "date": "2023-05-01"}]
    assert ends(body, {"payouts": paid}) == (50, 50)


def test_a_clause_that_was_had_often_enough_gives_no_more():
    body = clause("A", "{kind: fixed, is: 100万元}", more="    caps: {times: 1}")
    paid = [{"clause": f"{POLICY}#A", "amount": "1000000", "date": "2021-05-01"}]
    assert ends(body, {"payouts": paid}) == (0, 0)


def test_what_was_paid_this_year_is_not_paid_again():
    body = clause("A", "{kind: fixed, is: 100万元}")
    paid = [{"clause": f"{POLICY}#A", "amount": "1000000", "date": "2026-05-01"}]
    assert ends(body, {"payouts": paid}) == (0, 0)


def test_a_cap_below_a_fixed_amount_is_refused_at_its_line():
    (fault,) = faults(clause("A", "{kind: fixed, is: 100万元}", more="    caps: {item: 50万元}"))
    assert "上限" in fault.what.zh
    assert "50万元" in fault.what.zh
    assert fault.where.line > 10


def test_an_unknown_fact_in_an_amount_is_refused_with_what_was_perhaps_meant():
    (fault,) = faults(clause("A", "{kind: rate, rate: 30%, base: costs}"))
    assert "costs" in fault.what.zh
    assert "cost" in fault.remedy.zh


def test_an_amount_that_is_no_money_is_refused():
    (fault,) = faults(clause("A", "{kind: fixed, is: 5人}"))
    assert "不是金额" in fault.what.zh


def test_payers_that_are_not_the_whole_are_refused():
    shares = "    shares: [{level: city, share: 50%}]"
    (fault,) = faults(clause("A", "{kind: fixed, is: 100元}", more=shares))
    assert "100%" in fault.what.zh


def test_every_formula_reads_as_a_sentence():
    made = policy(clause("A", RENT))
    formula = made.items[0].formula
    assert formula is not None
    assert "70%" in formula.words.zh
    assert "单价最高" in formula.words.zh
