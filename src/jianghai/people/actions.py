"""What may be done to persons."""

from __future__ import annotations

from django.db import transaction

from jianghai.people.models import Person, Role
from jianghai.people.queries import DEMO_PASSWORD

#: Account name, role and the name shown.
DEMO_ACCOUNTS = (
    ("enterprise", Role.ENTERPRISE, "示例企业经办人"),
    ("staff", Role.STAFF, "示例园区工作人员"),
    ("leader", Role.LEADER, "示例园区领导"),
    ("admin", Role.ADMINISTRATOR, "示例管理员"),
    ("window", Role.STAFF, "示例综合窗口"),
    ("handler", Role.STAFF, "示例审批经办"),
    ("handler2", Role.STAFF, "示例审批经办（乙）"),
    ("reviewer", Role.STAFF, "示例审核与联审人员"),
    ("chief", Role.STAFF, "示例审批负责人"),
    ("drafter", Role.AGENCY, "示例编制单位"),
    ("assessor", Role.STAFF, "示例技术评估单位"),
    ("expert", Role.STAFF, "示例评审专家"),
)


@transaction.atomic
def make_demo_accounts() -> dict[str, Person]:
    """Make the demonstration accounts that are not there yet; their password is public."""
    made = {}
    for username, role, name in DEMO_ACCOUNTS:
        person, new = Person.objects.get_or_create(
            username=username, defaults={"role": role, "name": name, "demo": True}
        )
        if new:
            person.set_password(DEMO_PASSWORD)
            person.save()
        made[username] = person
    return made
