"""`jianghai corpus check` reads the services and their plays as well."""

from __future__ import annotations

import shutil

import pytest

from jianghai.casework.services import zones
from jianghai.casework.services.reading import known
from jianghai.cli.corpus import checked, services
from tests.house.tree import ROOT

EDITION = "services/licence/2019-04-23"


@pytest.fixture
def corpus(tmp_path):
    for name in ("zones", EDITION):
        shutil.copytree(ROOT / "corpus" / name, tmp_path / name)
    for name in ("facts.yaml", "clocks.yaml", "services/operations.yaml", "services/sources.yaml"):
        shutil.copy(ROOT / "corpus" / name, tmp_path / name)
    yield tmp_path
    zones.read.cache_clear()
    known.read.cache_clear()


def spoil(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_shipped_is_right(corpus):
    assert services(corpus) == []


def test_a_corpus_without_services_is_right(tmp_path):
    assert services(tmp_path) == []


def test_a_lane_without_an_office_is_told_with_its_line(corpus):
    spoil(corpus / EDITION / "service.yaml", "department: counter", "department: kitchen")
    (fault,) = services(corpus)
    assert fault.where.file == f"{EDITION}/service.yaml"
    assert fault.where.line > 1
    assert "kitchen" in fault.what.en


def test_a_play_that_is_none_is_told(corpus):
    spoil(corpus / EDITION / "cases.yaml", "does: submit", "does: fly")
    (fault,) = services(corpus)
    assert fault.where.file == f"{EDITION}/cases.yaml"
    assert "cases.yaml:" in fault.what.zh


@pytest.mark.django_db
def test_a_play_that_comes_out_otherwise_is_a_fault_of_its_file(corpus, settings):
    settings.CORPUS = corpus
    shutil.copytree(ROOT / "corpus" / "calendars", corpus / "calendars")
    path = corpus / EDITION / "cases.yaml"
    first, *_ = path.read_text(encoding="utf-8").split("\n\n")
    path.write_text(first, encoding="utf-8")
    spoil(path, "status: 11", "status: 13")
    (fault,) = services(corpus, play=True)
    assert fault.where.file == f"{EDITION}/cases.yaml"
    assert "13" in fault.what.zh


def test_it_is_told_how_much_was_checked(corpus):
    assert checked(corpus) == {"standards": 0, "policies": 0, "services": 1, "years": 0}
