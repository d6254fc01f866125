"""A case runs on the edition it began with, whatever becomes of the files."""

from __future__ import annotations

from datetime import date

import pytest

from jianghai.casework import process, services
from jianghai.casework.models import Case, ServiceEdition
from jianghai.casework.services import NoSuchServiceError, UnknownDepartmentError, UnknownStepError
from jianghai.casework.services.departments import load as load_departments
from jianghai.people.models import Department

TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.django_db


@pytest.fixture
def licence():
    return services.shelf().edition("licence", TODAY)


def test_an_edition_is_kept_once(licence):
    assert services.kept(licence) == services.kept(licence)
    assert ServiceEdition.objects.count() == 1


def test_what_was_kept_is_the_same_service(licence):
    again = services.of(ServiceEdition.objects.get(pk=services.kept(licence).pk))
    assert (again.digest, again.spec, again.steps, again.clocks) == (
        licence.digest, licence.spec, licence.steps, licence.clocks,
    )  # fmt: skip
    assert process.start(again.spec).opened == process.start(licence.spec).opened


def test_what_was_kept_needs_no_file(shop, settings):
    row = services.kept(shop.load())
    settings.CORPUS = shop.corpus / "gone"
    fresh = ServiceEdition.objects.get(pk=row.pk)
    assert services.of(fresh).step("check").form == "check"


def test_a_changed_file_is_another_edition(shop):
    before = services.kept(shop.load())
    shop.spoil("service.yaml", "准予许可", "批准")
    assert services.kept(shop.load()) != before


def test_the_edition_of_the_day_is_chosen():
    shelf = services.shelf()
    old, new = (shelf.edition("eia-form", date(2026, 8, day)) for day in (14, 15))
    assert (old.name.zh, new.name.zh) == (
        "建设项目环境影响报告表审批",
        "建设项目生态环境影响报告表审批",
    )


def test_nothing_is_offered_before_the_first_edition():
    with pytest.raises(NoSuchServiceError):
        services.shelf().edition("eia-form", date(2010, 1, 1))
    assert "eia-form" not in {one.id for one in services.shelf().offered(date(2010, 1, 1))}


def test_each_service_is_offered_once():
    offered = [one.id for one in services.shelf().offered(TODAY)]
    assert offered == sorted(set(offered))


def test_a_step_of_another_edition_is_refused(licence):
    with pytest.raises(UnknownStepError, match="licence@2019-04-23 dance"):
        licence.step("dance")
    with pytest.raises(UnknownStepError):
        licence.lane("dance")


def test_departments_are_made_once_and_mended():
    made = load_departments()
    assert made == Department.objects.count() == len(services.zone().departments)
    assert load_departments() == 0
    Department.objects.filter(code="counter").update(zh="别处")
    assert load_departments() == 1
    assert (
        Department.objects.get(code="counter").zh == services.zone().department("counter").name.zh
    )


def test_a_lane_finds_its_department(licence):
    load_departments()
    found = services.department(licence, "authority", Case())
    assert Department.objects.get(pk=found).code == "licensing"
    found = services.department(licence, "counter", Case())
    assert Department.objects.get(pk=found).code == "counter"


def test_a_department_that_is_no_row_is_told(licence):
    with pytest.raises(UnknownDepartmentError, match="counter"):
        services.department(licence, "counter", Case())


def test_nothing_personal_goes_into_a_notice(licence, blue_kiln, lin):
    case = Case(
        edition=services.kept(licence), title="示例许可", enterprise=blue_kiln, applicant=lin,
        form={"matter": "示例", "phone": "13812345678", "agent": "王某", "truthful": True},
    )  # fmt: skip
    case.opened_at = case.edition.kept_at
    told = services.facts_of(case)
    assert (told["matter"], told["truthful"], told["applicant"]) == ("示例", "是", blue_kiln.name)
    assert not {"phone", "agent"} & told.keys()


def test_a_wrong_edition_takes_its_service_off_the_shelf_and_no_other(shop, settings):
    settings.CORPUS = shop.corpus
    shop.write(
        "service.yaml",
        "id: licence\nextends: licence/2019-04-23\nkind: gift\n",
        "licence/2026-01-01",
    )
    shop.write("service.yaml", "id: other\nextends: licence/2019-04-23\n", "other/2026-01-01")
    assert [one.id for one in services.shelf().offered(TODAY)] == ["other"]


def test_a_new_operation_makes_no_new_edition(shop):
    before = shop.load().digest
    listed = shop.corpus / "services" / "operations.yaml"
    listed.write_text(listed.read_text() + "  dance: {zh: 舞, en: Dance}\n")
    assert shop.load().digest == before
