"""The accounts of the demonstration, for the sign-in page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jianghai.people import queries
from jianghai.people.models import Role

if TYPE_CHECKING:
    from django.utils.functional import Promise

#: What each account is called where its role does not say it, and what it is good for.
ACCOUNTS: dict[str, tuple[str | Promise, str | Promise]] = {
    "enterprise": ("", _("只看得到自己的企业和办件")),
    "staff": ("", _("看全园区，可导入、更正")),
    "leader": ("", _("看全园区，不能改")),
    "admin": ("", _("看全园区，管理导入和权重")),
    "window": (_("综合窗口"), _("收件、受理、一次性告知")),
    "handler": (_("审批经办"), _("会商、核查、开审查会")),
    "handler2": (_("审批经办（乙）"), _("两人核查的第二人")),
    "reviewer": (_("审核与联审"), _("审核许可，联审政策申报")),
    "chief": (_("审批负责人"), _("作出决定")),
    "drafter": (_("编制单位"), _("上传报告，答复意见")),
    "assessor": (_("技术评估单位"), _("在报告上提意见")),
    "expert": (_("评审专家"), _("在报告上提意见，评审")),
}


@dataclass(frozen=True, slots=True)
class Account:
    """An account that anybody may try."""

    username: str
    password: str
    role: Role
    title: str | Promise
    more: str | Promise


def accounts() -> list[Account]:
    """List them; none where no demonstration is loaded."""
    return [_told(person.username, person.role) for person in queries.demo_accounts()]


def _told(username: str, role: str) -> Account:
    title, more = ACCOUNTS.get(username, ("", ""))
    return Account(username, queries.DEMO_PASSWORD, Role(role), title, more)
