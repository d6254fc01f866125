"""Persons and their roles."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models


class Role(models.TextChoices):
    """What a person does here; rights hang on the role and on membership in an enterprise, nothing else."""

    ENTERPRISE = "enterprise", "企业人员"
    STAFF = "staff", "园区工作人员"
    LEADER = "leader", "园区领导"
    AGENCY = "agency", "服务机构"
    EXPERT = "expert", "专家"
    ADMINISTRATOR = "administrator", "系统管理员"
    AUDITOR = "auditor", "审计管理员"

    @property
    def english(self) -> str:
        """Name the role in English."""
        return {
            Role.ENTERPRISE: "Enterprise",
            Role.STAFF: "Zone staff",
            Role.LEADER: "Zone leader",
            Role.AGENCY: "Service agency",
            Role.EXPERT: "Expert",
            Role.ADMINISTRATOR: "Administrator",
            Role.AUDITOR: "Auditor",
        }[self]


#: See every enterprise of the zone.
ZONE = frozenset({Role.STAFF, Role.LEADER, Role.ADMINISTRATOR})
#: Come from outside the zone's own house.
OUTSIDE = frozenset({Role.ENTERPRISE, Role.AGENCY, Role.EXPERT})
#: Import, correct and undo.
EDITORS = frozenset({Role.STAFF, Role.ADMINISTRATOR})


class People(UserManager["Person"]):
    """Finds and makes persons."""

    def create_superuser(self, username: str, *told: Any, **named: Any) -> Person:
        """Make an administrator: the role is what rights hang on here."""
        return super().create_superuser(username, *told, **{"role": Role.ADMINISTRATOR} | named)


class Person(AbstractUser):
    """Somebody who signs in."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=60, blank=True)
    role = models.CharField("角色", max_length=20, choices=Role, default=Role.ENTERPRISE)
    demo = models.BooleanField("示例账号", default=False)

    objects: ClassVar[People] = People()

    class Meta(AbstractUser.Meta):
        """By name."""

        verbose_name = "人员"
        verbose_name_plural = "人员"
        ordering = ("username",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="person_role_is_known"
            ),
        )

    def __str__(self) -> str:
        """Show the name a colleague would use."""
        return self.name or self.username

    def get_full_name(self) -> str:
        """Give the whole name; Chinese names are not cut in two."""
        return str(self)

    def get_short_name(self) -> str:
        """Give the whole name; Chinese names are not cut in two."""
        return str(self)

    @property
    def sees_zone(self) -> bool:
        """Tell whether every enterprise is visible."""
        return self.is_active and self.role in ZONE

    @property
    def edits_zone(self) -> bool:
        """Tell whether the person may import, correct and undo."""
        return self.is_active and self.role in EDITORS

    @property
    def administers(self) -> bool:
        """Tell whether the person may put official weights in force."""
        return self.is_active and self.role == Role.ADMINISTRATOR

    @property
    def audits(self) -> bool:
        """Tell whether the person may read the journal."""
        return self.is_active and self.role == Role.AUDITOR
