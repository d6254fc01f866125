"""Chen writes what the zone gives, Su looks it over and publishes it; nobody publishes alone."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from jianghai.base import journal
from jianghai.base.errors import NotAllowedError
from jianghai.enterprises import actions as registry
from jianghai.policies import actions, rules
from jianghai.policies.editing import clause_of, data_of, dump, fields_of, sentence, text_of
from jianghai.policies.errors import (
    DraftError,
    DraftStateError,
    PublishedError,
    SameHandError,
    StaleDraftError,
)
from jianghai.policies.models import Change, Gain, PolicyDraft, PublishedEdition
from tests.jianghai.policies.conftest import GROWTH, TODAY

SHELL = "nantong-hightech/hnte-ten"
CLAUSE = {
    "id": "Z1",
    "cite": "第一条",
    "name": {"zh": "首次认定奖励", "en": "First recognition"},
    "says": {"zh": "研发费用二百万元以上的奖励十万元", "en": "100 000 yuan from 2 million"},
    "class": "reward",
    "payout": "unasked",
    "when": "rd_expense >= 200万元",
    "amount": {"kind": "fixed", "is": "10万元"},
    "caps": {"year": "100万元"},
}
CASE = {
    "name": "研发三百万元",
    "on": "2026-07-01",
    "given": {"park": "nantong-hightech", "rd_expense": 300},
    "expect": {"clauses": {"Z1": {"verdict": "met", "low": "10万元", "high": "10万元"}}},
}


@pytest.fixture
def draft(chen):
    return actions.start_draft(SHELL, by=chen)


def again(draft):
    return PolicyDraft.objects.get(pk=draft.pk)


def filled(draft, chen):
    actions.set_clause(draft, CLAUSE, by=chen, version=draft.version)
    return again(draft)


def handed_in(draft, chen):
    mine = filled(draft, chen)
    actions.submit(mine, by=chen, version=mine.version)
    return again(draft)


def test_every_edition_of_the_corpus_can_be_written_and_read_back(db):
    for editions in rules.corpus().policies.values():
        for policy in editions:
            assert data_of(dump(data_of(text_of(policy)))) == dict(policy.data)


def test_every_clause_of_the_corpus_goes_through_a_form_and_comes_back(db):
    changed = [
        clause["id"]
        for editions in rules.corpus().policies.values()
        for policy in editions
        for clause in policy.data.get("clauses", ())
        if clause_of(fields_of(clause)) != clause
    ]
    assert changed == []


def test_chen_begins_with_the_shell_as_it_is(draft):
    assert (draft.base, draft.opens) == (f"{SHELL}@2024-01-01", TODAY)
    assert data_of(draft.text)["status"] == "awaiting-text"
    assert "closes" not in data_of(draft.text)


def test_a_shell_is_in_force_with_its_first_clause_and_awaits_again_without_one(draft, chen):
    told = actions.set_clause(draft, CLAUSE, by=chen, version=0)
    assert told.policy.status == "in-force"
    assert data_of(again(draft).text)["clauses"] == [CLAUSE]
    told = actions.remove_clause(draft, "Z1", by=chen, version=1)
    assert told.policy.status == "awaiting-text"


def test_a_form_shows_the_sentence_while_it_is_filled_in_and_writes_nothing(draft, chen):
    told = actions.try_clause(draft, CLAUSE)
    zh = sentence(told.policy.items[0]).zh
    assert "10万元" in zh
    assert "每家企业每年最高 100万元" in zh
    assert "免申即享" in zh
    assert again(draft).version == 0


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"when": "rd_expanse >= 200万元"}, "when", "rd_expanse"),
        ({"amount": {"kind": "fixed", "is": "10%"}}, "amount", "金额"),
        ({"caps": {"item": "5万元"}}, "caps", "5万元"),
        ({"title": "no-such-title", "when": None}, "title", "no-such-title"),
        ({"class": "gift"}, "class", "gift"),
    ],
)
def test_a_fault_names_its_clause_and_field(draft, chen, wrong, field, said):
    clause = {key: value for key, value in {**CLAUSE, **wrong}.items() if value is not None}
    with pytest.raises(DraftError) as refused:
        actions.set_clause(draft, clause, by=chen, version=0)
    [fault, *_] = refused.value.wrong
    assert fault.clause == "Z1"
    assert fault.field.startswith(field)
    assert said in refused.value.zh
    assert again(draft).version == 0


def test_a_group_that_names_a_missing_clause_is_refused(draft, chen):
    mine = filled(draft, chen)
    group = {
        "id": "g", "name": {"zh": "组", "en": "group"}, "rule": "highest", "members": ["Z1", "Z9"],
        "scope": "firm", "cite": "第三条",
    }  # fmt: skip
    with pytest.raises(DraftError, match="Z9"):
        actions.set_frame(mine, {"stacking": [group]}, by=chen, version=mine.version)
    assert "stacking" not in data_of(again(draft).text)


def test_two_people_do_not_overwrite_each_other(draft, chen, su):
    filled(draft, chen)
    with pytest.raises(StaleDraftError):
        actions.set_clause(draft, {**CLAUSE, "id": "Z2"}, by=su, version=0)


def test_cases_are_run_at_once_and_one_that_fails_holds_the_draft_back(draft, chen):
    mine = filled(draft, chen)
    told = actions.set_cases(mine, [CASE], by=chen, version=mine.version)
    assert [one.holds for one in told.cases] == [True]
    wrong = {**CASE, "expect": {"clauses": {"Z1": {"verdict": "unmet"}}}}
    told = actions.set_cases(mine, [wrong], by=chen, version=2)
    assert [one.holds for one in told.cases] == [False]
    with pytest.raises(DraftError, match="研发三百万元"):
        actions.submit(mine, by=chen, version=3)


def test_a_draft_without_clauses_is_not_handed_in(draft, chen):
    with pytest.raises(DraftError, match="no clauses"):
        actions.submit(draft, by=chen, version=0)


def test_chen_cannot_publish_what_chen_wrote(draft, chen):
    mine = handed_in(draft, chen)
    with pytest.raises(SameHandError):
        actions.publish(mine, by=chen)


def test_somebody_of_an_enterprise_can_do_nothing_with_drafts(draft, chen, lin):
    with pytest.raises(NotAllowedError):
        actions.start_draft(SHELL, by=lin)
    with pytest.raises(NotAllowedError):
        actions.set_clause(draft, CLAUSE, by=lin, version=0)
    with pytest.raises(NotAllowedError):
        actions.publish(handed_in(draft, chen), by=lin)


def test_su_sends_it_back_with_a_remark_and_chen_goes_on(draft, chen, su):
    mine = handed_in(draft, chen)
    actions.return_(mine, by=su, remark="请写明兑付方式")
    mine = again(draft)
    assert (mine.state, mine.remark) == ("returned", "请写明兑付方式")
    actions.submit(mine, by=chen, version=mine.version)
    with pytest.raises(DraftStateError):
        actions.set_clause(again(draft), CLAUSE, by=chen, version=again(draft).version)


def test_su_publishes_and_those_who_gain_are_told_apart(draft, chen, su, kiln, crane):
    for one in (kiln, crane):
        registry.set_fact(one, "park", "nantong-hightech", by=chen)
    actions.evaluate_zone()
    edition = actions.publish(handed_in(draft, chen), by=su)
    assert edition.digest == hashlib.sha256(edition.text.encode()).hexdigest()
    assert rules.latest(rules.shelf(), SHELL, TODAY).opens == TODAY
    [gain] = Gain.objects.filter(change__kind="edition")
    assert (gain.enterprise, gain.turn, gain.low_after) == (kiln, "gained", 10_000_000)
    assert Change.objects.get().by == su
    assert [line.verb for line in journal.of(edition)] == ["policy published"]


def test_an_edition_for_a_later_day_changes_nothing_yet(draft, chen, su, kiln):
    actions.evaluate_zone()
    actions.set_frame(draft, {"opens": "2026-09-01"}, by=chen, version=0)
    edition = actions.publish(handed_in(again(draft), chen), by=su)
    assert edition.opens == date(2026, 9, 1)
    assert not Change.objects.exists()
    assert rules.latest(rules.shelf(), SHELL, TODAY).opens == date(2024, 1, 1)


def test_an_edition_that_begins_before_its_predecessor_is_refused(draft, chen):
    with pytest.raises(DraftError, match="不晚于前一版本"):
        actions.set_frame(draft, {"opens": "2023-01-01"}, by=chen, version=0)


def test_two_drafts_of_one_day_do_not_both_become_editions(draft, chen, su):
    other = handed_in(actions.start_draft(SHELL, by=chen), chen)
    actions.publish(handed_in(draft, chen), by=su)
    with pytest.raises(DraftError, match="不晚于前一版本"):
        actions.publish(other, by=su)


def test_a_draft_is_published_once_however_often_it_is_sent(draft, chen, su, ada):
    mine = handed_in(draft, chen)
    actions.publish(mine, by=su)
    for person in (su, ada):
        with pytest.raises(DraftStateError):
            actions.publish(mine, by=person)
    assert PublishedEdition.objects.count() == 1


def test_a_published_edition_never_changes(draft, chen, su):
    edition = actions.publish(handed_in(draft, chen), by=su)
    edition.text = GROWTH
    for act in (edition.save, edition.delete, PublishedEdition.objects.all().delete):
        with pytest.raises(PublishedError):
            act()
    with pytest.raises(PublishedError):
        PublishedEdition.objects.update(text="")


def test_chen_writes_a_policy_that_nobody_knew(chen, su):
    frame = {key: value for key, value in data_of(GROWTH).items() if key != "clauses"}
    draft = actions.start_draft("nantong-hightech/growth", by=chen, frame=frame)
    assert draft.base == ""
    edition = actions.publish(handed_in(draft, chen), by=su)
    assert rules.edition(rules.shelf(), edition.key).items[0].id == "Z1"
