"""Every worked example of a policy comes out as written, and every clause has the examples it needs."""

from __future__ import annotations

import math

import pytest

from rulebook.rules.parts import day_of
from tests.corpus.policies import all_owed, answer, cases, fen, items, policies, shelf, written

IDS = [policy_id for policy_id in shelf().policies if cases(policy_id)]
AMOUNTS = [
    (policy, clause) for policy in policies() for clause in written(policy) if "amount" in clause
]
CONDITIONS = [
    (policy, clause)
    for policy in policies()
    for clause in written(policy)
    if not {"manual", "title"} & clause.keys()
]


def _name(pair):
    return f"{pair[0].id}#{pair[1]['id']}"


def _ends(wanted):
    """Read the ends that an example asks for; an end that is null has no limit."""
    return {
        end: math.inf if wanted[end] is None else fen(wanted[end])
        for end in ("low", "high")
        if end in wanted
    }


def _wrong(policy_id, case):
    on = day_of(case["on"])
    policy = shelf().policy(policy_id, on)
    for clause, wanted in case["expect"]["clauses"].items():
        found = answer(policy.item(clause), case["given"], on)
        ends = {end: getattr(found, end) for end in _ends(wanted)}
        if (found.verdict, ends) != (wanted["verdict"], _ends(wanted)):
            yield f"{case['name']}: {clause} {found}"


@pytest.mark.parametrize("policy_id", IDS)
def test_examples_come_out_as_written(policy_id):
    assert [line for case in cases(policy_id) for line in _wrong(policy_id, case)] == []


@pytest.mark.parametrize(
    "policy_id", [p for p in IDS if any("dropped" in c["expect"] for c in cases(p))]
)
def test_what_cannot_be_combined_is_dropped_by_its_group(policy_id):
    for case in cases(policy_id):
        if "dropped" in case["expect"]:
            owed = all_owed(policy_id, case["given"], day_of(case["on"]))
            found = {
                one.item.id: one.amount.dropped_by
                for one in owed.items
                if one.amount is not None and one.amount.dropped_by
            }
            assert found == case["expect"]["dropped"]
            wanted = case["expect"].get("total", {})
            ends = {
                "low": owed.total.certain + owed.total.unchecked,
                "high": owed.total.certain + owed.total.possible,
            }
            assert {end: ends[end] for end in wanted} == _ends(wanted)


def test_every_clause_has_an_example():
    shown = {
        f"{p}#{clause}" for p in IDS for case in cases(p) for clause in case["expect"]["clauses"]
    }
    assert {item.key for item in items()} - shown == set()


@pytest.mark.parametrize("pair", CONDITIONS, ids=_name)
def test_somebody_meets_each_clause_and_somebody_fails_it_and_of_somebody_it_is_unknown(pair):
    policy, clause = pair
    shown = {
        case["expect"]["clauses"][clause["id"]]["verdict"]
        for case in cases(policy.id)
        if clause["id"] in case["expect"]["clauses"]
    }
    checked_by_people = "manual: True" in str(clause).replace("'", "")
    assert shown >= {"manual_review" if checked_by_people else "met", "unmet", "unknown"}


def _highs(policy, clause):
    for case in cases(policy.id):
        wanted = case["expect"]["clauses"].get(clause["id"], {})
        if wanted.get("high") is not None:
            yield fen(wanted["high"])


def _limits(clause):
    amount, caps = clause["amount"], clause.get("caps", {})
    yield from (amount[key] for key in ("most", "most_each") if key in amount)
    yield from (caps[key] for key in ("item", "project", "year") if key in caps)


@pytest.mark.parametrize("pair", [p for p in AMOUNTS if list(_limits(p[1]))], ids=_name)
def test_every_limit_is_reached_and_stops_somebody(pair):
    policy, clause = pair
    highs = set(_highs(policy, clause))
    assert {fen(limit) for limit in _limits(clause)} - highs == set()


@pytest.mark.parametrize(
    "name", ["G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9", "G10", "G11", "G12"]
)
def test_golden_examples_are_kept_by_name(name):
    names = [case["name"] for policy_id in IDS for case in cases(policy_id)]
    assert [one for one in names if one.split()[0] == name]


def test_up_to_is_never_owed():
    """What a text calls 最高 or 不超过 begins at nothing."""
    at_most = {_name(pair) for pair in AMOUNTS if _open(pair[1])}
    for policy, clause in AMOUNTS:
        if _name((policy, clause)) in at_most:
            lows = {
                case["expect"]["clauses"][clause["id"]].get("low")
                for case in cases(policy.id)
                if clause["id"] in case["expect"]["clauses"]
            }
            assert lows <= {"0元"}


def _open(clause):
    amount = clause["amount"]
    return amount.get("up_to") or amount["kind"] in ("max-only", "appraisal")
