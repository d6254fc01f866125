"""The sections of the site, as far as the reader may open them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jianghai.people.models import Person, Role

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Link:
    """One section: where, what it is called, its icon, and whether the reader is there."""

    href: str
    word: str | Promise
    icon: str
    here: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One section: the page it opens with, its words, and who may open it."""

    page: str
    word: str | Promise
    icon: str
    under: str
    of: str = ""


SECTIONS = (
    Section("my_firms", _("我的企业"), "building", "/firms/", "firm"),
    Section("appointments", _("预约"), "calendar-event", "/appointments/", "firm"),
    Section("my_cases", _("我的办件"), "list-details", "/my/cases/", "asks"),
    Section("workbench", _("办件"), "list-details", "/workbench/", "works"),
    Section("zone", _("园区总览"), "chart-bar", "/zone/overview/", "sees_zone"),
    Section("zone_firms", _("企业"), "building-community", "/zone/firms/", "sees_zone"),
    Section("zone_steps", _("只差一步"), "target-arrow", "/zone/steps/", "sees_zone"),
    Section("desk_drafts", _("政策工作台"), "edit", "/desk/", "sees_zone"),
    Section("windows", _("窗口"), "calendar-event", "/windows/", "sees_zone"),
    Section("imports", _("导入"), "file-import", "/imports/", "edits_zone"),
    Section("weights", _("权重表"), "scale", "/weights/", "administers"),
    Section("services", _("办事"), "file-import", "/services/"),
    Section("policies", _("政策库"), "coin", "/policies/"),
    Section("rules", _("规则库"), "book", "/rules/"),
)

#: Who asks the zone for something, and who works on what was asked.
CASEWORK = {
    "asks": frozenset({Role.ENTERPRISE, Role.AGENCY}),
    "works": frozenset({Role.STAFF, Role.LEADER, Role.EXPERT}),
}


def links(request: HttpRequest) -> list[Link]:
    """List the sections that the reader may open."""
    if not isinstance(request.user, Person):
        return []
    return [
        Link(reverse(section.page), section.word, section.icon, _here(request, section))
        for section in SECTIONS
        if _open_to(request.user, section.of)
    ]


def _open_to(person: Person, right: str) -> bool:
    if right == "firm":
        return not person.sees_zone and not person.audits
    if right in CASEWORK:
        return person.is_active and person.role in CASEWORK[right]
    return not right or bool(getattr(person, right))


def _here(request: HttpRequest, section: Section) -> bool:
    """Tell whether the reader is in a section; a firm belongs to the zone's list of enterprises."""
    path = request.path
    if section.page == "zone_firms" and path.startswith("/firms/"):
        return True
    if section.page in {"my_cases", "workbench"} and path.startswith("/cases/"):
        return True
    return path.startswith(section.under)
