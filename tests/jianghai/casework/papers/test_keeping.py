"""A paper that was kept is the same paper, and its code proves what it says."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jianghai.casework import papers
from tests.jianghai.casework.papers.made import HEAD, written


@pytest.mark.parametrize("kind", papers.KINDS)
def test_a_kept_paper_is_the_same_paper(kind):
    paper = written(kind)
    assert papers.again(json.loads(json.dumps(papers.kept(paper)))) == paper
    assert papers.pdf(papers.again(papers.kept(paper))) == papers.pdf(paper)


def test_words_that_were_kept_whole_do_not_follow_what_is_shipped_later():
    kept = papers.resolved("decision", {"title": {"zh": "批复", "en": "Reply"}})
    words = papers.whole("decision", json.loads(json.dumps(kept)))
    assert words == papers.words("decision", {"title": {"zh": "批复", "en": "Reply"}})
    older = {**kept, "blanks": [], "body": [{"text": {"zh": "同意。", "en": "Yes."}}]}
    assert "同意。" in papers.text(
        papers.write("decision", HEAD, {}, words=papers.whole("decision", older))
    )


def test_a_word_changed_is_another_digest_and_another_code():
    one, other = written("decision"), written("decision", granted="另一内容")
    assert papers.digest(one) != papers.digest(other)
    assert papers.verifiable(one, "a/").head.code != papers.verifiable(other, "a/").head.code


def test_how_it_is_verified_is_no_part_of_what_is_verified():
    bare = written("decision", replace(HEAD, verify_url="", code="", digest=""))
    shown = papers.verifiable(bare, "https://zone.example/verify/")
    assert papers.digest(shown) == papers.digest(bare) == shown.head.digest
    assert shown.head.verify_url == f"https://zone.example/verify/{shown.head.code}"
    assert papers.short_code(shown.head.digest) == shown.head.code


@given(some.binary(min_size=32, max_size=32))
def test_a_code_is_the_same_however_it_is_typed(digest):
    code = papers.short_code(digest.hex())
    mistaken = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert papers.typed_code(mistaken) == papers.typed_code(code) == code
