"""The best permitted combination, held against trying everything."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.entitle import entitle
from rulebook.entitle.holdings import entitle_all
from rulebook.errors import ExpressionError
from tests.rulebook.policies.toys import (
    FLAGS,
    ON,
    POLICY,
    clause,
    faults,
    firm,
    owed,
    policy,
    shelf,
)

NAMES = "ABCDEFGH"
EXCLUSIVE = ("highest", "once", "top-up", "difference", "match-highest")


def group(name: str, rule: str, members: str, cap: int | None = None) -> str:
    capped = f", cap: {cap}万元" if cap is not None else ""
    return (
        f"\n  - {{id: {name}, name: {{zh: 组{name}, en: Group {name}}}, rule: {rule},"
        f" members: [{', '.join(members)}], scope: firm{capped}}}"
    )


@st.composite
def measures(draw: st.DrawFn):
    """Clauses of fixed amounts under yes/no conditions, exclusive groups, and limits one inside the other."""
    count = draw(st.integers(2, 6))
    names = NAMES[:count]
    clauses = [(name, draw(st.integers(1, 9)), draw(st.integers(0, FLAGS - 1))) for name in names]
    some = st.lists(st.sampled_from(names), min_size=2, max_size=4, unique=True)
    exclusive = [
        (draw(st.sampled_from(EXCLUSIVE)), sorted(members))
        for members in draw(st.lists(some, max_size=3))
    ]
    outer = sorted(draw(some))
    caps = [(draw(st.integers(1, 20)), outer)] if draw(st.booleans()) else []
    if caps and len(outer) > 2 and draw(st.booleans()):
        caps.append((draw(st.integers(1, 12)), outer[:2]))
    answers = draw(st.lists(st.sampled_from([True, False, None]), min_size=FLAGS, max_size=FLAGS))
    return clauses, exclusive, caps, answers


def body(clauses, exclusive, caps):
    text = "".join(clause(n, f"{{kind: fixed, is: {a}万元}}", f"f{f}") for n, a, f in clauses)
    groups = [group(f"g{i}", rule, members) for i, (rule, members) in enumerate(exclusive)]
    groups += [group(f"c{i}", "add", members, cap) for i, (cap, members) in enumerate(caps)]
    return text + ("\nstacking:" + "".join(groups) if groups else "")


def best(clauses, exclusive, caps, answers):
    """Try every set of clauses."""
    most = 0
    for size in range(len(clauses) + 1):
        for chosen in combinations(clauses, size):
            names = {name for name, _, _ in chosen}
            if any(len(names & set(members)) > 1 for _, members in exclusive):
                continue
            most = max(most, limited(chosen, caps, answers))
    return most


def limited(chosen, caps, answers):
    """Add up a set, each limited group for itself, the inner one first."""
    left = {name: (amount if answers[flag] else 0) for name, amount, flag in chosen}
    for cap, members in reversed(caps):
        inside = [name for name in members if name in left]
        total = sum(left[name] for name in inside)
        if total > cap:
            for name in inside:
                left[name] = 0
            left[inside[0]] = cap
    return sum(left.values())


@settings(max_examples=150, deadline=None)
@given(measures())
def test_the_total_is_the_best_of_all_permitted_sets(made):
    clauses, exclusive, caps, answers = made
    text = body(clauses, exclusive, caps)
    given_ = {f"f{n}": answer for n, answer in enumerate(answers) if answer is not None}
    on = shelf()
    toy = policy(text, on)
    record = firm(on, given_)
    found = entitle(record, on, ON, policies=[toy])
    open_ = [n for n, answer in enumerate(answers) if answer is None]
    ends = []
    for filled in product([True, False], repeat=len(open_)):
        whole = list(answers)
        for n, answer in zip(open_, filled, strict=True):
            whole[n] = answer
        ends.append(best(clauses, exclusive, caps, whole))
    low = found.total.certain
    assert low == min(ends) * 10**6
    columns = entitle_all([record], on, ON, policies=[toy])
    assert (columns.total[0][0], columns.total[1][0]) == (low, max(ends) * 10**6)
    if not open_:
        kept = [o for o in found.items if o.kept and o.amount is not None]
        names = {o.item.id for o in kept}
        assert all(len(names & set(members)) <= 1 for _, members in exclusive)
        flagged = {key for key in columns.keys if columns.kept(key)[0] == 3}
        assert flagged == {o.item.key for o in kept}


THREE = "".join(
    clause(name, f"{{kind: fixed, is: {amount}万元}}")
    for name, amount in (("A", 30), ("B", 50), ("C", 20))
)


def test_of_the_same_matter_the_highest_counts_and_the_other_says_why():
    found = owed(THREE + "\nstacking:" + group("same", "highest", "AB"), {})
    a, b = (found.owed(f"{POLICY}#{key}") for key in "AB")
    assert found.total.certain == 70 * 10**6
    assert b.kept
    assert not a.kept
    assert a.amount is not None
    assert a.amount.dropped_by == "same"
    assert a.why is not None
    assert "就高不重复" in a.why.zh
    assert "50万元" in a.why.zh


def test_what_was_paid_for_the_lower_is_taken_off_the_higher():
    paid = [{"clause": f"{POLICY}#A", "amount": "300000", "date": "2025-05-01"}]
    found = owed(THREE + "\nstacking:" + group("same", "top-up", "AB"), {"payouts": paid})
    assert found.total.certain == (50 - 30 + 20) * 10**6


def test_what_may_be_had_once_is_gone_after_any_payment():
    paid = [{"clause": f"{POLICY}#A", "amount": "300000", "date": "2019-05-01"}]
    found = owed(THREE + "\nstacking:" + group("same", "once", "AB"), {"payouts": paid})
    assert found.total.certain == 20 * 10**6


def test_in_a_priority_group_the_first_that_applies_counts_even_if_it_is_less():
    text = clause("A", "{kind: fixed, is: 10万元}", "f0") + clause("B", "{kind: fixed, is: 90万元}")
    text += "\nstacking:" + group("turn", "priority", "AB")
    assert owed(text, {"f0": True}).total.certain == 10 * 10**6
    assert owed(text, {"f0": False}).total.certain == 90 * 10**6
    assert owed(text, {}).total.certain == 10 * 10**6  # whichever it is, ten at least


def test_a_limit_on_the_sum_tells_what_it_takes_away():
    found = owed(THREE + "\nstacking:" + group("year", "add", "ABC", 60), {})
    assert found.total.certain == 60 * 10**6
    (capped,) = found.capped
    assert capped.group == "year"
    assert capped.cut.low == 40 * 10**6


def test_limits_that_overlap_are_refused():
    on = shelf()
    text = THREE + "\nstacking:" + group("x", "add", "AB", 60) + group("y", "add", "BC", 60)
    made = policy(text, on)
    with pytest.raises(ExpressionError, match="交叉"):
        entitle(firm(on, {}), on, ON, policies=[made])


def test_a_group_that_names_a_missing_clause_is_refused_with_the_clauses_there_are():
    (fault,) = faults(THREE + "\nstacking:" + group("same", "highest", "AZ"))
    assert "Z" in fault.what.zh
    assert "B" in fault.remedy.zh


def test_only_an_add_group_has_a_limit():
    (fault,) = faults(THREE + "\nstacking:" + group("same", "highest", "AB", 10))
    assert "叠加" in fault.what.zh


@settings(max_examples=40, deadline=None)
@given(measures(), st.integers(1, 9))
def test_after_one_clause_changed_only_that_is_computed_and_the_answer_is_the_same(made, amount):
    clauses, exclusive, caps, answers = made
    on = shelf()
    before = policy(body(clauses, exclusive, caps), on)
    other = [(clauses[0][0], amount, clauses[0][2]), *clauses[1:]]
    after = policy(body(other, exclusive, caps), on)
    given_ = {f"f{n}": answer for n, answer in enumerate(answers) if answer is not None}
    records = [firm(on, given_)]
    old = entitle_all(records, on, ON, policies=[before])
    whole = entitle_all(records, on, ON, policies=[after])
    quick = entitle_all(records, on, ON, policies=[after], previous=old)
    assert [np.array_equal(a, b) for a, b in zip(whole.total, quick.total, strict=True)] == [
        True,
        True,
    ]
    for key in whole.keys:
        assert whole.verdict(key) == quick.verdict(key)
        assert whole.amount(key) == quick.amount(key)
