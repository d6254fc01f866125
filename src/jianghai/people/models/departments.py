"""Departments of a zone, and who does what in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from jianghai.people.models.persons import Person

if TYPE_CHECKING:
    from datetime import date


class Duty(models.TextChoices):
    """What somebody does in a department; tasks go to a duty of a department, never to a name in a file."""

    WINDOW = "window", "窗口"
    HANDLER = "handler", "经办"
    REVIEWER = "reviewer", "审核"
    EXPERT = "expert", "专家"
    CHIEF = "chief", "负责人"
    SUPERVISOR = "supervisor", "督办"

    @property
    def english(self) -> str:
        """Name the duty in English."""
        return {
            Duty.WINDOW: "Window",
            Duty.HANDLER: "Handler",
            Duty.REVIEWER: "Reviewer",
            Duty.EXPERT: "Expert",
            Duty.CHIEF: "Head",
            Duty.SUPERVISOR: "Supervisor",
        }[self]


class Department(models.Model):
    """An office that takes part in cases, of the zone or above it."""

    code = models.SlugField("代码", max_length=40, unique=True)
    zh = models.CharField("名称", max_length=100)
    en = models.CharField("英文名称", max_length=100)
    outside = models.BooleanField("园区以外", default=False)  # such as the city's bureau, or a bank
    active = models.BooleanField("启用", default=True)

    class Meta:
        """By code."""

        verbose_name = "部门"
        ordering = ("code",)

    def __str__(self) -> str:
        """Show its name."""
        return self.zh


class Terms(models.QuerySet["Post"]):
    """Posts by the time for which they are held."""

    def held(self, on: date) -> Terms:
        """Keep those held on a day."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)


class Post(models.Model):
    """Somebody does something in a department for a time."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="posts")
    department = models.ForeignKey(Department, models.PROTECT, related_name="posts")
    duty = models.CharField("职责", max_length=12, choices=Duty)
    since = models.DateField("起始日期")
    until = models.DateField("截止日期", null=True, blank=True)

    objects = Terms.as_manager()

    class Meta:
        """By department."""

        verbose_name = "岗位"
        ordering = ("department", "duty", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "department", "duty", "since"), name="post_is_held_once"
            ),
            models.CheckConstraint(condition=Q(duty__in=Duty.values), name="post_duty_is_known"),
        )

    def __str__(self) -> str:
        """Tell who does what."""
        return f"{self.person} {self.department} {self.get_duty_display()}"


class Deputy(models.Model):
    """Somebody stands in for a colleague for a time, with a reason; what is done is done in the deputy's name."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey(Person, models.CASCADE, related_name="stands_in")
    since = models.DateField("起始日期")
    until = models.DateField("截止日期")
    reason = models.CharField("原因", max_length=200)

    class Meta:
        """The latest first."""

        verbose_name = "代理"
        ordering = ("-since", "-id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(person=models.F("deputy")), name="nobody_is_own_deputy"
            ),
            models.CheckConstraint(
                condition=Q(until__gte=models.F("since")), name="deputy_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        """Tell who stands in for whom."""
        return f"{self.deputy} → {self.person}"
