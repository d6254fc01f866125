from __future__ import annotations

import pytest

from jianghai.people.models import Person, Role


@pytest.mark.parametrize(
    ("role", "sees", "edits", "audits"),
    [
        (Role.ENTERPRISE, False, False, False),
        (Role.STAFF, True, True, False),
        (Role.LEADER, True, False, False),
        (Role.ADMINISTRATOR, True, True, False),
        (Role.AUDITOR, False, False, True),
    ],
)
def test_rights_hang_on_the_role(role, sees, edits, audits):
    somebody = Person(username="x", role=role)
    assert (somebody.sees_zone, somebody.edits_zone, somebody.audits) == (sees, edits, audits)
    assert role.english


def test_somebody_who_left_has_no_rights():
    assert not Person(username="x", role=Role.ADMINISTRATOR, is_active=False).sees_zone


def test_a_chinese_name_is_not_cut():
    somebody = Person(username="lin", name="欧阳林")
    assert somebody.get_full_name() == somebody.get_short_name() == "欧阳林"
