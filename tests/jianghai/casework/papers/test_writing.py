"""The words of a paper: every blank filled once, nothing in a filling read again."""

from __future__ import annotations

from datetime import date

import pytest

from jianghai.casework import papers
from jianghai.casework.papers.errors import PaperError, WordsError
from tests.jianghai.casework.papers.made import HEAD, filled, written


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", papers.KINDS)
def test_every_kind_can_be_written_with_no_brace_left(kind, language):
    head = papers.Letterhead(issuer="局", day=date(2025, 9, 8), language=language)
    told = papers.text(written(kind, head))
    assert "{" not in told
    assert papers.words(kind).title[language] in told


@pytest.mark.parametrize("kind", papers.KINDS)
def test_every_kind_can_be_written_with_what_is_needed_alone(kind):
    needed = {blank.name for blank in papers.blanks(kind) if blank.needed}
    papers.write(
        kind, HEAD, {name: value for name, value in filled(kind).items() if name in needed}
    )


@pytest.mark.parametrize("kind", papers.KINDS)
def test_every_needed_blank_is_asked_for_by_its_name(kind):
    for blank in papers.blanks(kind):
        if blank.needed:
            rest = {name: value for name, value in filled(kind).items() if name != blank.name}
            with pytest.raises(PaperError, match=blank.zh):
                papers.write(kind, HEAD, rest)


def test_an_unknown_blank_is_refused():
    with pytest.raises(PaperError, match="colour"):
        written("acceptance", colour="red")


def test_a_day_is_no_text():
    with pytest.raises(PaperError, match="accepted_on"):
        written("acceptance", accepted_on="2025-09-08")


def test_silence_is_told_as_silence():
    told = papers.text(written("acceptance"))
    assert "视为受理" in told
    assert "视为受理" not in papers.text(written("acceptance", by_silence=""))


def test_the_statutory_term_is_not_said_to_stand_still_where_only_a_promise_does():
    promised = written("pause_notice", promised_only="是")
    assert "法定期限不停止计算" in papers.text(promised)
    assert not promised.notes
    lawful = written("pause_notice", promised_only="")
    assert "第四十五条" in papers.text(lawful)
    assert "第四十五条" in lawful.notes[0]


def test_a_service_that_is_no_licence_does_not_cite_the_licensing_law():
    for kind in (
        "acceptance",
        "acceptance_receipt",
        "not_accepted",
        "supplement_notice",
        "refusal",
    ):
        given = {
            name: one
            for name, one in filled(kind).items()
            if name not in {"by_silence", "no_licence"}
        }
        own = {"legal": [], "title": {"zh": "通知", "en": "Notice"}}
        paper = papers.write(kind, HEAD, given, words=papers.words(kind, own))
        assert "行政许可" not in papers.text(paper)
        assert not paper.notes


def test_a_receipt_names_no_day_that_nobody_set():
    assert "前告知是否受理" not in papers.text(written("acceptance_receipt", reply_until=""))


def test_what_needs_no_licence_is_told_so():
    assert "依法不需要取得行政许可" in papers.text(written("not_accepted"))
    assert "决定不予受理" in papers.text(written("not_accepted", no_licence=""))


def test_what_stands_in_a_filling_is_not_read_again():
    told = papers.text(written("refusal", grounds=["{court} {issuer.__class__} %s #read()"]))
    assert "{court} {issuer.__class__} %s #read()" in told


@pytest.mark.parametrize(
    "hostile",
    [
        "{issuer.__class__}", "{matter!r}", "{matter:>99999999}", "{0}", "{}", "{unheard}", "{matter", "}",
        "{ matter }", "{materials}", "{{matter}}",
    ],
)  # fmt: skip
def test_words_hold_nothing_between_braces_but_a_blank(hostile):
    body = [{"text": {"zh": f"申请{hostile}", "en": "x"}}]
    with pytest.raises(WordsError):
        papers.words("supplement_notice", {"body": body})


@pytest.mark.parametrize(
    "override",
    [
        {"body": []},
        {"body": [{"code": "1"}]},
        {"body": [{"text": {"zh": "只有中文"}}]},
        {"body": [{"items": "matter"}]},
        {"look": "blue"},
        {"title": {"zh": "{matter}", "en": "x"}},
        {"blanks": [{"name": "matter", "zh": "又一次"}]},
        {"legal": [{"cite": "某法", "says": "某", "provenance": "guessed"}]},
        {"legal": [{"cite": "某法", "says": "某", "provenance": "found", "when": "unheard"}]},
    ],
)
def test_words_that_do_not_hold_together_are_refused(override):
    with pytest.raises(WordsError):
        papers.words("acceptance", override)


def test_no_paper_is_called_so():
    with pytest.raises(WordsError, match="farewell"):
        papers.words("farewell")


def test_a_service_says_it_in_its_own_words():
    own = papers.words(
        "decision",
        {
            "title": {"zh": "关于环境影响报告表的批复", "en": "Reply on the impact form"},
            "blanks": [{"name": "project", "zh": "项目名称"}],
            "body": [{"text": {"zh": "同意{project}建设。", "en": "{project} is approved."}}],
        },
    )
    told = papers.text(
        papers.write("decision", HEAD, {**filled("decision"), "project": "甲"}, words=own)
    )
    assert "关于环境影响报告表的批复" in told
    assert "同意甲建设。" in told


def test_a_recalled_rule_is_shown_as_to_be_checked():
    assert any("待核对" in note for note in written("tolerance_letter").notes)
