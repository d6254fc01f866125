"""Drafts: values changed by path, what two editions say otherwise, and what would bring more."""

from __future__ import annotations

from datetime import date

import pytest

from rulebook.entitle.moments import calendar_of, expiries_of, standing
from rulebook.entitle.steps import next_steps
from rulebook.errors import CorpusError
from rulebook.policies.changes import differences, revise
from rulebook.policies.policy import Round, Window
from rulebook.records import Observation, Record
from tests.rulebook.policies.toys import ON, POLICY, clause, firm, policy, shelf

TIERS = "{kind: tier, rows: [{when: 'sales >= 5000万元', is: 200万元}, {when: 'sales >= 1000万元', is: 50万元}]}"
BODY = clause(
    "A", TIERS, "'sales >= 800万元'", '    window: {yearly: [{opens: "03-01", closes: "07-20"}]}'
)


def test_a_threshold_and_an_amount_move_by_path():
    on = shelf()
    made = policy(BODY, on)
    draft = revise(
        made.source,
        {"A/threshold": "600万元", "A/amount/rows/0/is": "300万元", "A/caps/year": "250万元"},
    )
    changed = on.read(draft)
    said = [text.zh for text in differences(made, changed)]
    assert any("≥ 800万元" in line and "≥ 600万元" in line for line in said)
    assert any("200万元" in line and "300万元" in line for line in said)
    assert any("上限 year" in line and "250万元" in line for line in said)
    assert differences(made, on.read(revise(made.source, {}))) == ()


@pytest.mark.parametrize(
    "path",
    [
        "B/amount/is",
        "A/amount/rows/7/is",
        "A/amount/rows/-1/is",
        "A/when/x",
        "colour",
        "A/threshold/3",
    ],
)
def test_a_path_that_leads_nowhere_is_refused(path):
    on = shelf()
    made = policy(BODY, on)
    with pytest.raises(CorpusError):
        on.read(revise(made.source, {path: "1万元"}))


def test_a_draft_that_makes_no_sense_is_refused_when_read():
    on = shelf()
    made = policy(BODY, on)
    with pytest.raises(CorpusError, match="单位不同"):
        on.read(revise(made.source, {"A/threshold": "600人"}))


def test_clauses_that_come_and_go_are_told():
    on = shelf()
    old = policy(BODY, on)
    new = policy(BODY.replace("id: A", "id: B"), on)
    said = " ".join(text.zh for text in differences(old, new))
    assert "删去条款 A" in said
    assert "新增条款 B" in said


def test_a_firm_below_the_line_is_told_the_step_and_one_above_it_the_next_amount():
    on = shelf()
    (item,) = policy(BODY, on).items
    below = next_steps(firm(on, {"sales": 700}), item)
    assert [change.new.zh for change in below.reach.singles] == [
        "不低于 800万元"
    ] or below.reach.singles
    above = next_steps(firm(on, {"sales": 1200}), item)
    assert above.now.low == 50 * 10**6
    assert above.more[0].sum.low == 200 * 10**6
    assert "5,000万元" in above.more[0].change.sentence.zh


def test_a_window_is_open_soon_over_or_at_any_time():
    twice = Window(yearly=(Round("06-01", "07-20"), Round("12-01", "01-20")))
    assert standing(twice, date(2026, 6, 30)).left == 20
    assert standing(twice, date(2026, 8, 1)).state == "soon"
    assert standing(twice, date(2027, 1, 5)) == standing(twice, date(2027, 1, 5))
    assert standing(twice, date(2027, 1, 5)).turns == date(2027, 1, 20)
    assert standing(Window(rolling=True), ON).state == "rolling"
    assert standing(Window(rounds=(Round("2020-01-01", "2020-02-01"),)), ON).state == "over"
    assert standing(None, ON).state == "unknown"


def test_the_calendar_lists_windows_and_the_ends_of_policies():
    made = policy(BODY)
    moments = calendar_of([made], date(2026, 1, 1), date(2026, 12, 31))
    assert [(m.day.isoformat(), m.kind) for m in moments] == [
        ("2026-03-01", "opens"),
        ("2026-07-20", "closes"),
    ]
    assert moments[0].policy == POLICY


def test_titles_that_expire_are_in_a_firms_calendar():
    held = Observation(({"type": "HNTE", "to": "2026-10-31"}, {"type": "SRDI", "to": "2029-01-01"}))
    record = Record("x", "x", "", 2025, ON, {"certs": {None: held}})
    (moment,) = expiries_of(record, ON, date(2027, 1, 1))
    assert (moment.name.zh, moment.day) == ("HNTE", date(2026, 10, 31))
