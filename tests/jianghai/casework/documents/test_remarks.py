"""Remarks: made by reviewers, answered by the applicant's side, closed by a later version."""

from __future__ import annotations

import pytest

from jianghai.base.errors import NotAllowedError
from jianghai.base.models import JournalLine
from jianghai.casework.actions import documents as actions
from jianghai.casework.actions.documents import Place
from jianghai.casework.errors import RemarkError
from jianghai.casework.models import Case, Document, Party, Remark, Reply, Status
from jianghai.casework.queries import documents as queries
from jianghai.casework.signals import moved
from tests.cast import person
from tests.jianghai.casework.documents import made

pytestmark = pytest.mark.django_db


def test_zhou_remarks_on_a_place(first, zhou):
    area = [[72, 700, 200, 730.126]]
    one = actions.remark(first, Place(1, area, "Dust is 10 mg."), "浓度偏高。", by=zhou, key="k")
    assert (one.number, one.page, one.area) == (1, 1, [[72.0, 700.0, 200.0, 730.13]])
    assert (one.by, one.department.code, one.state) == (zhou, "ecology", "open")


def test_the_same_remark_sent_twice_is_one(first, zhou):
    told = [actions.remark(first, Place(1), "一", by=zhou, key="k") for _ in range(2)]
    assert (told[0], Remark.objects.count()) == (told[1], 1)


def test_remarks_are_numbered_in_their_document(first, zhou, wu):
    assert [made.say(first, who).number for who in (zhou, wu, zhou)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(0), "页"),
        (Place(4), "页"),
        (Place(1), " "),
        (Place(1), "长" * 5001),
        (Place(1, [[1, 2, 3]]), "位置"),
        (Place(1, [[5, 5, 1, 1]]), "位置"),
        (Place(1, [[0, 0, 1e9, 1]]), "位置"),
        (Place(1, [[0, 0, float("nan"), 1]]), "位置"),
        (Place(1, [[0, 0, 1, 1]] * 61), "位置"),
    ],
)
def test_a_remark_that_points_nowhere_is_refused(first, zhou, place, text):
    with pytest.raises(RemarkError):
        actions.remark(first, place, text, by=zhou, key="k")


@pytest.mark.parametrize("who", ["lin", "mei"])
def test_who_wrote_it_does_not_review_it(first, who, request):
    with pytest.raises(NotAllowedError):
        made.say(first, request.getfixturevalue(who))


def test_wei_finds_no_version_to_remark_on(first, wei):
    with pytest.raises(Document.DoesNotExist):
        made.say(first, wei)


def test_an_expert_of_the_case_remarks(case, first):
    someone = person("qian", "钱工", "expert")
    Party.objects.create(case=case, part="expert", person=someone, since=case.opened_at)
    assert made.say(first, someone).department is None


def test_a_leader_reads_and_says_nothing(first):
    leader = person("gu", "顾主任", "leader")
    assert queries.get(leader, first.document_id) == first.document
    with pytest.raises(NotAllowedError):
        made.say(first, leader)


def test_mei_answers_accepts_and_rejects(first, zhou, mei):
    one = made.say(first, zhou)
    assert actions.answer_remark(one, "正在核实。", by=mei, key="a").state == "answered"
    accepted = actions.accept_remark(one, "已改为 8 mg。", by=mei, key="b")
    assert (accepted.state, accepted.verdict, accepted.answer) == (
        "accepted", "accepted", "已改为 8 mg。"
    )  # fmt: skip
    rejected = actions.reject_remark(one, "标准允许 10 mg。", by=mei, key="c")
    assert (rejected.verdict, rejected.reason) == ("rejected", "标准允许 10 mg。")
    assert [step.state for step in one.replies.all()] == ["answered", "accepted", "rejected"]


def test_a_rejection_says_why(first, zhou, lin):
    with pytest.raises(RemarkError):
        actions.reject_remark(made.say(first, zhou), "", by=lin, key="k")


@pytest.mark.parametrize("who", ["zhou", "wu", "sun"])
def test_who_reviews_does_not_answer(first, zhou, who, request):
    one = made.say(first, zhou)
    with pytest.raises(NotAllowedError):
        actions.accept_remark(one, by=request.getfixturevalue(who), key="k")


@pytest.mark.parametrize("who", ["zhou", "sun"])
@pytest.mark.usefixtures("sun")
def test_the_author_or_the_handler_closes_against_a_later_version(
    first, second, zhou, who, request
):
    one = made.say(first, zhou)
    closed = actions.close_remark(one, second, by=request.getfixturevalue(who), key="k")
    assert (closed.state, closed.closed_in) == ("closed", second)


def test_a_colleague_of_the_author_closes(case, first, zhou, lin):
    one = made.say(first, zhou)
    colleague = made.reviewer("he", "何川", one.department)
    second = made.laid(case, lin, made.SECOND)
    assert actions.close_remark(one, second, by=colleague, key="k").closed_by == colleague


@pytest.mark.parametrize("who", ["wu", "lin", "mei"])
def test_others_do_not_close(first, second, zhou, who, request):
    one = made.say(first, zhou)
    with pytest.raises(NotAllowedError):
        actions.close_remark(one, second, by=request.getfixturevalue(who), key="k")


def test_only_a_later_version_of_the_same_document_closes(case, first, second, zhou, lin):
    one = made.say(second, zhou)
    other = actions.add_version(case, made.PROOF, made.sent(), by=lin, key="p")
    for version in (first, second, other):
        with pytest.raises(RemarkError):
            actions.close_remark(one, version, by=zhou, key=f"k{version.pk}")


def test_a_closed_remark_is_answered_no_more_but_its_author_opens_it_again(
    first, second, zhou, lin
):
    one = actions.close_remark(made.say(first, zhou), second, by=zhou, key="k")
    with pytest.raises(RemarkError):
        actions.answer_remark(one, "还有", by=lin, key="l")
    again = actions.reopen_remark(one, "第二页仍未改。", by=zhou, key="m")
    assert (again.state, again.closed_in, again.verdict) == ("open", None, "")
    assert Reply.objects.last().text == "第二页仍未改。"


def test_the_same_step_sent_twice_is_one_step(first, zhou, lin):
    one = made.say(first, zhou)
    for _ in range(2):
        actions.accept_remark(one, "好", by=lin, key="once")
    assert one.replies.count() == 1


def test_a_case_that_is_over_takes_no_remarks(case, first, zhou):
    Case.objects.update(status=Status.REFUSED, received_at=case.opened_at)
    with pytest.raises(NotAllowedError):
        made.say(first, zhou)


def test_unsettled_remarks_are_carried_beside_the_next_version(first, zhou, wu, lin, case):
    kept, settled = made.say(first, zhou), made.say(first, wu)
    second = made.laid(case, lin, made.SECOND)
    own = made.say(second, zhou)
    actions.close_remark(settled, second, by=wu, key="k")
    assert set(queries.beside(second)) == {kept, settled, own}
    third = made.laid(case, lin, made.pdf("new"))
    assert set(queries.beside(third)) == {kept, own}
    assert set(queries.beside(first)) == {kept, settled}


def test_every_change_is_one_turn_and_a_poll_finds_it(first, zhou, lin):
    before = made.document(first).turn
    one = made.say(first, zhou)
    two = made.say(first, zhou)
    actions.accept_remark(one, by=lin, key="k")
    assert queries.get(lin, first.document_id).turn == before + 3
    assert queries.changed(first, before, before + 3) == [two, one]
    assert queries.changed(first, before + 2, before + 3) == [one]
    assert queries.changed(first, before, before + 2) == [two]


def test_a_poll_that_finds_nothing_is_one_query(first, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert queries.unchanged(first.document_id, 0)


def test_the_journal_tells_every_step(case, first, second, zhou, lin):
    one = made.say(first, zhou)
    actions.answer_remark(one, "好", by=lin, key="a")
    actions.accept_remark(one, "好", by=lin, key="b")
    actions.reject_remark(one, "不", by=lin, key="c")
    actions.close_remark(one, second, by=zhou, key="d")
    actions.reopen_remark(one, "仍有", by=zhou, key="e")
    told = JournalLine.objects.filter(subject=f"casework.case:{case.pk}", verb__startswith="remark")
    assert [line.verb.split()[1] for line in told] == [
        "made", "answered", "accepted", "rejected", "closed", "reopened",
    ]  # fmt: skip
    assert {(line.what["document"], line.what["remark"]) for line in told} == {
        (first.document_id, one.pk)
    }


def test_others_are_told_once_it_is_kept(first, zhou, django_capture_on_commit_callbacks):
    heard = []

    def hear(**told):
        heard.append((told["events"], told["by"]))

    moved.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            made.say(first, zhou)
    finally:
        moved.disconnect(hear)
    assert heard == [(["remark made"], zhou)]
