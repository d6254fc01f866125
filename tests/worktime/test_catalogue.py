"""The list of terms says what the law says, row by row, and wrong lists are refused."""

from __future__ import annotations

import pytest

from tests.worktime.cast import CORPUS, at, cn, day
from worktime import Kind, Pause, Roll, Unit, catalogue, clocks
from worktime.errors import ClockFileError

CLOCKS = catalogue.load(CORPUS / "clocks.yaml")
#: key, amount, extension, starts on, runs out into: the list of the domain notes.
ROWS = [
    ("lic.supplement_notice", "5WD", None, "received", "accept"),
    ("lic.decide", "20WD", "10WD×1", "accepted", "overdue"),
    ("lic.joint_decide", "45WD", "15WD×1", "accepted", "overdue"),
    ("lic.deliver", "10WD", None, "decided", "alarm"),
    ("lic.hearing_request", "5WD", None, "hearing_told", "waive"),
    ("lic.hearing_hold", "20WD", None, "hearing_asked", "overdue"),
    ("lic.hearing_notice", "-7WD", None, "hearing_set", "alarm"),
    ("lic.renew_apply", "-30WD", None, "licence_expires", "renew"),
    ("eia.form.statutory", "30CD", None, "accepted", "overdue"),
    ("eia.book.statutory", "60CD", None, "accepted", "overdue"),
    ("eia.form.accept_notice", "5WD", None, "acceptance_posted", "next"),
    ("eia.book.accept_notice", "10WD", None, "acceptance_posted", "next"),
    ("eia.preapprove_notice", "5WD", None, "preapproval_posted", "next"),
    ("eia.decision_publish", "7WD", None, "decided", "alarm"),
    ("eia.recheck_5y", "5Y", None, "decided", "recheck"),
    ("eia.recheck", "10CD", None, "recheck_asked", "overdue"),
    ("reg.company_on_the_spot", "0WD", None, "complete", "overdue"),
    ("reg.company", "3WD", "3WD×1", "complete", "overdue"),
    ("bundle.start_business", "2WH", None, "complete", "red_light"),
    ("bundle.start_business_city", "4WH", None, "complete", "red_light"),
    ("firm.social_insurance", "30CD", None, "firm_founded", "remind"),
    ("firm.housing_fund", "30CD", None, "firm_founded", "remind"),
    ("firm.housing_fund_accounts", "20CD", None, "fund_registered", "remind"),
    ("proj.approve", "20WD", "40WD×1", "accepted", "overdue"),
    ("build.permit", "7CD", None, "received", "overdue"),
    ("build.start", "3M", "3M×2", "decided", "void"),
    ("build.completion_file", "15CD", None, "completion_passed", "remind"),
    ("discharge.permit.simple", "20CD", None, "accepted", "overdue"),
    ("discharge.permit.key", "30CD", None, "accepted", "overdue"),
    ("discharge.permit.site", "45CD", None, "accepted", "overdue"),
    ("discharge.supplement_notice", "3CD", None, "received", "accept"),
    ("realestate", "30WD", None, "accepted", "overdue"),
    ("realestate.jiangsu", "5WD", None, "accepted", "red_light"),
    ("chem.safety_condition", "20WD", None, "received", "overdue"),
    ("case.register_keep", "7WD", None, "evidence_kept", "release"),
    ("case.decide", "90CD", None, "case_filed", "overdue"),
    ("case.hearing_request", "5WD", None, "hearing_told", "waive"),
    ("case.deliver", "7WD", None, "decided", "alarm"),
    ("case.pay", "15CD", None, "delivered", "penalty"),
    ("case.withdraw_pub", "3WD", None, "decision_changed", "alarm"),
    ("remedy.review", "60CD", None, "known", "close"),
    ("remedy.sue", "6M", None, "known", "close"),
    ("petition.accept", "15CD", None, "received", "overdue"),
    ("petition.decide", "60CD", "30CD×1", "accepted", "overdue"),
]
DESIGN = {
    "lic.supplement", "eia.form.promised", "eia.book.promised", "eia.revision", "start.review",
    "start.seals", "start.tax", "start.push", "review.follow_up",
}  # fmt: skip


@pytest.mark.parametrize(("key", "amount", "extension", "starts", "expiry"), ROWS)
def test_a_term_is_as_the_law_says(key, amount, extension, starts, expiry):
    rule = CLOCKS[key]
    more = rule.extension and f"{rule.extension.span}×{rule.extension.max_times}"
    assert (str(rule.span), more, rule.on_expiry) == (amount, extension, expiry)
    assert rule.starts_on == {starts}
    assert any(law.mark == "found" for law in rule.law)


def test_every_other_term_is_marked_as_our_own_choice():
    assert CLOCKS.keys() - {row[0] for row in ROWS} == DESIGN
    assert all(law.mark == "design" for key in DESIGN for law in CLOCKS[key].law)


@pytest.mark.parametrize("rule", CLOCKS.values(), ids=lambda rule: rule.key)
def test_terms_of_citizens_roll_and_alarms_of_agencies_do_not(rule):
    rolls = rule.counting.roll is Roll.NEXT_WORKDAY
    if rule.kind is not Kind.PERIOD:
        assert not rolls or rule.span.amount < 0
    elif rule.span.unit in {Unit.CALENDAR_DAY, Unit.MONTH}:
        assert rolls


@pytest.mark.parametrize("rule", CLOCKS.values(), ids=lambda rule: rule.key)
def test_every_term_can_run_to_its_end(rule):
    state = clocks.start(rule, at("2025-09-08 09:00"))
    due, following = clocks.due(state, cn()), clocks.next_moment(state, cn())
    assert following is not None
    assert clocks.late(state, due.at, cn())
    assert clocks.stop(state, due.at if rule.span.amount > 0 else state.started_at)


def test_public_notice_runs_inside_the_law_and_outside_the_promise():
    stops = {
        key: CLOCKS[key].stops_for("public_notice") for key in CLOCKS if key.startswith("eia.")
    }
    assert {key for key, does in stops.items() if does} == {
        "eia.form.promised",
        "eia.book.promised",
    }
    assert CLOCKS["eia.form.statutory"].stops_for("technical_assessment")
    assert not CLOCKS["lic.decide"].stops_for("supplement")


def test_the_promise_of_feilinke_is_kept_beside_the_law():
    law, promise = (
        clocks.start(CLOCKS[f"eia.form.{name}"], at("2025-09-08"))
        for name in ("statutory", "promised")
    )
    held = clocks.pause(promise, Pause("public_notice", at("2025-09-08 11:00"), "受理公示"))
    held = clocks.resume(held, "public_notice", at("2025-09-22 18:00"))
    reply = at("2025-09-23 15:00")
    assert clocks.used(clocks.stop(law, reply), reply, cn()) == 15
    assert clocks.used(clocks.stop(held, reply), reply, cn()) == 1


def test_a_law_tells_from_which_day_it_counts():
    old, new = CLOCKS["eia.form.statutory"].law
    assert (old.until, new.since) == (day("2026-08-14"), day("2026-08-15"))
    assert not CLOCKS["chem.safety_condition"].in_force(day("2026-04-30"))
    assert CLOCKS["chem.safety_condition"].in_force(day("2026-05-01"))


ROW = """\
schema: clocks/1
clocks:
- key: a.b
  zh: 试验
  en: test
  amount: 5WD
  kind: statutory
  starts_on: [accepted]
  stops_on: [decided]
  on_expiry: overdue
  law: [{document: 示例, mark: design}]
"""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("5WD", "five"), "不是时限"),
        (("overdue", "explode"), "“explode”未知"),
        (("kind: statutory", "kind: statutory\n  excludes: lunch"), "“lunch”未知"),
        (("kind: statutory", "kind: statutory\n  excludes: [lunch]"), "lunch"),
        (("kind: statutory", "kind: statutory\n  rungs: [{at: soon, light: red}]"), "不是提醒时点"),
        (("kind: statutory", "kind: statutory\n  valid_from: 2026-02-30"), "没有 2026-02-30"),
        (("kind: statutory", "kind: eternal"), "格式不符"),
        (("mark: design", "mark: rumour"), "格式不符"),
    ],
)
def test_a_wrong_term_is_refused_with_its_line(change, told):
    with pytest.raises(ClockFileError, match=told) as refused:
        catalogue.read(ROW.replace(*change), "clocks.yaml")
    assert refused.value.where.startswith("clocks.yaml:")


def test_a_key_stands_once():
    with pytest.raises(ClockFileError, match="重复"):
        catalogue.read(ROW + ROW.split("clocks:\n")[1], "clocks.yaml")
