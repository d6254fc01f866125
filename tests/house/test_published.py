"""A published rule never changes: a new edition is a new file."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scripts import publish_corpus as publishing
from tests.house.tree import ROOT


@pytest.fixture
def corpus(tmp_path):
    """A corpus with one edition, published."""
    edition = tmp_path / "standards" / "kiln" / "2022-06-01.yaml"
    edition.parent.mkdir(parents=True)
    edition.write_text("opens: '2022-06-01'\n", encoding="utf-8")
    publishing.publish(tmp_path)
    return tmp_path


def test_published_files_keep_their_hash():
    assert publishing.changed(ROOT / "corpus") == []


def test_every_edition_is_published():
    if not (ROOT / "corpus" / publishing.LIST).is_file():
        pytest.skip("nothing is published yet: run scripts/publish_corpus.py")
    assert publishing.missing(ROOT / "corpus") == []


def test_an_edition_that_is_published_twice_stays_as_it_was(corpus):
    before = (corpus / publishing.LIST).read_text()
    publishing.publish(corpus)
    assert (corpus / publishing.LIST).read_text() == before


def test_a_changed_edition_is_noticed_and_not_published(corpus):
    edition = corpus / "standards" / "kiln" / "2022-06-01.yaml"
    edition.write_text("opens: '2022-06-02'\n", encoding="utf-8")
    assert publishing.changed(corpus) == ["standards/kiln/2022-06-01.yaml"]
    with pytest.raises(SystemExit, match=r"2022-06-01\.yaml"):
        publishing.publish(corpus)


def test_a_deleted_edition_is_noticed(corpus):
    (corpus / "standards" / "kiln" / "2022-06-01.yaml").unlink()
    assert publishing.changed(corpus) == ["standards/kiln/2022-06-01.yaml"]


def test_the_script_says_how_many_editions_are_published(corpus):
    script = [sys.executable, str(ROOT / "scripts" / "publish_corpus.py"), str(corpus)]
    told = subprocess.run(script, capture_output=True, text=True, check=True).stdout
    assert told == "1 editions are published\n"
