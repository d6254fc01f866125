"""Lin applies, Mei drafts for her, Sun, Zhou and Wu review for three departments; Wei is a stranger."""

from __future__ import annotations

import pytest

from jianghai.base import clock
from jianghai.casework.models import Party
from tests.cast import person
from tests.jianghai.casework.documents import made


@pytest.fixture
def folder(settings, tmp_path):
    """Files lie in a folder of this test."""
    backend = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path},
    }
    settings.STORAGES = {**settings.STORAGES, "materials": backend}
    return tmp_path


@pytest.fixture
def bureau(db):
    """The department that answers for the case."""
    return made.department("bureau", "行政审批局")


@pytest.fixture
def case(folder, blue_kiln, lin, bureau):
    """Lin's case, still being filled in."""
    return made.case(blue_kiln, lin, bureau)


@pytest.fixture
def mei(case):
    """Mei drafts the report."""
    someone = person("mei", "梅芳", "agency")
    Party.objects.create(case=case, part="drafter", person=someone, since=clock.now())
    return someone


@pytest.fixture
def sun(case, bureau):
    """Sun handles the case in the bureau that answers for it."""
    return made.reviewer("sun", "孙敏", bureau, case)


@pytest.fixture
def zhou(case):
    """Zhou reviews for the ecology bureau."""
    return made.reviewer("zhou", "周岩", made.department("ecology", "生态环境局"), case)


@pytest.fixture
def wu(case):
    """Wu reviews for the emergency bureau."""
    return made.reviewer("wu", "吴桐", made.department("emergency", "应急管理局"), case)


@pytest.fixture
def first(case, lin):
    """The first version of the report."""
    return made.laid(case, lin)


@pytest.fixture
def second(case, first, lin):
    """The second version of the report."""
    return made.laid(case, lin, made.SECOND)
