"""A second zone writes its own folder."""

from __future__ import annotations

import pytest

from jianghai.casework import services
from jianghai.casework.services import ServiceFilesError, UnknownDepartmentError
from jianghai.casework.services.zones import read


def test_the_matter_finds_its_department():
    zone = services.zone()
    assert zone.authority("eia-form") == "environment"
    assert zone.authority("eia-book") == "city-environment"
    assert zone.department("city-environment").outside


def test_what_nobody_found_is_not_shown_as_official():
    marks = {office.mark for office in services.zone().departments.values()}
    assert marks <= {"found", "single-source", "inferred", "local-draft"}
    assert not services.zone().settings["commitment_enabled"]


def test_an_unknown_matter_or_department_is_told():
    with pytest.raises(UnknownDepartmentError, match="moon"):
        services.zone().authority("moon")
    with pytest.raises(UnknownDepartmentError, match="moon"):
        services.zone().department("moon")


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("routing", "department: licensing", "department: kitchen", "没有部门 kitchen"),
        ("zone", "schema: zone/1", "schema: zone/9", "格式不符"),
        ("departments", "outside: true", "outside: maybe", "格式不符"),
    ],
)
def test_a_spoilt_zone_is_refused(shop, file, old, new, told):
    path = shop.corpus / f"zones/nantong/{file}.yaml"
    path.write_text(path.read_text().replace(old, new, 1))
    read.cache_clear()
    with pytest.raises(ServiceFilesError, match=told):
        read(shop.corpus)


def test_a_corpus_has_one_zone(tmp_path):
    with pytest.raises(ServiceFilesError, match="现有 0 个"):
        read(tmp_path)
