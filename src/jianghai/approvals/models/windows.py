"""Windows of the hall, the sessions they hold beside their hours, and the days on which they are closed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jianghai.people.models import Department, Person

#: Everything at a window begins and ends on a multiple of so many minutes.
GRAIN = 5
LONGEST_SLOT = 240


class Window(models.Model):
    """A counter that takes certain services at certain hours; slots are computed from this row, never stored."""

    code = models.SlugField("代码", max_length=40, unique=True)
    letter = models.CharField("取号字头", max_length=3, unique=True)
    name_zh = models.CharField("名称", max_length=60)
    name_en = models.CharField("英文名称", max_length=100)
    place_zh = models.CharField("地点", max_length=100)
    place_en = models.CharField("英文地点", max_length=150)
    note_zh = models.CharField("说明", max_length=300, blank=True)
    note_en = models.CharField("英文说明", max_length=400, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="windows")
    services = models.JSONField("受理事项", default=list, blank=True)  # codes; empty: everything
    hours = models.JSONField(
        "办公时间", default=list
    )  # [{"days": [1, 2], "from": "09:00", "to": "12:00"}]
    slot_minutes = models.PositiveSmallIntegerField("每号分钟数")
    places = models.PositiveSmallIntegerField("每时段号数")
    days_ahead = models.PositiveSmallIntegerField("可提前天数", default=14)
    active = models.BooleanField("启用", default=True)

    class Meta:
        """By the letter on its tickets."""

        verbose_name = "窗口"
        ordering = ("letter",)
        constraints = (
            models.CheckConstraint(
                condition=Q(slot_minutes__in=tuple(range(GRAIN, LONGEST_SLOT + 1, GRAIN))),
                name="window_slot_is_a_multiple_of_five",
            ),
            models.CheckConstraint(condition=Q(places__gte=1), name="window_has_a_place"),
        )

    def __str__(self) -> str:
        """Show its name."""
        return self.name_zh

    def takes(self, service: str) -> bool:
        """Tell whether one may come here for a service."""
        return not self.services or service in self.services


class ExtraSession(models.Model):
    """A session beside the hours (延时办): it is held also on a day on which nobody works."""

    window = models.ForeignKey(Window, models.PROTECT, related_name="extra_sessions")
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    places = models.PositiveSmallIntegerField("每时段号数")
    reason = models.CharField("原因", max_length=200)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("登记时间")
    dropped_at = models.DateTimeField("取消时间", null=True, blank=True)

    class Meta:
        """As they come."""

        verbose_name = "延时场次"
        ordering = ("starts_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("window", "starts_at"),
                condition=Q(dropped_at__isnull=True),
                name="extra_session_is_held_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="extra_session_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(places__gte=1), name="extra_session_has_a_place"),
        )
        indexes = (models.Index(fields=("window", "starts_at"), name="extra_sessions_of_a_window"),)

    def __str__(self) -> str:
        """Tell where and when."""
        return f"{self.window} {self.starts_at:%Y-%m-%d %H:%M}"


class Closure(models.Model):
    """A day on which a window is closed, whatever its hours say."""

    window = models.ForeignKey(Window, models.PROTECT, related_name="closures")
    day = models.DateField("日期")
    reason_zh = models.CharField("原因", max_length=200)
    reason_en = models.CharField("英文原因", max_length=200, blank=True)
    closed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )  # nobody: the calendar that was published says so
    closed_at = models.DateTimeField("登记时间")
    lifted_at = models.DateTimeField("恢复时间", null=True, blank=True)

    class Meta:
        """As they come; a day is closed once."""

        verbose_name = "停办"
        ordering = ("day", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("window", "day"),
                condition=Q(lifted_at__isnull=True),
                name="window_is_closed_once_a_day",
            ),
        )

    def __str__(self) -> str:
        """Tell where and when."""
        return f"{self.window} {self.day}"


class Overtime(models.Model):
    """What somebody worked in an extra session, and how many were served."""

    session = models.ForeignKey(ExtraSession, models.PROTECT, related_name="overtime")
    person = models.ForeignKey(Person, models.PROTECT, related_name="overtime")
    starts_at = models.DateTimeField("上岗时间")
    ends_at = models.DateTimeField("离岗时间")
    served = models.PositiveSmallIntegerField("预约办理数")  # counted when it was logged
    walk_ins = models.PositiveSmallIntegerField("现场办理数", default=0)
    logged_at = models.DateTimeField("登记时间")

    class Meta:
        """The latest first; a session is logged once by each."""

        verbose_name = "延时记录"
        ordering = ("-starts_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "person"), name="overtime_is_logged_once_by_each"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="overtime_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        """Tell who worked when."""
        return f"{self.person} {self.starts_at:%Y-%m-%d}"

    @property
    def minutes(self) -> int:
        """Give how long it was."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)
