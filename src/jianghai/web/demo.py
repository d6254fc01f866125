"""The accounts of the demonstration, for the sign-in page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jianghai.people import queries
from jianghai.people.models import Role

if TYPE_CHECKING:
    from django.utils.functional import Promise

MORE: dict[str, str | Promise] = {
    Role.ENTERPRISE: _("只看得到自己的企业"),
    Role.STAFF: _("看全园区，可导入、更正"),
    Role.LEADER: _("看全园区，不能改"),
    Role.ADMINISTRATOR: _("看全园区，管理导入和权重"),
}


@dataclass(frozen=True, slots=True)
class Account:
    """An account that anybody may try."""

    username: str
    password: str
    role: Role
    more: str | Promise


def accounts() -> list[Account]:
    """List them; none where no demonstration is loaded."""
    return [
        Account(
            person.username, queries.DEMO_PASSWORD, Role(person.role), MORE.get(person.role, "")
        )
        for person in queries.demo_accounts()
    ]
